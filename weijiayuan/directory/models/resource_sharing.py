"""What members of the alliance share, and who has it when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.directory.models.entries import Organisation
from weijiayuan.directory.rules.resource_sharing import MOVES, LoanState, ResourceKind
from weijiayuan.kernel.state_machine import check_move


class Representative(Model):
    """A resident who acts for a member."""

    __tablename__ = "directory_representatives"
    __table_args__ = (UniqueConstraint("organisation_id", "resident_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("directory_organisations.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)


class Resource(Model):
    """Something a member lends: a room, a laboratory, an expert. `bookable_id` has its places."""

    __tablename__ = "directory_resources"

    name: Mapped[str]
    kind: Mapped[ResourceKind]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("directory_organisations.id"), index=True)
    bookable_id: Mapped[UUID] = mapped_column(ForeignKey("bookables.id"), unique=True)
    terms: Mapped[str] = mapped_column(Text, default="")
    asks_owner: Mapped[bool] = mapped_column(default=True)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    owner: Mapped[Organisation] = relationship(init=False)


class Loan(Model):
    """A resource asked for by a member over one span; its claim is what holds the time.

    `terms` are those that it was asked for under, whatever the owner writes afterwards.
    """

    __tablename__ = "directory_loans"
    __table_args__ = (
        Index("ix_directory_loans_resource", "resource_id", "starts_at"),
        Index("ix_directory_loans_state", "state", "answer_by"),
        Index("ix_directory_loans_borrower", "borrower_id", "id"),
        CheckConstraint("ends_at > starts_at", "span"),
        CheckConstraint("stars BETWEEN 1 AND 5", "stars"),
    )

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("directory_resources.id"))
    borrower_id: Mapped[UUID] = mapped_column(ForeignKey("directory_organisations.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    purpose: Mapped[str]
    answer_by: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    state: Mapped[LoanState] = mapped_column(default=LoanState.ASKED)
    words: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(Text, default="", server_default="")
    stars: Mapped[int | None] = mapped_column(default=None)
    handed_over_at: Mapped[datetime | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
    loan_draw_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("directory_loan_draws.id"), default=None, index=True
    )
    resource: Mapped[Resource] = relationship(init=False)
    borrower: Mapped[Organisation] = relationship(init=False)

    def move_to(self, state: LoanState) -> None:
        """Change the state. Raises `IllegalMove`."""
        check_move(MOVES, self.state, state)
        self.state = state


class LoanDraw(Model):
    """A span of something scarce that is given by lot: all its places are held until the draw."""

    __tablename__ = "directory_loan_draws"
    __table_args__ = (
        Index("ix_directory_loan_draws_resource", "resource_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", "span"),
    )

    resource_id: Mapped[UUID] = mapped_column(ForeignKey("directory_resources.id"))
    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draws.id"), unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    resource: Mapped[Resource] = relationship(init=False)


class LoanDrawEntry(Model):
    """What a member wants it for who entered a draw."""

    __tablename__ = "directory_loan_draw_entries"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("draw_entries.id"), unique=True)
    loan_draw_id: Mapped[UUID] = mapped_column(ForeignKey("directory_loan_draws.id"), index=True)
    purpose: Mapped[str]
