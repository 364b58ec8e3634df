"""What keepers do: close, open again, change hours and rules, approve. Nothing orphans a booking.

Bookings in the way of a change are listed first. The keeper then says what becomes of them: kept
as they are, or called off, with a notice to each person.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from weijiayuan.audit import service as audit
from weijiayuan.capacity_claims import occupancy_queries as occupancy
from weijiayuan.capacity_claims import room_occupancy
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.service import WHOLE_CLOSED, WHOLE_KEPT
from weijiayuan.db import db
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Timetable
from weijiayuan.venues.errors import (
    CapacityTaken,
    ClosureNotFound,
    HoursMalformed,
    KeptForActivity,
    NotPending,
    NotYourVenue,
    PeriodMalformed,
    RequestChanged,
    RoomKept,
    RulesMalformed,
    SeatNamesMalformed,
    SecondPerson,
)
from weijiayuan.venues.models import Booking, Closure, Meeting, Venue, stored
from weijiayuan.venues.queries import bookings, closures, slots
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.states import CANCELLABLE, BookingState
from weijiayuan.venues.rules.vocabulary import Holder
from weijiayuan.venues.service import (
    bookable_targets,
    capacity_allocation,
    keeper_permissions,
    notifications,
)
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)

LONGEST_CLOSURE = timedelta(days=366)
FAR = timedelta(days=400)


class Affected(StrEnum):
    """What becomes of the bookings in the way of a change."""

    KEEP = "keep"
    CALL_OFF = "call_off"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a venue is kept for: an activity, or a meeting of residents."""

    venue_id: UUID
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Change:
    """A closure, or none when only hours changed, the bookings it touched, and the activities.

    These are what keeps the venue outside its new hours: they stand until their organisers move
    them or call them off.
    """

    closure: Closure | None
    affected: Sequence[Booking]
    activities: Sequence[Kept] = ()


def check_period(span: Span) -> None:
    """Raise `PeriodMalformed` unless the span runs forward and for at most a year."""
    if not timedelta(0) < span.ends_at - span.starts_at <= LONGEST_CLOSURE:
        raise PeriodMalformed


def close(
    venue_id: UUID, span: Span, *, reason: str, affected: Affected, keeper: Keeper, now: datetime
) -> Change:
    """Close a venue for a while. Who waits is told at once; who has booked, as the keeper says.

    Raises `KeptForActivity` when an activity is held there: its people are told by calling it off.
    """
    check_period(span)
    venue = keeper_permissions.venue_of(keeper, venue_id)
    claims.lock(venue.id)
    check_kept_for_nothing(venue, span, now=now)
    closure = write_closure(venue, span, reason=reason)
    standing = bookings.standing(venue.id, span)
    touched = resolve(standing, affected, reason=reason, now=now)
    audit.record("venues.closed", subject_kind="venue", subject_id=venue.id, affected=len(touched))
    logger.info("venue closed", extra={"venue_id": str(venue.id), "affected": len(touched)})
    return Change(closure, touched)


def check_kept_for_nothing(venue: Venue, span: Span, *, now: datetime) -> None:
    """Raise `KeptForActivity` for an activity, or what another service holds there then."""
    if there := kept_for(venue, span, now=now):
        raise KeptForActivity(title=there[0].title)


def kept_for(venue: Venue, span: Span, *, now: datetime) -> list[Kept]:
    """Return what a venue is kept for: activities, and what other services hold there."""
    ours = closures.for_activities(venue.id, span)
    return [
        *(Kept(venue.id, one.reason, one.span) for one in ours),
        *(Kept(venue.id, one.title, one.span) for one in of_others(venue, span, now=now)),
    ]


def of_others(venue: Venue, span: Span, *, now: datetime) -> list[room_occupancy.Occupant]:
    """Return what other services hold in a venue: a meeting of residents."""
    return room_occupancy.occupants(venue.id, span, now=now, but=[one.value for one in Holder])


def close_all(
    venue_ids: Collection[UUID],
    span: Span,
    *,
    reason: str,
    affected: Affected,
    keeper: Keeper,
    now: datetime,
) -> list[Change]:
    """Close several venues at once, all or none: a holiday, a power cut, a typhoon."""
    return [
        close(one, span, reason=reason, affected=affected, keeper=keeper, now=now)
        for one in sorted(set(venue_ids))
    ]


def keep_for_meeting(venue: Venue, meeting: Meeting, *, title: str) -> Closure:
    """Keep the whole of a venue for one date of an activity. The lock is held.

    Raises `RoomKept` when something else has it: the constraint has the last word.
    """
    closure = _closure_row(venue, meeting.span, reason=title, meeting_id=meeting.id)
    held = claims.insert_claims(
        venue.id,
        meeting.span,
        seats=[WHOLE_KEPT],
        holder=Holder.CLOSURE.value,
        holder_id=closure.id,
    )
    if not held:
        raise RoomKept(title=room_occupancy.SOMEBODY, starts_at=meeting.starts_at)
    return closure


def write_closure(venue: Venue, span: Span, *, reason: str) -> Closure:
    """Write a closure and the claim that stands for it. The lock is held."""
    closure = _closure_row(venue, span, reason=reason)
    start = occupancy.free_start(venue.id, span)
    claims.insert_claims(
        venue.id,
        Span(start, span.ends_at),
        seats=[WHOLE_CLOSED],
        holder=Holder.CLOSURE.value,
        holder_id=closure.id,
    )
    return closure


def _closure_row(
    venue: Venue, span: Span, *, reason: str, meeting_id: UUID | None = None
) -> Closure:
    closure = Closure(
        venue_id=venue.id,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        reason=reason,
        meeting_id=meeting_id,
    )
    db.session.add(closure)
    db.session.flush()
    return closure


def resolve(
    standing: Iterable[Booking], affected: Affected, *, reason: str, now: datetime
) -> list[Booking]:
    """Call off those who wait or were offered a place, and those who booked if the keeper says so.

    Returns who booked.
    """
    booked: list[Booking] = []
    for booking in standing:
        if booking.state is BookingState.CHECKED_IN:
            continue
        hopes = booking.state in {BookingState.WAITING, BookingState.OFFERED}
        if not hopes:
            booked.append(booking)
        if affected is Affected.CALL_OFF or hopes:
            call_off(booking, reason=reason, now=now)
        else:
            booking.is_kept = True
            target = bookable_targets.of_booking(booking)
            notifications.notify(booking, target, "venues_kept", now=now, reason=reason)
    return booked


def call_off(booking: Booking, *, reason: str, now: datetime) -> None:
    """End somebody's booking from the venue's side, tell them why, and free the places."""
    db.session.refresh(booking, with_for_update=True)
    if booking.state not in CANCELLABLE:
        return
    target = bookable_targets.of_booking(booking)
    booking.move_to(BookingState.CALLED_OFF, now=now, reason=reason)
    claims.release([booking.id])
    notifications.notify_change(booking, target, "venues_called_off", now=now, reason=reason)


def reopen(closure_id: UUID, *, keeper: Keeper, now: datetime) -> Closure:
    """Lift a closure. Lifting it twice is harmless.

    Raises `KeptForActivity` for one that a published activity needs; calling that off lifts it.
    """
    closure = db.session.get(Closure, closure_id)
    if closure is None:
        raise ClosureNotFound
    venue = keeper_permissions.venue_of(keeper, closure.venue_id)
    claims.lock(venue.id)
    db.session.refresh(closure)
    if closure.meeting_id is not None and closure.lifted_at is None:
        raise KeptForActivity(title=closure.reason)
    closure.lifted_at = closure.lifted_at or now
    claims.release([closure.id])
    settle_all(venue, closure.span, now=now)
    audit.record("venues.reopened", subject_kind="venue", subject_id=venue.id)
    return closure


def settle_all(venue: Venue, within: Span, *, now: datetime) -> None:
    """Offer what has become free to everybody who waits in a stretch of time. The lock is held."""
    waiting = [
        one
        for one in bookings.standing(venue.id, within)
        if one.state is BookingState.WAITING and one.starts_at > now
    ]
    for span in sorted({one.span for one in waiting}, key=lambda one: one.starts_at):
        capacity_allocation.settle(bookable_targets.of_venue(venue, span), now=now)


def orphans(venue: Venue, timetable: Timetable, *, now: datetime) -> list[Booking]:
    """Return the coming bookings that a new timetable has no slot for."""
    coming = bookings.standing(venue.id, Span(now, now + FAR))
    calendar = slots.day_kinds(slots.face_of(venue).calendar)
    made: dict[object, set[Span]] = {}
    for booking in coming:
        day = local_date(booking.starts_at)
        if day not in made:
            made[day] = set(hours.spans_between(timetable, day, day, calendar=calendar))
    return [one for one in coming if one.span not in made[local_date(one.starts_at)]]


def hours_broken(venue_id: UUID, span: Span) -> str:
    """Return a venue's hours in words where it is not open all through the span, else nothing."""
    venue = db.session.get_one(Venue, venue_id)
    calendar = slots.day_kinds(slots.face_of(venue).calendar)
    if venue.timetable.is_open(span, calendar):
        return ""
    return "，".join(hours.sentences(venue.timetable))


def outside(venue: Venue, timetable: Timetable, *, now: datetime) -> list[Kept]:
    """Return what a venue is kept for at times to come that a timetable has it shut."""
    calendar = slots.day_kinds(slots.face_of(venue).calendar)
    kept = kept_for(venue, Span(now, now + FAR), now=now)
    return [one for one in kept if not timetable.is_open(one.span, calendar)]


def check_hours(timetable: Timetable) -> None:
    """Raise `HoursMalformed` with everything that cannot be meant."""
    if faults := timetable.faults():
        raise HoursMalformed(fields={"hours": [f"venues.fault_{code}" for code in faults]})


def change_hours(
    venue_id: UUID, timetable: Timetable, *, affected: Affected, keeper: Keeper, now: datetime
) -> Change:
    """Give a venue other hours. Bookings that no slot is left for are kept or called off."""
    check_hours(timetable)
    venue = keeper_permissions.venue_of(keeper, venue_id)
    claims.lock(venue.id)
    timetable = replace(timetable, last_day=venue.last_day)
    lost = orphans(venue, timetable, now=now)
    venue.timetable_data = stored(hours.to_data(timetable))
    touched = resolve(lost, affected, reason="开放时间调整", now=now)
    held = outside(venue, timetable, now=now)
    audit.record("venues.hours_changed", subject_kind="venue", subject_id=venue.id)
    logger.info("hours changed", extra={"venue_id": str(venue.id), "affected": len(touched)})
    return Change(None, touched, held)


def change_rules(
    venue_id: UUID,
    given: BookingRules,
    *,
    capacity: int,
    seat_names: Sequence[str] | None = None,
    keeper: Keeper,
    now: datetime,
) -> Venue:
    """Change booking rules and capacity. More places go to those who wait first.

    `seat_names` are what the places are called, such as courts: one for each, or none at all.
    Raises `CapacityTaken` when more is booked than would be left.
    """
    if faults := rules.faults(given):
        raise RulesMalformed(fields={"rules": [f"venues.fault_{code}" for code in faults]})
    venue = keeper_permissions.venue_of(keeper, venue_id)
    claims.lock(venue.id)
    if not claims.shrink(venue.id, capacity, now=now):
        taken, at = occupancy.most_at_once(venue.id, since=now)
        raise CapacityTaken(taken=taken, starts_at=at)
    if seat_names is not None:
        if len(seat_names) not in {0, capacity}:
            raise SeatNamesMalformed(fields={"seat_names": [SeatNamesMalformed.code]})
        venue.seat_names = list(seat_names)
    elif len(venue.seat_names) != capacity:
        venue.seat_names = []
    venue.capacity, venue.rules_data = capacity, stored(rules.to_data(given))
    db.session.flush()
    settle_all(venue, Span(now, now + FAR), now=now)
    audit.record("venues.rules_changed", subject_kind="venue", subject_id=venue.id)
    return venue


def _pending(
    booking_id: UUID, *, keeper: Keeper, now: datetime
) -> tuple[bookable_targets.Target, Booking]:
    booking = bookings.booking(booking_id, of=None)
    subject = keeper_permissions.subject_of(booking)
    if not keeper.keeps(subject):
        raise NotYourVenue
    target = bookable_targets.of_booking(booking)
    claims.lock(target.bookable_id)
    db.session.refresh(booking, with_for_update=True)
    if booking.state is not BookingState.PENDING or (booking.until and booking.until <= now):
        raise NotPending
    return target, booking


def approve(booking_id: UUID, *, revision: int, keeper: Keeper, now: datetime) -> Booking:
    """Approve a request as it was read. Raises `NotPending` when it has lapsed or was decided.

    Raises `RequestChanged` for a slot or a number of people that nobody has looked at.
    Where two people decide, the first approval leaves it pending with a new term, and the second
    must be somebody else's: `SecondPerson`.
    """
    target, booking = _pending(booking_id, keeper=keeper, now=now)
    if booking.revision != revision:
        raise RequestChanged
    if target.rules.approval is rules.Approval.TWO_STEP:
        if booking.first_approved_by is None:
            return _approve_first(target, booking, keeper=keeper, now=now)
        if booking.first_approved_by == keeper.id:
            raise SecondPerson
    booking.move_to(BookingState.CONFIRMED, now=now)
    notifications.notify_change(booking, target, "venues_confirmed", now=now, pin=booking.code)
    audit.record("venues.approved", subject_kind="booking", subject_id=booking.id)
    return booking


def _approve_first(
    target: bookable_targets.Target, booking: Booking, *, keeper: Keeper, now: datetime
) -> Booking:
    booking.first_approved_by = keeper.id
    booking.until = rules.kept_until(target.rules, target.span, state=booking.state, now=now)
    notifications.notify(booking, target, "venues_first_approved", now=now)
    audit.record("venues.first_approved", subject_kind="booking", subject_id=booking.id)
    return booking


def refuse(booking_id: UUID, *, reason: str, keeper: Keeper, now: datetime) -> Booking:
    """Refuse a request with a reason; its places go to those who wait."""
    target, booking = _pending(booking_id, keeper=keeper, now=now)
    booking.move_to(BookingState.REFUSED, now=now, reason=reason)
    notifications.notify_change(booking, target, "venues_refused", now=now, reason=reason)
    capacity_allocation.give_back(booking, target, now=now)
    audit.record("venues.refused", subject_kind="booking", subject_id=booking.id)
    return booking
