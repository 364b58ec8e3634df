"""What machines ask about the product, also when the database is not what it should be."""

import threading
import time

import pytest
from sqlalchemy import text

from tests.engines import ONE_DATABASE
from weijiayuan.background.models import BackgroundJob, PeriodicRun
from weijiayuan.background.rules import EPOCH
from weijiayuan.db import db, transaction
from weijiayuan.db.database_clock import read_database_clock
from weijiayuan.db.migration import built_for
from weijiayuan.web import health


@pytest.fixture
def place(ground, opened):
    app = opened(ground)
    return app, app.test_client()


def schema_is(app, version):
    with app.app_context(), transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_ready_is_who_finds_the_schema_it_was_built_for(place):
    _, client = place
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["schema"]) == (200, built_for())


def test_an_older_schema_is_not_ready_and_a_newer_one_is(place):
    app, client = place
    schema_is(app, "0001")
    older = client.get("/readyz")
    schema_is(app, "9999")
    assert (older.status_code, older.json["schema"]) == (503, "0001")
    assert client.get("/readyz").status_code == 200


def test_a_frozen_database_makes_nobody_wait_for_long(place, monkeypatch):
    app, client = place
    frozen = threading.Event()
    slot = health.Slot(app, lambda: frozen.wait(20) and "0001")
    probes = app.extensions[health.EXTENSION]
    app.extensions[health.EXTENSION] = health.Probes(slot, probes.measures)
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 0.1)
    began = time.monotonic()

    statuses = [client.get("/readyz").status_code for _ in range(5)]
    alive = client.get("/healthz").status_code

    assert (statuses, alive) == ([503] * 5, 200)
    waited = time.monotonic() - began
    frozen.set()
    assert waited < 20


def measured(client, name):
    lines = client.get("/metrics").text.splitlines()
    return {
        line.rpartition(" ")[0]: float(line.rpartition(" ")[2])
        for line in lines
        if line.startswith(f"weijiayuan_{name}")
    }


def test_lateness_the_queue_and_the_disk_are_measured(place):
    app, client = place
    with app.app_context():
        now = read_database_clock()
        with transaction():
            row = PeriodicRun(name="late.task", due_at=now.replace(year=now.year - 1), ran_at=now)
            db.session.add(row)
            db.session.add(BackgroundJob(name="x", arguments="[]", due_at=EPOCH))

    late = measured(client, "periodic_task_late_seconds")

    assert late['weijiayuan_periodic_task_late_seconds{task="late.task"}'] > 300 * 86_400
    app.extensions[health.EXTENSION].measures._question.__self__.at = float("-inf")
    assert measured(client, "jobs_waiting") == {"weijiayuan_jobs_waiting": 1}
    assert measured(client, "disk_free_bytes")["weijiayuan_disk_free_bytes"] > 0
    assert measured(client, "database_up") == {"weijiayuan_database_up": 1}
    assert abs(measured(client, "clock_skew")["weijiayuan_clock_skew_seconds"]) < 5


@ONE_DATABASE
@pytest.mark.parametrize("path", ["/metrics", "/%6detrics", "//metrics", "/readyz", "/%72eadyz"])
def test_how_it_is_doing_is_told_to_nobody_who_comes_through_the_door(client, path):
    answer = client.get(path, headers={"X-Forwarded-For": "203.0.113.7"})

    assert answer.status_code in {308, 404}
    assert "http_requests" not in answer.text
    assert "schema" not in answer.text
