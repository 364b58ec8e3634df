"""Licences that one operator hands over to another."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model

OPEN = text("is_open")


class Handover(Model):
    """An offer to take over a licence, found by the blind index of its code: once, by one person.

    `to_resident_id` and `application_id` say who took it up and how far that is. It is open until
    the licence has passed over, or the offer was taken back or replaced.
    """

    __tablename__ = "approval_handovers"
    __table_args__ = (
        Index(
            "uq_approval_handovers_open",
            "uscc",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    uscc: Mapped[str]
    code_mark: Mapped[str] = mapped_column(unique=True)
    from_resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    until: Mapped[date]
    """The last day on which the code may be used."""
    to_resident_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("residents.id"), index=True, default=None
    )
    application_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("approval_applications.id"), index=True, default=None
    )
    is_open: Mapped[bool] = mapped_column(default=True)
