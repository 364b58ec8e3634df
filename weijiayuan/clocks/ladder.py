"""A clock, and the ladder of warnings derived from it.

Nothing here counts ticks: which rungs are reached follows from the clock and the moment of asking,
so a worker that was down for a day raises each rung once, with the moment it was really reached.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from weijiayuan.clocks.working_time import Timekeeper


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time allowed and time used. It may stand still once, between `paused_at` and `resumed_at`."""

    keeper: Timekeeper
    budget: timedelta
    started_at: datetime
    paused_at: datetime | None = None
    resumed_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """Return when the time is used up, or None while the clock stands still."""
        return self.moment(100)

    def moment(self, percent: int) -> datetime | None:
        """Return when this share of the time is used up, or None if a pause hides it."""
        wanted = self.budget * percent / 100
        if self.paused_at is None:
            return self.keeper.after(self.started_at, wanted)
        before = self.keeper.between(self.started_at, self.paused_at)
        if wanted <= before:
            return self.keeper.after(self.started_at, wanted)
        if self.resumed_at is None:
            return None
        return self.keeper.after(self.resumed_at, wanted - before)

    def used(self, now: datetime) -> timedelta:
        """Return the time used so far."""
        end = min(now, self.stopped_at or now)
        if self.paused_at is None:
            return self.keeper.between(self.started_at, end)
        used = self.keeper.between(self.started_at, min(end, self.paused_at))
        if self.resumed_at is not None:
            used += self.keeper.between(self.resumed_at, end)
        return used


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A step of the ladder: at `percent` of the limit someone is told, perhaps supervised."""

    percent: int
    name: str
    tells: str
    supervision: int = 0

    @property
    def is_overdue(self) -> bool:
        return self.percent >= 100


@dataclass(frozen=True, slots=True)
class Reached:
    rung: Rung
    at: datetime


def reached(clock: Clock, rungs: Iterable[Rung], now: datetime) -> list[Reached]:
    """Return the rungs whose moment has come, lowest first, each with that moment."""
    until = min(now, clock.stopped_at or now)
    moments = ((rung, clock.moment(rung.percent)) for rung in rungs)
    return [Reached(rung, at) for rung, at in moments if at is not None and at <= until]


def next_moment(clock: Clock, rungs: Iterable[Rung], now: datetime) -> datetime | None:
    """Return when the next rung is due after `now`, or None if none will come."""
    if clock.stopped_at is not None:
        return None
    moments = (clock.moment(rung.percent) for rung in rungs)
    return min((at for at in moments if at is not None and at > now), default=None)


def first_unraised(clock: Clock, rungs: Iterable[Rung], raised: Container[int]) -> datetime | None:
    """Return when the first rung that nobody raised yet is due, past or to come."""
    if clock.stopped_at is not None:
        return None
    moments = (clock.moment(rung.percent) for rung in rungs if rung.percent not in raised)
    return next((at for at in moments if at is not None), None)
