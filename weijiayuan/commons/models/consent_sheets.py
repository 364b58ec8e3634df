"""Consent sheets on which every owner of a building says yes or no."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class ConsentWay(StrEnum):
    """How an owner said it: by their account, or on paper that two people typed."""

    ACCOUNT = "account"
    PAPER = "paper"


class ConsentSheet(Model):
    """A sheet on which every owner of a building says yes or no (民法典 279).

    `replaced`: how often an account that had spoken on it was taken off its unit.
    """

    __tablename__ = "commons_consent_sheets"

    space_id: Mapped[UUID] = mapped_column(ForeignKey("commons_spaces.id"), index=True)
    roll_id: Mapped[UUID] = mapped_column(ForeignKey("commons_rolls.id"))
    unit: Mapped[str]
    use: Mapped[str]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    replaced: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class ConsentGiven(Model):
    """What one owner of the building said; it can be changed until the sheet is closed.

    What an owner without an account wrote on paper counts once two people typed the same:
    `typed_by` is the first of them while the second is awaited.
    """

    __tablename__ = "commons_consents"
    __table_args__ = (UniqueConstraint("sheet_id", "member_id"),)

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("commons_consent_sheets.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("commons_members.id"))
    agrees: Mapped[bool]
    said_at: Mapped[datetime]
    way: Mapped[ConsentWay] = mapped_column(default=ConsentWay.ACCOUNT)
    typed_by: Mapped[UUID | None] = mapped_column(default=None)
