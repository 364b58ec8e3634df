"""What a clause takes back: its exceptions, conditions and double negations said as rules.

物业不得停水，但欠费三个月的除外 forbids, and permits what it forbids. Whoever puts aside what is
denied or granted has to read the exception first, so each is said here as a sentence of its own
(欠费三个月的，物业停水), which is then looked at like any other. What is excepted for safety, by
law, or with the person's own consent takes nothing back.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from weijiayuan.commons.rules import clause_structure
from weijiayuan.commons.rules.clause_structure import Why

MUST, MAY_NOT = "必须", "不得"
UNASKED = "擅自", "不经住户同意"
SHORT = 3
"""A verb alone takes the thing that stands before everybody: 公共设施人人可用."""
PHRASE = re.compile(r"[，,：:()（）？?]+")


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    raw = (
        files("weijiayuan").joinpath("data", "commons", "clause_exceptions.toml").read_text("utf-8")
    )
    return {name: re.compile("|".join(each)) for name, each in tomllib.loads(raw).items()}


def said_once(sentence: str) -> str:
    """Return a sentence whose double negations say what must be.

    >>> said_once("不得不对欠费户停水"), said_once("不得不经同意入户")
    ('必须对欠费户停水', '不得不经同意入户')
    >>> said_once("欠费户非停水不可")
    '欠费户必须停水'
    """
    plain = _patterns()["double"].sub(MUST, sentence)
    return _patterns()["only_so"].sub(lambda found: MUST + found["what"], plain)


def restated(sentence: str) -> list[str]:
    """Return the exceptions and conditions of a sentence, each as a rule of its own.

    >>> restated("物业不得停水，但欠费三个月的除外"), restated("物业不得停水，抢修的除外")
    (['欠费三个月的,物业停水'], [])
    >>> restated("公共设施人人可用，租户除外"), restated("快递可以进小区，但不准上楼")
    (['租户不得用公共设施'], ['快递进小区,不准上楼', '不准上楼'])
    """
    phrases = [each for each in PHRASE.split(sentence) if each]
    return list(dict.fromkeys(_taken_back(phrases)))


def _taken_back(phrases: Sequence[str]) -> Iterator[str]:
    """Yield what each phrase takes back from those before it, or from those after it."""
    for at, phrase in enumerate(phrases):
        before, after = phrases[:at], phrases[at + 1 :]
        opening = _patterns()["opens"].search(phrase)
        if opening is not None and after and not _patterns()["also"].search(after[0]):
            yield from _turned(opening["who"] or opening["bare"], after, ())
        turning = _patterns()["turns"].search(phrase)
        who = phrase[turning.end() :] if turning else phrase
        end = _patterns()["ends"].search(who)
        if not before:
            continue
        if _patterns()["reverses"].search(phrase):
            yield from _turned("", before, ())
        elif end is not None:
            yield from _turned(who[: end.start()].removesuffix("的"), before, after)
        elif turning is not None and turning[0] == "除非":
            yield from _turned(who, before, after)
        elif turning is not None:
            yield from _limited(",".join([who, *after]), before)


def _turned(who: str, rule: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield a rule the other way round for those whom it does not hold for."""
    if _is_rightful(who):
        return
    for each in rule:
        denial, grant = _patterns()["denials"].search(each), _patterns()["grants"].search(each)
        if denial is not None and Why.DENIED in clause_structure.read(each).aside:
            harm = _general(each[: denial.start()]) + each[denial.end() :].replace(*UNASKED)
            yield ",".join([*([f"{who}的"] if who else []), harm, *after])
        elif grant is not None and (denial is None or denial.start() == grant.start()):
            topic, granted = _general(each[: grant.start()]), each[grant.end() :]
            said = granted + topic if len(granted) <= SHORT else topic + granted
            yield ",".join([f"{who}{MAY_NOT}{said}", *after])


def _general(text: str) -> str:
    """Return whom a rule is about without the people of whom the exception says some."""
    return _patterns()["everybody"].sub("", text, count=1)


def _is_rightful(who: str) -> bool:
    return bool(_patterns()["rightful"].search(who)) and not _patterns()["wrongful"].search(who)


def _limited(condition: str, rule: Sequence[str]) -> Iterator[str]:
    """Yield a condition, and what was granted with the condition under which alone it holds."""
    if _is_rightful(condition):
        return
    is_denied = any(Why.DENIED in clause_structure.read(each).aside for each in rule)
    if not is_denied and _patterns()["asks"].search(condition):
        bare = (_patterns()["grants"].sub("", each, count=1) for each in rule)
        consent = _patterns()["consent"].sub("必须经", condition, count=1)
        yield ("" if consent != condition else ",").join([*bare, consent])
    yield from (condition.partition(",")[0], condition)
