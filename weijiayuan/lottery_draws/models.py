"""A draw and the wishes in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Encrypted, Model


class Draw(Model):
    """Places given out by lot: `promise` is public from the start, `seed` after `drawn_at`.

    `family` names what losing once makes up for next time, such as one class in one community.
    """

    __tablename__ = "draws"
    __table_args__ = (CheckConstraint("places >= 0", "places"),)

    title: Mapped[str]
    family: Mapped[str] = mapped_column(index=True)
    places: Mapped[int]
    closes_at: Mapped[datetime]
    seed: Mapped[str] = mapped_column(Encrypted)
    promise: Mapped[str]
    algorithm: Mapped[str]
    entered: Mapped[int] = mapped_column(default=0)
    drawn_at: Mapped[datetime | None] = mapped_column(default=None)
    entries_digest: Mapped[str | None] = mapped_column(default=None)


class DrawEntry(Model):
    """One wish: who asks, for whom, and after the draw how it came out."""

    __tablename__ = "draw_entries"
    __table_args__ = (
        UniqueConstraint("draw_id", "number"),
        Index(
            "uq_draw_entries_live",
            "draw_id",
            "for_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        CheckConstraint("number > 0 AND tickets > 0", "counted"),
        CheckConstraint("(rank IS NULL) = (won IS NULL)", "drawn"),
    )

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("draws.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    for_id: Mapped[UUID]
    number: Mapped[int]
    tickets: Mapped[int]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    rank: Mapped[int | None] = mapped_column(default=None)
    won: Mapped[bool | None] = mapped_column(default=None)
