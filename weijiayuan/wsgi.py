"""What commands load, `app`, and what a web server is given, `served()`."""
# ruff: noqa: E402  # the collector of garbage rests before anything large is loaded

import gc
import os

gc.disable()  # what is loaded stays: to look for garbage in it was a third of what a start took

from flask import Flask

from weijiayuan import startup_checks
from weijiayuan.app import create_app
from weijiayuan.kernel.orphaned_process import end_with_parent
from weijiayuan.running_processes import heartbeat
from weijiayuan.settings import Settings
from weijiayuan.web.logs import init_logging

init_logging()
settings = Settings.from_env(os.environ)  # noqa: TID251  # the one place that reads it
app = create_app(settings)
gc.freeze()
gc.enable()


def served() -> Flask:
    """Return the application for a server that we start: it says that it runs, and ends with it."""
    end_with_parent()
    startup_checks.check_start(app, settings, role="web")
    heartbeat.join(app, settings, role="web")
    return app
