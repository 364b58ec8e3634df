"""The queue at a stall: who is next, how long it takes at the real pace, whom to tell.

A ticket's `turn` is its number times `STEP`, so that somebody who missed the call can be put
between two others. People are called in order of turn among those who have arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from typing import TypeVar

STEP = 1000
PEOPLE_AFTER_MISSING = 3
"""Who missed the call and comes back waits for three others first."""
TELL_AT = 3
"""A notice goes out when so many people are before one."""
PLANNED_WEIGHT = 3
"""The planned time counts as much as three people already served."""
PACE_OF_LAST = 20

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody in the queue: `window` in order of time, `turn` within it."""

    window: int
    turn: int
    arrived: bool

    @property
    def place(self) -> tuple[int, int]:
        """What the queue is ordered by."""
        return (self.window, self.turn)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one person takes at one station, and how many stations work now."""

    per_person: timedelta
    stations: int


def label(window: int, number: int) -> str:
    """Return the number as it is called out: a letter for the window, two digits at least.

    >>> label(0, 7), label(1, 112), label(27, 3)
    ('A07', 'B112', 'BB03')
    """
    letters = chr(ord("A") + window % 26)
    return f"{letters * (window // 26 + 1)}{number:02}"


def first_turn(number: int) -> int:
    """Return the turn of a ticket that was never skipped."""
    return number * STEP


def turn_after_missing(own: int, arrived: Sequence[int]) -> int:
    """Return the turn of somebody back after a missed call: behind the next three who are here.

    >>> turn_after_missing(2000, [4000, 6000, 7000, 9000])
    7001
    """
    ahead = sorted(arrived)[:PEOPLE_AFTER_MISSING]
    return max([own, *(turn + 1 for turn in ahead)])


def next_up(line: Sequence[tuple[InLine, Key]]) -> Key | None:
    """Return who is called next, or None when nobody who is here waits."""
    here = [(one.place, key) for one, key in line if one.arrived]
    return min(here, key=lambda each: each[0])[1] if here else None


def ahead_of(me: InLine, line: Sequence[InLine]) -> int:
    """Return how many come before me: for who is here, those here; for others, all expected."""
    return sum(other.place < me.place and (other.arrived or not me.arrived) for other in line)


def pace(planned_minutes: int, served: Sequence[timedelta], *, stations: int) -> Pace:
    """Blend the planned time with the time people really took (the last twenty)."""
    recent = list(served)[-PACE_OF_LAST:]
    planned = timedelta(minutes=planned_minutes)
    total = planned * PLANNED_WEIGHT + sum(recent, timedelta())
    return Pace(total / (PLANNED_WEIGHT + len(recent)), stations)


def expected_call(ahead: int, going: Pace, *, opens_at: datetime, now: datetime) -> datetime:
    """Return when somebody with so many before them is likely to be called, to the minute."""
    rounds = floor(ahead / max(going.stations, 1))
    moment = max(opens_at, now) + going.per_person * rounds
    return moment.replace(second=0, microsecond=0)
