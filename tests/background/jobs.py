"""Works for worker processes of the race tests. Each effect is a row in `residents`."""

import os
import signal
import time

from weijiayuan.accounts.models import Resident
from weijiayuan.app import create_app
from weijiayuan.background import every, job, job_in_steps, run_due
from weijiayuan.background.worker import run_worker
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id

EFFECT = "effect"


def leave(mark):
    db.session.add(Resident(openid=f"{mark} {new_id()}"))


@job
def effect(mark):
    leave(mark)


@job
def slow_effect(mark, seconds):
    leave(mark)
    db.session.flush()
    time.sleep(seconds)


@job
def deadly_effect(mark):
    """Die like a killed process, after the effect and before the end, the first time."""
    leave(mark)
    db.session.flush()
    if os.environ.pop("DEADLY", None):
        os.kill(os.getpid(), signal.SIGKILL)


@job_in_steps
def deadly_steps(mark):
    if os.environ.pop("DEADLY", None):
        os.kill(os.getpid(), signal.SIGKILL)
    with transaction():
        leave(mark)


def work_off(settings, barrier, now):
    """One racing worker: everything that is due, together with the others."""
    app = create_app(settings)
    with app.app_context():
        barrier.wait()
        for _ in range(5):
            run_due(now)
        db.engine.dispose()


def work_and_die(settings, now):
    os.environ["DEADLY"] = "1"
    app = create_app(settings)
    with app.app_context():
        run_due(now)


def serve(settings, ready):
    """A real worker process; it says when it is about to start."""
    app = create_app(settings)
    ready.set()
    run_worker(app)


@every(minutes=60 * 24 * 365)
def yearly(now):
    leave("yearly")
    return f"left at {clock.moment_in_words(now)}"
