"""What a passage of a post is about: the ideas of data/jobs/concepts.toml that meet in it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

SIGNS = re.compile(r"[\\\[(?]")  # a word that holds one of these is a pattern


@dataclass(frozen=True, slots=True)
class Ideas:
    """The words of each idea: plain ones by their first character, longest first, and patterns."""

    plain: dict[str, tuple[tuple[str, str], ...]]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]


def concepts(text: str) -> frozenset[str]:
    """Return the ideas that the text of a reading speaks of.

    >>> sorted(concepts("娘子军就不必来了"))
    ['away', 'women']
    """
    patterned = {idea for idea, pattern in ideas().patterns if pattern.search(text)}
    return frozenset({*said(text), *patterned})


def said(text: str) -> Iterator[str]:
    """Yield the ideas of the plain words, the longest word at each place."""
    table, place = ideas().plain, 0
    while place < len(text):
        for word, idea in table.get(text[place], ()):
            if text.startswith(word, place):
                yield idea
                place += len(word) - 1
                break
        place += 1


def meetings(text: str) -> frozenset[str]:
    """Return the ideas of the text and every two of them that meet, as parts to be weighed.

    >>> sorted(meetings("娘子军就不必来了"))
    ['{away}', '{away}{women}', '{women}']
    """
    found = [f"{{{idea}}}" for idea in sorted(concepts(text))]
    return frozenset([*found, *map("".join, combinations(found, 2))])


@cache
def ideas() -> Ideas:
    """Return the words of the table, ready to look up."""
    raw = files("weijiayuan").joinpath("data", "jobs", "concepts.toml").read_text("utf-8")
    groups = tomllib.loads(raw).values()
    words = [(word, idea) for group in groups for idea in group for word in group[idea].split()]
    plain: dict[str, list[tuple[str, str]]] = {}
    for word, idea in sorted(words, key=lambda pair: -len(pair[0])):
        if not SIGNS.search(word):
            plain.setdefault(word[0], []).append((word, idea))
    patterns: dict[str, list[str]] = {}
    for word, idea in words:
        if SIGNS.search(word):
            patterns.setdefault(idea, []).append(word)
    return Ideas(
        {first: tuple(pairs) for first, pairs in plain.items()},
        tuple((idea, re.compile("|".join(each))) for idea, each in patterns.items()),
    )
