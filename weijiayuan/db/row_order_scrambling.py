"""Rows of somebody who stays unknown lie in no order that tells when they came.

Such rows carry random ids (UUID version 4) and moments rounded to the hour. But a table also has an
order of its own: SQLite numbers rows as they arrive, PostgreSQL appends them and notes the
transaction. Between two rows with exact moments, either would tell the minute. So on SQLite a row
with a random id gets a random number below all others, in the same flush. PostgreSQL has no such
number: there a periodic task writes the rows of past hours anew, in random order (`rewrite`).
"""

import secrets
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Table, event, text, update
from sqlalchemy.orm import Session

from weijiayuan.db.base import Model, db

RANDOM_IDS = 4
LOWEST = 2**62


def scatter_new(session: Session, _context: Any) -> None:
    """Give new rows with random ids a random place, after they were flushed."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for row in session.new:
        if isinstance(row, Model) and row.id.version == RANDOM_IDS:
            place(session, row.__tablename__, row.id)


def place(session: Any, table: str, row_id: UUID) -> None:
    """Move one row of SQLite to a random place below every row that has a number by arrival."""
    session.execute(
        text(f'UPDATE "{table}" SET rowid = :place WHERE id = :id'),  # noqa: S608  # our own table
        {"place": -1 - secrets.randbelow(LOWEST), "id": row_id.hex},
    )


def scatter(model: type[Model], row_id: UUID) -> None:
    """Give a row that was inserted without an object a random place."""
    if db.session.get_bind().dialect.name == "sqlite":
        place(db.session, model.__tablename__, row_id)


def rewrite(table: Table, ids: Iterable[UUID]) -> int:
    """Write these rows anew in random order, so that neither place nor transaction tells more.

    On SQLite they were scattered when they came.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        return 0
    shuffled = list(ids)
    secrets.SystemRandom().shuffle(shuffled)
    for row_id in shuffled:
        db.session.execute(
            update(table).where(table.c.id == row_id).values(id=table.c.id),
            execution_options={"synchronize_session": False},
        )
    return len(shuffled)


def init() -> None:
    """Scatter from now on; once a process."""
    if not event.contains(Session, "after_flush", scatter_new):
        event.listen(Session, "after_flush", scatter_new)
