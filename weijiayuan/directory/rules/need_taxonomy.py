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

from weijiayuan.directory.rules import need_classifier
from weijiayuan.directory.rules.query_spelling_normalization import sounds
from weijiayuan.language import linear_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

SHORTEST = 2
FEW = 5
"""Of how few letters two may be known by their sound alone."""
LETTERS = 5
LONG_ENOUGH = (6, 5, 4, 3)
LONGEST_HEARD = 24
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
    elsewhere: str = ""
    """Where to go and whom to ask where no place of the district is known to offer it."""

    @property
    def own(self) -> tuple[str, ...]:
        """The words of the need as they are compared."""
        return _compared((self.name, *self.words))

    def weight(self, asked: str) -> int:
        """Return how many letters of what was asked mean this need.

        What was asked may also be a part of a word: 血压 for 量血压.
        """
        own = self.own
        if len(asked) >= SHORTEST and any(asked in word for word in own):
            return len(asked)
        meaning: set[int] = set()
        for word in own:
            if (at := asked.find(word)) >= 0:
                meaning.update(range(at, at + len(word)))
        for each in self.patterns:
            if match := each.search(asked):
                meaning |= _said(match)
        return len(meaning)

    @property
    def sounds(self) -> frozenset[str]:
        """How the words of the need sound."""
        return _heard(self.own)

    def sounds_like(self, asked: str) -> bool:
        """Tell whether a word of the need sounds like what was asked.

        Of two letters one has to be the same: 石围 is a place and no 党委.
        """
        heard = sounds(asked)
        if not self.sounds & heard:
            return False
        return len(asked) > SHORTEST or any(
            set(word) & set(asked) and heard & sounds(word) for word in self.own
        )

    def is_spelt_in(self, asked: str) -> bool:
        """Tell whether words of the need stand in what was typed in Latin letters."""
        return asked.isascii() and any(len(one) >= LETTERS and one in asked for one in self.sounds)

    def has_begun(self, asked: str) -> bool:
        """Tell whether two letters sound like a word of the need that begins with the first."""
        pairs = [asked[at : at + SHORTEST] for at in range(len(asked) - 1)]
        return any(
            word[0] == pair[0] and sounds(word) & sounds(pair)
            for word in self.own
            if len(word) == SHORTEST
            for pair in pairs
        )

    def likeness(self, asked: str) -> float:
        """Return how alike the words are to what was asked, in per cent."""
        return max(fuzz.ratio(word, asked) for word in self.own)


def _said(match: re.Match[str]) -> set[int]:
    """Return which letters a manner of speaking says, but for those that may be anything."""
    said = set(range(*match.span()))
    for group in range(1, len(match.groups()) + 1):
        said -= set(range(*match.span(group)))
    return said


def _manner(written: str) -> re.Pattern[str]:
    """Return a manner of speaking whose groups are what may be anything.

    >>> sorted(_said(_manner("(借|租).{0,3}轮椅").search("想借一个轮椅")))
    [1, 4, 5]
    """
    bare = re.sub(r"\((?!\?)", "(?:", written)
    return re.compile(re.sub(r"(?:\.|\[\^[^\]]*\])\{0,\d+\}", r"(\g<0>)", bare))


def _heaviest(weights: Mapping[str, int]) -> list[str]:
    most = max(weights.values())
    return [one for one, weight in weights.items() if weight == most]


@lru_cache(maxsize=8)
def _by_sound(words: tuple[tuple[str, ...], ...]) -> Mapping[str, str]:
    """Return the words of three letters and more by how they sound."""
    return {
        sound: word
        for own in words
        for word in own
        if len(word) > SHORTEST
        for sound in sounds(word)
    }


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
    taught: PartWeights | None = None
    """What tells needs of those who use none of their words; a district may have none."""

    def meant_by(self, asked: str) -> list[str]:
        """Return the ids of the needs that the words mean best, or almost say."""
        text = plain(asked)
        weights = self._weights(text)
        most = max(weights.values(), default=0)
        if (respelt := self.heard(text)) != text:
            heard = self._weights(respelt)
            if max(heard.values(), default=0) > most + 1:
                return self.named(respelt) or _heaviest(heard)
        if most:
            return _heaviest(weights)
        if len(text) < SHORTEST:
            return []
        return self._almost(text)

    def told_by(self, line: str) -> list[str] | None:
        """Return the needs that a line tells of in words that are none of their own.

        None where it surely tells of nothing that is served.
        """
        if self.taught is None:
            return []
        return need_classifier.needs_told(plain(line), self.taught, self.letters_by_need)

    def letters_by_need(self, line: str) -> dict[str, int]:
        """Return how many letters of a line mean which need outright."""
        return self._weights(self.heard(plain(line)))

    def _weights(self, text: str) -> dict[str, int]:
        return {need.id: need.weight(text) for need in self.needs.values()}

    def heard(self, text: str) -> str:
        """Return the text with what only sounds like a need's longer words as they are spelt.

        法律原助 is heard as 法律援助.
        """
        if text.isascii() or len(text) > LONGEST_HEARD:
            return text
        known, at = _by_sound(tuple(each.own for each in self.needs.values())), 0
        while at < len(text) - 2:
            for length in LONG_ENOUGH:
                part = text[at : at + length]
                words = {known[sound] for sound in sounds(part) if sound in known}
                if len(part) == length and words and part not in words:
                    text = text[:at] + min(words) + text[at + length :]
                    break
            at += 1
        return text

    def _almost(self, text: str) -> list[str]:
        """Return the needs whose words sound or look like what was asked, the surest way alone."""
        needs = self.needs.values()
        for fits in (
            [each.id for each in needs if each.sounds_like(text)],
            [each.id for each in needs if each.likeness(text) >= ALMOST],
            [each.id for each in needs if each.is_spelt_in(text)],
            [each.id for each in needs if len(text) <= FEW and each.has_begun(text)],
        ):
            if fits:
                return fits
        return []

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
    weights = folder / "directory" / "need_weights.tsv"
    taught = linear_text_classifier.read(weights) if weights.exists() else None
    return NeedTree(content["version"], content["source"], alliances, needs, spellings, taught)


def _need(row: Mapping[str, Any], alliance: str) -> Need:
    patterns = tuple(map(_manner, row.get("patterns", ())))
    words, elsewhere = tuple(row.get("words", ())), row.get("elsewhere", "")
    return Need(row["id"], row["name"], alliance, words, patterns, elsewhere)
