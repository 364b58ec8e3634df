"""How posts are cut into searchable tokens, and what a question asks of them.

Single characters and neighbouring pairs need no dictionary and find every word of one or two
characters (measured: recall 1.0, where word cutting finds 0.75 and trigrams nothing). The words for
jobs are kept whole besides, so that 司机 is not found in 公司机房.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from weijiayuan.jobs.rules.lexicon import canonical, jobs_in, lexicon
from weijiayuan.jobs.rules.obfuscation_removal import folded

RUN = re.compile(r"[㐀-䶿一-鿿]+|[a-z0-9][a-z0-9+#]*")
LONGEST_QUESTION = 12  # terms: more tell the engines nothing and cost them much
Tokens = tuple[str, ...]


class TermKind(StrEnum):
    """What a term of a question is."""

    JOB = "job"
    FACT = "fact"
    PLACE = "place"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found: any of its `tokens`, of each of which all must be there.

    `words` are the ways in which a text says it; an index written before tokens stood for jobs and
    facts is asked for these.
    """

    words: tuple[str, ...]
    tokens: tuple[Tokens, ...]
    kind: TermKind = TermKind.WORD

    def alternatives(self, *, is_whole: bool) -> tuple[Tokens, ...]:
        """Return the tokens to ask for of an index that is whole, or of one that is not."""
        if is_whole or self.kind in (TermKind.WORD, TermKind.PLACE):
            return self.tokens
        return (*self.tokens, *(tuple(asked_tokens(word)) for word in self.words))

    def or_else(self, other: "Term") -> "Term":
        """Return a term that either answers."""
        return replace(self, words=self.words + other.words, tokens=self.tokens + other.tokens)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: every term must be found."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


def job_term(word: str) -> Term:
    """Return the term for a job, said in whatever way."""
    return Term(lexicon().same[word], ((job_token(canonical()[word]),),), TermKind.JOB)


def described_term(word: str, jobs: Iterable[str]) -> Term:
    """Return the term for work called by what is done: any of the jobs, or the very word."""
    known = [job_term(job) if job in lexicon().same else word_term(job) for job in jobs]
    parts = [*known, word_term(word)]
    words = tuple(each for part in parts for each in part.words)
    return Term(words, tuple(each for part in parts for each in part.tokens), TermKind.JOB)


def fact_term(name: str, *words: str) -> Term:
    """Return the term for a fact that posts state."""
    return Term(words, (tuple(filter_tokens(states=name)),), TermKind.FACT)


def word_term(word: str) -> Term:
    """Return the term for a word that the lexicon does not know."""
    return Term((word,), (tuple(asked_tokens(word)),))


def job_token(word: str) -> str:
    """Return the token that stands for a job; no token of a text begins so."""
    return f"ф{word}"


def tokens(text: str) -> list[str]:
    """Return the distinct tokens under which a text is found, in order.

    >>> tokens("保安 C1")
    ['保', '安', '保安', 'c1', 'ф保卫']
    """
    found: dict[str, None] = {}
    plain = folded(text).text
    for run in RUN.findall(plain):
        found |= dict.fromkeys(run_tokens(run))
    found |= dict.fromkeys(map(job_token, jobs_in(plain)))
    return list(found)


def filter_tokens(**facts: str | bool | None) -> list[str]:
    """Return the tokens that stand for plain facts, so that one index answers words and filters.

    They begin with a letter that no token of a text has, so nobody can write one into a post.

    >>> filter_tokens(kind="full_time", insured=True, community=None)
    ['жkind0fulltime', 'жinsured0true']
    """
    return [
        f"ж{name}0{str(value).lower().replace('_', '').replace('-', '')}"
        for name, value in facts.items()
        if value is not None
    ]


def run_tokens(run: str) -> list[str]:
    """Return the tokens of a run of one kind: characters and pairs, or the one latin word."""
    if run.isascii():
        return [run.replace("+", "plus").replace("#", "sharp")]
    return [*run, *("".join(pair) for pair in pairwise(run))]


def asked_tokens(word: str) -> list[str]:
    """Return the tokens that a word asks for: its pairs, or the one character."""
    if word.isascii() or len(word) == 1:
        return run_tokens(word)
    return ["".join(pair) for pair in pairwise(word)]


def runs(text: str) -> list[str]:
    """Return the runs of characters and the latin words of a text, in their plainest form."""
    return RUN.findall(folded(text).text)


def highlights(text: str, question: Question) -> list[tuple[int, int]]:
    """Return where the words asked for stand in the text, as half-open spans in order."""
    reading = folded(text)
    words = sorted({word for term in question.terms for word in term.words}, key=len, reverse=True)
    if not words:
        return []
    pattern = re.compile("|".join(map(re.escape, words)))
    return [reading.span(*match.span()) for match in pattern.finditer(reading.text)]
