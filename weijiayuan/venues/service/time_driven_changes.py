"""What time alone brings about: lapsed holds, offers to the next, closed lines, reminders.

Everything is derived from the clock and from rows, so that it may run late, or twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.reconciler_registry import (
    Line,
    Waiting,
    register_holder,
    register_line,
)
from weijiayuan.capacity_claims.room_occupancy import register_room, register_titles
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models import Booking, Meeting, Session, Venue
from weijiayuan.venues.queries import closures, slot_status
from weijiayuan.venues.rules.states import EXPIRING, BookingState
from weijiayuan.venues.rules.vocabulary import BookableKind, Holder
from weijiayuan.venues.rules.waiting_list import LAST_OFFER_BEFORE
from weijiayuan.venues.service import (
    bookable_targets,
    capacity_allocation,
    notifications,
    venue_management,
)

STEP = 100
DAY_BEFORE = timedelta(hours=24)
SOON_BEFORE = timedelta(hours=2)
LINES_AHEAD = timedelta(days=31)


def settle_lapsed(*, now: datetime) -> int:
    """Clear holds, requests and offers whose time is over, and offer their places to the next."""
    due = db.session.execute(
        select(Booking.bookable_id, Booking.starts_at, Booking.ends_at)
        .where(Booking.state.in_(EXPIRING), Booking.until <= now)
        .distinct()
        .order_by(Booking.bookable_id, Booking.starts_at)
        .limit(STEP)
    ).all()
    for bookable_id, starts_at, ends_at in due:
        settle_slot(bookable_id, Span(starts_at, ends_at), now=now)
    return len(due)


def settle_slot(bookable_id: UUID, span: Span, *, now: datetime) -> None:
    """Settle one slot under its lock."""
    claims.lock(bookable_id)
    capacity_allocation.settle(target_at(bookable_id, span), now=now)


def target_at(bookable_id: UUID, span: Span) -> bookable_targets.Target:
    """Return the slot or session at a bookable."""
    venue = db.session.get(Venue, bookable_id)
    if venue is not None:
        return bookable_targets.of_venue(venue, span)
    session = db.session.get_one(Session, bookable_id)
    return bookable_targets.of_session(session, session.activity)


def serve_line(first: Waiting, now: datetime) -> None:
    """Offer what is free to the line that the reconciler found waiting beside a free place."""
    settle_slot(first.bookable_id, first.span, now=now)


register_line("venues", Line(slot_status.first_in_line, serve_line))
register_holder(Holder.BOOKING.value, slot_status.still_occupying)
register_holder(Holder.CLOSURE.value, closures.still_standing)
register_titles(Holder.CLOSURE.value, closures.reasons)
register_room(BookableKind.VENUE.value, venue_management.hours_broken)


def close_lines(*, now: datetime) -> int:
    """End waiting where it is too late for another offer, and tell those who waited in vain."""
    waited = db.session.execute(
        select(Booking.bookable_id, Booking.starts_at, Booking.ends_at)
        .where(Booking.state == BookingState.WAITING, Booking.starts_at < now + LINES_AHEAD)
        .distinct()
        .order_by(Booking.bookable_id, Booking.starts_at)
    ).all()
    over = [row for row in waited if _is_over(*row, now=now)][:STEP]
    for bookable_id, starts_at, ends_at in over:
        settle_slot(bookable_id, Span(starts_at, ends_at), now=now)
    return len(over)


def _is_over(bookable_id: UUID, starts_at: datetime, ends_at: datetime, *, now: datetime) -> bool:
    target = target_at(bookable_id, Span(starts_at, ends_at))
    return now > target.closes_at - LAST_OFFER_BEFORE


def remind(*, now: datetime) -> int:
    """Remind people the day before and two hours before. What was missed for long is left out."""
    told = remind_series(now=now)
    while tomorrow := _coming(Booking.reminded_day, now + SOON_BEFORE, now + DAY_BEFORE):
        for booking in tomorrow:
            booking.reminded_day = True
            if booking.created_at <= booking.starts_at - DAY_BEFORE:
                _remind(booking, "venues_tomorrow", now=now)
        told += len(tomorrow)
    while soon := _coming(Booking.reminded_soon, now, now + SOON_BEFORE):
        for booking in soon:
            booking.reminded_soon = True
            if booking.created_at <= booking.starts_at - SOON_BEFORE:
                _remind(booking, "venues_soon", now=now)
        told += len(soon)
    return told


def _coming(
    flag: InstrumentedAttribute[bool], after: datetime, until: datetime
) -> Sequence[Booking]:
    db.session.flush()
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.state == BookingState.CONFIRMED,
            Booking.starts_at > after,
            Booking.starts_at <= until,
            flag.is_(False),
        )
        .order_by(Booking.id)
        .limit(STEP)
        .with_for_update(of=Booking)
    ).all()


def _remind(booking: Booking, template: str, *, now: datetime) -> None:
    notifications.notify(
        booking,
        bookable_targets.of_booking(booking),
        template,
        now=now,
        again=f":{booking.starts_at.isoformat()}",
        pin=booking.code,
    )


def remind_series(*, now: datetime) -> int:
    """Remind people of the later dates of a series, two hours before each, page by page."""
    told, last = 0, None
    while rows := _series_due(last, now=now):
        for booking, starts_at in rows:
            target = bookable_targets.of_booking(booking)
            told += notifications.remind_of_meeting(booking, target, starts_at, now=now)
        last = rows[-1][0].id, rows[-1][1]
    return told


def _series_due(last: tuple[UUID, datetime] | None, *, now: datetime) -> Sequence[Any]:
    """Return the next later dates that are near, after the last one dealt with."""
    wanted = (
        select(Booking, Meeting.starts_at)
        .join(Meeting, Meeting.session_id == Booking.bookable_id)
        .where(
            Booking.state.in_([BookingState.CONFIRMED, BookingState.CHECKED_IN]),
            Meeting.starts_at > now,
            Meeting.starts_at <= now + SOON_BEFORE,
            Meeting.starts_at > Booking.starts_at,
        )
    )
    if last is not None:
        wanted = wanted.where(tuple_(Booking.id, Meeting.starts_at) > last)
    return db.session.execute(wanted.order_by(Booking.id, Meeting.starts_at).limit(STEP)).all()
