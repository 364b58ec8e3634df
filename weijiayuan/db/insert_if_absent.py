"""Inserts that let the database decide who came first."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db.base import Model, db
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id


def insert_new(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose unique keys are still free and return how many there were.

    Rows are plain column values; `id` and `created_at` are filled in as a model object has them
    from birth, other defaults are not. Give rows that other transactions compete for in one fixed
    order, or two of them can lock each other out.
    """
    connection = db.session.connection()
    statement = _insert(model, connection.dialect.name)
    inserted = 0
    for row in rows:
        born = {"id": new_id(), "created_at": clock.now()}
        inserted += connection.execute(statement, born | dict(row)).rowcount
    return inserted


@cache
def _insert(model: type[Model], dialect: str) -> Executable:
    """Write the statement once for each table and engine."""
    table = cast("Table", model.__table__)
    engine = postgresql if dialect == "postgresql" else sqlite
    statement = engine.insert(table).on_conflict_do_nothing()
    return cast("Executable", statement.execution_options(preserve_rowcount=True))
