"""Which bit of a mask stands for which question of whom."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bits:
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

    def at(self, position: int) -> tuple[str, int | None]:
        """Return the question and the person of one bit."""
        if position < len(self.household):
            return self.household[position], None
        who, question = divmod(position - len(self.household), len(self.person))
        return self.person[question], who
