"""Rows for tests, with everything filled in; a test names only what it is about."""

from typing import TypeVar

from weijiayuan.db import Model, db, transaction

Row = TypeVar("Row", bound=Model)


def saved(row: Row) -> Row:
    with transaction():
        db.session.add(row)
    return row
