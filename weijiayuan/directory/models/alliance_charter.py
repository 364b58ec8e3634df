"""The charter of the alliance: its versions, and how each member voted."""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model
from weijiayuan.directory.rules.alliance_charter import share_of


class Charter(Model):
    """A version of what the members promise each other.

    `share` of the members, a fraction as text, change it once it is in force. `needed_share` put it
    in force: what the version before asks for, or its own for the first. `closed_at` says when it
    was taken back or rejected, `closing_words` why.
    """

    __tablename__ = "directory_charters"
    number: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    share: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[UUID]
    needed_share: Mapped[str]
    in_force_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closing_words: Mapped[str] = mapped_column(Text, default="")

    @property
    def needs(self) -> Fraction:
        """The share of members that put it in force."""
        return share_of(self.needed_share)

    @property
    def is_open(self) -> bool:
        """Whether members vote on it still."""
        return self.in_force_at is None and self.closed_at is None


class Elector(Model):
    """A member when the version was put before the members: who comes later does not count."""

    __tablename__ = "directory_charter_electors"
    __table_args__ = (UniqueConstraint("charter_id", "organisation_id"),)

    charter_id: Mapped[UUID] = mapped_column(ForeignKey("directory_charters.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("directory_organisations.id"))


class Signature(Model):
    """A member voted on a version through somebody who acts for it: to agree is to sign.

    One vote a member, and one member a person.
    """

    __tablename__ = "directory_signatures"
    __table_args__ = (
        UniqueConstraint("charter_id", "organisation_id"),
        UniqueConstraint("charter_id", "resident_id"),
    )

    charter_id: Mapped[UUID] = mapped_column(ForeignKey("directory_charters.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("directory_organisations.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    at: Mapped[datetime]
    agrees: Mapped[bool] = mapped_column(default=True)
    words: Mapped[str] = mapped_column(Text, default="")
