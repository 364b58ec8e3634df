"""Inserts that let the database decide who came first."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db.base import Model, db


def insert_new(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose unique keys are still free and return how many there were.

    Rows are plain column values; ids and `created_at` are filled in from the model's defaults.
    Give rows that other transactions compete for in one fixed order, or two of them can lock
    each other out.
    """
    if not rows:
        return 0
    table = cast("Table", model.__table__)
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    )
    inserted = 0
    for row in rows:
        result = cast("CursorResult[Any]", db.session.execute(statement, _filled(model, row)))
        inserted += result.rowcount
    return inserted


def _filled(model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """Add the defaults that a model object would have from birth."""
    born = {
        name: field.default_factory()
        for name in ("id", "created_at")
        if (field := model.__dataclass_fields__[name]) and callable(field.default_factory)
    }
    return born | dict(row)
