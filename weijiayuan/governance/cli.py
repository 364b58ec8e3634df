"""`flask directory bring-in-venues`: what needs both a service and the directory."""

import click

from weijiayuan.db import transaction
from weijiayuan.directory.cli import directory_cli
from weijiayuan.governance import venue_directory_sync
from weijiayuan.kernel import clock

__all__ = ["directory_cli"]


@directory_cli.command("bring-in-venues")
def bring_in_venues() -> None:
    """Make a site of every bookable venue, or bring it up to date. Safe to run twice."""
    with transaction():
        changed = venue_directory_sync.bring_in(now=clock.now())
    click.echo(f"{changed} sites changed")
