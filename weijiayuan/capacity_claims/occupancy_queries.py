"""Questions about occupancy."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy import cast as sql_cast

from weijiayuan.capacity_claims.models import Bookable, Claim
from weijiayuan.db import db, run
from weijiayuan.kernel.time_span import Span

BOOKABLES = cast("Table", Bookable.__table__)
CLAIMS = cast("Table", Claim.__table__)
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

# Seats are looked for among the claims that begin not too early, closures by an index of their
# own: what is asked of one span does not grow with what else stands on the bookable.
ON_SEATS = (
    CLAIMS.c.bookable_id == bindparam("bookable"),
    CLAIMS.c.starts_at > bindparam("earliest"),
    CLAIMS.c.starts_at < bindparam("last"),
    CLAIMS.c.ends_at > bindparam("first"),
    CLAIMS.c.seat > 0,
)
AS_A_WHOLE = (
    CLAIMS.c.bookable_id == bindparam("bookable"),
    CLAIMS.c.seat <= literal_column("0"),
    CLAIMS.c.ends_at > bindparam("first"),
    CLAIMS.c.starts_at < bindparam("last"),
)
TAKEN = union_all(select(CLAIMS.c.seat).where(*ON_SEATS), select(CLAIMS.c.seat).where(*AS_A_WHOLE))
OCCUPANCY = (
    BOOKABLES.c.version,
    BOOKABLES.c.capacity,
    select(func.aggregate_strings(sql_cast(CLAIMS.c.seat, String), ","))
    .where(*ON_SEATS)
    .scalar_subquery(),
    select(func.count()).select_from(CLAIMS).where(*AS_A_WHOLE).scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What stands on a span of a bookable, as of a version of it.

    `seats` are those with a claim, 0 among them when the whole is closed or kept for something.
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


def seats_in(seats: str | None, whole: int) -> frozenset[int]:
    """Return the seats that the columns `OCCUPANCY` name."""
    taken = {int(seat) for seat in seats.split(",")} if seats else set[int]()
    return frozenset(taken | {0} if whole else taken)


def span_facts(
    bookable_id: UUID, span: Span, *, longest: timedelta | None = None
) -> dict[str, Any]:
    """Return what the statements about one span ask for.

    Who knows how long a claim of the bookable can be says so: then its past need not be read.
    """
    return {
        "bookable": bookable_id,
        "earliest": BEFORE_ALL if longest is None else span.starts_at - longest,
        "first": span.starts_at,
        "last": span.ends_at,
    }


def taken_seats(bookable_id: UUID, span: Span, *, longest: timedelta | None = None) -> set[int]:
    """Return the seats on which a claim overlaps the span; 0 among them: the whole is."""
    seats = run(TAKEN, span_facts(bookable_id, span, longest=longest)).scalars()
    return {max(seat, 0) for seat in seats}


def most_at_once(bookable_id: UUID, *, since: datetime) -> tuple[int, datetime | None]:
    """Return how many places are taken at the fullest moment to come, and when that is."""
    rows = db.session.execute(
        select(CLAIMS.c.starts_at, CLAIMS.c.ends_at).where(
            CLAIMS.c.bookable_id == bookable_id, CLAIMS.c.seat > 0, CLAIMS.c.ends_at > since
        )
    )
    edges = sorted(edge for starts_at, ends_at in rows for edge in ((ends_at, -1), (starts_at, 1)))
    most, at, now_taken = 0, None, 0
    for moment, change in edges:
        now_taken += change
        if now_taken > most:
            most, at = now_taken, moment
    return most, at


def free_start(bookable_id: UUID, span: Span) -> datetime:
    """Return the span's start, a millisecond later for each closure that begins there already."""
    begun = select(func.count()).where(
        CLAIMS.c.bookable_id == bookable_id,
        CLAIMS.c.seat == 0,
        CLAIMS.c.starts_at >= span.starts_at,
        CLAIMS.c.starts_at < span.starts_at + timedelta(seconds=1),
    )
    return span.starts_at + timedelta(milliseconds=db.session.scalar(begun) or 0)


def free_places(
    wanted: Collection[tuple[UUID, Span]], *, now: datetime
) -> dict[tuple[UUID, Span], int]:
    """Return how many places are free on each bookable over each span, by overlap, unlocked.

    Holds whose time is over count as free. For lists and searches: who takes a place looks again
    under the lock.
    """
    if not wanted:
        return {}
    capacities = _capacities({one for one, _ in wanted})
    claims = _claims_of({one for one, _ in wanted}, [span for _, span in wanted], now=now)
    return {
        (one, span): _free(capacities[one], span, claims.get(one, []))
        for one, span in wanted
        if one in capacities
    }


def _free(capacity: int, span: Span, claims: Iterable[tuple[Span, int]]) -> int:
    taken = {seat for claimed, seat in claims if claimed.overlaps(span)}
    return 0 if min(taken, default=1) <= 0 else max(0, capacity - len(taken))


def _capacities(bookable_ids: Collection[UUID]) -> dict[UUID, int]:
    wanted = select(BOOKABLES.c.id, BOOKABLES.c.capacity).where(BOOKABLES.c.id.in_(bookable_ids))
    return {row.id: row.capacity for row in db.session.execute(wanted)}


def _claims_of(
    bookable_ids: Collection[UUID], spans: Collection[Span], *, now: datetime
) -> dict[UUID, list[tuple[Span, int]]]:
    rows = db.session.execute(
        select(CLAIMS.c.bookable_id, CLAIMS.c.starts_at, CLAIMS.c.ends_at, CLAIMS.c.seat).where(
            CLAIMS.c.bookable_id.in_(bookable_ids),
            CLAIMS.c.ends_at > min(span.starts_at for span in spans),
            CLAIMS.c.starts_at < max(span.ends_at for span in spans),
            stands(now),
        )
    )
    found: dict[UUID, list[tuple[Span, int]]] = {}
    for bookable_id, starts_at, ends_at, seat in rows:
        found.setdefault(bookable_id, []).append((Span(starts_at, ends_at), seat))
    return found


def stands(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a claim is not a hold whose time is over."""
    return or_(CLAIMS.c.until.is_(None), CLAIMS.c.until > now)
