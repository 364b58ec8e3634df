"""Questions about occupancy."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import String, Table, bindparam, func, literal_column, select, union_all
from sqlalchemy import cast as sql_cast

from weijiayuan.claims.models import Bookable, Claim
from weijiayuan.db import db, run
from weijiayuan.kernel.span import Span

BOOKABLES = cast("Table", Bookable.__table__)
CLAIMS = cast("Table", Claim.__table__)
LONGEST = timedelta(hours=12)

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
OCCUPANCY = (
    BOOKABLES.c.version,
    BOOKABLES.c.capacity,
    select(func.aggregate_strings(sql_cast(CLAIMS.c.seat, String), ","))
    .where(*ON_SEATS)
    .scalar_subquery(),
    select(func.count()).select_from(CLAIMS).where(*CLOSED).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What stands on a span of a bookable, as of a version of it.

    `seats` are those with a claim, 0 among them when closed.
    """

    version: int
    capacity: int
    seats: frozenset[int]

    @property
    def is_closed(self) -> bool:
        return 0 in self.seats

    @property
    def free(self) -> int:
        return 0 if self.is_closed else self.capacity - len(self.seats)


def seats_in(seats: str | None, closed: int) -> frozenset[int]:
    """Return the seats that the columns `OCCUPANCY` name."""
    taken = {int(seat) for seat in seats.split(",")} if seats else set[int]()
    return frozenset(taken | {0} if closed else taken)


def span_facts(bookable_id: UUID, span: Span) -> dict[str, Any]:
    """Return what the statements about one span ask for."""
    return {
        "bookable": bookable_id,
        "earliest": span.starts_at - LONGEST,
        "first": span.starts_at,
        "last": span.ends_at,
    }


def taken_seats(bookable_id: UUID, span: Span) -> set[int]:
    """Return the seats on which a claim overlaps the span; 0 among them means closed."""
    return set(run(TAKEN, span_facts(bookable_id, span)).scalars())


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
