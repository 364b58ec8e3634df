"""A mediation: its parties, its sealed talk, its terms and signatures, and what became of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.appeals.rules.invitation_answers import Step
from weijiayuan.appeals.rules.states import MEDIATION_MOVES, MediationState
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.state_machine import check_move

LIVE = text("state IN ('opened', 'consented', 'talking', 'agreed', 'signing')")


class Mediator(Model):
    """What is known of a mediator beyond the account: fields, languages, ties, absence.

    `fields`, `languages` and `ties` are words separated by blanks; a tie is the blind mark of a
    kinsman's identity, an address or an employer.
    """

    __tablename__ = "mediators"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), unique=True)
    fields: Mapped[str] = mapped_column(default="")
    languages: Mapped[str] = mapped_column(default="")
    ties: Mapped[str] = mapped_column(default="")
    since_year: Mapped[int | None] = mapped_column(default=None)
    off_until: Mapped[datetime | None] = mapped_column(default=None)


class Mediation(Model):
    """One quarrel being mediated. Only its parties, its mediator and its judge see it.

    `violence_at` is when violence at home was told in it, by the side `violence_told_by`: nothing
    joint goes on from then on, and the other sides do not learn why. `clause_code` names the clause
    of a covenant that it is about. `former` is what the sides were shown before it
    changed, each version with its mark. `overdue_told_at` is when everybody was told
    that its days are over.
    """

    __tablename__ = "mediations"
    __table_args__ = (
        CheckConstraint("state <> 'talking' OR disclosed_at IS NOT NULL", name="disclosed"),
        Index(
            "uq_mediations_live_of_appeal",
            "appeal_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    number: Mapped[str] = mapped_column(unique=True)
    category: Mapped[str]
    territory_code: Mapped[str]
    title: Mapped[str] = mapped_column(Encrypted)
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    appeal_id: Mapped[UUID | None] = mapped_column(ForeignKey("appeals.id"), default=None)
    mediator_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("staff_accounts.id"), index=True, default=None
    )
    mediator_how: Mapped[str] = mapped_column(default="")
    refused: Mapped[str] = mapped_column(default="")
    disclosed_at: Mapped[datetime | None] = mapped_column(default=None)
    disclosure: Mapped[str] = mapped_column(Encrypted, default="")
    has_ties: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MediationState] = mapped_column(default=MediationState.OPENED)
    violence_at: Mapped[datetime | None] = mapped_column(default=None)
    violence_told_by: Mapped[str | None] = mapped_column(default=None)
    failed_because: Mapped[str] = mapped_column(Encrypted, default="")
    clause_code: Mapped[str | None] = mapped_column(Encrypted, default=None)
    former: Mapped[str | None] = mapped_column(Encrypted, default=None)
    overdue_told_at: Mapped[datetime | None] = mapped_column(default=None)
    parties: Mapped[list["MediationParty"]] = relationship(
        init=False, order_by="MediationParty.side"
    )

    def move_to(self, state: MediationState) -> None:
        """Go to a state, or raise `IllegalMove`."""
        check_move(MEDIATION_MOVES, self.state, state)
        self.state = state


class MediationParty(Model):
    """A side of the quarrel: nobody is two of them. `code_mark` is kept of the invitation code.

    `withdrawn_at` is when this side said no, or took its consent back; `answer_by` until when an
    invitation waits for its answer. `guardian_mark` is the blind mark of the identity number with
    which the guardian, who acts for this side, was verified. `longer_until` is until when this side
    agreed to go on after its days.
    """

    __tablename__ = "mediation_parties"
    __table_args__ = (
        UniqueConstraint("mediation_id", "side"),
        UniqueConstraint("mediation_id", "resident_id"),
        UniqueConstraint("mediation_id", "id_mark"),
    )

    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id"))
    side: Mapped[str]
    name: Mapped[str] = mapped_column(Encrypted)
    capacity: Mapped[str] = mapped_column(default="full")
    id_number: Mapped[str | None] = mapped_column(Encrypted, default=None)
    id_mark: Mapped[str | None] = mapped_column(default=None)
    phone: Mapped[str | None] = mapped_column(Encrypted, default=None)
    phone_mark: Mapped[str | None] = mapped_column(default=None)
    address: Mapped[str | None] = mapped_column(Encrypted, default=None)
    guardian: Mapped[str | None] = mapped_column(Encrypted, default=None)
    guardian_mark: Mapped[str | None] = mapped_column(default=None)
    agent: Mapped[str | None] = mapped_column(Encrypted, default=None)
    authority: Mapped[bool] = mapped_column(default=False)
    resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )
    code_mark: Mapped[str | None] = mapped_column(unique=True, default=None)
    consented_at: Mapped[datetime | None] = mapped_column(default=None)
    consent_version: Mapped[str | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    refused_mediator: Mapped[bool] = mapped_column(default=False)
    accepts_ties: Mapped[bool | None] = mapped_column(default=None)
    verified_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_by: Mapped[datetime | None] = mapped_column(default=None, index=True)
    longer_until: Mapped[datetime | None] = mapped_column(default=None)


class InvitationStep(Model):
    """One step between an invitation and an answer, the proof of notice. Appended, never changed.

    `by_staff` is who handed the code over.
    """

    __tablename__ = "mediation_invitation_steps"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_parties.id"), index=True)
    step: Mapped[Step]
    at: Mapped[datetime]
    by_staff: Mapped[UUID | None] = mapped_column(ForeignKey("staff_accounts.id"), default=None)


class TalkLine(Model):
    """A line of the talk, in the joint room or in private with one side. Never leaves here."""

    __tablename__ = "mediation_talk"

    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id"), index=True)
    room: Mapped[str]
    speaker: Mapped[str]
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime]


class Agreement(Model):
    """A version of the terms with its paper. `paper` is the PDF in base64, sealed like the rest."""

    __tablename__ = "mediation_agreements"
    __table_args__ = (UniqueConstraint("mediation_id", "version"),)

    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id"))
    version: Mapped[int]
    terms: Mapped[str] = mapped_column(Encrypted)
    text: Mapped[str] = mapped_column(Encrypted)
    terms_hash: Mapped[str]
    needs_person: Mapped[bool] = mapped_column(default=False)
    faulty: Mapped[bool] = mapped_column(default=False)
    paper: Mapped[str | None] = mapped_column(Encrypted, default=None)
    effective_at: Mapped[datetime | None] = mapped_column(default=None)


class TermsReview(Model):
    """A second person's look at what the mediator alone may not let stand, bound to one text."""

    __tablename__ = "mediation_reviews"
    __table_args__ = (
        UniqueConstraint("agreement_id"),
        CheckConstraint("asked_by <> reviewer_id", name="by_another"),
    )

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_agreements.id"))
    text_hash: Mapped[str]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    asked_at: Mapped[datetime]
    approved: Mapped[bool | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Encrypted, default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class TermsSignature(Model):
    """Who signed a version, in which field, by which certificate."""

    __tablename__ = "mediation_signatures"
    __table_args__ = (UniqueConstraint("agreement_id", "who"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_agreements.id"))
    who: Mapped[str]
    at: Mapped[datetime]
    serial: Mapped[str]


class Performance(Model):
    """A duty to come: its day, what each side says of it, and what was reminded of."""

    __tablename__ = "mediation_performances"
    __table_args__ = (UniqueConstraint("agreement_id", "term"),)

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("mediation_agreements.id"))
    mediation_id: Mapped[UUID] = mapped_column(ForeignKey("mediations.id"), index=True)
    term: Mapped[int]
    due_on: Mapped[date]
    debtor: Mapped[str]
    creditor: Mapped[str]
    debtor_says: Mapped[str | None] = mapped_column(default=None)
    creditor_says: Mapped[str | None] = mapped_column(default=None)
    court_says: Mapped[str | None] = mapped_column(default=None)
    stage: Mapped[int] = mapped_column(default=0)

    @property
    def is_claimed(self) -> bool:
        """Tell whether who is owed says that it was not done; the debtor's silence stops nobody."""
        return self.court_says is None and self.creditor_says == "missed"

    @property
    def state(self) -> str:
        """Return what both sides' words come to; what the court says of it goes before."""
        if self.court_says is not None:
            return self.court_says
        said = {self.debtor_says, self.creditor_says}
        if self.creditor_says == "performed":
            return "performed"
        if said == {"missed"}:
            return "missed"
        return "open" if None in said else "disputed"
