"""`flask machines`: what runs where, and whether everybody holds the same keys."""

import json

import click
from flask import current_app
from flask.cli import AppGroup

from weijiayuan.db import reading
from weijiayuan.db.database_clock import database_now
from weijiayuan.kernel import clock
from weijiayuan.machines import heartbeat
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
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    wanted = heartbeat.key_marks(settings)
    with reading():
        found = heartbeat.others(database_now())
    wrong = 0
    for each in found:
        known = json.loads(each.key_marks)
        lacking = sorted(name for name, mark in wanted.items() if known.get(name) != mark)
        if lacking:
            wrong += 1
            print(f"{each.host} {each.role} {each.pid} does not hold: {', '.join(lacking)}")
    if wrong:
        raise click.ClickException(f"{wrong} of {len(found)} processes; restart them first")
    print(f"all {len(found)} processes hold all keys that are set here")
