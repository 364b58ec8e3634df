"""An appeal, who holds it, and how it changes hands."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.appeals.rules.states import APPEAL_MOVES, AppealState, Track
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel.state_machine import check_move

PENDING = text("state = 'pending'")


class Appeal(Model):
    """What somebody asks, sealed, and the one member of staff who has it (never nobody).

    Named ones have `resident_id`; anonymous ones only the mark of a receipt, and moments rounded
    to the hour. `other_mark` is kept of the code by which the other side says that it is settled.
    `level` says how high it has risen: community 0, street 1, district 2.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("level BETWEEN 0 AND 2", name="level"),
        Index("ix_appeals_resident_id_created_at", "resident_id", "created_at"),
        Index("ix_appeals_holder_id_state", "holder_id", "state"),
    )

    number: Mapped[str] = mapped_column(unique=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    held_since: Mapped[datetime]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    asks: Mapped[str] = mapped_column(Encrypted)
    facts: Mapped[str] = mapped_column(Encrypted)
    text_hash: Mapped[str]
    community_code: Mapped[str]
    check_code: Mapped[str] = mapped_column(unique=True)
    against: Mapped[str] = mapped_column(Encrypted, default="")
    road: Mapped[str | None] = mapped_column(default=None)
    deadlines: Mapped[str] = mapped_column(Encrypted, default="[]")
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), default=None)
    receipt_mark: Mapped[str | None] = mapped_column(unique=True, default=None)
    danger: Mapped[str | None] = mapped_column(default=None)
    violence_at_home: Mapped[bool] = mapped_column(default=False)
    track: Mapped[Track | None] = mapped_column(default=None)
    state: Mapped[AppealState] = mapped_column(default=AppealState.RECEIVED)
    level: Mapped[int] = mapped_column(default=0)
    asker_said_at: Mapped[datetime | None] = mapped_column(default=None)
    other_said_at: Mapped[datetime | None] = mapped_column(default=None)
    other_mark: Mapped[str | None] = mapped_column(unique=True, default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    reopened_at: Mapped[datetime | None] = mapped_column(default=None)
    stars: Mapped[int | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(Encrypted, default="")
    clause_code: Mapped[str | None] = mapped_column(Encrypted, default=None)

    @property
    def both_said_settled(self) -> bool:
        """Tell whether both sides said so themselves; nobody says it for them."""
        return self.asker_said_at is not None and self.other_said_at is not None

    def move_to(self, state: AppealState) -> None:
        """Go to a state, or raise `IllegalMove`."""
        check_move(APPEAL_MOVES, self.state, state)
        self.state = state


class HolderChange(Model):
    """Who got an appeal, when and how: appended, never changed."""

    __tablename__ = "appeal_holders"

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"), index=True)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    at: Mapped[datetime]
    how: Mapped[str]


class HandOverState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RETURNED = "returned"


class HandOver(Model):
    """An appeal offered to a colleague. Until they accept, the sender has it; one at a time."""

    __tablename__ = "appeal_hand_overs"
    __table_args__ = (
        Index(
            "uq_appeal_hand_overs_pending",
            "appeal_id",
            unique=True,
            sqlite_where=PENDING,
            postgresql_where=PENDING,
        ),
        CheckConstraint("from_id <> to_id", name="to_another"),
    )

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"))
    from_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    sent_at: Mapped[datetime]
    answer_by: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[HandOverState] = mapped_column(default=HandOverState.PENDING)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(Encrypted, default="")
    reason: Mapped[str] = mapped_column(Encrypted, default="")


class AppealMessage(Model):
    """One line of talk between who asks and who has the appeal, in order of `place`.

    Of anonymous appeals the id is a random one and the moment the hour.
    """

    __tablename__ = "appeal_messages"

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"), index=True)
    text: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[datetime]
    place: Mapped[int]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_accounts.id"), default=None)
