"""Clocks as rows, the rungs they reached, and the supervision that follows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.deadline_clocks.escalation_ladder import Rung
from weijiayuan.deadline_clocks.models import RaisedRung, RunningClock, clock_indexes
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind


class EventClock(RunningClock, Model):
    """Time allowed for one thing that has to be done with a matter or an order."""

    __tablename__ = "event_clocks"
    __table_args__ = (
        Index("ix_event_clocks_event_id", "event_id"),
        Index("ix_event_clocks_part_id", "part_id"),
        Index(
            "ix_event_clocks_supervision_id",
            "supervision_id",
            sqlite_where=text("supervision_id IS NOT NULL"),
            postgresql_where=text("supervision_id IS NOT NULL"),
        ),
        Index(
            "ix_event_clocks_running_event",
            "event_id",
            "due_at",
            "kind",
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
        *clock_indexes("event_clocks"),
    )

    kind: Mapped[ClockKind]
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"), default=None)
    part_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_parts.id"), default=None)
    supervision_id: Mapped[UUID | None] = mapped_column(default=None)

    ladder_columns = ("kind",)

    @classmethod
    def ladder_of(cls, row: Any) -> tuple[Rung, ...]:
        """Return the rungs of this kind of clock."""
        return reference_data.ladder(row.kind)


class Escalation(RaisedRung, Model):
    """A rung that a clock reached; `reached_at` is when it truly was, `created_at` when seen."""

    __tablename__ = "event_escalations"
    __table_args__ = (
        UniqueConstraint("clock_id", "percent"),
        Index("ix_event_escalations_event_id", "event_id"),
    )

    clock_id: Mapped[UUID] = mapped_column(ForeignKey("event_clocks.id"))
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
