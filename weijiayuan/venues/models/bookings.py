"""Who booked what: bookings, series of them, wishes in a draw, calendars."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.accounts.models import Resident
from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import check_move
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.rules.states import LIVE, MOVES, BookingState
from weijiayuan.venues.rules.vocabulary import SeriesState

LIVING = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in sorted(LIVE))))


class Booking(Model):
    """Somebody's claim to places over a span, from the waiting line to the visit itself.

    `attendee_id` is the family member who comes, or the resident. `until` is when the state ends
    by itself; `missing_at` when somebody who has not come is a no-show. `places` counts claims:
    one for an exclusive venue, else one a person. `revision` grows with every change: calendars
    go by it, not by the clock. `is_kept` says that a keeper kept it where no slot is any more.
    """

    __tablename__ = "venue_bookings"
    __table_args__ = (
        Index(
            "uq_venue_bookings_living",
            "bookable_id",
            "starts_at",
            "attendee_id",
            unique=True,
            sqlite_where=LIVING,
            postgresql_where=LIVING,
        ),
        UniqueConstraint("day", "code"),
        UniqueConstraint("bookable_id", "starts_at", "line_number"),
        Index("ix_venue_bookings_mine", "resident_id", "starts_at"),
        Index("ix_venue_bookings_attendee", "attendee_id", "starts_at"),
        Index("ix_venue_bookings_expiring", "state", "until"),
        Index("ix_venue_bookings_due", "state", "missing_at"),
        Index("ix_venue_bookings_coming", "state", "starts_at"),
        CheckConstraint("places BETWEEN 1 AND 10000", name="places"),
        CheckConstraint("people BETWEEN 1 AND 10000", name="people"),
    )

    bookable_id: Mapped[UUID] = mapped_column(ForeignKey("bookables.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    attendee_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    day: Mapped[date]
    code: Mapped[str] = mapped_column(String(6))
    people: Mapped[int]
    places: Mapped[int]
    state: Mapped[BookingState]
    cancel_until: Mapped[datetime]
    missing_at: Mapped[datetime]
    member_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("family_members.id", ondelete="SET NULL"), default=None
    )
    purpose: Mapped[str] = mapped_column(String(200), default="")
    group_name: Mapped[str] = mapped_column(String(60), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)
    until: Mapped[datetime | None] = mapped_column(default=None)
    line_number: Mapped[int | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime] = mapped_column(default_factory=clock.now)
    checked_in_at: Mapped[datetime | None] = mapped_column(default=None)
    reminded_day: Mapped[bool] = mapped_column(default=False)
    reminded_soon: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    is_kept: Mapped[bool] = mapped_column(default=False)
    contact_name: Mapped[str | None] = mapped_column(Encrypted, default=None)
    contact_phone: Mapped[str | None] = mapped_column(Encrypted, default=None)
    attachments: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    first_approved_by: Mapped[UUID | None] = mapped_column(default=None)
    series_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("venue_series.id"), index=True, default=None
    )
    bookable: Mapped[Bookable] = relationship(init=False)
    resident: Mapped[Resident] = relationship(init=False)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    def move_to(self, state: BookingState, *, now: datetime, reason: str = "") -> None:
        """Change the state along the table of moves. What could end by itself no longer does."""
        check_move(MOVES, self.state, state)
        self.state, self.changed_at, self.until = state, now, None
        self.revision += 1
        self.reason = reason or self.reason


class Series(Model):
    """A standing booking of a group: the same slot of every such weekday, one who answers for it.

    Each date is a booking of its own, so that one can fall out without the others.
    """

    __tablename__ = "venue_series"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days"),)

    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"), index=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    group_name: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[str] = mapped_column(String(200))
    weekday: Mapped[int]
    starts: Mapped[str] = mapped_column(String(5))
    first_day: Mapped[date]
    last_day: Mapped[date]
    people: Mapped[int]
    state: Mapped[SeriesState] = mapped_column(default=SeriesState.PENDING)
    reason: Mapped[str] = mapped_column(String(200), default="")


class DrawRequest(Model):
    """What somebody said when they entered the draw of a session."""

    __tablename__ = "activity_draw_requests"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("draw_entries.id"), unique=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_sessions.id"), index=True)
    member_id: Mapped[UUID | None]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default_factory=dict)


class Feed(Model):
    """The private calendar address of a resident: sealed, and found by its hash."""

    __tablename__ = "venue_feeds"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str | None] = mapped_column(Encrypted, default=None)
