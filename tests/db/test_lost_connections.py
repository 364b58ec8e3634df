"""A connection that broke, a server that leads no more: 503, and the next request is served."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import event, update
from sqlalchemy.exc import PendingRollbackError
from sqlalchemy.orm import Session

from tests.factories.accounts import make_resident, make_staff, token_of
from weijiayuan.accounts.models import LoginSession
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock

CHILD = {"name": "王小明", "relation": "child"}


@pytest.fixture
def on_postgresql(ground):
    if ground.uses_sqlite:
        pytest.skip("SQLite has no connections to lose")
    return ground


@pytest.fixture(params=[True, False], ids=["pgbouncer's settings", "straight"])
def resident(request, on_postgresql, opened):
    """A resident's client and headers, of a product whose connections have just been used."""
    app = opened(replace(on_postgresql, pgbouncer=request.param))
    with app.app_context():
        token = token_of(make_resident())
        db.session.remove()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k1"}
    client = app.test_client()
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    return client, headers


def outside(ground, statement):
    plain = ground.database_url.replace("+psycopg", "")
    writing = "-c default_transaction_read_only=off"
    with psycopg.connect(plain, autocommit=True, options=writing) as connection:
        return connection.execute(statement)


def database_name(ground):
    return ground.database_url.split("?")[0].rsplit("/", 1)[1]


def cut_all(ground):
    outside(
        ground,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def is_asked_to_come_again(answer):
    return answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0


def test_a_write_over_a_connection_that_was_cut_is_503_and_the_next_is_done(
    resident, on_postgresql
):
    client, headers = resident
    cut_all(on_postgresql)

    cut = client.post("/api/v1/me/family", json=CHILD, headers=headers)
    again = client.post("/api/v1/me/family", json=CHILD, headers=headers)

    assert is_asked_to_come_again(cut), cut.json
    assert again.status_code == 201


def test_a_read_over_a_connection_that_was_cut_is_503_and_the_next_is_done(resident, on_postgresql):
    client, headers = resident
    cut_all(on_postgresql)

    cut = client.get("/api/v1/me", headers=headers)

    assert is_asked_to_come_again(cut), cut.json
    assert client.get("/api/v1/me", headers=headers).status_code == 200


def test_a_server_that_has_become_the_standby_is_503_and_is_left(resident, on_postgresql):
    client, headers = resident
    name = database_name(on_postgresql)
    outside(on_postgresql, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    cut_all(on_postgresql)
    client.get("/api/v1/me", headers=headers)

    refused = client.post("/api/v1/me/family", json=CHILD, headers=headers)
    outside(on_postgresql, f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    later = [client.post("/api/v1/me/family", json=CHILD, headers=headers) for _ in range(3)]

    assert is_asked_to_come_again(refused), refused.json
    assert later[-1].status_code == 201


def test_a_lost_connection_at_the_end_does_not_unsay_what_was_done(on_postgresql, opened):
    app = opened(on_postgresql)
    with app.app_context():
        token = token_of(make_staff(Role.DISPATCHER))
        long_ago = clock.now() - timedelta(minutes=5)
        with transaction():
            db.session.execute(update(LoginSession).values(seen_at=long_ago))
        db.session.remove()

    @event.listens_for(Session, "do_orm_execute")
    def on_presence(state):
        if state.is_update:
            cut_all(on_postgresql)

    try:
        answer = app.test_client().get(
            "/api/v1/staff/me", headers={"Authorization": f"Bearer {token}"}
        )
    finally:
        event.remove(Session, "do_orm_execute", on_presence)

    assert answer.status_code == 200


def test_what_goes_on_after_a_lost_connection_is_asked_to_come_again(client, app, monkeypatch):
    def lost():
        raise PendingRollbackError("Can't reconnect until invalid transaction is rolled back.")

    monkeypatch.setitem(app.view_functions, "health.alive", lost)

    assert is_asked_to_come_again(client.get("/healthz"))
