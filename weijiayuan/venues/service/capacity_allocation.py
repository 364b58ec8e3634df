"""Taking places, giving them back, and passing them down the line. All of it under the lock."""

import logging
from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from uuid import UUID

from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.errors import Closed, NoPlaceLeft
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import SeatTaken, SlotClosed, SlotFull
from weijiayuan.venues.models import Booking
from weijiayuan.venues.queries import slot_status
from weijiayuan.venues.rules import waiting_list
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.vocabulary import Holder
from weijiayuan.venues.service import notifications
from weijiayuan.venues.service.bookable_targets import Target

logger = logging.getLogger(__name__)


def take(
    bookable_id: UUID,
    span: Span,
    *,
    capacity: int,
    places: int,
    holder_id: UUID,
    holder: Holder = Holder.BOOKING,
    taken: Collection[int] | None = None,
    seat: int | None = None,
) -> None:
    """Claim so many places for a holder, or the very seat. Raises `SlotFull` or `SlotClosed`.

    Raises `SeatTaken` when the seat that was named is.
    """
    try:
        claims.take(
            bookable_id,
            span,
            capacity=capacity,
            places=places,
            holder=holder.value,
            holder_id=holder_id,
            taken=taken,
            seat=seat,
        )
    except Closed as why:
        raise SlotClosed from why
    except NoPlaceLeft as why:
        raise (SlotFull if seat is None else SeatTaken) from why


def settle(target: Target, *, now: datetime) -> list[Booking]:
    """Clear what has lapsed over the slot, offer what is free, return who waits for it still.

    The lock is held. Whatever a worker should have done by now is done, once. Lines are those of
    every slot that overlaps this one: hours may have been cut otherwise when people joined them.
    """
    db.session.flush()
    unsettled = slot_status.unsettled(target.bookable_id, target.span)
    for booking in unsettled:
        if booking.until is not None and booking.until <= now:
            lapse(booking, target.over(booking.span), now=now)
    waiting = [one for one in unsettled if one.state is BookingState.WAITING]
    for span, line in groupby(waiting, key=lambda one: one.span):
        promote(list(line), target.over(span), now=now)
    return [one for one in waiting if one.state is BookingState.WAITING and one.span == target.span]


def lapse(booking: Booking, target: Target, *, now: datetime) -> None:
    """End what nobody accepted, confirmed or approved in time, and give its places back."""
    booking.move_to(BookingState.LAPSED, now=now)
    claims.release([booking.id])
    notifications.notify_change(booking, target, "venues_lapsed", now=now)
    logger.info("booking lapsed", extra={"booking_id": str(booking.id)})


def promote(waiting: list[Booking], target: Target, *, now: datetime) -> None:
    """Offer the free places to those first in the line; close the line when it is too late."""
    until = waiting_list.offer_until(
        now=now, accept_minutes=target.rules.offer_minutes, closes_at=target.closes_at
    )
    if until is None:
        for booking in waiting:
            lapse(booking, target, now=now)
        return
    taken = slot_status.taken_seats(target.bookable_id, target.span)
    free = 0 if 0 in taken else target.capacity - len(taken)
    by_id = {one.id: one for one in waiting}
    for waiter in waiting_list.offers(slot_status.waiters(waiting), free):
        offer(by_id[waiter.booking_id], target, until=until, now=now)


def offer(booking: Booking, target: Target, *, until: datetime, now: datetime) -> None:
    """Keep places for the next in the line until they accept."""
    take(
        target.bookable_id,
        target.span,
        capacity=target.capacity,
        places=booking.places,
        holder_id=booking.id,
    )
    booking.move_to(BookingState.OFFERED, now=now)
    booking.until = until
    notifications.notify_change(booking, target, "venues_offered", now=now, until=until)
    logger.info("place offered", extra={"booking_id": str(booking.id)})


def give_back(booking: Booking, target: Target, *, now: datetime) -> None:
    """Release the places of a booking that ended, and pass them on at once."""
    claims.release([booking.id])
    settle(target, now=now)
