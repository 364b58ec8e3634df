"""What became of bookings: visits, walk-ins, contested no-shows, stars."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.db import Model
from weijiayuan.kernel import clock
from weijiayuan.venues.models.bookings import Booking
from weijiayuan.venues.rules.vocabulary import AppealState


class Visit(Model):
    """An accepted check-in: one for each booking and meeting, however often it is scanned."""

    __tablename__ = "venue_visits"
    __table_args__ = (UniqueConstraint("booking_id", "starts_at"),)

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("venue_bookings.id"))
    starts_at: Mapped[datetime]
    at: Mapped[datetime]
    by_id: Mapped[UUID]


class WalkIn(Model):
    """People who came without a booking and were counted at the door."""

    __tablename__ = "venue_walk_ins"
    __table_args__ = (
        Index("ix_venue_walk_ins_when", "bookable_id", "starts_at"),
        CheckConstraint("people BETWEEN 1 AND 10000", name="people"),
    )

    bookable_id: Mapped[UUID] = mapped_column(ForeignKey("bookables.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    people: Mapped[int]
    by_id: Mapped[UUID]


class Appeal(Model):
    """A no-show contested, once."""

    __tablename__ = "venue_appeals"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("venue_bookings.id"), unique=True)
    text: Mapped[str] = mapped_column(String(500))
    state: Mapped[AppealState] = mapped_column(default=AppealState.OPEN)
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    booking: Mapped[Booking] = relationship(init=False)


class Rating(Model):
    """Stars and words of somebody who came. `subject_id` is the venue's or the activity's id."""

    __tablename__ = "venue_ratings"
    __table_args__ = (
        Index("ix_venue_ratings_subject", "subject_id", "id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    )

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("venue_bookings.id"), unique=True)
    subject_id: Mapped[UUID]
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"), index=True)
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(String(500), default="")
    is_shown: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(default_factory=clock.now)
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
