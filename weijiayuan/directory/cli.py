"""`flask directory import`: lists of sites, services and organisations, for the operator."""

import csv
import io
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import transaction
from weijiayuan.directory.rules.entry_spreadsheet import SheetKind, headings
from weijiayuan.directory.service.imports import import_execution
from weijiayuan.directory.service.imports.import_plan import Plan
from weijiayuan.directory.service.imports.import_source import Sender
from weijiayuan.directory.service.keeper_permissions import Keeper
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.kernel.ids import new_id
from weijiayuan.web.messages import text

directory_cli = AppGroup("directory", help="The directory of services.")
KIND = click.argument("kind", type=click.Choice([each.value for each in SheetKind]))


@directory_cli.command("template")
@KIND
def write_template(kind: str) -> None:
    """Print the headings of a list."""
    line = io.StringIO()
    csv.writer(line).writerow(headings(SheetKind(kind)))
    click.echo(line.getvalue().strip())


@directory_cli.command("import")
@KIND
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The list's day.")
@click.option("--source", required=True, help="Where the list comes from.")
@click.option("--community", help="Take in what lies in this community alone.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
def import_list(
    kind: str, path: Path, as_of: datetime, source: str, community: str | None, *, dry_run: bool
) -> None:
    """Take in a list: all of it or, while a row has a problem, nothing."""
    try:
        sheet = import_execution.read(SheetKind(kind), path.read_bytes())
        with transaction():
            sender = Sender(_keeper(community), as_of.date(), source, clock.now())
            made = import_execution.plan(SheetKind(kind), sheet, sender)
            _tell(made)
            if not dry_run:
                import_execution.take_in(made, sender, seen=None)
    except DomainError as error:
        raise click.ClickException(text(error.code, **error.facts)) from error


def _keeper(community: str | None) -> Keeper:
    kind = TerritoryKind.COMMUNITY if community else TerritoryKind.DISTRICT
    return Keeper(new_id(), [Territory(kind, community or district().code)])


def _tell(made: Plan) -> None:
    """Print every row that is not as it was, and how many there are of each."""
    for row in made.rows:
        for error in row.errors:
            click.echo(f"row {error.row}, {error.column}: {error.problem}")
        if not row.errors:
            for change in row.changes:
                said = f"{change.before or '-'} -> {change.after or '-'}"
                click.echo(f"row {row.row.number}, {row.outcome}, {change.column}: {said}")
    counts = ", ".join(f"{count} {name}" for name, count in made.counts.items())
    click.echo(f"{len(made.rows)} rows: {counts}")
