"""`flask sample load`: sample people and things, marked 示例, for a machine nobody works on yet."""

from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import AppGroup

from weijiayuan.accounts import sample as accounts
from weijiayuan.appeals import sample as appeals
from weijiayuan.commons import sample as commons
from weijiayuan.db import transaction
from weijiayuan.directory import sample as directory
from weijiayuan.directory import sample_alliance
from weijiayuan.events import sample as events
from weijiayuan.governance import sample as governance
from weijiayuan.jobs import sample as jobs
from weijiayuan.kernel import clock
from weijiayuan.markets import sample as markets
from weijiayuan.settings import Settings
from weijiayuan.venues import sample as venues

sample_cli = AppGroup("sample", help="Sample data.")

LOADERS = (
    accounts.load,
    appeals.load,
    events.load,
    jobs.load,
    markets.load,
    venues.load,
    commons.load,
    directory.load,
    sample_alliance.load,
    governance.load,
)


@sample_cli.command("load")
def load() -> None:
    """Add the sample data that is not there yet. Safe to run twice."""
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    if not settings.fake_wechat:
        raise click.ClickException("sample people belong beside the fake WeChat, not the real one")
    for line in load_samples():
        click.echo(line)


@sample_cli.command("remove-staff")
def remove_staff() -> None:
    """Shut the sample staff for good, before a database is used beside the real WeChat."""
    with transaction():
        count = accounts.shut(now=clock.now())
    click.echo(f"{count} sample staff are shut and are samples no more")


def load_samples() -> Iterator[str]:
    """Run every loader in its own transaction and yield what each says it added."""
    for loader in LOADERS:
        with transaction():
            yield loader()
