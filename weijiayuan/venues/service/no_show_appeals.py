"""No-shows contested, and what the keeper decides."""

import logging
from datetime import datetime
from uuid import UUID

from weijiayuan.audit import service as audit
from weijiayuan.db import db, insert_new
from weijiayuan.venues.errors import AppealDecided, NoAppeal, NoShowNotFound, NotYourVenue
from weijiayuan.venues.models import Appeal, Booking
from weijiayuan.venues.queries import bookings
from weijiayuan.venues.rules import no_shows
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.vocabulary import AppealState
from weijiayuan.venues.service import bookable_targets, keeper_permissions, notifications
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)


def appeal(booking_id: UUID, text: str, *, by: UUID, now: datetime) -> Appeal:
    """Contest a no-show, once and within thirty days. Raises `NoAppeal`."""
    booking = bookings.booking(booking_id, of=by)
    if booking.state is not BookingState.NO_SHOW:
        raise NoAppeal
    if not no_shows.may_appeal(booking.missing_at, now=now):
        raise NoAppeal
    row = {"booking_id": booking.id, "text": text, "state": AppealState.OPEN, "reason": ""}
    if not insert_new(Appeal, [row]):
        raise NoAppeal
    logger.info("no-show contested", extra={"booking_id": str(booking.id)})
    return appeal_of(booking.id)


def appeal_of(booking_id: UUID) -> Appeal:
    """Return the appeal of a booking, locked. Raises `NoShowNotFound`."""
    found = db.session.query(Appeal).filter_by(booking_id=booking_id).with_for_update().first()
    if found is None:
        raise NoShowNotFound
    return found


def decide(booking_id: UUID, *, grant: bool, reason: str, keeper: Keeper, now: datetime) -> Appeal:
    """Excuse a no-show or let it stand, with the reason that the person is told."""
    found = appeal_of(booking_id)
    booking: Booking = found.booking
    if not keeper.keeps(keeper_permissions.subject_of(booking)):
        raise NotYourVenue
    if found.state is not AppealState.OPEN:
        raise AppealDecided
    found.state = AppealState.GRANTED if grant else AppealState.DECLINED
    found.reason, found.decided_at = reason, now
    target = bookable_targets.of_booking(booking)
    db.session.refresh(booking, with_for_update=True)
    if grant and booking.state is BookingState.NO_SHOW:  # who came after all has nothing to excuse
        booking.move_to(BookingState.EXCUSED, now=now)
    template = "venues_appeal_granted" if grant else "venues_appeal_declined"
    notifications.notify_change(booking, target, template, now=now, reason=reason)
    audit.record(
        "venues.appeal_decided", subject_kind="booking", subject_id=booking.id, granted=grant
    )
    return found
