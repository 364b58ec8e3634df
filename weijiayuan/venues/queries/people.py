"""Questions about one person's bookings, asked before another is made."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.venues.models import Bookable, Booking, Meeting, Venue
from weijiayuan.venues.rules.booking import Own
from weijiayuan.venues.rules.hours import Span
from weijiayuan.venues.rules.kinds import BookableKind
from weijiayuan.venues.rules.states import COUNTED, BookingState

VENUES = cast("Table", Venue.__table__)


def lock_person(resident_id: UUID) -> None:
    """Queue behind the person's other requests, so that their limits are counted one by one."""
    one = select(Resident.id).where(Resident.id == resident_id)
    db.session.execute(one.with_for_update(key_share=True)).scalar_one()


def no_shows(resident_id: UUID) -> Sequence[datetime]:
    """Return when the person was missed, excused ones left out."""
    return db.session.scalars(
        select(Booking.missing_at)
        .where(Booking.resident_id == resident_id, Booking.state == BookingState.NO_SHOW)
        .order_by(Booking.missing_at)
    ).all()


def own_bookings(resident_id: UUID, within: Span, *, besides: UUID | None = None) -> list[Own]:
    """Return what the person has booked in a stretch of time, a series date by date."""
    rows = db.session.execute(
        select(
            Booking.id,
            Booking.bookable_id,
            Booking.starts_at,
            Booking.ends_at,
            Booking.state,
            Bookable.kind,
            VENUES.c.venue_kind,
        )
        .join(Bookable, Bookable.id == Booking.bookable_id)
        .outerjoin(VENUES, VENUES.c.id == Booking.bookable_id)
        .where(
            Booking.resident_id == resident_id,
            Booking.state.in_(COUNTED),
            Booking.starts_at < within.ends_at,
            Booking.ends_at > within.starts_at,
        )
    ).all()
    found: list[Own] = []
    for booking_id, bookable_id, starts_at, ends_at, state, kind, theme in rows:
        if booking_id == besides:
            continue
        spans = [Span(starts_at, ends_at)]
        if kind is BookableKind.SESSION:
            spans = list(meeting_spans(bookable_id))
        name = "activity" if theme is None else theme.value
        found += [Own(str(bookable_id), name, span, state) for span in spans]
    return found


def meeting_spans(session_id: UUID) -> Iterator[Span]:
    """Yield the dates of a session in order."""
    rows = db.session.execute(
        select(Meeting.starts_at, Meeting.ends_at)
        .where(Meeting.session_id == session_id)
        .order_by(Meeting.starts_at)
    )
    return (Span(starts_at, ends_at) for starts_at, ends_at in rows)


def has_been_at(resident_id: UUID, bookable_id: UUID) -> bool:
    """Say whether the person has visited this place before."""
    found = select(Booking.id).where(
        Booking.resident_id == resident_id,
        Booking.bookable_id == bookable_id,
        Booking.state == BookingState.CHECKED_IN,
    )
    return db.session.scalar(found.limit(1)) is not None
