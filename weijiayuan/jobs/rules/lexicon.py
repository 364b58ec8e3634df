"""The words of data/jobs/words.toml, and which of them stand whole in a text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words for jobs, ready to look up.

    `same` gives every word of a job for one of them, `whole` finds the longest known word at each
    place, job or not, so that none is found inside another. `within` names the wider job for the
    first word of a narrower one.
    """

    same: dict[str, tuple[str, ...]]
    mistyped: dict[str, str]
    empty: frozenset[str]
    ending: frozenset[str]
    titles: tuple[str, ...]
    within: dict[str, str]
    whole: re.Pattern[str]
    slips: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon in force."""
    raw = files("weijiayuan").joinpath("data", "jobs", "words.toml").read_text("utf-8")
    table = tomllib.loads(raw)
    same = {
        word: (word, *(other for other in group if other != word))
        for group in table["same"]
        for word in group
    }
    return Lexicon(
        same=same,
        mistyped=table["mistyped"],
        empty=frozenset([*table["empty"], *table["ending"]]),
        ending=frozenset(table["ending"]),
        titles=tuple(table["titles"]),
        within=table["within"],
        whole=any_of({*same, *table["ordinary"]}),
        slips=any_of(table["mistyped"]),
    )


@cache
def canonical() -> dict[str, str]:
    """Return for each word of a job the one word by which the job is indexed."""
    return {word: min(group) for word, group in lexicon().same.items()}


def any_of(words: set[str] | dict[str, str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first, Latin ones only whole."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word.isascii() else re.escape(word)
            for word in ordered
        )
    )


def jobs_in(text: str) -> Iterator[str]:
    """Yield the jobs whose words stand whole in a folded text, by their canonical word.

    >>> list(jobs_in("公司机房招司机,顾客服务,客服"))
    ['司机', '坐席']
    """
    for found in lexicon().whole.finditer(text):
        if found[0] in canonical():
            yield canonical()[found[0]]
            yield from (canonical()[each] for each in wider_jobs(found[0]))


def wider_jobs(word: str) -> Iterator[str]:
    """Yield the words for wider jobs that a job's word belongs to: 软件工程师 is a 工程师 too.

    >>> list(wider_jobs("前端开发"))
    ['程序员']
    """
    yield from (each for each in lexicon().titles if word.endswith(each))
    yield from (wide for each, wide in lexicon().within.items() if each in lexicon().same[word])


def mended(run: str) -> str:
    """Correct the slips that are known; none changes the length."""
    table = lexicon()
    return table.slips.sub(lambda slip: table.mistyped[slip[0]], run)
