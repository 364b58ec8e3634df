"""A clock, and the ladder of warnings derived from it.

Nothing here counts ticks: which rungs are reached follows from the clock and the moment of asking,
so a worker that was down for a day raises each rung once, with the moment it was really reached.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from weijiayuan.deadline_clocks.working_time import Timekeeper

Pause = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time allowed and time used. It stands still in its pauses; the last may have no end yet."""

    keeper: Timekeeper
    budget: timedelta
    started_at: datetime
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """Return when the time is used up, or None while the clock stands still."""
        return self.moment(100)

    def moment(self, percent: int) -> datetime | None:
        """Return when this share of the time is used up, or None if a pause hides it."""
        at = self._reaches(self.budget * percent / 100)
        return at if at is None or percent < 100 else self.keeper.ends(at)

    def _reaches(self, wanted: timedelta) -> datetime | None:
        since = self.started_at
        for paused_at, resumed_at in self.pauses:
            ran = self.keeper.between(since, paused_at)
            if wanted <= ran:
                break
            if resumed_at is None:
                return None
            wanted -= ran
            since = resumed_at
        return self.keeper.after(since, wanted)

    def used(self, now: datetime) -> timedelta:
        """Return the time used so far."""
        end = min(now, self.stopped_at or now)
        used, since = timedelta(0), self.started_at
        for paused_at, resumed_at in self.pauses:
            used += self.keeper.between(since, min(end, paused_at))
            since = resumed_at or end
        return used + self.keeper.between(since, end)


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
