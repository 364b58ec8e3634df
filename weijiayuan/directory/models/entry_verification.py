"""What keeps the directory true: who looked, and whose answer is waited for."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.directory.rules.visitor_reports import Finding
from weijiayuan.directory.rules.vocabulary import Assurer

OPEN = text("ended_at IS NULL")
VISIT = text("by = 'visit'")


class Assurance(Model):
    """Somebody looked at a site and said what they found: one visit a person, site and day.

    `photo_marks` say what the proofs look like (`service.verification_photos`).
    """

    __tablename__ = "directory_assurances"
    __table_args__ = (
        Index("ix_directory_assurances_site", "site_id", "at"),
        Index(
            "uq_directory_assurances_look",
            "site_id",
            "staff_id",
            "day",
            unique=True,
            sqlite_where=VISIT,
            postgresql_where=VISIT,
        ),
    )

    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"))
    at: Mapped[datetime]
    by: Mapped[Assurer]
    finding: Mapped[Finding]
    day: Mapped[date | None] = mapped_column(default=None)
    staff_id: Mapped[UUID | None] = mapped_column(default=None)
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("events.id"), default=None, unique=True
    )
    words: Mapped[str] = mapped_column(Text, default="")
    photo_marks: Mapped[list[str]] = mapped_column(JSON, default_factory=list)


class Check(Model):
    """The owner was asked whether an entry is still true; silence makes a matter for the grid."""

    __tablename__ = "directory_checks"
    __table_args__ = (
        Index(
            "uq_directory_checks_open",
            "site_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_directory_checks_due_at", "ended_at", "due_at"),
    )

    site_id: Mapped[UUID] = mapped_column(ForeignKey("directory_sites.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("events.id"), default=None, unique=True
    )
