"""Locking bookables, taking their places and giving them back.

Everything here runs in the caller's transaction. Order of locks everywhere: the person, then the
bookables in the order of their ids, then the caller's own row.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, Executable, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.capacity_claims import occupancy_queries
from weijiayuan.capacity_claims.errors import Closed, HoldOver, NoPlaceLeft
from weijiayuan.capacity_claims.occupancy_queries import BOOKABLES, CLAIMS
from weijiayuan.db import db, run
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span

WHOLE_CLOSED, WHOLE_KEPT = 0, -1
"""Seats that are the whole of a bookable: closed (closures may overlap), or kept for one thing."""

LOCK = (
    update(BOOKABLES)
    .where(BOOKABLES.c.id == bindparam("bookable"))
    .values(version=BOOKABLES.c.version + 1)
    .returning(BOOKABLES.c.version, BOOKABLES.c.capacity)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many places of a bookable over a span, or the very `seat` that is named."""

    bookable_id: UUID
    span: Span
    places: int = 1
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """What the places are for: a kind, such as "hearing", and the id of its row.

    With `until` they are only held, and free again by the clock unless `keep` comes first.
    """

    kind: str
    id: UUID
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The seats that somebody got."""

    bookable_id: UUID
    span: Span
    seats: tuple[int, ...]


def lock(bookable_id: UUID, *, seen: int | None = None) -> bool:
    """Take the bookable for this transaction; say whether it is still as seen at that version.

    Whoever changes what stands on it queues here, and what was shown of it is out of date.
    """
    version: int = run(LOCK, {"bookable": bookable_id}).one()[0]
    return seen is not None and version == seen + 1


def lock_all(bookable_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Take several bookables, always in one order, and return their capacities."""
    capacities: dict[UUID, int] = {}
    for one in sorted(set(bookable_ids)):
        row: Any = run(LOCK, {"bookable": one}).one()
        capacities[one] = row.capacity
    return capacities


def take_all(wanted: Sequence[Wanted], *, holder: Holder, now: datetime) -> list[Taken]:
    """Take all of these places, or none, and return which seats.

    A court room and a judge over one span: neither is ever had twice. A refusal leaves nothing
    behind, so the caller may try something else. Raises `Closed` or `NoPlaceLeft`.
    """
    capacities = lock_all(one.bookable_id for one in wanted)
    return _take_locked(wanted, capacities, holder=holder, now=now)


def take_first_free(
    pools: Sequence[Sequence[UUID]], span: Span, *, holder: Holder, now: datetime
) -> list[Taken]:
    """Take a place of one bookable out of each pool: any court room, any judge.

    The first of a pool that is free is taken; the order of a pool is the caller's preference.
    Raises `NoPlaceLeft` when a pool has nothing free.
    """
    capacities = lock_all(one for pool in pools for one in pool)
    free = occupancy_queries.free_places([(one, span) for one in capacities], now=now)
    chosen: list[UUID] = []
    for pool in pools:
        able = (one for one in pool if one not in chosen and free.get((one, span), 0) > 0)
        first = next(able, None)
        if first is None:
            raise NoPlaceLeft
        chosen.append(first)
    return _take_locked([Wanted(one, span) for one in chosen], capacities, holder=holder, now=now)


def _take_locked(
    wanted: Sequence[Wanted], capacities: dict[UUID, int], *, holder: Holder, now: datetime
) -> list[Taken]:
    """Look at everything first, so that a refusal has written nothing; then write."""
    clear_lapsed(capacities, now=now)
    chosen = _chosen(wanted, capacities)
    for one in chosen:
        held = insert_claims(
            one.bookable_id,
            one.span,
            seats=one.seats,
            holder=holder.kind,
            holder_id=holder.id,
            until=holder.until,
        )
        if held < len(one.seats):
            raise NoPlaceLeft(bookable_id=one.bookable_id)
    return chosen


def _chosen(wanted: Sequence[Wanted], capacities: dict[UUID, int]) -> list[Taken]:
    chosen: list[Taken] = []
    for one in wanted:
        taken = occupancy_queries.taken_seats(one.bookable_id, one.span) | _among(chosen, one)
        capacity = capacities[one.bookable_id]
        if one.seat is None:
            seats = free_seats(one.bookable_id, taken, capacity=capacity, places=one.places)
        else:
            seats = _named_seat(one.bookable_id, one.seat, taken, capacity=capacity)
        chosen.append(Taken(one.bookable_id, one.span, tuple(seats)))
    return chosen


def _among(chosen: Iterable[Taken], one: Wanted) -> set[int]:
    """Return the seats that were chosen for the same holder a moment ago."""
    found = {
        seat
        for other in chosen
        if other.bookable_id == one.bookable_id and other.span.overlaps(one.span)
        for seat in other.seats
    }
    return {max(seat, 0) for seat in found}


def _named_seat(
    bookable_id: UUID, seat: int, taken: Collection[int], *, capacity: int
) -> list[int]:
    """Return the seat that was named, or the whole. Raises `Closed` or `NoPlaceLeft`."""
    if 0 in taken:
        raise Closed(bookable_id=bookable_id)
    in_the_way = bool(taken) if seat <= 0 else seat in taken
    if in_the_way or seat > capacity:
        raise NoPlaceLeft(bookable_id=bookable_id)
    return [seat]


def free_seats(
    bookable_id: UUID, taken: Collection[int], *, capacity: int, places: int
) -> list[int]:
    """Return the lowest seats that are free. Raises `Closed` or `NoPlaceLeft`."""
    if 0 in taken:
        raise Closed(bookable_id=bookable_id)
    seats = [seat for seat in range(1, capacity + 1) if seat not in taken][:places]
    if len(seats) < places:
        raise NoPlaceLeft(bookable_id=bookable_id)
    return seats


def take(
    bookable_id: UUID,
    span: Span,
    *,
    capacity: int,
    places: int,
    holder_id: UUID,
    holder: str,
    taken: Collection[int] | None = None,
    seat: int | None = None,
) -> None:
    """Claim so many places of one bookable, the lowest seats first, or the very `seat`.

    The lock is held.

    `taken` are the seats with a claim, if they are known. The constraint has the last word:
    seats that somebody else got are not got twice. Raises `Closed` or `NoPlaceLeft`.
    """
    if taken is None:
        taken = occupancy_queries.taken_seats(bookable_id, span)
    if seat is None:
        seats = free_seats(bookable_id, taken, capacity=capacity, places=places)
    else:
        seats, places = _named_seat(bookable_id, seat, taken, capacity=capacity), 1
    held = insert_claims(bookable_id, span, seats=seats, holder=holder, holder_id=holder_id)
    if held < places:
        raise NoPlaceLeft(bookable_id=bookable_id)


def insert_claims(
    bookable_id: UUID,
    span: Span,
    *,
    seats: Sequence[int],
    holder: str,
    holder_id: UUID,
    until: datetime | None = None,
) -> int:
    """Claim the seats in one statement, in order, and return how many were still free."""
    common = {
        "created_at": clock.now(),
        "bookable_id": bookable_id,
        "starts_at": span.starts_at,
        "ends_at": span.ends_at,
        "holder": holder,
        "holder_id": holder_id,
        "until": until,
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


def shrink(bookable_id: UUID, capacity: int, *, now: datetime) -> bool:
    """Move what stands on seats that go onto those that stay; say whether all of it fits.

    The lock is held. Which seat somebody has changes only when their seat goes: in the order of
    their starts each takes the lowest that is free, which always fits if anything does.
    """
    most, _ = occupancy_queries.most_at_once(bookable_id, since=now)
    if most > capacity:
        return False
    found = db.session.execute(
        select(CLAIMS)
        .where(CLAIMS.c.bookable_id == bookable_id, CLAIMS.c.seat > 0, CLAIMS.c.ends_at > now)
        .order_by(CLAIMS.c.starts_at, CLAIMS.c.seat)
    )
    rows = found.mappings().all()
    if all(row["seat"] <= capacity for row in rows):
        return True
    free_from = dict.fromkeys(range(1, capacity + 1), occupancy_queries.BEFORE_ALL)
    moved = []
    for row in rows:
        seat = next(seat for seat, free in free_from.items() if free <= row["starts_at"])
        free_from[seat] = row["ends_at"]
        moved.append({**row, "seat": seat})
    db.session.execute(delete(CLAIMS).where(CLAIMS.c.id.in_([row["id"] for row in rows])))
    db.session.connection().execute(insert(CLAIMS), moved)
    return True


def move_all(bookable_id: UUID, span: Span) -> None:
    """Put everything that stands on a bookable over another span: a session that was moved.

    The lock is held, and all of its claims are over one span.
    """
    moved = update(CLAIMS).where(CLAIMS.c.bookable_id == bookable_id, CLAIMS.c.seat > 0)
    db.session.execute(moved.values(starts_at=span.starts_at, ends_at=span.ends_at))


def keep(holder_id: UUID, *, now: datetime) -> None:
    """Turn what was held for a holder into what is taken. Raises `HoldOver`."""
    kept = update(CLAIMS).where(CLAIMS.c.holder_id == holder_id, occupancy_queries.stands(now))
    if _count(kept.values(until=None)) == 0:
        raise HoldOver


def release(holder_ids: Collection[UUID]) -> None:
    """Give back every place these holders had."""
    db.session.execute(delete(CLAIMS).where(CLAIMS.c.holder_id.in_(holder_ids)))


def give_back_some(holder_id: UUID, *, left: int) -> None:
    """Give back a holder's highest seats, so that so many are left. The lock is held."""
    wanted = select(CLAIMS.c.id).where(CLAIMS.c.holder_id == holder_id).order_by(CLAIMS.c.seat)
    gone = list(db.session.scalars(wanted))[left:]
    db.session.execute(delete(CLAIMS).where(CLAIMS.c.id.in_(gone)))


def clear_lapsed(bookable_ids: Collection[UUID], *, now: datetime) -> int:
    """Remove the holds whose time is over; return how many. The locks are held."""
    lapsed = delete(CLAIMS).where(CLAIMS.c.bookable_id.in_(bookable_ids), CLAIMS.c.until <= now)
    return _count(lapsed)


def _count(statement: Any) -> int:
    done = cast("CursorResult[Any]", db.session.execute(statement))
    return done.rowcount
