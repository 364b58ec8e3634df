"""The alliances of a district and the needs under them: a tree of two levels, as data."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from weijiayuan.directory.rules.query_spelling_normalization import sounds

SHORTEST = 2
ALMOST = 75.0
"""How alike, in per cent, words have to be to a need's own where nothing is said outright."""


@dataclass(frozen=True, slots=True)
class Alliance:
    """One of the alliances among whom the services are divided."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody comes for, in their own words and manners of speaking, under one alliance."""

    id: str
    name: str
    alliance: str
    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """The words of the need as they are compared."""
        return _compared((self.name, *self.words))

    def weight(self, asked: str) -> float:
        """Return how many letters of what was asked mean this need: the most of any one word.

        What was asked may also be a part of a word: 血压 for 量血压.
        """
        said = [len(word) for word in self.own if word in asked]
        said += [len(match[0]) for each in self.patterns if (match := each.search(asked))]
        if len(asked) >= SHORTEST and any(asked in word for word in self.own):
            said.append(len(asked))
        return max(said, default=0)

    @property
    def sounds(self) -> frozenset[str]:
        """How the words of the need sound."""
        return _heard(self.own)

    def likeness(self, asked: str) -> float:
        """Return how alike the words are to what was asked, in per cent."""
        return max(fuzz.ratio(word, asked) for word in self.own)


@lru_cache(maxsize=1_000)
def _compared(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(each) for each in words)


@lru_cache(maxsize=1_000)
def _heard(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(sound for word in words for sound in sounds(word))


def plain(text: str) -> str:
    """Return words as they are compared, whatever their width and case.

    >>> plain("ＡＥＤ 在哪")
    'aed在哪'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@dataclass(frozen=True, slots=True)
class NeedTree:
    """All alliances and needs, by id, in the order of the file.

    `spellings` says how a name that is also written otherwise stands in lists.
    """

    version: str
    source: str
    alliances: dict[str, Alliance]
    needs: dict[str, Need]
    spellings: Mapping[str, str] = field(default_factory=dict)

    def meant_by(self, asked: str) -> list[str]:
        """Return the ids of the needs that the words mean best, or almost say."""
        text = plain(asked)
        weights = {need.id: need.weight(text) for need in self.needs.values()}
        most = max(weights.values(), default=0)
        if most:
            return [one for one, weight in weights.items() if weight == most]
        if len(text) < SHORTEST:
            return []
        heard = [each.id for each in self.needs.values() if each.sounds & sounds(text)]
        return heard or [each.id for each in self.needs.values() if each.likeness(text) >= ALMOST]

    def named(self, asked: str) -> list[str]:
        """Return the ids of the needs that have exactly these words."""
        text = plain(asked)
        return [each.id for each in self.needs.values() if text in each.own]

    def respelt(self, word: str) -> str:
        """Return a word as lists spell it."""
        for other, usual in self.spellings.items():
            word = word.replace(other, usual)
        return word


@cache
def read_needs(folder: Path) -> NeedTree:
    """Read the tree of a district's folder, once a process."""
    content = tomllib.loads((folder / "directory" / "needs.toml").read_text("utf-8"))
    alliances = {each["id"]: Alliance(each["id"], each["name"]) for each in content["alliances"]}
    needs = {
        each["id"]: _need(each, alliance["id"])
        for alliance in content["alliances"]
        for each in alliance["needs"]
    }
    spellings = content.get("spellings", {})
    return NeedTree(content["version"], content["source"], alliances, needs, spellings)


def _need(row: Mapping[str, Any], alliance: str) -> Need:
    patterns = tuple(re.compile(each) for each in row.get("patterns", ()))
    return Need(row["id"], row["name"], alliance, tuple(row.get("words", ())), patterns)
