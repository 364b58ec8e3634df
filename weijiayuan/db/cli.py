"""`flask data`: keys of sealed columns, and the migrations in one word."""

import secrets
import sys
from base64 import urlsafe_b64encode
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import Column, select, update

from weijiayuan.db.base import Model, db
from weijiayuan.db.crypto import SEALED_NAME, Encrypted, SealedAnswers, SealedWords, keyring
from weijiayuan.db.transaction import transaction

data_cli = AppGroup("data", help="The database.")

AT_ONCE = 500


@data_cli.command("migrate")
def migrate() -> None:
    """Bring the tables to the newest shape."""
    from flask_migrate import upgrade  # noqa: PLC0415  # see db.migration.Migrations

    upgrade()


@data_cli.command("new-key")
@click.argument("name")
def new_key(name: str) -> None:
    """Print a new sealing key, to be added to DATA_KEYS behind the present one at first."""
    print(f"{name}:{urlsafe_b64encode(secrets.token_bytes(32)).decode()}")


@data_cli.command("reseal")
def reseal() -> None:
    """Seal every sealed value anew under the newest key. Safe to run twice or to interrupt."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                print(f"{table.name}.{column.name}: {_reseal(column)} values")
            elif isinstance(column.type, SealedWords | SealedAnswers):
                print(f"{table.name}.{column.name}: {_reseal_some(column)} values")


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
