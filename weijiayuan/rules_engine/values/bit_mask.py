"""Which bit of a mask stands for which question of whom."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BitLayout:
    """Which bit stands for which question of whom."""

    household: tuple[str, ...]
    person: tuple[str, ...]

    def of_household(self, question: str) -> int:
        return 1 << self.household.index(question)

    def of_person(self, question: str, who: int) -> int:
        return 1 << self.shift(who) + self.person.index(question)

    def shift(self, who: int) -> int:
        return len(self.household) + who * len(self.person)

    def named(self, mask: int) -> Iterator[tuple[str, int | None]]:
        """Yield the question and the person (None: the household) of each bit, lowest first."""
        while mask:
            low = mask & -mask
            yield self.at(low.bit_length() - 1)
            mask ^= low

    def questions(self, mask: int) -> Iterator[str]:
        """Yield each question of a mask once, whomever it is about."""
        alone, width = len(self.household), len(self.person)
        folded, rest = mask & (1 << alone) - 1, mask >> alone
        yield from (name for place, name in enumerate(self.household) if folded >> place & 1)
        folded = 0
        while rest:
            folded |= rest & (1 << width) - 1
            rest >>= width
        yield from (name for place, name in enumerate(self.person) if folded >> place & 1)

    def at(self, position: int) -> tuple[str, int | None]:
        """Return the question and the person of one bit."""
        if position < len(self.household):
            return self.household[position], None
        who, question = divmod(position - len(self.household), len(self.person))
        return self.person[question], who
