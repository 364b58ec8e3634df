"""Who applied for what, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Encrypted, Model
from weijiayuan.jobs.models.posts import Job
from weijiayuan.jobs.rules.states import ApplicationState
from weijiayuan.kernel.state_machine import check_move

STANDING = text("state NOT IN ('withdrawn', 'rejected', 'declined')")


class JobProfile(Model):
    """What a resident says about their work, made once; sealed JSON (name, phone apart)."""

    __tablename__ = "job_profiles"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), unique=True)
    body: Mapped[str] = mapped_column(Encrypted)
    changed_at: Mapped[datetime]


class Application(Model):
    """One person's application for one post.

    `snapshot` is the profile with the telephone number as it was when they applied, sealed JSON;
    `terms` what the post offered at that moment.
    `answered_at` is the employer's first answer; looking at it is none.
    """

    __tablename__ = "job_applications"
    __table_args__ = (
        Index(
            "uq_job_applications_standing",
            "job_id",
            "resident_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_job_applications_resident_id_created_at", "resident_id", "created_at"),
        Index("ix_job_applications_state_created_at", "state", "created_at"),
    )

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id"), index=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    snapshot: Mapped[str] = mapped_column(Encrypted)
    terms: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.SENT)
    reason: Mapped[str] = mapped_column(default="")
    interview_at: Mapped[datetime | None] = mapped_column(default=None)
    interview_place: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    reminded_at: Mapped[datetime | None] = mapped_column(default=None)
    job: Mapped[Job] = relationship(init=False)

    def move_to(
        self,
        state: ApplicationState,
        *,
        moves: dict[ApplicationState, frozenset[ApplicationState]],
    ) -> None:
        """Change the state by the moves of whoever acts. Raises `IllegalMove`."""
        check_move(moves, self.state, state)
        self.state = state


class ApplicationMove(Model):
    """One step of an application, by the employer or the applicant."""

    __tablename__ = "job_application_moves"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("job_applications.id"), index=True)
    state: Mapped[ApplicationState]
    by_employer: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")


class ReportReason(StrEnum):
    """Why somebody reports a post."""

    FEES = "fees"
    FALSE = "false"
    DISCRIMINATION = "discrimination"
    CONTACT = "contact"
    OTHER = "other"


class ReportState(StrEnum):
    """Whether a report is settled, and how."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class JobReport(Model):
    """A resident's complaint about a post (人力资源市场暂行条例 29); kept, never deleted."""

    __tablename__ = "job_reports"
    __table_args__ = (UniqueConstraint("job_id", "resident_id"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    reason: Mapped[ReportReason]
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[ReportState] = mapped_column(default=ReportState.OPEN, index=True)
    answer: Mapped[str] = mapped_column(default="")
    job: Mapped[Job] = relationship(init=False)
