"""The box of a secret ballot: choices under random codes, and the sums of area beside them.

Entries lie in the order of their codes, which are random, so that nothing tells who came when.
Areas are only kept as sums for each choice, written so that every box of as many votes is of the
same length. What the box holds must be as many as have cast; else it is not theirs.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from weijiayuan.commons.rules.vote_counting import NOTHING, Choice, Votes, Weight

LETTERS: Mapping[Choice, str] = {
    Choice.YES: "y",
    Choice.NO: "n",
    Choice.ABSTAIN: "a",
    Choice.INVALID: "i",
}
CHOICES = {letter: choice for choice, letter in LETTERS.items()}
AREA_DIGITS = 18


class BoxBroken(ValueError):
    """The box is not that of this ballot, or does not hold what was cast."""


@dataclass
class Box:
    """The choices of one ballot. `areas` in 0.01 m²."""

    ballot: str
    entries: dict[str, Choice] = field(default_factory=dict)
    areas: dict[Choice, int] = field(default_factory=lambda: dict.fromkeys(Choice, 0))

    def drop(self, code: str, choice: Choice, *, area: int) -> None:
        """Put a choice in under a code that is not used yet."""
        if code in self.entries:
            raise BoxBroken("a code is there twice")
        self.entries[code] = choice
        self.areas[choice] += area

    def votes(self, everybody: Weight, present: Weight | None = None) -> Votes:
        """Return the sums."""
        sums = dict.fromkeys(Choice, NOTHING)
        for choice in self.entries.values():
            sums[choice] += Weight(1)
        for choice, area in self.areas.items():
            sums[choice] += Weight(0, area)
        named = {choice.value: weight for choice, weight in sums.items()}
        return Votes(everybody=everybody, present=present, **named)

    def published(self) -> list[tuple[str, str]]:
        """Return codes with their choices, in the order of the codes."""
        return [(code, self.entries[code].value) for code in sorted(self.entries)]

    def written(self) -> str:
        """Write the box: as long as any other with so many votes."""
        lines = [f"{code}{LETTERS[self.entries[code]]}" for code in sorted(self.entries)]
        areas = [f"{self.areas[choice]:0{AREA_DIGITS}}" for choice in Choice]
        return json.dumps([self.ballot, lines, areas])


def read(text: str, *, ballot: str, cast: int) -> Box:
    """Read a box that must hold so many votes of this ballot. Raises `BoxBroken`."""
    name, lines, areas = json.loads(text)
    if name != ballot or len(lines) != cast:
        raise BoxBroken(f"{len(lines)} votes in the box of {name}, {cast} cast in {ballot}")
    entries = {line[:-1]: CHOICES[line[-1]] for line in lines}
    return Box(name, entries, dict(zip(Choice, map(int, areas), strict=True)))


def roll_digest(members: Iterable[tuple[int, int]]) -> str:
    """Return the fingerprint of a roll: `number:area` (0.01 m²) a line, in order of number."""
    lines = "".join(f"{number}:{area}\n" for number, area in sorted(members))
    return hashlib.sha256(lines.encode()).hexdigest()


def record_digest(record: str) -> str:
    """Return the fingerprint of a record as it is published."""
    return hashlib.sha256(record.encode()).hexdigest()
