"""A booking that moves to another slot, or shrinks, in one step: nobody can come in between."""

import logging
from datetime import datetime
from uuid import UUID

from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.ids import digits
from weijiayuan.venues.errors import (
    AlreadyBooked,
    NotFewer,
    NotMovable,
    SlotClosed,
    SlotFull,
    TooLateToCancel,
)
from weijiayuan.venues.models import Booking
from weijiayuan.venues.queries import booking_limit_checks, bookings, slot_status
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.rules.states import OCCUPYING, WORDS, BookingState
from weijiayuan.venues.service import (
    bookable_targets,
    booking,
    booking_rule_checks,
    capacity_allocation,
    notifications,
)
from weijiayuan.venues.service.bookable_targets import Target
from weijiayuan.venues.service.booking import BookingRequest

logger = logging.getLogger(__name__)

MOVABLE = {BookingState.CONFIRMED, BookingState.PENDING}
SHRINKABLE = OCCUPYING - {BookingState.CHECKED_IN}


def move(
    booking_id: UUID,
    name: SlotName,
    *,
    people: int | None = None,
    seat: int | None = None,
    by: UUID,
    now: datetime,
) -> Booking:
    """Give up a slot and take another in one step, or keep what one has.

    Who approved has approved that slot for so many people: another slot, or more of them, is asked
    for anew, from the first step.

    Raises `NotMovable`, `TooLateToCancel`, and whatever booking the other slot raises.
    """
    bookable_targets.of_slot(name)  # a slot that is not there is said to be so before any lock
    found, before = _opened(booking_id, name.venue_id, by=by)
    target, _ = bookable_targets.of_slot(name)
    size = people or found.people
    _check(found, target, size, now=now)
    claims.release([found.id])
    db.session.flush()
    _take(found, target, size, seat=seat)
    asks_more = _asks_more(found, target, size)
    _rewrite(found, target, size)
    if asks_more:
        _ask_again(found, target, now=now)
    db.session.flush()
    capacity_allocation.settle(before, now=now)
    is_asked = found.state is BookingState.PENDING
    template = "venues_moved_pending" if is_asked else "venues_moved"
    notifications.notify_change(
        found, target, template, now=now, again=f":{found.revision}", pin=found.code
    )
    logger.info("booking moved", extra={"booking_id": str(found.id)})
    return found


def _opened(booking_id: UUID, venue_id: UUID, *, by: UUID) -> tuple[Booking, Target]:
    """Return the booking and its slot under the locks: the person, both venues, the booking."""
    found = bookings.booking(booking_id, of=by)
    before = bookable_targets.of_booking(found)
    booking_limit_checks.lock_person(by)
    claims.lock_all({found.bookable_id, venue_id})
    db.session.refresh(found, with_for_update=True)
    return found, before


def _check(found: Booking, target: Target, size: int, *, now: datetime) -> None:
    if found.state not in MOVABLE or target.venue is None:
        raise NotMovable(state=WORDS[found.state])
    if found.state is BookingState.CONFIRMED and now > found.cancel_until:
        raise TooLateToCancel(cancel_until=found.cancel_until)
    elsewhere = target.bookable_id != found.bookable_id
    if elsewhere and target.rules.approval is not rules.Approval.NONE:
        raise NotMovable(state=WORDS[found.state])
    booking_rule_checks.is_open(target, now=now)
    booking_rule_checks.party(target, size, group_name=found.group_name)
    booking.attending(target, BookingRequest(member_id=found.member_id), by=found.resident_id)
    booking_rule_checks.person(
        target, found.resident_id, attendee_id=found.attendee_id, now=now, besides=found.id
    )
    same = (target.bookable_id, target.span.starts_at) == (found.bookable_id, found.starts_at)
    if not same and bookings.is_living(
        target.bookable_id, target.span.starts_at, found.attendee_id
    ):
        raise AlreadyBooked


def _take(found: Booking, target: Target, size: int, *, seat: int | None) -> None:
    """Take the places of the other slot, which are the line's if anybody waits."""
    standing = slot_status.look(target.bookable_id, target.span)
    if standing.is_closed:
        raise SlotClosed
    line = slot_status.unsettled(target.bookable_id, target.span)
    if any(one.state is BookingState.WAITING for one in line):
        raise SlotFull
    capacity_allocation.take(
        target.bookable_id,
        target.span,
        capacity=standing.capacity,
        places=target.places_for(size),
        holder_id=found.id,
        seat=seat,
    )


def _asks_more(found: Booking, target: Target, size: int) -> bool:
    """Say whether the move asks for what nobody has approved: another slot, or more people."""
    same = (target.bookable_id, target.span.starts_at) == (found.bookable_id, found.starts_at)
    return not same or size > found.people


def _ask_again(found: Booking, target: Target, *, now: datetime) -> None:
    """Let the keeper decide from the first step, by the rules as they are now.

    A date of a standing booking stands for itself from now on: whoever approves the dates
    together has not seen this one.
    """
    found.first_approved_by = found.series_id = None
    needed = booking.state_once_accepted(target, found.attendee_id)
    if found.state is BookingState.CONFIRMED and needed is BookingState.PENDING:
        found.move_to(BookingState.PENDING, now=now)
    found.until = rules.kept_until(target.rules, target.span, state=found.state, now=now)


def _rewrite(found: Booking, target: Target, size: int) -> None:
    day = local_date(target.span.starts_at)
    while day != found.day and bookings.has_code(day, found.code):
        found.code = digits(6)
    found.bookable_id, found.day = target.bookable_id, day
    found.starts_at, found.ends_at = target.span.starts_at, target.span.ends_at
    found.people, found.places = size, target.places_for(size)
    found.cancel_until, found.missing_at = target.cancel_until, target.missing_at
    found.reminded_day = found.reminded_soon = found.is_kept = False
    found.line_number = None
    found.revision += 1


def shrink(booking_id: UUID, people: int, *, by: UUID, now: datetime) -> Booking:
    """Let fewer come than were booked; the places go to those who wait.

    Raises `NotFewer` or `NotMovable`.
    """
    target, found = booking.opened(booking_id, of=by)
    if found.state not in SHRINKABLE:
        raise NotMovable(state=WORDS[found.state])
    if not 0 < people < found.people:
        raise NotFewer(fields={"people": [NotFewer.code]})
    found.people, found.places = people, target.places_for(people)
    found.revision += 1
    claims.give_back_some(found.id, left=found.places)
    capacity_allocation.settle(target, now=now)
    return found
