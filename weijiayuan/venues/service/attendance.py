"""At the door: check-in by code or QR, people without a booking, and those who never came."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import CodeNotFound, NotConfirmed, TooEarly, VisitOver
from weijiayuan.venues.models import Booking, Visit, WalkIn
from weijiayuan.venues.queries import booking_limit_checks, bookings, slots
from weijiayuan.venues.rules import check_in_window, no_shows
from weijiayuan.venues.rules.check_in_window import Arrival
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.rules.states import WORDS, BookingState
from weijiayuan.venues.rules.vocabulary import Holder
from weijiayuan.venues.service import (
    bookable_targets,
    capacity_allocation,
    keeper_permissions,
    notifications,
)
from weijiayuan.venues.service.bookable_targets import Target
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)

ADMITTED = {BookingState.CONFIRMED, BookingState.CHECKED_IN, BookingState.NO_SHOW}
STEP = 100
ONE_DAY = timedelta(days=1)


def check_in(scanned: str, *, keeper: Keeper, now: datetime) -> tuple[Booking, bool]:
    """Admit whoever shows this code or QR today, and say whether it was the first time.

    Scanning again is harmless. Raises `CodeNotFound` for codes of other keepers' venues as well.
    """
    code = check_in_window.code_in(scanned)
    today = local_date(now)
    around = [today, today - ONE_DAY, today + ONE_DAY]
    within = slots.days(min(around), max(around))
    found = bookings.with_code(code, days=around, within=within) if code else []
    own = [one for one in found if keeper.keeps(keeper_permissions.subject_of(one))]
    todays = [one for one in own if _is_due(one, now=now)] or [
        one for one in own if one.day == today
    ]
    if not todays:
        raise CodeNotFound
    alive = [one for one in todays if one.state in ADMITTED]
    return admit((alive or todays)[0], keeper=keeper, now=now)


def _is_due(booking: Booking, *, now: datetime) -> bool:
    """Say whether people may come for it now: just before midnight, for the day that follows."""
    try:
        meeting_now(bookable_targets.of_booking(booking), now=now)
    except (TooEarly, VisitOver):
        return False
    return True


def admit(booking: Booking, *, keeper: Keeper, now: datetime) -> tuple[Booking, bool]:
    """Let somebody in, if they may come now. What is wrong with the booking is said first."""
    target = bookable_targets.of_booking(booking)
    if booking.state is BookingState.NO_SHOW:
        claims.lock(booking.bookable_id)
    db.session.refresh(booking, with_for_update=True)
    if booking.state not in ADMITTED:
        raise NotConfirmed(state=WORDS[booking.state])
    meeting = meeting_now(target, now=now)
    row = {"booking_id": booking.id, "starts_at": meeting.starts_at, "at": now, "by_id": keeper.id}
    is_first = insert_new(Visit, [row]) == 1
    if booking.state is not BookingState.CHECKED_IN:
        _come(booking, target, now=now)
    return booking, is_first


def meeting_now(target: Target, *, now: datetime) -> Span:
    """Return the meeting that people may come to at `now`. Raises `TooEarly` or `VisitOver`."""
    early, late = target.rules.early_minutes, target.rules.late_minutes
    for meeting in target.meetings:
        verdict = check_in_window.arrival(meeting, now=now, early_minutes=early, late_minutes=late)
        if verdict in {Arrival.IN_TIME, Arrival.LATE}:
            return meeting
        if verdict is Arrival.EARLY:
            raise TooEarly(starts_at=meeting.starts_at, minutes=early)
    raise VisitOver(ended_at=target.meetings[-1].ends_at)


def _come(booking: Booking, target: Target, *, now: datetime) -> None:
    """Mark somebody as there. Who was given up as missing needs places that are still free."""
    if booking.state is BookingState.NO_SHOW:
        capacity_allocation.take(
            target.bookable_id,
            target.span,
            capacity=target.capacity,
            places=booking.places,
            holder_id=booking.id,
        )
    booking.move_to(BookingState.CHECKED_IN, now=now)
    booking.checked_in_at = now
    notifications.notify_change(booking, target, "venues_checked_in", now=now)
    logger.info("checked in", extra={"booking_id": str(booking.id)})


def walk_in(name: SlotName, size: int, *, keeper: Keeper, now: datetime) -> WalkIn:
    """Count people who came without a booking, and give them places if some are free."""
    venue = keeper_permissions.venue_of(keeper, name.venue_id)
    target, _ = bookable_targets.of_slot(name)
    meeting_now(target, now=now)
    claims.lock(venue.id)
    party = WalkIn(
        id=new_id(),
        bookable_id=venue.id,
        starts_at=name.span.starts_at,
        ends_at=name.span.ends_at,
        people=size,
        by_id=keeper.id,
    )
    capacity_allocation.take(
        venue.id,
        name.span,
        capacity=venue.capacity,
        places=target.places_for(size),
        holder_id=party.id,
        holder=Holder.WALK_IN,
    )
    db.session.add(party)
    return party


def mark_missing(*, now: datetime) -> int:
    """Count as no-shows those who had not come when their time to come was over.

    The moment of the no-show is that time, whenever this runs. Returns how many there were.
    """
    due = db.session.execute(
        select(Booking.bookable_id, Booking.id)
        .where(Booking.state == BookingState.CONFIRMED, Booking.missing_at < now)
        .order_by(Booking.bookable_id, Booking.id)
        .limit(STEP)
    ).all()
    for bookable_id, rows in groupby(due, key=lambda row: row[0]):
        claims.lock(bookable_id)
        for _, booking_id in rows:
            _miss(booking_id, now=now)
    return len(due)


def _miss(booking_id: UUID, *, now: datetime) -> None:
    booking = db.session.get_one(Booking, booking_id, with_for_update=True, populate_existing=True)
    if booking.state is not BookingState.CONFIRMED:
        return
    target = bookable_targets.of_booking(booking)
    booking.move_to(BookingState.NO_SHOW, now=now)
    db.session.flush()
    _tell_missing(booking, target, booking_limit_checks.no_shows(booking.attendee_id), now=now)
    capacity_allocation.give_back(booking, target, now=now)
    logger.info("no-show", extra={"booking_id": str(booking.id)})


def _tell_missing(
    booking: Booking, target: Target, missed: Sequence[datetime], *, now: datetime
) -> None:
    """Say that it counted, and how many are left or until when booking is suspended."""
    found = no_shows.suspension(missed, now=now)
    if found is not None and found.since == booking.missing_at:
        notifications.notify_change(booking, target, "venues_suspended", now=now, until=found.until)
        return
    left = no_shows.left_before_suspension(missed, now=now)
    notifications.notify_change(booking, target, "venues_no_show", now=now, left=left)
