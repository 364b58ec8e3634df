"""The charter of the alliance: its versions, and how each member voted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class Charter(Model):
    """A version of what the members promise each other.

    `percent` of the members change it once it is in force. `needed_percent` put it in force: those
    that the version before asks for, or its own for the first; None on rows older than this rule.
    `closed_at` says when it was taken back or rejected, `closing_words` why.
    """

    __tablename__ = "directory_charters"
    __table_args__ = (CheckConstraint("percent BETWEEN 1 AND 100", "percent"),)

    number: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    percent: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID]
    needed_percent: Mapped[int | None] = mapped_column(default=None)
    in_force_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closing_words: Mapped[str] = mapped_column(Text, default="")

    @property
    def needs(self) -> int:
        """The share of members that put it in force, in per cent."""
        return self.needed_percent or self.percent

    @property
    def is_open(self) -> bool:
        """Whether members vote on it still."""
        return self.in_force_at is None and self.closed_at is None


class Signature(Model):
    """A member voted on a version through somebody who acts for it: to agree is to sign."""

    __tablename__ = "directory_signatures"
    __table_args__ = (UniqueConstraint("charter_id", "organisation_id"),)

    charter_id: Mapped[UUID] = mapped_column(ForeignKey("directory_charters.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("directory_organisations.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    at: Mapped[datetime]
    agrees: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(Text, default="")
