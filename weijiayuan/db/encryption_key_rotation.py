"""Sealed columns written anew under the newest key, in portions."""

import sys
from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy import Column, select, update

from weijiayuan.db.base import Model, db
from weijiayuan.db.encrypted_columns import (
    SEALED_NAME,
    Encrypted,
    SealedAnswers,
    SealedWords,
    keyring,
)
from weijiayuan.db.transaction import transaction

AT_ONCE = 500


def reseal() -> Iterator[tuple[str, int]]:
    """Seal every sealed value anew under the newest key; yield each column and how many it has.

    Safe to run twice or to interrupt. Whoever calls it has made sure that every living process
    holds that key.
    """
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                yield f"{table.name}.{column.name}", _reseal(column)
            elif isinstance(column.type, SealedWords | SealedAnswers):
                yield f"{table.name}.{column.name}", _reseal_some(column)


def _reseal_some(column: Column[Any]) -> int:
    """Seal anew what is sealed in a column of words that mostly are not, in portions."""
    table, count, last = column.table, 0, None
    raw = column.cast(db.Text)
    while True:
        todo = select(table.c.id, column).where(raw.contains(SEALED_NAME))
        todo = todo.where(table.c.id > last) if last is not None else todo
        with transaction():
            rows = db.session.execute(todo.order_by(table.c.id).limit(AT_ONCE)).all()
            for row_id, value in rows:
                here = update(table).where(table.c.id == row_id)
                db.session.execute(here.values({column.key: value}))
        count += len(rows)
        if len(rows) < AT_ONCE:
            return count
        last = rows[-1][0]


def _reseal(column: Column[str]) -> int:
    """Seal the values of one column anew, in portions, and return how many there were."""
    raw = column.table.columns[column.key].cast(db.Text).label("sealed")
    newest = f"{keyring().newest}."
    todo = select(column.table.c.id, raw).where(column.is_not(None), ~raw.startswith(newest))
    count = 0
    with click.progressbar(length=0, label=column.name, file=sys.stderr) as bar:
        while True:
            with transaction():
                rows = db.session.execute(todo.limit(AT_ONCE).with_for_update()).all()
                for row_id, sealed in rows:
                    db.session.execute(
                        update(column.table)
                        .where(column.table.c.id == row_id)
                        .values({column.key: keyring().open(sealed)})
                    )
            count += len(rows)
            bar.update(len(rows))
            if len(rows) < AT_ONCE:
                return count
