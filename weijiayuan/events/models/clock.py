"""Clocks as rows, the rungs they reached, and the supervision that follows."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.clocks.ladder import Clock
from weijiayuan.clocks.working_time import OfficeHours, TimeUnit, keeper
from weijiayuan.db import Model
from weijiayuan.events.rules.clocks import ClockKind


class EventClock(Model):
    """Time allowed for one thing. `next_at` is when the next rung is due, None once it is over.

    `allowed` is the limit in words of the tables ("3d"), of which it got `share` percent; None
    where it runs until a moment that somebody named.
    """

    __tablename__ = "event_clocks"
    __table_args__ = (
        Index("ix_event_clocks_event_id", "event_id"),
        Index("ix_event_clocks_part_id", "part_id"),
        Index(
            "ix_event_clocks_next_at",
            "next_at",
            sqlite_where=text("next_at IS NOT NULL"),
            postgresql_where=text("next_at IS NOT NULL"),
        ),
        Index(
            "ix_event_clocks_supervision_id",
            "supervision_id",
            sqlite_where=text("supervision_id IS NOT NULL"),
            postgresql_where=text("supervision_id IS NOT NULL"),
        ),
        Index(
            "ix_event_clocks_running",
            "unit",
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
    )

    kind: Mapped[ClockKind]
    unit: Mapped[TimeUnit]
    budget_seconds: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[datetime]
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"), default=None)
    part_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_parts.id"), default=None)
    supervision_id: Mapped[UUID | None] = mapped_column(default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    original_due_at: Mapped[datetime | None] = mapped_column(default=None)
    original_seconds: Mapped[int] = mapped_column(BigInteger, default=0)
    next_at: Mapped[datetime | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    resumed_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    allowed: Mapped[str | None] = mapped_column(default=None)
    share: Mapped[int] = mapped_column(default=100)

    def reading(self, office: OfficeHours) -> Clock:
        """Return the clock as the rules know it."""
        return reading_of(self, office)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the time was used up before it was stopped."""
        return self.due_at is not None and self.due_at < (self.stopped_at or now)


def reading_of(row: Any, office: OfficeHours, *, budget: int | None = None) -> Clock:
    """Return a clock, or a plain row of one, as the rules know it; `budget` in seconds."""
    return Clock(
        keeper=keeper(row.unit, office),
        budget=timedelta(seconds=row.budget_seconds if budget is None else budget),
        started_at=row.started_at,
        paused_at=row.paused_at,
        resumed_at=row.resumed_at,
        stopped_at=row.stopped_at,
    )


class CalendarApplied(Model):
    """A state of the calendar that the running clocks were set by, so that each is taken once."""

    __tablename__ = "event_calendars"

    token: Mapped[UUID] = mapped_column(unique=True)


class Escalation(Model):
    """A rung that a clock reached; `reached_at` is when it truly was, `created_at` when seen."""

    __tablename__ = "event_escalations"
    __table_args__ = (
        UniqueConstraint("clock_id", "percent"),
        Index("ix_event_escalations_event_id", "event_id"),
    )

    clock_id: Mapped[UUID] = mapped_column(ForeignKey("event_clocks.id"))
    percent: Mapped[int]
    name: Mapped[str]
    tells: Mapped[str]
    reached_at: Mapped[datetime]
    supervision: Mapped[int] = mapped_column(default=0)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"), default=None)
    part_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_parts.id"), default=None)


class Supervision(Model):
    """督办单: who is late must answer in writing. Level 1 street, 2 district office, 3 leader."""

    __tablename__ = "event_supervisions"
    __table_args__ = (
        Index("ix_event_supervisions_replied_at", "replied_at"),
        Index("ix_event_supervisions_opened_at_id", "opened_at", "id"),
    )

    escalation_id: Mapped[UUID] = mapped_column(ForeignKey("event_escalations.id"), unique=True)
    level: Mapped[int]
    opened_at: Mapped[datetime]
    unit_code: Mapped[str | None] = mapped_column(default=None, index=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"), default=None, index=True)
    part_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_parts.id"), default=None)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None] = mapped_column(default=None)
    replied_by: Mapped[UUID | None] = mapped_column(default=None)
