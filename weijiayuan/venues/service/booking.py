"""Booking, from the request to the place, and back."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import make_transient_to_detached

from weijiayuan.accounts import queries as accounts
from weijiayuan.accounts.models import FamilyMember
from weijiayuan.accounts.rules import Role
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db, insert_new, transaction
from weijiayuan.district.current_district import district
from weijiayuan.files import service as files
from weijiayuan.files.rules import duty
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.ids import digits, new_id
from weijiayuan.venues.errors import (
    AlreadyBooked,
    LineTooLong,
    NotHeld,
    OfferOver,
    SlotClosed,
    SlotFree,
    SlotFull,
    SlotOfAnotherVenue,
    TooLateToCancel,
)
from weijiayuan.venues.models import Booking
from weijiayuan.venues.queries import booking_limit_checks, bookings, slot_status
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules import waiting_list
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.rules.states import CANCELLABLE, BookingState
from weijiayuan.venues.service import (
    bookable_targets,
    booking_rule_checks,
    capacity_allocation,
    notifications,
)
from weijiayuan.venues.service.bookable_targets import Availability, Target

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """What somebody asks for. `born` counts when an age is asked of the resident themself.

    `seat` is a certain place, such as court number 3; a contact and attachments go with a request
    for a hall.
    """

    people: int = 1
    purpose: str = ""
    member_id: UUID | None = None
    group_name: str = ""
    born: date | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    seat: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    attachments: Sequence[UUID] = ()


Lookup = Callable[[], Availability]
"""Reads what is wanted, and what stands on it, as they are now."""


def slot_lookup(name: SlotName, *, venue_id: UUID | None = None) -> Lookup:
    """Return the look at a slot of a venue.

    Raises `SlotOfAnotherVenue` when the caller named another venue than the slot's.
    """
    if venue_id is not None and venue_id != name.venue_id:
        raise SlotOfAnotherVenue
    return partial(bookable_targets.of_slot, name)


def book_slot(
    name: SlotName,
    request: BookingRequest,
    *,
    by: UUID,
    now: datetime,
    venue_id: UUID | None = None,
) -> Booking:
    """Book a slot of a venue, first come first served."""
    look = slot_lookup(name, venue_id=venue_id)
    return book(look, check_available(look, request, now=now), request, by=by, now=now)[0]


def book(
    look: Lookup, sight: Availability, request: BookingRequest, *, by: UUID, now: datetime
) -> tuple[Booking, Target]:
    """Take places for somebody, or raise the refusal that says why not.

    `sight` is what was seen first, perhaps in another transaction; the lock tells whether it
    still holds, and only if not is everything looked at again.
    """
    target, standing = sight
    member = attending(target, request, by=by)
    booking_rule_checks.person(target, by, attendee_id=attendee_of(by, member), now=now)
    if not claims.lock(target.bookable_id, seen=standing.version):
        target, standing = check_available(look, request, now=now)
    if standing.unsettled:
        if capacity_allocation.settle(target, now=now):
            raise SlotFull
        target, standing = check_available(look, request, now=now)
    booking = write(
        target, request, first_state(target, attendee_of(by, member)), by=by, member=member, now=now
    )
    capacity_allocation.take(
        target.bookable_id,
        target.span,
        capacity=target.capacity,
        places=booking.places,
        holder_id=booking.id,
        taken=standing.seats,
        seat=request.seat,
    )
    if request.attachments:
        attach(booking, target, request.attachments, owner=by, now=now)
    notifications.notify_change(
        booking, target, f"venues_{booking.state.value}", now=now, pin=booking.code
    )
    logger.info("booked", extra={"booking_id": str(booking.id), "state": booking.state.value})
    return booking, target


def check_available(look: Lookup, request: BookingRequest, *, now: datetime) -> Availability:
    """Return what the look finds, or turn people away before they queue for anything.

    Places that a lapsed hold still occupies count as free here; the lock sorts that out.
    """
    target, standing = look()
    booking_rule_checks.is_open(target, now=now)
    booking_rule_checks.party(target, request.people, group_name=request.group_name)
    booking_rule_checks.contact(target, name=request.contact_name, phone=request.contact_phone)
    if standing.is_closed:
        raise SlotClosed
    if standing.free < target.places_for(request.people) and not standing.has_lapsed(now):
        raise SlotFull
    return target, standing


def attach(
    booking: Booking, target: Target, file_ids: Sequence[UUID], *, owner: UUID, now: datetime
) -> None:
    """Make papers part of a request and show them to those who decide. Raises `FileUnusable`."""
    where = target.community_code
    kind, code = ("community", where) if where else ("district", district().code)
    files.attach(
        file_ids,
        owner=owner,
        kind="booking_paper",
        subject=booking.id,
        readers=[duty(Role.VENUE_KEEPER.value, kind, code)],
        now=now,
    )


def check_settled(look: Lookup, request: BookingRequest, *, now: datetime) -> Availability:
    """Return what `check_available` returns once nothing has lapsed that nobody settled.

    What has lapsed goes to the line first, in a transaction of its own: were it part of the
    booking, a refusal would take the offer to the next in line back.
    """
    target, standing = check_available(look, request, now=now)
    if not standing.has_lapsed(now):
        return target, standing
    with transaction():
        claims.lock(target.bookable_id)
        capacity_allocation.settle(target, now=now)
    return check_available(look, request, now=now)


def attending(target: Target, request: BookingRequest, *, by: UUID) -> FamilyMember | None:
    """Return the family member who comes, if it is one, having checked who may come at all."""
    member = accounts.family_member(request.member_id, of=by) if request.member_id else None
    booking_rule_checks.attendee(target, member=member, born=request.born)
    return member


def attendee_of(by: UUID, member: FamilyMember | None) -> UUID:
    """Return the id of who comes: the family member, or the resident."""
    return member.id if member else by


def first_state(target: Target, attendee_id: UUID) -> BookingState:
    """Return the state a new booking begins in."""
    if target.rules.hold_minutes is not None:
        return BookingState.HELD
    return state_once_accepted(target, attendee_id)


def state_once_accepted(target: Target, attendee_id: UUID) -> BookingState:
    needed = target.rules.approval is not rules.Approval.NONE and rules.needs_approval(
        target.rules,
        has_been_here=booking_limit_checks.has_been_at(attendee_id, target.bookable_id),
    )
    return BookingState.PENDING if needed else BookingState.CONFIRMED


def write(
    target: Target,
    request: BookingRequest,
    state: BookingState,
    *,
    by: UUID,
    member: FamilyMember | None,
    now: datetime,
    line_number: int | None = None,
    series_id: UUID | None = None,
) -> Booking:
    """Write the booking under a code nobody else has that day. Raises `AlreadyBooked`."""
    facts = new_row(target, request, state, by=by, member=member, now=now) | {
        "line_number": line_number,
        "series_id": series_id,
    }
    for _ in range(20):
        booking = _inserted(facts | {"id": new_id(), "code": digits(6)})
        if booking is not None:
            return booking
        if bookings.is_living(target.bookable_id, target.span.starts_at, facts["attendee_id"]):
            break
    raise AlreadyBooked


UNTOUCHED: dict[str, Any] = {
    "reason": "",
    "checked_in_at": None,
    "reminded_day": False,
    "reminded_soon": False,
    "revision": 0,
    "is_kept": False,
    "first_approved_by": None,
    "series_id": None,
}
"""What of a booking nothing has happened to yet."""


def new_row(
    target: Target,
    request: BookingRequest,
    state: BookingState,
    *,
    by: UUID,
    member: FamilyMember | None,
    now: datetime,
) -> dict[str, Any]:
    """Return the columns of a booking that is made now, but for its id, code and place in line."""
    return {
        "bookable_id": target.bookable_id,
        "resident_id": by,
        "attendee_id": attendee_of(by, member),
        "member_id": member.id if member else None,
        "starts_at": target.span.starts_at,
        "ends_at": target.span.ends_at,
        "day": local_date(target.span.starts_at),
        "people": request.people,
        "places": target.places_for(request.people),
        "state": state,
        "cancel_until": target.cancel_until,
        "missing_at": target.missing_at,
        "purpose": request.purpose,
        "group_name": request.group_name,
        "answers": request.answers,
        "until": rules.kept_until(target.rules, target.span, state=state, now=now),
        "created_at": now,
        "changed_at": now,
        "contact_name": request.contact_name or None,
        "contact_phone": request.contact_phone or None,
        "attachments": [str(one) for one in request.attachments],
    } | UNTOUCHED


def _inserted(row: dict[str, Any]) -> Booking | None:
    """Insert a booking unless its code or its attendee's place in the slot is taken."""
    if not insert_new(Booking, [row]):
        return None
    booking = Booking(**row)
    make_transient_to_detached(booking)
    db.session.add(booking)
    return booking


def join_line(look: Lookup, request: BookingRequest, *, by: UUID, now: datetime) -> Booking:
    """Put somebody at the end of the line of a full slot. Raises `SlotFree` when there is room."""
    target, seen = look()
    booking_rule_checks.is_open(target, now=now)
    booking_rule_checks.party(target, request.people, group_name=request.group_name)
    if seen.is_closed:
        raise SlotClosed
    member = attending(target, request, by=by)
    booking_rule_checks.person(target, by, attendee_id=attendee_of(by, member), now=now)
    claims.lock(target.bookable_id)
    target, standing = look()
    booking_rule_checks.is_open(target, now=now)
    if standing.is_closed:
        raise SlotClosed
    waiting = capacity_allocation.settle(target, now=now) if standing.unsettled else []
    if not waiting:
        target, standing = look()
    if not waiting and standing.free >= target.places_for(request.people):
        raise SlotFree
    if len(waiting) >= waiting_list.LONGEST_LINE:
        raise LineTooLong
    number = slot_status.last_line_number(target.bookable_id, target.span.starts_at) + 1
    booking = write(
        target, request, BookingState.WAITING, by=by, member=member, now=now, line_number=number
    )
    notifications.notify_change(
        booking, target, "venues_waiting", now=now, position=len(waiting) + 1
    )
    logger.info("waiting", extra={"booking_id": str(booking.id)})
    return booking


def accept(booking_id: UUID, *, by: UUID, now: datetime) -> Booking:
    """Take the place that was offered. Raises `OfferOver` when it was not taken in time."""
    return _settle_own(booking_id, BookingState.OFFERED, OfferOver, by=by, now=now)


def confirm(booking_id: UUID, *, by: UUID, now: datetime) -> Booking:
    """Confirm what was held. Raises `NotHeld` when the hold has run out."""
    return _settle_own(booking_id, BookingState.HELD, NotHeld, by=by, now=now)


def _settle_own(
    booking_id: UUID,
    state: BookingState,
    refusal: type[OfferOver | NotHeld],
    *,
    by: UUID,
    now: datetime,
) -> Booking:
    target, booking = opened(booking_id, of=by)
    if booking.state is not state or (booking.until is not None and booking.until <= now):
        raise refusal
    if state is BookingState.OFFERED and 0 in slot_status.taken_seats(
        target.bookable_id, target.span
    ):
        raise SlotClosed
    booking_rule_checks.person(
        target, by, attendee_id=booking.attendee_id, now=now, besides=booking.id
    )
    booking.move_to(state_once_accepted(target, booking.attendee_id), now=now)
    booking.until = rules.kept_until(target.rules, target.span, state=booking.state, now=now)
    notifications.notify_change(
        booking, target, f"venues_{booking.state.value}", now=now, pin=booking.code
    )
    return booking


def opened(booking_id: UUID, *, of: UUID | None) -> tuple[Target, Booking]:
    """Return a booking to change, read again under the lock.

    The person is locked before the bookable, as in `book`. Raises `BookingNotFound`.
    """
    booking = bookings.booking(booking_id, of=of)
    target = bookable_targets.of_booking(booking)
    booking_limit_checks.lock_person(booking.resident_id)
    claims.lock(target.bookable_id)
    db.session.refresh(booking, with_for_update=True)
    return target, booking


def cancel(booking_id: UUID, *, by: UUID, now: datetime) -> Booking:
    """Give a booking up. Cancelling twice is harmless. Raises `TooLateToCancel`."""
    target, booking = opened(booking_id, of=by)
    if booking.state is BookingState.CANCELLED:
        return booking
    if booking.state is BookingState.CONFIRMED and now > booking.cancel_until:
        raise TooLateToCancel(cancel_until=booking.cancel_until)
    _end(target, booking, now=now)
    notifications.notify_change(booking, target, "venues_cancelled", now=now)
    return booking


def give_up(booking_id: UUID, *, now: datetime) -> None:
    """Cancel for somebody who leaves the service, whatever the deadline says."""
    target, booking = opened(booking_id, of=None)
    if booking.state in CANCELLABLE:
        _end(target, booking, now=now)


def _end(target: Target, booking: Booking, *, now: datetime) -> None:
    booking.move_to(BookingState.CANCELLED, now=now)
    capacity_allocation.give_back(booking, target, now=now)
    logger.info("cancelled", extra={"booking_id": str(booking.id)})
