"""Marks and trade names of others that everybody knows, and spellings that pass for them.

A 字号 that is such a mark, sounds like it or differs from it in one letter may mislead (规定 11,
商标法 58). Nobody is refused for it: a person looks.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from weijiayuan.kernel.pinyin import NEAR_SOUNDS, spelt

LEAST = 2
LEAST_NEAR = 3  # of two letters one other letter is another word
LEAST_WITHIN = 4  # a longer mark is known within a longer name
ANY = "＊"
ENDINGS_OF_PEOPLE = frozenset("哥姐叔姨婶伯仔妹弟嫂爷婆娘记氏家")
"""周大姐 is no 周大福: the letter says that somebody is called so."""
Hearing = Callable[[str], Iterator[str]]


@dataclass(frozen=True)
class MarksOfTrades:
    """Ordinary words that are somebody's mark where they are the whole 字号 of such a trade."""

    trades: tuple[str, ...]
    marks: frozenset[str]

    @cached_property
    def sounds(self) -> Mapping[str, list[str]]:
        return _by_sound(sorted(self.marks), _sounds)


@dataclass(frozen=True)
class WellKnownMarks:
    """The marks that a rulebook lists."""

    why: str = ""
    article: str = ""
    anywhere: tuple[str, ...] = ()
    """Marks that mean nothing else, wherever in a 字号 they stand."""
    plain: frozenset[str] = frozenset()
    """Those of them made of everyday words: one other letter is another meaning (鲜果园)."""
    of_trades: tuple[MarksOfTrades, ...] = ()
    surnames: frozenset[str] = frozenset()
    """徐师傅 is no 康师傅: somebody is called so."""

    def resembled(self, trade_name: str, name: str) -> list[str]:
        """Return the marks that the 字号 of a name is, holds, sounds like or nearly is.

        >>> marks = WellKnownMarks(
        ...     anywhere=("康师傅", "优衣库"), of_trades=(MarksOfTrades(("手机",), {"苹果"}),)
        ... )
        >>> [marks.resembled(each, each) for each in ("康帅傅", "优一库", "萍果", "苹果")]
        [['康师傅'], ['优衣库'], [], []]
        >>> [marks.resembled(each, f"{each}手机店") for each in ("萍果", "苹果", "苹果园")]
        [['苹果'], ['苹果'], []]
        """
        found = [
            each
            for each in dict.fromkeys(
                trade_name[start:end]
                for start in range(len(trade_name))
                for end in range(start + 1, len(trade_name) + 1)
            )
            if each in self._anywhere and self._holds(trade_name, each)
        ]
        found += _heard(trade_name, self._sounds, _mumbled)
        found += self._nearly(trade_name)
        for each in self.of_trades:
            if any(trade in name for trade in each.trades):
                found += [trade_name] if trade_name in each.marks else []
                found += _heard(trade_name, each.sounds, _sounds)
        return list(dict.fromkeys(found))

    def _holds(self, trade_name: str, mark: str) -> bool:
        """Tell whether a mark stands in a 字号: 五福临门 says something else than 福临门."""
        return mark == trade_name or (mark in trade_name and mark not in self.plain)

    def _nearly(self, trade_name: str) -> Iterator[str]:
        whole = len(trade_name)
        for size in range(LEAST_NEAR, whole + 1):
            for start in range(whole - size + 1):
                if size == whole or size >= LEAST_WITHIN:
                    for mask in self._asked(trade_name[start : start + size]):
                        yield from self._masks.get(mask, ())

    def _asked(self, part: str) -> Iterator[str]:
        """Yield a text with each letter left open that says nothing of how somebody is called."""
        for at, mask in enumerate(_masks(part)):
            is_person = (at == 0 and part[0] in self.surnames) or (
                at == len(part) - 1 and part[-1] in ENDINGS_OF_PEOPLE
            )
            if not is_person:
                yield mask

    @cached_property
    def _anywhere(self) -> frozenset[str]:
        return frozenset(self.anywhere)

    @cached_property
    def _sounds(self) -> Mapping[str, list[str]]:
        return _by_sound(self.anywhere, _mumbled)

    @cached_property
    def _masks(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mark in (each for each in self.anywhere if each not in self.plain):
            for mask in _masks(mark) if len(mark) >= LEAST_NEAR else ():
                found.setdefault(mask, []).append(mark)
        return found


def _masks(word: str) -> Iterable[str]:
    return [word[:at] + ANY + word[at + 1 :] for at in range(len(word))]


def _by_sound(marks: Collection[str], heard_as: Hearing) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mark in marks:
        for sound in heard_as(mark):
            found.setdefault(sound, []).append(mark)
    return found


def _heard(trade_name: str, marks: Mapping[str, list[str]], heard_as: Hearing) -> Iterator[str]:
    """Yield the marks that sound the same and share a letter: 永盛 is not taken for 容声."""
    for sound in heard_as(trade_name):
        yield from (mark for mark in marks.get(sound, ()) if set(mark) & set(trade_name))


def _sounds(word: str) -> Iterator[str]:
    """Yield how a word sounds, with its number of letters."""
    for spelling in spelt(word) if len(word) >= LEAST else ():
        yield f"{len(word)}{spelling}"


def _mumbled(word: str) -> Iterator[str]:
    """Yield how a word sounds where zh is said as z and ng as n."""
    yield from (NEAR_SOUNDS.sub("", each) for each in _sounds(word))
