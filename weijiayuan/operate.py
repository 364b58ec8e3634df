"""What happens around the web server: preparing the database, and the worker."""

import click
from flask_migrate import upgrade

from weijiayuan.app import create_app
from weijiayuan.background.worker import run_worker
from weijiayuan.places.cli import district_cli
from weijiayuan.samples import load_samples
from weijiayuan.settings import Settings
from weijiayuan.web.logs import init_logging


def prepare(settings: Settings) -> None:
    """Migrate, load the district, and beside the fake WeChat the samples. Safe to run again."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        district_cli.commands["load"].main([], standalone_mode=False)
        for line in load_samples() if settings.fake_wechat else []:
            click.echo(line)


def work(settings: Settings) -> None:
    """Do what is due, until told to stop."""
    init_logging()
    run_worker(create_app(settings))
