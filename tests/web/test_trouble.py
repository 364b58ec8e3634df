"""When something we lean on gives way."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from tests.engines import settings_for
from tests.factories.accounts import make_resident, token_of
from tests.factories.venues import make_booking, make_venue
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date
from weijiayuan.web.errors import answer_database

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


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("INSERT INTO residents SELECT * FROM residents", "web.conflict"),
        ("UPDATE claims SET bookable_id = :other", "web.changed_meanwhile"),
        ("UPDATE claims SET seat = -9", "web.changed_meanwhile"),
    ],
)
def test_only_the_same_twice_is_told_as_the_same_twice(app, database, statement, code):
    court = make_venue()
    make_booking(court, local_date(clock.now()) + timedelta(days=1), 10)
    other = db.session.execute(text("SELECT id FROM residents")).scalar()

    asked = text(statement).bindparams(**({"other": other} if ":other" in statement else {}))
    with pytest.raises(IntegrityError) as refused, transaction():
        db.session.execute(asked)

    with app.test_request_context():
        answer = answer_database(refused.value)
    assert (answer.status_code, answer.json["code"]) == (409, code)
