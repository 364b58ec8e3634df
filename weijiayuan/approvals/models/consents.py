"""What somebody named by another said to it, in an account of their own."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model


class ConsentTo(StrEnum):
    """To what somebody is asked to agree: to an application, or to closing a business."""

    APPLICATION = "application"
    CLOSING = "closing"


class ConsentState(StrEnum):
    """What they said. `by_paper`: a registrar saw their word on paper instead."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    BY_PAPER = "by_paper"


class Consent(Model):
    """A question to one person, found by the blind index of their name and number.

    `digest` is the mark of the terms: a yes to other terms is no yes. `lines` is what they read.
    `application_id` is the application, of a closing the one that led to the licence.
    """

    __tablename__ = "approval_consents"
    __table_args__ = (
        UniqueConstraint("application_id", "what", "mark"),
        Index("ix_approval_consents_mark_state", "mark", "state"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("approval_applications.id"))
    what: Mapped[ConsentTo]
    mark: Mapped[str]
    digest: Mapped[str]
    lines: Mapped[str] = mapped_column(Encrypted)
    roles: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[ConsentState] = mapped_column(default=ConsentState.OPEN)
    resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )
    """By which account it was answered."""
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    former: Mapped[str | None] = mapped_column(Encrypted, default=None)
    """How the question read before: its versions with their lines, the newest last."""
    until: Mapped[date | None] = mapped_column(default=None)
    """The last day to answer, of a closing."""
