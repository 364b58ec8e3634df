"""What a name claims by its trade: scopes that have to be there, industries that go together."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from weijiayuan.approvals.rules.business_names import NameReading

LEAST_WORD = 2  # a single letter claims something behind the 字号 only
STATION = "驿站"
"""轻松驿站 before another trade is where one rests, and takes no parcels."""


@dataclass(frozen=True)
class Trades:
    """What a name claims by its trade: scopes that it needs, industries that go together."""

    licensed: Mapping[str, tuple[str, ...]]
    kindred: Mapping[str, frozenset[str]]
    making_forms: tuple[str, ...]
    """Forms that say that something is made, such as 厂."""
    making: frozenset[str]
    wares: re.Pattern[str]
    """Goods that hold a licensed word: they are sold, and nothing of that sort is kept."""

    @cached_property
    def _longest_first(self) -> list[str]:
        return sorted(self.licensed, key=len, reverse=True)

    def claimed(self, name: NameReading) -> Iterator[tuple[str, ...]]:
        """Yield what the words of a name need: behind the 字号 all, in it those of some length.

        烟雨茶馆 claims no tobacco, and who sells 酒店用品 keeps no hotel.
        """
        said, trade = self.wares.sub(" ", name.folded), self.wares.sub(" ", name.trade)
        if name.trade_name.endswith(STATION):
            said = said.replace(name.trade_name, name.trade_name.removesuffix(STATION))
        for word in self._longest_first:
            if word in (said if len(word) >= LEAST_WORD else trade):
                said, trade = said.replace(word, " "), trade.replace(word, " ")
                yield self.licensed[word]

    def needed(self, name: str) -> Iterator[tuple[str, ...]]:
        """Yield for each licensed word of a name the scopes one of which must be there."""
        for word in self._longest_first:
            if word in name:
                name = name.replace(word, " ")
                yield self.licensed[word]

    def are_licensed(self, trade: str, scopes: Iterable[str]) -> bool:
        """Tell whether the trade of a name is one that a list of scopes goes with, and has one."""
        asked = list(self.needed(trade))
        return bool(asked) and all(set(scopes).intersection(each) for each in asked)

    def makes_nothing(self, name: str, scopes: Iterable[str]) -> bool:
        """Tell whether a name ends as a maker's and no industry of the scopes makes anything."""
        return name.endswith(self.making_forms) and self.making.isdisjoint(scopes)

    def go_together(self, industry: str, scopes: Iterable[str]) -> bool:
        """Tell whether an industry is among those of the scopes, or near one of them."""
        return bool({industry, *self.kindred.get(industry, ())} & set(scopes))
