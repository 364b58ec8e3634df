"""协办: another unit helps with a part of a matter; whoever has it keeps it, and its clock."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model

IS_ASKED = text("state = 'asked'")


class AssistState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Assistance(Model):
    """What one unit was asked to help with, and its answer; asked of a unit once at a time."""

    __tablename__ = "event_assists"
    __table_args__ = (
        Index("ix_event_assists_event_id", "event_id"),
        Index("ix_event_assists_unit_code_state", "unit_code", "state"),
        Index(
            "uq_event_assists_asked",
            "event_id",
            "unit_code",
            unique=True,
            sqlite_where=IS_ASKED,
            postgresql_where=IS_ASKED,
        ),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    unit_code: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID]
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[AssistState] = mapped_column(default=AssistState.ASKED)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by: Mapped[UUID | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
