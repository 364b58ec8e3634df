"""`flask audit verify`."""

import sys
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import AppGroup

from weijiayuan.audit import hash_chain, queries
from weijiayuan.kernel import maintenance_timestamps
from weijiayuan.settings import Settings

audit_cli = AppGroup("audit", help="The audit trail.")


@audit_cli.command("verify")
def verify() -> None:
    """Walk the whole trail and say whether every entry is there and unchanged."""
    number, seal = queries.head()
    with click.progressbar(length=number, label="entries", file=sys.stderr) as bar:
        broken = hash_chain.first_break(_counted(bar), head=(number, seal))
    if broken:
        raise click.ClickException(f"entry {broken.number} {broken.how}")
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    maintenance_timestamps.note(settings.data_dir, "verify")
    print(f"{number} entries, unbroken; the trail ends with {seal}")


def _counted(
    bar: "click._termui_impl.ProgressBar[int]",
) -> Iterator[tuple[hash_chain.Entry, str, str]]:
    for sealed in queries.sealed_entries():
        yield sealed
        bar.update(1)
