"""Locking a bookable, taking its places and giving them back."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import cast
from uuid import UUID

from sqlalchemy import Executable, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.claims import queries
from weijiayuan.claims.errors import Closed, NoPlaceLeft
from weijiayuan.claims.queries import BOOKABLES, CLAIMS
from weijiayuan.db import db, run
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.span import Span

LOCK = (
    update(BOOKABLES)
    .where(BOOKABLES.c.id == bindparam("bookable"))
    .values(version=BOOKABLES.c.version + 1)
    .returning(BOOKABLES.c.version)
)


def lock(bookable_id: UUID, *, seen: int | None = None) -> bool:
    """Take the bookable for this transaction; say whether it is still as seen at that version.

    Whoever changes what stands on it queues here, and what was shown of it is out of date.
    """
    version: int = run(LOCK, {"bookable": bookable_id}).scalar_one()
    return seen is not None and version == seen + 1


def take(
    bookable_id: UUID,
    span: Span,
    *,
    capacity: int,
    places: int,
    holder_id: UUID,
    holder: str,
    taken: Collection[int] | None = None,
) -> None:
    """Claim so many places for a holder, the lowest seats first. The lock is held.

    `taken` are the seats with a claim, if they are known. The constraint has the last word:
    seats that somebody else got are not got twice. Raises `Closed` or `NoPlaceLeft`.
    """
    if taken is None:
        taken = queries.taken_seats(bookable_id, span)
    if 0 in taken:
        raise Closed(bookable_id=bookable_id)
    seats = [seat for seat in range(1, capacity + 1) if seat not in taken][:places]
    if len(seats) < places:
        raise NoPlaceLeft(bookable_id=bookable_id)
    held = insert_claims(bookable_id, span, seats=seats, holder=holder, holder_id=holder_id)
    if held < places:
        raise NoPlaceLeft(bookable_id=bookable_id)


def insert_claims(
    bookable_id: UUID, span: Span, *, seats: Sequence[int], holder: str, holder_id: UUID
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
