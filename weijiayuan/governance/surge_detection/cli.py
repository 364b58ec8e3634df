"""`flask signals`: draw lines, look, and prove how often chance alone raises one."""

import click
from flask.cli import AppGroup

from weijiayuan.governance.surge_detection import service, threshold_calibration
from weijiayuan.governance.surge_detection.errors import HistoryTooShort
from weijiayuan.governance.surge_detection.rules.category_families import families
from weijiayuan.kernel import clock

signals_cli = AppGroup("signals", help="Signals of more than usual.")


@signals_cli.command("calibrate")
def calibrate() -> None:
    """Draw today's line of every family that has none."""
    for family in families().by_code.values():
        try:
            new = threshold_calibration.calibrate(family, now=clock.now())
        except HistoryTooShort:
            click.echo(f"{family.code}: fewer than 63 days of matters, no line")
        else:
            click.echo(f"{family.code}: {'drawn' if new else 'stands already'}")


@signals_cli.command("look")
def look() -> None:
    """Make the looks that are due."""
    click.echo(f"{service.look_everywhere(clock.now())} signals raised")
