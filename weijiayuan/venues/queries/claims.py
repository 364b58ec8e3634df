"""Questions about occupancy, and the two statements that change it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    Executable,
    String,
    Table,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db, run
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.span import Span
from weijiayuan.venues.models import Bookable, Booking, Claim
from weijiayuan.venues.rules.hours import LONGEST_SLOT
from weijiayuan.venues.rules.kinds import Holder
from weijiayuan.venues.rules.line import Waiter
from weijiayuan.venues.rules.states import EXPIRING, BookingState

BOOKABLES = cast("Table", Bookable.__table__)
BOOKINGS = cast("Table", Booking.__table__)
CLAIMS = cast("Table", Claim.__table__)
LONGEST = timedelta(minutes=LONGEST_SLOT)

LOCK = (
    update(BOOKABLES)
    .where(BOOKABLES.c.id == bindparam("bookable"))
    .values(version=BOOKABLES.c.version + 1)
    .returning(BOOKABLES.c.version)
)
# Seats are looked for among the claims that begin within a slot's length, closures by an index of
# their own: what is asked of one slot does not grow with what else stands on the bookable.
ON_SEATS = (
    CLAIMS.c.bookable_id == bindparam("bookable"),
    CLAIMS.c.starts_at > bindparam("earliest"),
    CLAIMS.c.starts_at < bindparam("last"),
    CLAIMS.c.ends_at > bindparam("first"),
    CLAIMS.c.seat > 0,
)
CLOSED = (
    CLAIMS.c.bookable_id == bindparam("bookable"),
    CLAIMS.c.seat == literal_column("0"),
    CLAIMS.c.ends_at > bindparam("first"),
    CLAIMS.c.starts_at < bindparam("last"),
)
TAKEN = union_all(select(CLAIMS.c.seat).where(*ON_SEATS), select(CLAIMS.c.seat).where(*CLOSED))
AT_SLOT = (
    BOOKINGS.c.bookable_id == bindparam("bookable"),
    BOOKINGS.c.starts_at == bindparam("first"),
)
STANDING = (
    BOOKABLES.c.version,
    BOOKABLES.c.capacity,
    select(func.aggregate_strings(sql_cast(CLAIMS.c.seat, String), ","))
    .where(*ON_SEATS)
    .scalar_subquery(),
    select(func.count()).select_from(CLAIMS).where(*CLOSED).scalar_subquery(),
    select(func.count())
    .select_from(BOOKINGS)
    .where(*AT_SLOT, BOOKINGS.c.state.in_(sorted({BookingState.WAITING, *EXPIRING})))
    .scalar_subquery(),
    select(func.min(BOOKINGS.c.until))
    .where(*AT_SLOT, BOOKINGS.c.state.in_(sorted(EXPIRING)))
    .scalar_subquery(),
)
LOOK = select(*STANDING).where(BOOKABLES.c.id == bindparam("bookable"))


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on one slot or session, as of a version of its bookable.

    `seats` are those with a claim, 0 among them when closed. `unsettled` counts who waits or keeps
    places only for a while; `lapses_at` is when the first of them ends by itself.
    """

    version: int
    capacity: int
    seats: frozenset[int]
    unsettled: int
    lapses_at: datetime | None

    @property
    def is_closed(self) -> bool:
        return 0 in self.seats

    @property
    def free(self) -> int:
        return 0 if self.is_closed else self.capacity - len(self.seats)

    def has_lapsed(self, now: datetime) -> bool:
        """Say whether places may become free because somebody did not confirm in time."""
        return self.lapses_at is not None and self.lapses_at <= now


def standing_in(row: Sequence[Any]) -> Standing:
    """Return what the columns `STANDING` say."""
    version, capacity, seats, closed, unsettled, lapses_at = row
    taken = {int(seat) for seat in seats.split(",")} if seats else set[int]()
    return Standing(
        version, capacity, frozenset(taken | {0} if closed else taken), unsettled, lapses_at
    )


def slot_facts(bookable_id: UUID, span: Span) -> dict[str, Any]:
    """Return what the statements about one slot ask for."""
    return {
        "bookable": bookable_id,
        "earliest": span.starts_at - LONGEST,
        "first": span.starts_at,
        "last": span.ends_at,
    }


def look(bookable_id: UUID, span: Span) -> Standing:
    """Return what stands on a slot or session now."""
    return standing_in(run(LOOK, slot_facts(bookable_id, span)).one())


def lock(bookable_id: UUID, *, seen: int | None = None) -> bool:
    """Take the bookable for this transaction; say whether it is still as seen at that version.

    Whoever changes what stands on it queues here, and what was shown of it is out of date.
    """
    version: int = run(LOCK, {"bookable": bookable_id}).scalar_one()
    return seen is not None and version == seen + 1


def taken_seats(bookable_id: UUID, span: Span) -> set[int]:
    """Return the seats on which a claim overlaps the span; 0 among them means closed."""
    return set(run(TAKEN, slot_facts(bookable_id, span)).scalars())


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
    connection = db.session.connection()
    return len(connection.execute(_claim(connection.dialect.name), rows).all())


@cache
def _claim(dialect: str) -> Executable:
    """Write the statement once for each engine."""
    engine = postgresql if dialect == "postgresql" else sqlite
    statement = engine.insert(CLAIMS).on_conflict_do_nothing().returning(CLAIMS.c.seat)
    return cast("Executable", statement)


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
