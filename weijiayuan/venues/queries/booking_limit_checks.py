"""Questions about the bookings of who comes, asked before another is made.

Limits, overlaps and no-shows go by the attendee: a mother's court at ten and her child's class at
ten are two people in two places. The lock is the resident's who acts for both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, and_, bindparam, or_, select

from weijiayuan.accounts.errors import SignInFirst
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, run
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models import Booking, Meeting, Venue
from weijiayuan.venues.rules.booking_rules import Own
from weijiayuan.venues.rules.states import COUNTED, BookingState

BOOKINGS = cast("Table", Booking.__table__)
VENUES = cast("Table", Venue.__table__)
RESIDENTS = cast("Table", Resident.__table__)
PERSON = (
    select(RESIDENTS.c.community_code, RESIDENTS.c.closed_at)
    .where(RESIDENTS.c.id == bindparam("resident"))
    .with_for_update(key_share=True)
)
RECORD = (
    select(
        BOOKINGS.c.id,
        BOOKINGS.c.bookable_id,
        BOOKINGS.c.starts_at,
        BOOKINGS.c.ends_at,
        BOOKINGS.c.state,
        BOOKINGS.c.missing_at,
        VENUES.c.venue_kind,
    )
    .outerjoin(VENUES, VENUES.c.id == BOOKINGS.c.bookable_id)
    .where(
        BOOKINGS.c.attendee_id == bindparam("attendee"),
        or_(
            BOOKINGS.c.state == BookingState.NO_SHOW,
            and_(
                BOOKINGS.c.state.in_(sorted(COUNTED)),
                BOOKINGS.c.starts_at < bindparam("last"),
                BOOKINGS.c.ends_at > bindparam("first"),
            ),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Record:
    """A person's bookings of some time, a series date by date, and when they were missed."""

    own: list[Own]
    no_shows: list[datetime]


def lock_person(resident_id: UUID) -> str | None:
    """Queue behind the person's other requests, so that their limits are counted one by one.

    Returns the community they live in. Raises `SignInFirst` for somebody who has just left.
    """
    found: Any = run(PERSON, {"resident": resident_id}).one()
    if found.closed_at is not None:
        raise SignInFirst
    community: str | None = found.community_code
    return community


def no_shows(attendee_id: UUID) -> Sequence[datetime]:
    """Return when somebody was missed, excused ones left out."""
    return db.session.scalars(
        select(Booking.missing_at)
        .where(Booking.attendee_id == attendee_id, Booking.state == BookingState.NO_SHOW)
        .order_by(Booking.missing_at)
    ).all()


def record(attendee_id: UUID, within: Span, *, besides: UUID | None = None) -> Record:
    """Return what the rules ask about who comes, in one question. `besides` is left out of it."""
    facts = {"attendee": attendee_id, "first": within.starts_at, "last": within.ends_at}
    found = Record([], [])
    rows: Sequence[Any] = run(RECORD, facts).all()
    for booking_id, bookable_id, starts_at, ends_at, state, missing_at, theme in rows:
        if state is BookingState.NO_SHOW:
            found.no_shows.append(missing_at)
        span = Span(starts_at, ends_at)
        if booking_id == besides or not span.overlaps(within):
            continue
        spans = [span] if theme else meeting_spans(bookable_id)
        name = theme.value if theme else "activity"
        found.own.extend(Own(str(bookable_id), name, one, state) for one in spans)
    return found


def meeting_spans(session_id: UUID) -> Iterator[Span]:
    """Yield the dates of a session in order."""
    rows = db.session.execute(
        select(Meeting.starts_at, Meeting.ends_at)
        .where(Meeting.session_id == session_id)
        .order_by(Meeting.starts_at)
    )
    return (Span(starts_at, ends_at) for starts_at, ends_at in rows)


def has_been_at(attendee_id: UUID, bookable_id: UUID) -> bool:
    """Say whether the person has visited this place before."""
    found = select(Booking.id).where(
        Booking.attendee_id == attendee_id,
        Booking.bookable_id == bookable_id,
        Booking.state == BookingState.CHECKED_IN,
    )
    return db.session.scalar(found.limit(1)) is not None
