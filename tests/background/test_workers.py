"""Real worker processes against a real database: no work twice, none lost, none broken off."""

import os
import signal
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.background import jobs
from tests.racing import processes
from weijiayuan.accounts.models import Resident
from weijiayuan.app import create_app
from weijiayuan.background import run_due
from weijiayuan.background.models import BackgroundJob
from weijiayuan.background.registry import PERIODIC_TASKS
from weijiayuan.background.runner import LEASE
from weijiayuan.background.task_queue import open_huey
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock

pytestmark = pytest.mark.race
PERIODIC_TASKS.pop("tests.background.jobs.yearly")  # only the worker processes are to know it


@pytest.fixture
def service(ground):
    app = create_app(ground)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def count(mark):
    with reading():
        return db.session.scalar(
            select(func.count()).select_from(Resident).where(Resident.openid.startswith(mark))
        )


def waiting():
    with reading():
        return db.session.scalar(select(func.count()).select_from(BackgroundJob))


def race(target, *given, crowd=3):
    barrier = processes.Barrier(crowd)
    runners = [
        processes.Process(target=target, args=(given[0], barrier, *given[1:])) for _ in range(crowd)
    ]
    for one in runners:
        one.start()
    for one in runners:
        one.join(60)
    assert [one.exitcode for one in runners] == [0] * crowd


def test_racing_workers_do_every_task_once_and_every_periodic_task_once(service, ground):
    with transaction():
        for number in range(60):
            jobs.effect.later(f"task-{number:02}")

    race(jobs.work_off, ground, clock.now() + timedelta(seconds=1))

    assert [count(f"task-{number:02}") for number in range(60)] == [1] * 60
    assert count("yearly") == 1
    assert waiting() == 0


@pytest.mark.parametrize("work", [jobs.deadly_effect, jobs.deadly_steps])
def test_what_a_killed_worker_had_begun_is_done_once_by_another(service, ground, work):
    with transaction():
        work.later("deadly")
    victim = processes.Process(
        target=jobs.work_and_die, args=(ground, clock.now() + timedelta(seconds=1))
    )
    victim.start()
    victim.join(60)
    assert victim.exitcode == -signal.SIGKILL
    assert (count("deadly"), waiting()) == (0, 1)

    race(jobs.work_off, ground, clock.now() + LEASE + timedelta(seconds=2), crowd=2)

    assert (count("deadly"), waiting()) == (1, 0)


@contextmanager
def worker(ground):
    ready = processes.Event()
    process = processes.Process(target=jobs.serve, args=(ground, ready))
    process.start()
    assert ready.wait(30)
    try:
        yield process
    finally:
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join(30)


def wait_until(question, seconds=15):
    """Return how long it took until the answer was yes."""
    began = time.monotonic()
    while not question():
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def test_a_worker_does_what_is_put_off_soon_and_runs_its_chores(service, ground):
    with worker(ground) as process:
        wait_until(lambda: count("yearly") == 1)
        with transaction():
            jobs.effect.later("soon")
        assert wait_until(lambda: count("soon") == 1) < 3
        os.kill(process.pid, signal.SIGTERM)
        process.join(10)
        assert process.exitcode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_stop_finishes_what_it_does(service, ground, number):
    with worker(ground) as process:
        wait_until(lambda: count("yearly") == 1)
        with transaction():
            jobs.slow_effect.later("finished", 1.5)
        wait_until(lambda: taken_on("slow_effect"))
        for _ in range(2):  # from the terminal, and from the supervisor
            os.kill(process.pid, number)
            time.sleep(0.2)
        process.join(15)
        assert process.exitcode == 0
    assert (count("finished"), waiting()) == (1, 0)


def taken_on(name):
    with reading():
        return db.session.scalar(
            select(BackgroundJob.attempts).where(BackgroundJob.name.endswith(name))
        )


def test_a_lost_wake_up_costs_time_and_no_work(service, ground):
    with transaction():
        jobs.effect.later("unheard")
    (ground.data_dir / "queue.db").unlink()

    race(jobs.work_off, ground, clock.now() + timedelta(seconds=1), crowd=1)

    assert count("unheard") == 1


def test_a_queue_out_of_reach_does_not_stop_the_one_who_asks(service, ground, monkeypatch):
    (ground.data_dir / "queue.db").mkdir()

    with transaction():
        jobs.effect.later("anyway")

    assert waiting() == 1


def test_with_redis_a_worker_is_woken_the_same_and_outlives_its_loss(ground, redis_server):
    settings = replace(ground, redis_url=redis_server.url)
    app = create_app(settings)
    with app.app_context(), worker(settings) as process:
        with transaction():
            jobs.effect.later("first")
        assert wait_until(lambda: count("first") == 1) < 10
        redis_server.stop()
        with transaction():
            jobs.effect.later("without redis")
        assert waiting() == 1
        redis_server.start()
        with transaction():
            jobs.effect.later("after")
        wait_until(lambda: count("after") == 1)
        run_due(clock.now())  # what the next half minute brings
        assert count("without redis") == 1
        os.kill(process.pid, signal.SIGTERM)
        process.join(15)
        assert process.exitcode == 0
        db.session.remove()
        db.engine.dispose()


def test_what_stands_in_the_queue_must_be_signed(ground):
    huey = open_huey(ground)
    forged = open_huey(replace(ground, secret_key="another"))
    huey.task(name="task")(print)
    forged.task(name="task")(print).s("x")
    forged.storage.enqueue(
        forged.serialize_task(forged._registry.string_to_task("builtins.task")(("x",), {}))
    )

    with pytest.raises(ValueError, match="mismatch"):
        huey.dequeue()
