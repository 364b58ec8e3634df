"""`flask events`: the tree of units, and work that normally the worker does."""

from pathlib import Path

import click
from flask.cli import AppGroup

from weijiayuan.db import transaction
from weijiayuan.events import organisational_unit_import
from weijiayuan.events.rules import category_suggestion
from weijiayuan.events.supervision import escalation
from weijiayuan.kernel import clock

events_cli = AppGroup("events", help="The ledger of matters.")


@events_cli.command("load-units")
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
def load_units(path: Path | None) -> None:
    """Add units and duties from PATH, or the sample ones. Safe to run twice."""
    with transaction():
        print(organisational_unit_import.load(path))


@events_cli.command("escalate")
def escalate() -> None:
    """Raise what is late now, without waiting for the worker. Safe to run twice."""
    with transaction():
        print(f"{escalation.escalate(clock.now())} rungs raised")


@events_cli.command("measure-suggestion")
def measure_suggestion() -> None:
    """Print how often the suggested category is right on texts it has not seen."""
    found = category_suggestion.measure()
    print(
        f"{found.examples} examples: right {found.first:.1%}, among three {found.among_three:.1%}; "
        f"sure of {found.sure:.1%}, of these right {found.right_when_sure:.1%}"
    )
