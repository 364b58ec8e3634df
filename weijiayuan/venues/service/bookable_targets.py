"""What somebody wants places of: a slot of a venue or a session of an activity, in one shape."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select

from weijiayuan.capacity_claims import occupancy_queries as occupancy
from weijiayuan.db import db, run
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import SessionNotFound, VenueNotFound
from weijiayuan.venues.models import Activity, Booking, Session, Venue, rules_in
from weijiayuan.venues.queries import booking_limit_checks, slot_status, slots
from weijiayuan.venues.queries.slot_status import SlotStatus
from weijiayuan.venues.rules import check_in_window
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.rules.vocabulary import ActivityState, BookableKind, Use, VenueKind


@dataclass(frozen=True, slots=True)
class KnownVenue:
    """What booking and its answer need of a venue, as plain values that outlive a transaction."""

    id: UUID
    name: str
    venue_kind: VenueKind
    use: Use
    people_most: int
    timetable_data: str
    rules_data: str
    community_code: str | None
    address: str
    lng: float | None
    lat: float | None
    contact: str
    seat_names: list[str]
    capacity: int

    @property
    def rules(self) -> BookingRules:
        return rules_in(self.rules_data)


@dataclass(frozen=True, slots=True)
class Target:
    """Everything the rules ask about, read once.

    `theme` is the kind that limits by kind go by; `meetings` are the times at which people must
    be there, a single one for a venue.
    """

    bookable_id: UUID
    kind: BookableKind
    subject_id: UUID
    theme: str
    title: str
    community_code: str | None
    capacity: int
    is_exclusive: bool
    people_most: int
    span: Span
    meetings: tuple[Span, ...]
    rules: BookingRules
    opens_at: datetime
    closes_at: datetime
    is_on: bool = True
    draw_id: UUID | None = None
    draw_closes_at: datetime | None = None
    venue: "Venue | KnownVenue | None" = None

    @property
    def is_session(self) -> bool:
        return self.kind is BookableKind.SESSION

    @property
    def cancel_until(self) -> datetime:
        return self.rules.cancel_until(self.span)

    @property
    def missing_at(self) -> datetime:
        """When somebody who never came is a no-show: of a series, after its last date."""
        return check_in_window.missing_after(self.meetings[-1], self.rules.late_minutes)

    def over(self, span: Span) -> "Target":
        """Return another stretch of time of the same venue; a session has only its own."""
        if span == self.span or self.venue is None:
            return self
        return of_venue(self.venue, span)

    def places_for(self, party: int) -> int:
        return 1 if self.is_exclusive else party


Availability = tuple[Target, SlotStatus]
"""What somebody wants, and what stands on it."""

VENUES = cast("Table", Venue.__table__)
KNOWN = [one.name for one in fields(KnownVenue) if one.name != "capacity"]
SLOT = (
    select(
        *(VENUES.c[name] for name in KNOWN),
        slots.CALENDAR,
        *slot_status.STANDING,
    )
    .join(occupancy.BOOKABLES, occupancy.BOOKABLES.c.id == VENUES.c.id)
    .where(VENUES.c.id == bindparam("bookable"))
)


def of_slot(name: SlotName) -> Availability:
    """Return the slot that is named and what stands on it, in one question.

    Raises `VenueNotFound` or `SlotNotFound`.
    """
    row = run(SLOT, slot_status.slot_facts(name.venue_id, name.span)).first()
    if row is None:
        raise VenueNotFound
    known, (calendar, *stands) = row[: len(KNOWN)], row[len(KNOWN) :]
    standing = slot_status.standing_in(stands)
    venue = KnownVenue(**dict(zip(KNOWN, known, strict=True)), capacity=standing.capacity)
    slots.check_slot(venue.id, venue.timetable_data, venue.rules_data, calendar, name.span)
    return of_venue(venue, name.span), standing


def of_venue(venue: Venue | KnownVenue, span: Span) -> Target:
    """Return a stretch of time of a venue, whether its hours of today cut it so or not."""
    opens_at, closes_at = venue.rules.moments_of_change(span)
    return Target(
        bookable_id=venue.id,
        kind=BookableKind.VENUE,
        subject_id=venue.id,
        theme=venue.venue_kind.value,
        title=venue.name,
        community_code=venue.community_code,
        capacity=venue.capacity,
        is_exclusive=venue.use is Use.EXCLUSIVE,
        people_most=venue.people_most,
        span=span,
        meetings=(span,),
        rules=venue.rules,
        opens_at=opens_at,
        closes_at=closes_at,
        venue=venue,
    )


def of_session(session: Session, activity: Activity) -> Target:
    """Return a session. Registration closes at the latest when it begins."""
    return Target(
        bookable_id=session.id,
        kind=BookableKind.SESSION,
        subject_id=activity.id,
        theme="activity",
        title=activity.title,
        community_code=activity.community_code,
        capacity=session.capacity,
        is_exclusive=False,
        people_most=session.capacity,
        span=session.span,
        meetings=tuple(booking_limit_checks.meeting_spans(session.id)) or (session.span,),
        rules=activity.rules,
        opens_at=activity.opens_at,
        closes_at=session.starts_at
        if activity.by_draw
        else min(activity.closes_at, session.starts_at),
        draw_id=session.draw_id,
        draw_closes_at=activity.closes_at if activity.by_draw else None,
        is_on=activity.state is ActivityState.PUBLISHED,
    )


def session_named(activity_id: UUID, session_id: UUID | None) -> tuple[Session, Activity]:
    """Return a session of an activity, the only one if none is named. Raises `SessionNotFound`."""
    wanted = (
        select(Session, Activity)
        .join(Activity, Activity.id == Session.activity_id)
        .where(Activity.id == activity_id)
    )
    if session_id is not None:
        wanted = wanted.where(Session.id == session_id)
    fresh = wanted.limit(2).execution_options(populate_existing=True)
    rows = db.session.execute(fresh).all()
    if len(rows) != 1:
        raise SessionNotFound
    return rows[0][0], rows[0][1]


def of_session_named(activity_id: UUID, session_id: UUID | None) -> Availability:
    """Return a session and what stands on it. Raises `SessionNotFound`."""
    target = of_session(*session_named(activity_id, session_id))
    standing = slot_status.look(target.bookable_id, target.span)
    return replace(target, capacity=standing.capacity), standing


def of_booking(booking: Booking) -> Target:
    """Return what a booking is for."""
    venue = db.session.get(Venue, booking.bookable_id)
    if venue is not None:
        return of_venue(venue, booking.span)
    session = db.session.get_one(Session, booking.bookable_id)
    return of_session(session, session.activity)
