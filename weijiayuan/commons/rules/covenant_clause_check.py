"""Reading the clauses of a covenant for what no covenant can take, each with article and remedy.

A machine marks and proposes; whether a covenant is lawful stays with people. What a clause itself
forbids ("不得停水停电"), grants or leaves to an authority is put aside before it is looked at.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan import public_words
from weijiayuan.commons.rules import (
    clause_exceptions,
    clause_structure,
    doubtful_clause_classifier,
)
from weijiayuan.commons.rules.clause_structure import Reading
from weijiayuan.language import cantonese
from weijiayuan.language.chinese_numbers import without_capitals

SENTENCE = re.compile(r"[。；;！!\n]+")
IN_PHRASE = "[^，,；：、]"
"""What is forbidden stands in the same phrase as the ban."""
REVIEW = "review"
BLOCK = "block"
ANY_USE = "lawful_use"
"""What is forbidden: a limit of what is granted (可以上楼，但电动车不得进电梯) is none."""
SPACES = re.compile(r"\s+|(?<=[\u4e00-\u9fff])[·•・*＊_]+(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """One kind of unlawful clause."""

    id: str
    name: str
    level: str
    article: str
    is_article_confirmed: bool
    remedy: str
    found_by: tuple[re.Pattern[str], ...]
    found_together: tuple[tuple[re.Pattern[str], ...], ...]
    unless: tuple[re.Pattern[str], ...]
    doubtful: tuple[re.Pattern[str], ...] = ()
    excuses_doubt: bool = False

    def doubts(self, sentence: str) -> bool:
        """Tell whether a sentence says this on a way round, so that a person has to look."""
        return not self.is_excused(sentence) and any(
            each.search(sentence) for each in self.doubtful
        )

    def is_excused(self, sentence: str) -> bool:
        """Tell whether words stand there with which it is lawful."""
        return any(each.search(sentence) for each in self.unless)

    def find(self, sentence: str) -> str | None:
        """Return the words in which the sentence does this, or None."""
        if self.is_excused(sentence):
            return None
        for pattern in self.found_by:
            match = pattern.search(sentence)
            if match is not None:
                return match[0]
        return self._together(sentence)

    def _together(self, sentence: str) -> str | None:
        """Return the words between the first and the last of a group that is there in full."""
        for group in self.found_together:
            matches = [pattern.search(sentence) for pattern in group]
            spans = [match.span() for match in matches if match]
            if len(spans) < len(group):
                continue
            return sentence[min(spans)[0] : max(end for _, end in spans)]
        return None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a clause: where, by which rule and article, and what is lawful instead.

    An article that nobody has compared with the official text is not `article_confirmed`.
    """

    clause: int
    text: str
    rule: str
    name: str
    level: str
    article: str
    article_confirmed: bool
    remedy: str


NAMES = ClauseRule(
    id="names",
    name="点名说某人，或写了电话、证件、车牌",
    level="block",
    article="个人信息保护法第25条，民法典第1024条、第1034条",
    is_article_confirmed=False,
    remedy="对大家都适用的说法，不写姓名、房号、号码",
    found_by=(),
    found_together=(),
    unless=(),
)


@cache
def rules() -> Sequence[ClauseRule]:
    """Return the rules that ship."""
    raw = files("weijiayuan").joinpath("data", "commons", "clauses.toml").read_text("utf-8")
    return [_rule(each) for each in tomllib.loads(raw)["clauses"]]


def _rule(written: dict[str, Any]) -> ClauseRule:
    phrase = IN_PHRASE if written.get("bans") else r"\S"
    found_by = (each.replace(r"\S", phrase) for each in written["any"])
    return ClauseRule(
        id=written["id"],
        name=written["name"],
        level=written["level"],
        article=written["article"],
        is_article_confirmed=written.get("read_in") != "copy",
        remedy=written["remedy"],
        found_by=tuple(map(re.compile, found_by)),
        found_together=tuple(
            tuple(re.compile(words) for words in group) for group in written.get("all_of", ())
        ),
        unless=tuple(re.compile(each) for each in written.get("unless", ())),
        doubtful=tuple(map(re.compile, written["doubtful"])),
        excuses_doubt=written.get("excuses_doubt", False),
    )


def check(clauses: Sequence[str]) -> list[Finding]:
    """Return what is wrong with these clauses, each rule once a clause.

    >>> [found.rule for found in check(["乱停车的，每次罚款200元", "物业不得以停水停电催费"])]
    ['fine']
    """
    found: dict[tuple[int, str], Finding] = {}
    for number, clause in enumerate(clauses, start=1):
        if public_words.says_who(clause):
            found[number, NAMES.id] = _finding(number, clause, NAMES, NAMES.level)
        for sentence in sentences(clause):
            for rule, words, level in _read(sentence):
                found.setdefault((number, rule.id), _finding(number, words, rule, level))
    return list(found.values())


def sentences(clause: str) -> list[str]:
    """Return the sentences of a clause as they are looked at."""
    return [each for each in SENTENCE.split(plain(clause)) if each]


def _read(sentence: str) -> Iterator[tuple[ClauseRule, str, str]]:
    """Yield the rules that a sentence breaks, or that one of its exceptions breaks, for a person.

    An exception is read first, as a rule of its own: what it takes back is put aside nowhere.
    """
    once = clause_exceptions.said_once(sentence)
    for taken_back in clause_exceptions.restated(once):
        broken = (rule for rule, _, _ in _broken(taken_back) if rule.id != ANY_USE)
        yield from ((rule, sentence, REVIEW) for rule in broken)
    yield from _broken(once)


def _broken(sentence: str) -> Iterator[tuple[ClauseRule, str, str]]:
    """Yield the rules a sentence breaks with the words and the level: certain by their words.

    What only weighs like one is for a person to look at.
    """
    reading = clause_structure.read(sentence)
    certain = [(rule, rule.find(reading.rest)) for rule in rules()]
    known = [
        (rule, sentence if clause_structure.ASIDE in words else words, rule.level)
        for rule, words in certain
        if words is not None
    ]
    yield from known
    for kind in _doubted(reading) if not known else ():
        yield _by_id()[kind], sentence, REVIEW


def _doubted(reading: Reading) -> list[str]:
    """Return the kinds that a sentence says on a way round, and those that it weighs like."""
    round_about = [each.id for each in rules() if each.doubts(reading.rest)]
    weighed = [
        each
        for each in doubtful_clause_classifier.doubts(reading)
        if not (_by_id()[each].excuses_doubt and _by_id()[each].is_excused(reading.rest))
    ]
    return list(dict.fromkeys([*round_about, *weighed]))


@cache
def _by_id() -> dict[str, ClauseRule]:
    return {rule.id: rule for rule in rules()}


def _finding(clause: int, words: str, rule: ClauseRule, level: str) -> Finding:
    return Finding(
        clause,
        words,
        rule.id,
        rule.name,
        level,
        rule.article,
        rule.is_article_confirmed,
        rule.remedy,
    )


def plain(text: str) -> str:
    """Return the text in one form: one script and one language, everyday numerals, no blanks."""
    seen = public_words.plain(text)
    joined = "\n".join(SPACES.sub("", line) for line in seen.splitlines())
    return without_capitals(cantonese.written(joined))
