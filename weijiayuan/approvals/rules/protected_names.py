"""Names and words that may not stand in a trade name, and what sounds or looks like them.

A letter is compared by how it is read without tones (zh like z, n like l, ng like n counts as
near) and by the part it shares with another. What comes near enough is weighed by a person: a
machine neither refuses nor approves it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from weijiayuan.kernel.pinyin import near_sound, readings

SAME, ALIKE, NEAR = 0, 1, 2
HALF_ALIKE = "# 下面的只是有一半相同"
LEAST_WHOLE = 3
"""From so many letters on all of them may be others that sound the same."""


@dataclass(frozen=True)
class ProtectedGroup:
    """Words of one sort, with why they are protected."""

    why: str
    article: str
    words: tuple[str, ...] = ()
    """Of two letters one has to stand as it is: 杜博, but not 渡伯."""
    heard: tuple[str, ...] = ()
    """Words of two letters that are heard even with both replaced: 饭醉."""
    is_mark: bool = False
    """Of a mark one letter at least has to stand: what only sounds like it means another thing."""
    given: tuple[str, ...] = ()
    """Given names: as written, and not behind another surname (李小平 is somebody)."""

    @property
    def all_words(self) -> tuple[str, ...]:
        return *self.words, *self.heard, *self.given


@dataclass(frozen=True)
class ProtectedNames:
    """What a rulebook protects, and what it spares although it comes near."""

    groups: tuple[ProtectedGroup, ...] = ()
    spared: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()

    def resembled(
        self, trade_name: str, behind: str = "", plain: Sequence[tuple[int, int]] = ()
    ) -> Iterator[tuple[str, ProtectedGroup]]:
        """Yield the words that a trade name comes near, or does with the first letter behind it.

        What stands in ordinary phrases (`plain`, as spans) is let alone.

        >>> group = ProtectedGroup("", "", ("毛泽东", "赌博"), heard=("犯罪",), given=("小平",))
        >>> names = ProtectedNames((group,), surnames=frozenset("李"))
        >>> [[word for word, _ in names.resembled(each)] for each in ("毛择冬", "杜博", "饭醉")]
        [['毛泽东'], ['赌博'], ['犯罪']]
        >>> [[word for word, _ in names.resembled(each)] for each in ("小平", "李小平", "渡伯")]
        [['小平'], [], []]
        """
        found = {
            word: group
            for start in range(len(trade_name))
            for end, word, group in self._near_at(start, trade_name, trade_name + behind)
            if not any(first <= start and end <= last for first, last in plain)
        }
        yield from (found | dict(self._given(trade_name))).items()

    def prepare(self) -> None:
        """Read the words once, before a lock is held: a fifth of a second of a processor."""
        next(self.resembled("字号"), None)

    def _near_at(
        self, start: int, trade_name: str, text: str
    ) -> Iterator[tuple[int, str, ProtectedGroup]]:
        for word, group in self._by_first.get(text[start], ()):
            end = start + len(word)
            window = text[start:end]
            is_whole = end <= len(trade_name) or (
                len(word) >= LEAST_WHOLE and window[-1:] == word[-1]
            )
            if is_whole and self._is_near(window, word, group):
                yield end, word, group
        yield from self._rearranged(start, text)

    def _rearranged(self, start: int, text: str) -> Iterator[tuple[int, str, ProtectedGroup]]:
        """Yield longer words with their letters in another order, or with one more inside."""
        for size in self._sizes:
            for word, group in self._turned.get("".join(sorted(text[start : start + size])), ()):
                yield start + size, word, group
            part = text[start : start + size + 1]
            for at in range(1, size):
                for word, group in self._long.get(part[:at] + part[at + 1 :], ()):
                    yield start + size + 1, word, group

    def _is_near(self, window: str, word: str, group: ProtectedGroup) -> bool:
        if len(window) < len(word) or window in self.spared:
            return False
        is_free = len(word) >= LEAST_WHOLE or word in self._heard
        left = len(word) - group.is_mark if is_free else ALIKE
        for one, other in zip(reversed(window), reversed(word), strict=True):
            cost = distance(one, other)
            if cost is None or cost > left:
                return False
            left -= cost
        return True

    def _given(self, trade_name: str) -> Iterator[tuple[str, ProtectedGroup]]:
        for group in self.groups:
            for name in group.given:
                at = trade_name.find(name)
                if at >= 0 and not (at == 1 and trade_name[0] in self.surnames):
                    yield name, group

    @cached_property
    def _words(self) -> list[tuple[str, ProtectedGroup]]:
        return [(word, each) for each in self.groups for word in (*each.words, *each.heard)]

    @cached_property
    def _heard(self) -> frozenset[str]:
        return frozenset(word for each in self.groups for word in each.heard)

    @cached_property
    def _by_first(self) -> Mapping[str, list[tuple[str, ProtectedGroup]]]:
        found: dict[str, list[tuple[str, ProtectedGroup]]] = {}
        for word, group in self._words:
            for letter in neighbours(word[0]):
                found.setdefault(letter, []).append((word, group))
        return found

    @cached_property
    def _turned(self) -> Mapping[str, list[tuple[str, ProtectedGroup]]]:
        """Return longer words by their letters in order: 东泽毛."""
        found: dict[str, list[tuple[str, ProtectedGroup]]] = {}
        for word, group in self._words:
            if len(word) >= LEAST_WHOLE:
                found.setdefault("".join(sorted(word)), []).append((word, group))
        return found

    @cached_property
    def _long(self) -> Mapping[str, list[tuple[str, ProtectedGroup]]]:
        return {word: [(word, group)] for word, group in self._words if len(word) >= LEAST_WHOLE}

    @cached_property
    def _sizes(self) -> Collection[int]:
        return sorted({len(word) for word in self._long})


def distance(one: str, other: str) -> int | None:
    """Return how far two letters are: the same, alike to ear or eye, near to the ear, or None.

    >>> [distance("金", each) for each in ("金", "近", "景", "天")]
    [0, 1, 2, None]
    """
    return SAME if one == other else neighbours(other).get(one)


@cache
def neighbours(letter: str) -> Mapping[str, int]:
    """Return the letters that sound or look like a letter, with how far they are."""
    heard = _heard_letters()
    found: dict[str, int] = {}
    for sound in readings().get(letter, ()):
        found.update(dict.fromkeys(heard[near_sound(sound)], NEAR))
    for sound in readings().get(letter, ()):
        found.update(dict.fromkeys(heard[f"={sound}"], ALIKE))
    found = dict.fromkeys(_seen_alike().get(f"~{letter}", ()), NEAR) | found
    found.update(dict.fromkeys(_seen_alike().get(letter, ()), ALIKE))
    return found | {letter: SAME}


@cache
def _heard_letters() -> Mapping[str, frozenset[str]]:
    """Return the letters by their sound (with = before it) and by what it comes near."""
    found: dict[str, set[str]] = {}
    for letter, sounds in readings().items():
        for sound in sounds:
            found.setdefault(f"={sound}", set()).add(letter)
            found.setdefault(near_sound(sound), set()).add(letter)
    return {sound: frozenset(letters) for sound, letters in found.items()}


@cache
def _seen_alike() -> Mapping[str, frozenset[str]]:
    """Return the letters that are easily taken for a letter; with ~ before it, those half alike."""
    raw = files("weijiayuan").joinpath("data", "language", "look_alikes.txt").read_text("utf-8")
    written, half = raw.split(HALF_ALIKE)
    found: dict[str, set[str]] = {}
    for before, lines in (("", written), ("~", half)):
        for line in lines.splitlines():
            if not line.startswith("#"):
                for letter in line:
                    found.setdefault(f"{before}{letter}", set()).update(line)
    return {letter: frozenset(others) for letter, others in found.items()}
