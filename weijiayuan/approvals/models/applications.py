"""Applications, each attempt with its decision, and what happened to them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.approvals.rules.application_decision import Outcome
from weijiayuan.approvals.rules.states import APPLICATION_MOVES, ApplicationState
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.state_machine import check_move

UNDER_WAY = text("live_key IS NOT NULL")


class Application(Model):
    """One resident's application. `live_key` is kind, person and standard place, while it is live.

    A second live application for the same is kept out by the unique index on it. `answers` are
    sealed: they hold the number of an identity paper.
    """

    __tablename__ = "approval_applications"
    __table_args__ = (
        Index(
            "uq_approval_applications_live_key",
            "live_key",
            unique=True,
            sqlite_where=UNDER_WAY,
            postgresql_where=UNDER_WAY,
        ),
        Index("ix_approval_applications_state_due_at", "state", "due_at"),
        Index("ix_approval_applications_resident_id_created_at", "resident_id", "created_at"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    answers: Mapped[str] = mapped_column(Encrypted)
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    attempt: Mapped[int] = mapped_column(default=0)
    saves: Mapped[int] = mapped_column(default=0)
    """How often answers were saved without submitting them since the last attempt."""
    live_key: Mapped[str | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    extended_at: Mapped[datetime | None] = mapped_column(default=None)
    waits_for_registry: Mapped[bool] = mapped_column(default=False)
    changes_uscc: Mapped[str | None] = mapped_column(default=None)
    """The licence that this application changes; None for a new business."""
    changes_version: Mapped[int | None] = mapped_column(default=None)
    """The version of that licence on which the change was written."""
    approval_by: Mapped[str | None] = mapped_column(default=None)
    """Who proposed an approval that takes two; gone with the next attempt."""
    approval_seen: Mapped[str] = mapped_column(Text, default="")
    """What that person saw: a proposal holds as long as nothing else stands."""
    refusal_by: Mapped[str | None] = mapped_column(default=None)
    refusal_article: Mapped[str] = mapped_column(default="")
    refusal_reason: Mapped[str] = mapped_column(default="")
    named_barred: Mapped[bool | None] = mapped_column(default=None)
    """Whether anybody named is barred, for the desk alone: nobody learns it by naming others."""
    key_version: Mapped[int] = mapped_column(default=0)
    """How `live_key` was made: an older way is made anew by the worker."""

    def move_to(self, state: ApplicationState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(APPLICATION_MOVES, self.state, state)
        self.state = state


class Attempt(Model):
    """One submission and the decision on it: never altered, kept as the proof of the decision.

    `decision` holds facts, rulings and the rulebook's stamp as they were decided; it is sealed,
    as an age stands in it.
    """

    __tablename__ = "approval_attempts"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        Index("ix_approval_attempts_submitted_at", "submitted_at"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("approval_applications.id"))
    number: Mapped[int]
    on: Mapped[date]
    outcome: Mapped[Outcome]
    decision: Mapped[str] = mapped_column(Encrypted)
    answers: Mapped[str] = mapped_column(Encrypted)
    book_digest: Mapped[str]
    ms: Mapped[int]
    submitted_at: Mapped[datetime]
    place_mark: Mapped[str | None] = mapped_column(default=None, index=True)
    """The blind index of the applicant's number and the address: what was told here before."""
    address_mark: Mapped[str | None] = mapped_column(default=None, index=True)
    """The blind index of the address alone: what anybody told of the house."""
    place_told: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    """The conditions about the house that a person had to look at; they outlive the answers."""
    key_version: Mapped[int] = mapped_column(default=0)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    """Rule → outcome, of every rule that did not hold: for figures and the queue."""


class ApplicationMove(Model):
    """Something that happened to an application: who, what, why, by which article."""

    __tablename__ = "approval_moves"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("approval_applications.id"), index=True)
    what: Mapped[str]
    state: Mapped[ApplicationState]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    article: Mapped[str] = mapped_column(default="")
    capacity: Mapped[str] = mapped_column(default="")
    """As what somebody at the desk decided: `registrar` or `registrar_head`."""
    attempt: Mapped[int] = mapped_column(default=0)
    book_digest: Mapped[str] = mapped_column(default="")
    """The rulebook before which a person decided."""
    decision: Mapped[str | None] = mapped_column(Encrypted, default=None)
    """The facts and rulings of the moment in which a person decided, as an attempt keeps them."""
    asked: Mapped[list[str] | None] = mapped_column(JSON, default=None)
    """The kinds of papers that a registrar asked for when giving it back."""


class IdentityCheck(Model):
    """That a resident's face was found to belong to a name and number, or not. No picture is kept.

    `mark` is the blind index of name and number.
    """

    __tablename__ = "approval_identity_checks"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    mark: Mapped[str]
    result: Mapped[str]
    checked_at: Mapped[datetime]
