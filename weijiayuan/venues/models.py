"""Venues, activities, and who booked what.

Venues, cut into slots, and sessions of activities are bookables (`claims.models`): the places that
a booking, a hold, an offer to somebody waiting, a walk-in or a closed day stands on are claims.
"""

import json
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from weijiayuan.accounts.models import Resident
from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import Encrypted, Model
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.state_machine import check_move
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Timetable
from weijiayuan.venues.rules import booking as booking_rules
from weijiayuan.venues.rules import satisfaction_rating
from weijiayuan.venues.rules.booking import BookingRules
from weijiayuan.venues.rules.states import LIVE, MOVES, BookingState
from weijiayuan.venues.rules.vocabulary import (
    ActivityKind,
    ActivityState,
    AppealState,
    BookableKind,
    SeriesState,
    Use,
    VenueKind,
)

LIVING = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in sorted(LIVE))))


class Rated:
    """What stars were given to: their sum and number, kept beside the ratings."""

    stars_total: Mapped[int]
    stars_count: Mapped[int]

    @property
    def stars(self) -> float | None:
        return satisfaction_rating.average(self.stars_total, self.stars_count)


class Venue(Bookable, Rated, kw_only=True):
    """A room, court or reading room that residents book.

    `timetable_data` and `rules_data` hold JSON as text, so that equal text means equal slots.
    Coordinates are GCJ-02. `people_most` is how many people the room holds. `place_revision` counts
    how often its name or place changed; after `last_day`, which the timetable knows too, it is
    retired. `calendar_token` dates the calendar that its bookings were last looked through with.
    """

    __tablename__ = "venues"
    __mapper_args__ = {"polymorphic_identity": BookableKind.VENUE.value}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(
        ForeignKey("bookables.id"), primary_key=True, default_factory=new_id
    )
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    venue_kind: Mapped[VenueKind]
    use: Mapped[Use]
    people_most: Mapped[int]
    timetable_data: Mapped[str] = mapped_column(Text)
    rules_data: Mapped[str] = mapped_column(Text)
    street_code: Mapped[str | None] = mapped_column(String(9), default=None)
    community_code: Mapped[str | None] = mapped_column(String(12), index=True, default=None)
    address: Mapped[str] = mapped_column(String(120), default="")
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    equipment: Mapped[list[str]] = mapped_column(JSON, default_factory=list)
    notes: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    photo_id: Mapped[UUID | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    stars_total: Mapped[int] = mapped_column(default=0)
    stars_count: Mapped[int] = mapped_column(default=0)
    place_revision: Mapped[int] = mapped_column(default=0)
    last_day: Mapped[date | None] = mapped_column(default=None)
    calendar_token: Mapped[UUID | None] = mapped_column(default=None)
    seat_names: Mapped[list[str]] = mapped_column(JSON, default_factory=list)

    @property
    def timetable(self) -> Timetable:
        return timetable_in(self.timetable_data)

    @property
    def rules(self) -> BookingRules:
        return rules_in(self.rules_data)


@lru_cache(maxsize=2048)
def timetable_in(data: str) -> Timetable:
    return hours.from_data(json.loads(data))


@lru_cache(maxsize=2048)
def rules_in(data: str) -> BookingRules:
    return booking_rules.from_data(json.loads(data))


def stored(data: dict[str, Any]) -> str:
    """Return rules or a timetable as the text they are stored as."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Activity(Model, Rated):
    """Something people register for: a course, a talk, a match. It has one or more sessions."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_listed", "state", "starts_at", "id"),
        CheckConstraint("closes_at > opens_at", name="registration"),
    )

    title: Mapped[str] = mapped_column(String(60))
    activity_kind: Mapped[ActivityKind]
    summary: Mapped[str] = mapped_column(Text)
    organiser: Mapped[str] = mapped_column(String(60))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    rules_data: Mapped[str] = mapped_column(Text)
    state: Mapped[ActivityState] = mapped_column(default=ActivityState.DRAFT)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    venue_id: Mapped[UUID | None] = mapped_column(ForeignKey("venues.id"), default=None)
    place_name: Mapped[str] = mapped_column(String(80), default="")
    street_code: Mapped[str | None] = mapped_column(String(9), default=None)
    community_code: Mapped[str | None] = mapped_column(String(12), index=True, default=None)
    lng: Mapped[float | None] = mapped_column(default=None)
    lat: Mapped[float | None] = mapped_column(default=None)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default_factory=list)
    contact: Mapped[str] = mapped_column(String(60), default="")
    photo_id: Mapped[UUID | None] = mapped_column(default=None)
    is_sample: Mapped[bool] = mapped_column(default=False)
    stars_total: Mapped[int] = mapped_column(default=0)
    stars_count: Mapped[int] = mapped_column(default=0)
    place_revision: Mapped[int] = mapped_column(default=0)
    by_draw: Mapped[bool] = mapped_column(default=False)
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="activity", init=False, order_by="Session.starts_at"
    )

    @property
    def rules(self) -> BookingRules:
        return rules_in(self.rules_data)


class Session(Bookable, kw_only=True):
    """What is registered for: one date, or a series of them attended together."""

    __tablename__ = "activity_sessions"
    __mapper_args__ = {"polymorphic_identity": BookableKind.SESSION.value}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(
        ForeignKey("bookables.id"), primary_key=True, default_factory=new_id
    )
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    title: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    draw_id: Mapped[UUID | None] = mapped_column(ForeignKey("draws.id"), default=None)
    activity: Mapped[Activity] = relationship(back_populates="sessions", init=False)
    meetings: Mapped[list["Meeting"]] = relationship(
        init=False, order_by="Meeting.starts_at", cascade="all, delete-orphan"
    )

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class Meeting(Model):
    """One date of a session."""

    __tablename__ = "activity_meetings"
    __table_args__ = (
        UniqueConstraint("session_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="span"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_sessions.id"), init=False)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


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


class Closure(Model):
    """A stretch of time in which the venue is closed or kept for something else."""

    __tablename__ = "venue_closures"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="span"),)

    venue_id: Mapped[UUID] = mapped_column(ForeignKey("venues.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))
    meeting_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("activity_meetings.id"), index=True, default=None
    )
    lifted_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


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


class Feed(Model):
    """The private calendar address of a resident: sealed, and found by its hash."""

    __tablename__ = "venue_feeds"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token: Mapped[str | None] = mapped_column(Encrypted, default=None)


class ActivityMessage(Model):
    """What an organiser wrote to those who come."""

    __tablename__ = "activity_messages"

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activities.id"), index=True)
    session_id: Mapped[UUID | None]
    text: Mapped[str] = mapped_column(String(500))
    by_id: Mapped[UUID]
    told: Mapped[int] = mapped_column(default=0)
