"""What happens around the web server: preparing the database, and the worker."""

from dataclasses import replace

import click
from flask_migrate import upgrade

from weijiayuan import startup_checks
from weijiayuan.app import create_app
from weijiayuan.background.worker import run_worker
from weijiayuan.places.cli import district_cli
from weijiayuan.running_processes import heartbeat
from weijiayuan.samples import load_samples
from weijiayuan.settings import Settings
from weijiayuan.web.logs import init_logging

OTHERS_AT_WECHAT = 4  # checks of words and photos, beside the senders of notices


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
    settings = replace(settings, wechat_at_once=settings.notice_senders + OTHERS_AT_WECHAT)
    app = create_app(settings)
    startup_checks.check_start(app, settings, role="worker")
    heartbeat.join(app, settings, role="worker")
    run_worker(app)


def check(settings: Settings) -> None:
    """Refuse to start the web server beside what does not go together with it."""
    startup_checks.check_start(create_app(settings), settings, role="web")
