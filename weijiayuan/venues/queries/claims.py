"""Questions about occupancy, and the two statements that change it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.venues.models import Bookable, Booking, Claim
from weijiayuan.venues.rules.hours import Span
from weijiayuan.venues.rules.kinds import Holder
from weijiayuan.venues.rules.line import Waiter
from weijiayuan.venues.rules.states import EXPIRING, BookingState

BOOKABLES = cast("Table", Bookable.__table__)
CLAIMS = cast("Table", Claim.__table__)

LOCK = (
    update(BOOKABLES)
    .where(BOOKABLES.c.id == bindparam("bookable"))
    .values(version=BOOKABLES.c.version + 1)
    .returning(BOOKABLES.c.capacity)
)
TAKEN = select(CLAIMS.c.seat).where(
    CLAIMS.c.bookable_id == bindparam("bookable"),
    CLAIMS.c.ends_at > bindparam("first"),
    CLAIMS.c.starts_at < bindparam("last"),
)


def lock(bookable_id: UUID) -> int:
    """Take the bookable for this transaction and return its capacity.

    Whoever changes what stands on it queues here, and what was shown of it is out of date.
    """
    capacity: int = db.session.execute(LOCK, {"bookable": bookable_id}).scalar_one()
    return capacity


def taken_seats(bookable_id: UUID, span: Span) -> set[int]:
    """Return the seats on which a claim overlaps the span; 0 among them means closed."""
    facts = {"bookable": bookable_id, "first": span.starts_at, "last": span.ends_at}
    return set(db.session.execute(TAKEN, facts).scalars())


def insert_claims(
    bookable_id: UUID, span: Span, *, seats: Sequence[int], holder: Holder, holder_id: UUID
) -> int:
    """Claim the seats in one statement, in order, and return how many were still free."""
    common = {
        "created_at": clock.now(),
        "bookable_id": bookable_id,
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "holder": holder,
        "holder_id": holder_id,
    }
    rows = [{"id": new_id(), "seat": seat, **common} for seat in sorted(seats)]
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(CLAIMS).values(rows).on_conflict_do_nothing()
    return len(db.session.execute(statement.returning(CLAIMS.c.seat)).all())


def release(holder_ids: Collection[UUID]) -> None:
    """Give back every place these holders had."""
    db.session.execute(delete(CLAIMS).where(CLAIMS.c.holder_id.in_(holder_ids)))


def unsettled(bookable_id: UUID, starts_at: datetime) -> Sequence[Booking]:
    """Return the bookings of a slot that wait, or keep places only for a while, in order."""
    return db.session.scalars(
        select(Booking)
        .where(
            Booking.bookable_id == bookable_id,
            Booking.starts_at == starts_at,
            Booking.state.in_([BookingState.WAITING, *EXPIRING]),
        )
        .order_by(Booking.line_number, Booking.id)
    ).all()


def has_lapsed(bookable_id: UUID, starts_at: datetime, *, now: datetime) -> bool:
    """Say whether a hold, request or offer on the slot has run out and was not yet cleared."""
    found = select(Booking.id).where(
        Booking.bookable_id == bookable_id,
        Booking.starts_at == starts_at,
        Booking.state.in_(EXPIRING),
        Booking.until <= now,
    )
    return db.session.scalar(found.limit(1)) is not None


def last_line_number(bookable_id: UUID, starts_at: datetime) -> int:
    """Return the highest number ever given in the line of a slot."""
    highest = select(func.max(Booking.line_number)).where(
        Booking.bookable_id == bookable_id, Booking.starts_at == starts_at
    )
    return db.session.scalar(highest) or 0


def waiters(bookings: Collection[Booking]) -> list[Waiter]:
    """Return those of the bookings that stand in the line, as the rules know them."""
    return [
        Waiter(one.id, one.line_number or 0, one.places)
        for one in bookings
        if one.state is BookingState.WAITING
    ]


def highest_seat(bookable_id: UUID, *, since: datetime) -> int:
    """Return the highest seat that is claimed from a moment on."""
    highest = select(func.max(CLAIMS.c.seat)).where(
        CLAIMS.c.bookable_id == bookable_id, CLAIMS.c.ends_at > since
    )
    return db.session.scalar(highest) or 0


def free_start(bookable_id: UUID, span: Span) -> datetime:
    """Return the span's start, a millisecond later for each closure that begins there already."""
    begun = select(func.count()).where(
        CLAIMS.c.bookable_id == bookable_id,
        CLAIMS.c.seat == 0,
        CLAIMS.c.starts_at >= span.starts_at,
        CLAIMS.c.starts_at < span.starts_at + timedelta(seconds=1),
    )
    return span.starts_at + timedelta(milliseconds=db.session.scalar(begun) or 0)
