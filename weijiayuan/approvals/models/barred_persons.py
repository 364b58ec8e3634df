"""The list of those who may not register anything for a time (登记管理条例 40, 公司法 178)."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model


class RevocationGround(StrEnum):
    """Why a licence is revoked: it decides whom that bars.

    False registration bars who did it, a breach of law who answered for the business; a stolen
    identity bars nobody, as the holder is its victim.
    """

    FALSE_REGISTRATION = "false_registration"
    BREACH = "breach"
    STOLEN_IDENTITY = "stolen_identity"


class Bar(Model):
    """Somebody barred by a revocation, found by the blind index of the number of their paper.

    `until` is the last day. One that was lifted by two people no longer counts; the row stays.
    """

    __tablename__ = "approval_bars"

    mark: Mapped[str] = mapped_column(index=True)
    licence_id: Mapped[UUID] = mapped_column(ForeignKey("approval_licences.id"), unique=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    name: Mapped[str]
    ground: Mapped[RevocationGround]
    since: Mapped[date]
    until: Mapped[date]
    lift_by: Mapped[str | None] = mapped_column(default=None)
    lift_reason: Mapped[str] = mapped_column(default="")
    lifted_by: Mapped[str] = mapped_column(default="")
    lifted_on: Mapped[date | None] = mapped_column(default=None)
