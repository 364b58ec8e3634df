"""Confirmation by the court: both verified consents, a room and a judge, thirty minutes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.appeals.rules.states import CONFIRMATION_MOVES, ConfirmationState
from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.state_machine import check_move

ALIVE = text("state IN ('applying', 'filed', 'accepted', 'heard', 'offline', 'confirmed')")
NO_ROOM_YET = "none"
BEFORE_FILING = "('applying', 'withdrawn', 'offline')"


class CourtRoom(Bookable, kw_only=True):
    """在线司法确认室. `checked_at` is when the keeper last found everything in order."""

    __tablename__ = "court_rooms"
    __mapper_args__ = {"polymorphic_identity": "court_room"}  # noqa: RUF012  # SQLAlchemy's way

    id: Mapped[UUID] = mapped_column(
        ForeignKey("bookables.id"), primary_key=True, default_factory=new_id
    )
    name: Mapped[str]
    territory_code: Mapped[str]
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    checked: Mapped[str] = mapped_column(default="")
    is_sample: Mapped[bool] = mapped_column(default=False)


class Judge(Bookable, kw_only=True):
    """A judge as somebody whose time is claimed."""

    __tablename__ = "judges"
    __mapper_args__ = {"polymorphic_identity": "judge"}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(
        ForeignKey("bookables.id"), primary_key=True, default_factory=new_id
    )
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), unique=True)
    is_sample: Mapped[bool] = mapped_column(default=False)


class Confirmation(Model):
    """An application to the court. It cannot be filed before every party's verified consent.

    `began_at` is the first beginning of a session that was moved later.
    `result_id` is there when the court decided in its house and sent the result. `late_reason` says
    why the thirty minutes were not kept. `wrong_guesses` counts wrong last digits of the ruling's
    verification, `guessed_at` is when the last came. `extended_by` is the president of the court
    who let the ruling come ten days later.
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        Index(
            "uq_confirmations_alive",
            "mediation_id",
            unique=True,
            sqlite_where=ALIVE,
            postgresql_where=ALIVE,
        ),
        CheckConstraint("consents BETWEEN 0 AND parties", name="consents"),
        CheckConstraint(
            f"filed_at IS NULL OR consents = parties OR state IN {BEFORE_FILING}",
            name="both_or_neither",
        ),
        CheckConstraint(
            "state NOT IN ('filed', 'accepted', 'heard', 'confirmed') OR filed_at IS NOT NULL",
            name="filed",
        ),
        CheckConstraint(
            "state <> 'confirmed' OR ruling_hash = terms_hash", name="ruled_on_what_was_signed"
        ),
        CheckConstraint(
            "state <> 'confirmed' OR result_id IS NOT NULL OR (starts_at IS NOT NULL "
            "AND served_at >= starts_at)",
            name="begun_before_ruled",
        ),
        UniqueConstraint("ruling_number"),
        UniqueConstraint("result_id"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id"))
    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_agreements.id"))
    terms_hash: Mapped[str]
    parties: Mapped[int]
    last_day: Mapped[str]
    consents: Mapped[int] = mapped_column(default=0)
    state: Mapped[ConfirmationState] = mapped_column(default=ConfirmationState.APPLYING)
    filed_at: Mapped[datetime | None] = mapped_column(default=None)
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("court_rooms.id"), default=None)
    judge_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("staff_accounts.id"), index=True, default=None
    )
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    record: Mapped[str] = mapped_column(Encrypted, default="")
    record_hash: Mapped[str | None] = mapped_column(default=None)
    ruling_number: Mapped[str | None] = mapped_column(default=None)
    ruling_hash: Mapped[str | None] = mapped_column(default=None)
    ruling: Mapped[str] = mapped_column(Encrypted, default="")
    ruling_code: Mapped[str | None] = mapped_column(unique=True, default=None)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_accounts.id"), default=None)
    article: Mapped[str | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Encrypted, default="")
    served_at: Mapped[datetime | None] = mapped_column(default=None)
    began_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    late_reason: Mapped[str | None] = mapped_column(Encrypted, default=None)
    result_id: Mapped[str | None] = mapped_column(default=None)
    wrong_guesses: Mapped[int] = mapped_column(default=0)
    guessed_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    extended_by: Mapped[str | None] = mapped_column(Encrypted, default=None)
    extended_because: Mapped[str | None] = mapped_column(Encrypted, default=None)
    video: Mapped[str] = mapped_column(default=NO_ROOM_YET)
    video_link: Mapped[str | None] = mapped_column(Encrypted, default=None)

    def move_to(self, state: ConfirmationState) -> None:
        """Go to a state, or raise `IllegalMove`."""
        check_move(CONFIRMATION_MOVES, self.state, state)
        self.state = state


class StepConsent(Model):
    """What one party agreed to, in which words; identity was verified at most 30 minutes before."""

    __tablename__ = "confirmation_consents"
    __table_args__ = (UniqueConstraint("confirmation_id", "party_id", "step"),)

    confirmation_id: Mapped[UUID] = mapped_column(ForeignKey("confirmations.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_parties.id"))
    step: Mapped[str]
    version: Mapped[str]
    verified_at: Mapped[datetime]
    at: Mapped[datetime]


class CourtAnswer(Model):
    """One party's answer to one of the judge's fixed questions. The last counts, all are kept."""

    __tablename__ = "confirmation_answers"
    __table_args__ = (Index("ix_confirmation_answers_confirmation_id", "confirmation_id"),)

    confirmation_id: Mapped[UUID] = mapped_column(ForeignKey("confirmations.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_parties.id"))
    question: Mapped[str]
    answer: Mapped[str]
    at: Mapped[datetime]


class Presence(Model):
    """When somebody was last seen in a session: one side, the mediator, the judge."""

    __tablename__ = "confirmation_presences"
    __table_args__ = (UniqueConstraint("confirmation_id", "who"),)

    confirmation_id: Mapped[UUID] = mapped_column(ForeignKey("confirmations.id"))
    who: Mapped[str]
    seen_at: Mapped[datetime]


class CourtResult(Model):
    """A result that the court signed and sent, taken in once. Its words stand in the case."""

    __tablename__ = "court_results"

    result_id: Mapped[str] = mapped_column(unique=True)
    confirmation_id: Mapped[UUID] = mapped_column(ForeignKey("confirmations.id"), index=True)
    kind: Mapped[str]
    digest: Mapped[str]
    received_at: Mapped[datetime]


class Interruption(Model):
    """A fault of line or machine during the session."""

    __tablename__ = "confirmation_interruptions"

    confirmation_id: Mapped[UUID] = mapped_column(ForeignKey("confirmations.id"), index=True)
    reason: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
