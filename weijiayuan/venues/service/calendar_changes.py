"""Bookings that no slot is left for because the calendar changed: listed, and told.

A holiday that is announced late closes venues on days that people have booked. Nothing calls this
when the calendar changes: the token that dates the calendar is compared with the one that a
venue's bookings were last looked through with, so a forgotten call cannot leave anybody untold.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from weijiayuan.audit import service as audit
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db, reading, transaction
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic
from weijiayuan.venues.errors import NotAffected, NotYourVenue
from weijiayuan.venues.models import Booking, Venue
from weijiayuan.venues.queries import bookings
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.service import bookable_targets, notifications, venue_management
from weijiayuan.venues.service.keeper_permissions import Keeper
from weijiayuan.venues.service.venue_management import Kept

logger = logging.getLogger(__name__)

HOPES = {BookingState.WAITING, BookingState.OFFERED, BookingState.HELD}
REASON = "放假安排调整，当天不开放"


def look_through(*, now: datetime) -> int:
    """Look through the venues not seen since the calendar changed; return how many were told."""
    with reading():
        token = places.revision(Topic.CALENDAR)
        if token is None:
            return 0
        stale = or_(Venue.calendar_token.is_(None), Venue.calendar_token != token)
        due = db.session.scalars(select(Venue.id).where(stale).order_by(Venue.id)).all()
    told = 0
    for venue_id in due:
        with transaction():
            told += _look_through(venue_id, token, now=now)
    return told


def _look_through(venue_id: UUID, token: UUID, *, now: datetime) -> int:
    claims.lock(venue_id)
    venue = db.session.get_one(Venue, venue_id, populate_existing=True)
    was, venue.calendar_token = venue.calendar_token, token
    if was is None:  # a new venue, or one from before this was noted: nothing has changed
        return 0
    lost = [
        one for one in venue_management.orphans(venue, venue.timetable, now=now) if not one.is_kept
    ]
    for booking in lost:
        if booking.state in HOPES:
            venue_management.call_off(booking, reason=REASON, now=now)
        else:
            notifications.notify(
                booking, bookable_targets.of_booking(booking), "venues_calendar", now=now
            )
    if lost:
        logger.info("calendar changed", extra={"venue_id": str(venue.id), "affected": len(lost)})
    return len(lost)


def affected(venues: Sequence[Venue], *, now: datetime) -> list[Booking]:
    """Return the coming bookings that no slot is left for and that no keeper has decided on."""
    return [
        booking
        for venue in venues
        for booking in venue_management.orphans(venue, venue.timetable, now=now)
        if not booking.is_kept and booking.state not in HOPES
    ]


def activities_outside(venues: Sequence[Venue], *, now: datetime) -> list[Kept]:
    """Return what keeps venues for activities at times at which they are not open any more."""
    return [
        kept
        for venue in venues
        for kept in venue_management.outside(venue, venue.timetable, now=now)
    ]


def decide(booking_id: UUID, *, keep: bool, reason: str, keeper: Keeper, now: datetime) -> Booking:
    """Keep a booking that has lost its slot, or call it off, and tell the person.

    Raises `NotAffected` for one that has its slot.
    """
    booking = bookings.booking(booking_id, of=None)
    venue = db.session.get(Venue, booking.bookable_id)
    if venue is None or not keeper.keeps(venue):
        raise NotYourVenue
    claims.lock(venue.id)
    db.session.refresh(booking, with_for_update=True)
    if booking not in affected([venue], now=now):
        raise NotAffected
    if keep:
        booking.is_kept = True
        target = bookable_targets.of_booking(booking)
        notifications.notify(booking, target, "venues_kept", now=now, reason=reason)
    else:
        venue_management.call_off(booking, reason=reason, now=now)
    audit.record(
        "venues.affected_decided", subject_kind="booking", subject_id=booking.id, kept=keep
    )
    return booking
