"""What residents said at the door of a site, and the doubts that followed until an answer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.directory.models.entry_verification import OPEN
from weijiayuan.directory.rules.visitor_reports import NotCounted, ReportKind


class DoorReport(Model):
    """What a resident found at the door: one a person, site and day. Where they stood is not kept.

    `counts` says whether it weighs against the site, `not_counted` why not. `device_mark` is a
    keyed mark of the device that the client names, and goes with the resident.
    """

    __tablename__ = "directory_reports"
    __table_args__ = (
        UniqueConstraint("site_id", "resident_id", "day"),
        Index("ix_directory_reports_site", "site_id", "at"),
        CheckConstraint("counts = (not_counted IS NULL)", "counted"),
    )

    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"))
    kind: Mapped[ReportKind]
    at: Mapped[datetime]
    day: Mapped[date]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    counts: Mapped[bool]
    not_counted: Mapped[NotCounted | None] = mapped_column(default=None)
    device_mark: Mapped[str | None] = mapped_column(default=None)
    doubt_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("directory_doubts.id"), default=None, index=True
    )


class Doubt(Model):
    """A site that two residents found otherwise (存疑), until it is mended or somebody looked.

    `place` is where the entry said it was when the doubt began.
    """

    __tablename__ = "directory_doubts"
    __table_args__ = (
        Index(
            "uq_directory_doubts_open",
            "site_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_directory_doubts_due_at", "ended_at", "due_at"),
        Index("ix_directory_doubts_site", "site_id", "opened_at"),
    )

    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    kinds: Mapped[dict[str, Any]] = mapped_column(JSON)
    place: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    corrected: Mapped[bool | None] = mapped_column(default=None)
    answered_by: Mapped[UUID | None] = mapped_column(default=None)
    escalated_at: Mapped[datetime | None] = mapped_column(default=None)
