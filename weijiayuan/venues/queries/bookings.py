"""Questions about bookings as such."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select

from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.errors import BookingNotFound
from weijiayuan.venues.models import Booking, Meeting
from weijiayuan.venues.rules.states import LIVE, OCCUPYING, BookingState
from weijiayuan.venues.rules.vocabulary import BookableKind
from weijiayuan.web.pagination import Page, page_by


def booking(booking_id: UUID, *, of: UUID | None) -> Booking:
    """Return a booking, of one resident if one is named. Raises `BookingNotFound`.

    Somebody else's is not found rather than forbidden, so that ids tell nothing.
    """
    found = db.session.get(Booking, booking_id)
    if found is None or (of is not None and found.resident_id != of):
        raise BookingNotFound
    return found


def is_living(bookable_id: UUID, starts_at: datetime, attendee_id: UUID) -> bool:
    """Say whether the attendee has a live booking, or waits, for this very slot."""
    found = select(Booking.id).where(
        Booking.bookable_id == bookable_id,
        Booking.starts_at == starts_at,
        Booking.attendee_id == attendee_id,
        Booking.state.in_(LIVE),
    )
    return db.session.scalar(found.limit(1)) is not None


def mine(
    resident_id: UUID,
    *,
    kind: BookableKind,
    coming: bool | None,
    now: datetime,
    limit: int,
    cursor: str | None,
) -> Page[Booking]:
    """Return a resident's bookings, the latest start first."""
    wanted = (
        select(Booking)
        .join(Bookable, Bookable.id == Booking.bookable_id)
        .where(Booking.resident_id == resident_id, Bookable.kind == kind.value)
    )
    if coming is not None:
        still = and_(Booking.ends_at > now, Booking.state.in_(LIVE))
        wanted = wanted.where(still if coming else ~still)
    return page_by(
        wanted, Booking.starts_at, Booking.id, limit=limit, cursor=cursor, newest_first=True
    )


def for_calendar(resident_id: UUID, *, since: datetime) -> Sequence[Booking]:
    """Return what belongs in a person's calendar: what stands, from a moment on."""
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.resident_id == resident_id,
            Booking.ends_at > since,
            Booking.state.in_([BookingState.CONFIRMED, BookingState.CHECKED_IN]),
        )
        .order_by(Booking.starts_at)
        .limit(500)
    ).all()


def with_code(code: str, *, days: Collection[date], within: Span) -> Sequence[Booking]:
    """Return the bookings a code may mean: of these days, or a series meeting in the span."""
    meets = (
        select(Meeting.id)
        .where(
            Meeting.session_id == Booking.bookable_id,
            Meeting.starts_at < within.ends_at,
            Meeting.ends_at > within.starts_at,
        )
        .exists()
    )
    return db.session.scalars(
        select(Booking)
        .where(Booking.code == code, or_(Booking.day.in_(days), meets))
        .order_by(Booking.starts_at)
    ).all()


def living(bookable_id: UUID) -> Sequence[Booking]:
    """Return everything that occupies places of a session, or waits for one."""
    return db.session.scalars(
        select(Booking)
        .where(Booking.bookable_id == bookable_id, Booking.state.in_(LIVE))
        .order_by(Booking.id)
    ).all()


def ever(bookable_id: UUID) -> bool:
    """Say whether anybody ever booked it: its row is needed then."""
    found = select(Booking.id).where(Booking.bookable_id == bookable_id)
    return db.session.scalar(found.limit(1)) is not None


def of_series(series_id: UUID) -> Sequence[Booking]:
    """Return the dates of a standing booking, in order."""
    wanted = select(Booking).filter_by(series_id=series_id).order_by(Booking.starts_at)
    return db.session.scalars(wanted).all()


def has_code(day: date, code: str) -> bool:
    """Say whether a code opens a door on a day."""
    return db.session.scalar(select(Booking.id).filter_by(day=day, code=code)) is not None


def standing(bookable_id: UUID, within: Span) -> Sequence[Booking]:
    """Return the bookings that occupy places, or wait for them, in a stretch of time."""
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.bookable_id == bookable_id,
            Booking.starts_at < within.ends_at,
            Booking.ends_at > within.starts_at,
            Booking.state.in_([*OCCUPYING, BookingState.WAITING]),
        )
        .order_by(Booking.starts_at, Booking.id)
    ).all()
