"""What every racing process needs, loaded once by the process that they are all forked from.

Tables that are read at the first request (words of danger, protected names, a rulebook, what seals
a paper) cost three seconds of a processor, so one request is made before anything is forked.
"""

import os
import tempfile
from pathlib import Path

import psycopg  # noqa: F401  # the driver, which an engine loads when it is made
import pytest  # noqa: F401
import time_machine  # noqa: F401
from sqlalchemy.orm import configure_mappers

from tests import collector
from tests.approvals import racers as applicants
from tests.conftest import SHARED
from tests.engines import SqliteEngine, settings_for
from tests.factories import accounts, events, markets, places, venues  # noqa: F401
from tests.fakes import wechat  # noqa: F401
from weijiayuan.app import create_app
from weijiayuan.db import db


def apply_once():
    """Apply for a licence, which reads nearly every table there is."""
    engine, name = SqliteEngine(Path(os.environ[SHARED])), f"warm_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="weijiayuan-warm-") as folder:
        settings = settings_for(engine.fresh(name), Path(folder))
        app = create_app(settings)
        tokens = applicants.build(app, 1)
        with app.app_context():
            db.engine.dispose()
        applicants.for_one_name(settings, tokens, 0)
    engine.drop(name)


configure_mappers()
if SHARED in os.environ:
    apply_once()
collector.begin()
