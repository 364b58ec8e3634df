"""Standing bookings of groups: every Tuesday at seven, holidays skipped, one who answers for it.

The dates that can be had are kept at once and wait for the keeper, who approves or refuses them
together. A date that cannot be had is named with its reason and holds nothing up.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from weijiayuan.audit import service as audit
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db
from weijiayuan.kernel.clock import CHINA
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.opening_hours import DayKind, spans_between
from weijiayuan.venues.errors import (
    GroupNotAllowed,
    NotYourVenue,
    SeriesDecided,
    SeriesMalformed,
    SeriesNotFound,
    VenueNotFound,
)
from weijiayuan.venues.models import Booking, Series, Venue
from weijiayuan.venues.queries import booking_limit_checks, bookings, slot_status, slots
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules.states import CANCELLABLE, BookingState
from weijiayuan.venues.rules.vocabulary import SeriesState
from weijiayuan.venues.service import (
    bookable_targets,
    booking,
    booking_rule_checks,
    capacity_allocation,
    notifications,
)
from weijiayuan.venues.service.bookable_targets import Target
from weijiayuan.venues.service.booking import BookingRequest
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)

LONGEST = timedelta(days=184)
WEEK = timedelta(weeks=1)


class DateState(StrEnum):
    """What becomes of one date of a standing booking."""

    FREE = "free"
    HOLIDAY = "holiday"
    NO_SLOT = "no_slot"
    CLOSED = "closed"
    FULL = "full"
    OVERLAPS = "overlaps"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The weekly slot a group asks for: its weekday and wall-clock start, from day to day."""

    venue_id: UUID
    weekday: int
    starts: str
    first_day: date
    last_day: date
    people: int
    group_name: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """One date and what becomes of it; `span` is None where the venue has no such slot."""

    day: date
    state: DateState
    span: Span | None


def dates(wanted: Wanted, *, by: UUID, now: datetime) -> list[Dated]:
    """Return every date of a standing booking and whether it can be had, changing nothing.

    Raises `VenueNotFound`, `GroupNotAllowed`, `SeriesMalformed`.
    """
    venue = _checked(wanted, now=now)
    day = wanted.first_day + timedelta(days=(wanted.weekday - wanted.first_day.isoweekday()) % 7)
    found = []
    while day <= wanted.last_day:
        found.append(_dated(venue, day, wanted, by=by, now=now))
        day += WEEK
    return found


def _checked(wanted: Wanted, *, now: datetime) -> Venue:
    venue = db.session.get(Venue, wanted.venue_id)
    if venue is None:
        raise VenueNotFound
    if not venue.rules.for_groups:
        raise GroupNotAllowed
    if not timedelta(0) <= wanted.last_day - wanted.first_day <= LONGEST:
        raise SeriesMalformed(fields={"last_day": [SeriesMalformed.code]})
    booking_rule_checks.party(
        bookable_targets.of_venue(venue, Span(now, now)), wanted.people, group_name="group"
    )
    return venue


def _dated(venue: Venue, day: date, wanted: Wanted, *, by: UUID, now: datetime) -> Dated:
    calendar = slots.day_kinds(slots.face_of(venue).calendar)
    made = spans_between(venue.timetable, day, day, calendar=calendar)
    at = [span for span in made if f"{span.starts_at.astimezone(CHINA):%H:%M}" == wanted.starts]
    if not at or at[0].starts_at <= now:
        holiday = calendar(day) is DayKind.HOLIDAY
        return Dated(day, DateState.HOLIDAY if holiday else DateState.NO_SLOT, None)
    target = bookable_targets.of_venue(venue, at[0])
    return Dated(day, _state(target, wanted, by=by), at[0])


def _state(target: Target, wanted: Wanted, *, by: UUID) -> DateState:
    standing = slot_status.look(target.bookable_id, target.span)
    if standing.is_closed:
        return DateState.CLOSED
    if standing.free < target.places_for(wanted.people) or standing.unsettled:
        return DateState.FULL
    own = booking_limit_checks.record(by, target.span).own
    return DateState.OVERLAPS if rules.overlapping(target.span, own) else DateState.FREE


def ask(wanted: Wanted, *, by: UUID, now: datetime) -> tuple[Series, list[Dated]]:
    """Keep every date that can be had until the keeper decides. Raises what `dates` does.

    Raises `SeriesMalformed` when there is none.
    """
    _checked(wanted, now=now)
    booking_limit_checks.lock_person(by)
    claims.lock(wanted.venue_id)
    found = dates(wanted, by=by, now=now)
    free = [one for one in found if one.state is DateState.FREE]
    if not free:
        raise SeriesMalformed(fields={"first_day": [SeriesMalformed.code]})
    series = Series(
        venue_id=wanted.venue_id,
        resident_id=by,
        group_name=wanted.group_name,
        purpose=wanted.purpose,
        weekday=wanted.weekday,
        starts=wanted.starts,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        people=wanted.people,
    )
    db.session.add(series)
    db.session.flush()
    for one in free:
        _keep(series, one, now=now)
    logger.info("standing booking asked", extra={"series_id": str(series.id), "dates": len(free)})
    return series, found


def _keep(series: Series, one: Dated, *, now: datetime) -> None:
    assert one.span is not None
    venue = db.session.get_one(Venue, series.venue_id)
    target = bookable_targets.of_venue(venue, one.span)
    request = BookingRequest(
        people=series.people, purpose=series.purpose, group_name=series.group_name
    )
    made = booking.write(
        target,
        request,
        BookingState.PENDING,
        by=series.resident_id,
        member=None,
        now=now,
        series_id=series.id,
    )
    capacity_allocation.take(
        venue.id, one.span, capacity=venue.capacity, places=made.places, holder_id=made.id
    )
    notifications.update_matter(made, target.title, now=now)


def decide(series_id: UUID, *, approve: bool, reason: str, keeper: Keeper, now: datetime) -> Series:
    """Approve or refuse all dates of a standing booking together, and tell who answers for it.

    Raises `SeriesNotFound`, `NotYourVenue`, `SeriesDecided`.
    """
    series = _opened(series_id)
    venue = db.session.get_one(Venue, series.venue_id)
    if not keeper.keeps(venue):
        raise NotYourVenue
    if series.state is not SeriesState.PENDING:
        raise SeriesDecided
    pending = [one for one in _bookings(series) if one.state is BookingState.PENDING]
    if not pending:
        raise SeriesDecided
    series.state = SeriesState.APPROVED if approve else SeriesState.REFUSED
    series.reason = reason
    state = BookingState.CONFIRMED if approve else BookingState.REFUSED
    for one in pending:
        _settle(one, state, reason=reason, now=now)
    notifications.notify(
        pending[0],
        bookable_targets.of_booking(pending[0]),
        f"venues_series_{series.state.value}",
        now=now,
        count=len(pending),
        reason=reason,
    )
    audit.record("venues.series_decided", subject_kind="venue", subject_id=venue.id)
    return series


def _settle(one: Booking, state: BookingState, *, reason: str, now: datetime) -> None:
    target = bookable_targets.of_booking(one)
    one.move_to(state, now=now, reason="" if state is BookingState.CONFIRMED else reason)
    notifications.update_matter(one, target.title, now=now)
    if state is not BookingState.CONFIRMED:
        capacity_allocation.give_back(one, target, now=now)


def cancel(series_id: UUID, *, by: UUID, now: datetime) -> Series:
    """Give up every date that is still to come. Raises `SeriesNotFound`."""
    series = _opened(series_id)
    if series.resident_id != by:
        raise SeriesNotFound
    if series.state in {SeriesState.REFUSED, SeriesState.CANCELLED}:
        return series
    series.state = SeriesState.CANCELLED
    for one in _bookings(series):
        if one.state in CANCELLABLE and now <= one.cancel_until:
            _settle(one, BookingState.CANCELLED, reason="", now=now)
    return series


def _opened(series_id: UUID) -> Series:
    found = db.session.get(Series, series_id)
    if found is None:
        raise SeriesNotFound
    booking_limit_checks.lock_person(found.resident_id)
    claims.lock(found.venue_id)
    db.session.refresh(found, with_for_update=True)
    return found


def _bookings(series: Series) -> Sequence[Booking]:
    return db.session.scalars(
        select(Booking)
        .where(Booking.series_id == series.id)
        .order_by(Booking.starts_at)
        .with_for_update(of=Booking)
    ).all()


def mine(resident_id: UUID) -> Sequence[Series]:
    """Return somebody's standing bookings, the newest first."""
    wanted = select(Series).filter_by(resident_id=resident_id).order_by(Series.id.desc())
    return db.session.scalars(wanted.limit(50)).all()


def of_venues(venue_ids: Sequence[UUID]) -> Sequence[Series]:
    """Return the standing bookings of some venues that wait for a decision, the oldest first."""
    wanted = select(Series).where(
        Series.venue_id.in_(venue_ids), Series.state == SeriesState.PENDING
    )
    return db.session.scalars(wanted.order_by(Series.id).limit(200)).all()


def bookings_of(series_id: UUID) -> Sequence[Booking]:
    """Return the dates of a standing booking."""
    return bookings.of_series(series_id)
