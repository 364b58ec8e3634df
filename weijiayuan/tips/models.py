"""What binds a matter to whoever sent it: a resident, or a receipt that nobody can trace."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model

MARKED = text("receipt_mark IS NOT NULL")


class Tip(Model):
    """A tip. Named ones have `resident_id`; anonymous ones only the mark of a receipt.

    `receipt_mark` is Argon2id of the sixteen digits (docs/adr/0007); it is erased when the
    receipt ends. Rows of anonymous tips carry random ids and moments rounded to the hour.
    `points_due` stands until the points for a named tip were given, or never will be.
    """

    __tablename__ = "tips"
    __table_args__ = (
        Index("ix_tips_resident_id_created_at", "resident_id", "created_at", "id"),
        Index(
            "ix_tips_points_due",
            "id",
            sqlite_where=text("points_due = 1"),
            postgresql_where=text("points_due"),
        ),
        Index(
            "ix_tips_receipt_until", "receipt_until", sqlite_where=MARKED, postgresql_where=MARKED
        ),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), default=None)
    receipt_mark: Mapped[str | None] = mapped_column(unique=True, default=None)
    receipt_until: Mapped[datetime | None] = mapped_column(default=None)
    points_due: Mapped[bool] = mapped_column(default=False)


class Points(Model):
    """Points a resident earned, once for each cause."""

    __tablename__ = "tip_points"
    __table_args__ = (UniqueConstraint("resident_id", "cause"),)

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    cause: Mapped[str]
    points: Mapped[int]
