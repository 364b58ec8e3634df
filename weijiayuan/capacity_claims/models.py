"""What has places, and the rows that say which of them are taken.

A `Bookable` is whatever has places over time: a room, a court, a session of a course, a judge, a
drone that is lent out. Its row is the lock people queue for, and its `version` the age of
everything shown about it. The `Claim` rows are the only truth about occupancy: one for each place
and span, unique, whatever stands on it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from weijiayuan.db import Model

WHOLE = text("seat <= 0")


class Bookable(Model):
    """Something with places. `capacity` counts the places that can be claimed at one time.

    A service's own table inherits it (joined), with a `polymorphic_identity` of its own; one that
    has nothing to say of its things beyond their places uses it as it is.
    """

    __tablename__ = "bookables"
    __table_args__ = (CheckConstraint("capacity BETWEEN 1 AND 10000", name="capacity"),)

    kind: Mapped[str] = mapped_column(String(32), init=False)
    capacity: Mapped[int]
    version: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {  # noqa: RUF012  # SQLAlchemy's way
        "polymorphic_on": "kind",
        "polymorphic_identity": "bookable",
    }


class Claim(Model):
    """One place of a bookable over one span, occupied; if only for a while, `until` then.

    Seats count from 1. Seat 0 is the whole of it closed, seat -1 the whole of it kept for one
    thing. Two claims of one seat never overlap, closures excepted: an exclusion constraint on
    PostgreSQL and a trigger on SQLite (both in migration 0023, neither known to SQLAlchemy) skip
    the second. A migration that rebuilds the table on SQLite must make the trigger again.
    """

    __tablename__ = "claims"
    __table_args__ = (
        UniqueConstraint("bookable_id", "starts_at", "seat"),
        Index("ix_claims_ending", "bookable_id", "ends_at"),
        Index(
            "ix_claims_whole",
            "bookable_id",
            "ends_at",
            sqlite_where=WHOLE,
            postgresql_where=WHOLE,
        ),
        CheckConstraint("ends_at > starts_at", name="span"),
        CheckConstraint("seat >= -1", name="seat"),
    )

    bookable_id: Mapped[UUID] = mapped_column(ForeignKey("bookables.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    seat: Mapped[int]
    holder: Mapped[str] = mapped_column(String(32))
    holder_id: Mapped[UUID] = mapped_column(index=True)
    until: Mapped[datetime | None] = mapped_column(index=True, default=None)
