"""`flask machines`: what runs where, and whether everybody holds the same keys."""

import click
from flask import current_app
from flask.cli import AppGroup

from weijiayuan.db import encryption_key_rotation, reading
from weijiayuan.db.cli import data_cli
from weijiayuan.db.database_clock import database_now
from weijiayuan.kernel import clock
from weijiayuan.running_processes import heartbeat
from weijiayuan.settings import Settings

machines_cli = AppGroup("machines", help="Processes of the product on all machines.")


@machines_cli.command("list")
def list_processes() -> None:
    """List every process that is alive."""
    with reading():
        found = heartbeat.others(database_now())
    for each in found:
        seen = clock.moment_in_words(each.seen_at)
        where = f"photos in {each.folder}, keys {each.keys}, schema {each.schema_head}"
        print(f"{each.host} {each.role} {each.pid}: seen {seen}, {where}")
    print(f"{len(found)} processes")


@machines_cli.command("keys")
def compare_keys() -> None:
    """Say whether every living process holds the keys set here, before one seals with them."""
    known = _all_hold_the_keys()
    print(f"all {known} processes hold all keys that are set here")


@data_cli.command("reseal")
def reseal() -> None:
    """Seal every sealed value anew under the newest key, once every process holds it."""
    _all_hold_the_keys()
    for column, count in encryption_key_rotation.reseal():
        print(f"{column}: {count} values")


def _all_hold_the_keys() -> int:
    """Return how many processes live. Raises `ClickException` where one lacks a key set here."""
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    with reading():
        found = heartbeat.others(database_now())
    wrong = [(each, lacking) for each in found if (lacking := heartbeat.lacks(each, settings))]
    for each, lacking in wrong:
        print(f"{each.host} {each.role} {each.pid} does not hold: {', '.join(lacking)}")
    if wrong:
        raise click.ClickException(f"{len(wrong)} of {len(found)} processes; restart them first")
    return len(found)
