"""The columns that every table of clocks has, and every table of rungs that were raised.

A service makes two small tables of its own: what its clocks run on, and which rungs they reached.
"""

from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from weijiayuan.db import Model
from weijiayuan.deadline_clocks.escalation_ladder import (
    Clock,
    Pause,
    Rung,
    first_unraised,
    next_moment,
)
from weijiayuan.deadline_clocks.working_time import (
    Limit,
    OfficeHours,
    TimeUnit,
    budget,
    due,
    keeper,
)


class Times(NamedTuple):
    """What a running clock is set to when the calendar or its start changes."""

    budget_seconds: int
    original_seconds: int
    due_at: datetime | None
    next_at: datetime | None


class RunningClock(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """Time allowed for one thing. `next_at` is when the next rung is due, None once it is over.

    `allowed` is the limit in words of the tables ("3d"), of which it got `share` percent; None
    where it runs until a moment that somebody named. `paused_at` and `resumed_at` are the newest
    pause, `earlier_pauses` those before it.
    """

    unit: Mapped[TimeUnit]
    budget_seconds: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    original_due_at: Mapped[datetime | None] = mapped_column(default=None)
    original_seconds: Mapped[int] = mapped_column(BigInteger, default=0)
    next_at: Mapped[datetime | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    resumed_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    earlier_pauses: Mapped[list[list[str]]] = mapped_column(
        JSON, default_factory=list, server_default=text("'[]'")
    )
    allowed: Mapped[str | None] = mapped_column(default=None)
    share: Mapped[int] = mapped_column(default=100)

    ladder_columns: ClassVar[tuple[str, ...]] = ()
    """Columns that `ladder_of` reads of a plain row."""

    @classmethod
    def ladder_of(cls, row: Any) -> tuple[Rung, ...]:
        """Return the rungs of a clock, or of a plain row of one; each table says which."""
        raise NotImplementedError

    @classmethod
    def begin(
        cls, limit: Limit, *, now: datetime, hours: OfficeHours, share: int = 100, **owner: Any
    ) -> Self:
        """Return a clock that starts now. `share` is the percent of the limit it gets."""
        seconds = int((budget(now, limit, hours) * share / 100).total_seconds())
        return cls._begin(
            limit.unit, seconds, now=now, hours=hours, allowed=str(limit), share=share, **owner
        )

    @classmethod
    def begin_until(
        cls, until: datetime, *, now: datetime, hours: OfficeHours, **owner: Any
    ) -> Self:
        """Return a clock that runs round the clock until a given moment."""
        seconds = max(int((until - now).total_seconds()), 1)
        return cls._begin(TimeUnit.URGENT_HOURS, seconds, now=now, hours=hours, **owner)

    @classmethod
    def _begin(
        cls, unit: TimeUnit, seconds: int, *, now: datetime, hours: OfficeHours, **given: Any
    ) -> Self:
        clock = cls(
            unit=unit, budget_seconds=seconds, original_seconds=seconds, started_at=now, **given
        )
        clock.set_times(hours, now)
        clock.original_due_at = clock.due_at
        return clock

    def reading(self, hours: OfficeHours) -> Clock:
        """Return the clock as the rules know it."""
        return reading_of(self, hours)

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None and self.resumed_at is None

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the time was used up before it was stopped."""
        return self.due_at is not None and self.due_at < (self.stopped_at or now)

    def set_times(self, hours: OfficeHours, now: datetime) -> None:
        """Work out when it is due and when its next rung is, from the clock alone."""
        reading = self.reading(hours)
        self.due_at = reading.due_at
        self.next_at = next_moment(reading, self.ladder_of(self), now)

    def stop(self, now: datetime) -> None:
        """Stop it. A rung reached before, but not yet raised, stays to be raised."""
        self.stopped_at = now
        if self.next_at is not None and self.next_at > now:
            self.next_at = None

    def pause(self, hours: OfficeHours, now: datetime) -> None:
        """Let it stand still, again if need be; one that does is left alone."""
        if self.is_paused:
            return
        if self.paused_at is not None and self.resumed_at is not None:
            over = [self.paused_at.isoformat(), self.resumed_at.isoformat()]
            self.earlier_pauses = [*self.earlier_pauses, over]
        self.paused_at, self.resumed_at = now, None
        self.set_times(hours, now)

    def resume(self, hours: OfficeHours, now: datetime) -> None:
        """Let it run on: due moves by exactly the time of its kind that passed."""
        if not self.is_paused:
            return
        self.resumed_at = now
        self.set_times(hours, now)

    def extend(self, extra: Limit, hours: OfficeHours, now: datetime) -> None:
        """Add to its time. The due time that it had at first is kept beside."""
        self.budget_seconds += int(self.extra_time(extra, hours).total_seconds())
        self.set_times(hours, now)

    def extra_time(self, extra: Limit, hours: OfficeHours) -> timedelta:
        """Return how much time an extension adds, in the clock's own kind of time."""
        if extra.unit.is_days:
            from_here = self.due_at or self.started_at
            return self.reading(hours).keeper.between(from_here, due(from_here, extra, hours))
        return timedelta(hours=extra.amount)

    def restart(self, hours: OfficeHours, raised: Container[int]) -> None:
        """Take back the stop: it keeps the due time it had.

        Rungs that passed while it was thought to be stopped are raised as well.
        """
        self.stopped_at = None
        self.fit(hours, raised)

    def begin_earlier(self, start: datetime, hours: OfficeHours, raised: Container[int]) -> None:
        """Let a running clock have begun at an earlier moment; an extension it had stays."""
        self.started_at = start
        self.fit(hours, raised)

    def fit(self, hours: OfficeHours, raised: Container[int]) -> None:
        """Set it by its start and the calendar as it stands; `raised` are the rungs that were."""
        times = fitted(self, self.ladder_of(self), hours, raised)
        for name, value in times._asdict().items():
            setattr(self, name, value)


def fitted(row: Any, ladder: tuple[Rung, ...], hours: OfficeHours, raised: Container[int]) -> Times:
    """Return what a running clock, or a plain row of one, would be set to."""
    seconds, budget_now = row.original_seconds, row.budget_seconds
    if row.allowed is not None and row.unit.is_days:
        allowed = budget(row.started_at, Limit.parse(row.allowed), hours) * row.share / 100
        seconds = int(allowed.total_seconds())
        budget_now += seconds - row.original_seconds
    reading = reading_of(row, hours, budget=budget_now)
    return Times(budget_now, seconds, reading.due_at, first_unraised(reading, ladder, raised))


def reading_of(row: Any, hours: OfficeHours, *, budget: int | None = None) -> Clock:
    """Return a clock, or a plain row of one, as the rules know it; `budget` in seconds."""
    return Clock(
        keeper=keeper(row.unit, hours),
        budget=timedelta(seconds=row.budget_seconds if budget is None else budget),
        started_at=row.started_at,
        pauses=tuple(_pauses(row)),
        stopped_at=row.stopped_at,
    )


def _pauses(row: Any) -> Iterator[Pause]:
    for paused_at, resumed_at in row.earlier_pauses:
        yield datetime.fromisoformat(paused_at), datetime.fromisoformat(resumed_at)
    if row.paused_at is not None:
        yield row.paused_at, row.resumed_at


class RaisedRung(MappedAsDataclass, kw_only=True, eq=False, repr=False):
    """A rung that a clock reached; `reached_at` is when it truly was, `created_at` when seen.

    The table adds `clock_id` as its foreign key, unique together with `percent`.
    """

    percent: Mapped[int]
    name: Mapped[str]
    tells: Mapped[str]
    reached_at: Mapped[datetime]
    supervision: Mapped[int] = mapped_column(default=0)


class CalendarApplied(Model):
    """A state of the calendar that a table's clocks were set by, so that each is taken once."""

    __tablename__ = "clock_calendars"
    __table_args__ = (UniqueConstraint("clocks", "token"),)

    clocks: Mapped[str]
    token: Mapped[UUID]


def clock_indexes(table: str) -> tuple[Index, Index]:
    """Return the indexes that finding due rungs and following the calendar need."""
    due_rung, runs = text("next_at IS NOT NULL"), text("stopped_at IS NULL")
    return (
        Index(f"ix_{table}_next_at", "next_at", sqlite_where=due_rung, postgresql_where=due_rung),
        Index(f"ix_{table}_running", "unit", sqlite_where=runs, postgresql_where=runs),
    )
