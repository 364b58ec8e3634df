"""`flask data`: keys of sealed columns, and the migrations in one word."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import Column, select, update

from weijiayuan.db.base import Model, db
from weijiayuan.db.crypto import Encrypted, keyring
from weijiayuan.db.transaction import transaction

data_cli = AppGroup("data", help="The database.")

AT_ONCE = 500


@data_cli.command("migrate")
def migrate() -> None:
    """Bring the tables to the newest shape."""
    from flask_migrate import upgrade  # noqa: PLC0415  # see db.migration.Migrations

    upgrade()


@data_cli.command("reseal")
def reseal() -> None:
    """Seal every sealed value anew under the newest key. Safe to run twice or to interrupt."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Encrypted):
                print(f"{table.name}.{column.name}: {_reseal(column)} values")


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
