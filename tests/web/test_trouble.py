"""When something we lean on gives way."""

import sqlite3
from dataclasses import replace

import pytest
from sqlalchemy import event, text

from tests.engines import settings_for
from tests.factories.accounts import make_resident, token_of
from weijiayuan.db import db

CHILD = {"name": "王小明", "relation": "child"}


def speaking_app(opened, settings):
    app = opened(settings)
    with app.app_context():
        token = token_of(make_resident())
    return app, {"Authorization": f"Bearer {token}", "Idempotency-Key": "k1"}


def test_a_database_that_is_gone_is_503_and_not_ready(opened, tmp_path):
    gone = "postgresql+psycopg://nobody@127.0.0.1:9/none"
    client = opened(settings_for(gone, tmp_path)).test_client()

    answer = client.get("/api/v1/me", headers={"Authorization": "Bearer x"})

    assert (answer.status_code, answer.json["code"]) == (503, "web.database_busy")
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_database_that_stays_locked_is_503_and_nothing_is_written(ground, opened):
    if not ground.uses_sqlite:
        pytest.skip("PostgreSQL has no lock on the whole file")
    app, headers = speaking_app(opened, replace(ground, busy_seconds=0.2))
    blocker = sqlite3.connect(ground.database_url.removeprefix("sqlite:///"), isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")

    locked = app.test_client().post("/api/v1/me/family", json=CHILD, headers=headers)
    blocker.execute("ROLLBACK")
    blocker.close()
    freed = app.test_client().post("/api/v1/me/family", json=CHILD, headers=headers)

    assert (locked.status_code, locked.json["code"]) == (503, "web.database_busy")
    assert freed.status_code == 201
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM family_members")).scalar() == 1


def test_a_full_disk_is_503_and_nothing_is_half_written(ground, opened):
    if not ground.uses_sqlite:
        pytest.skip("PostgreSQL reports a full disk as the same kind of error")
    app, headers = speaking_app(opened, ground)
    with app.app_context():
        pages = db.session.execute(text("PRAGMA page_count")).scalar()
        db.session.remove()
        db.engine.dispose()
        event.listen(
            db.engine,
            "connect",
            lambda connection, _: connection.execute(f"PRAGMA max_page_count = {pages}"),
        )
    client, statuses = app.test_client(), []
    for number in range(400):
        answer = client.post(
            "/api/v1/me/consents",
            json={"document": "privacy", "version": "2026-11"},
            headers=headers | {"Idempotency-Key": f"k{number}"},
        )
        statuses.append(answer.status_code)
        if answer.status_code != 201:
            break

    assert (answer.status_code, answer.json["code"]) == (503, "web.storage_full")
    with app.app_context():
        kept = db.session.execute(text("SELECT count(*) FROM consents")).scalar()
    assert kept == statuses.count(201)
