"""Connections that PostgreSQL has closed while they rested."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import event, text

from tests.factories.accounts import make_resident, token_of
from tests.factories.venues import MONDAY, make_venue, slot_at
from weijiayuan.db import db, postgresql, reading


@pytest.fixture
def pooled(ground, opened):
    """An application with a connection in its pool, and a way to have all of them ended."""
    if not ground.database_url.startswith("postgresql"):
        pytest.skip("a file closes nothing")
    app = opened(ground)

    def end_all():
        plain = ground.database_url.replace("+psycopg", "")
        with psycopg.connect(plain, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    assert is_ready(app) == 200
    return app, end_all


def is_ready(app):
    return app.test_client().get("/readyz").status_code


def test_a_connection_that_was_ended_while_it_rested_is_replaced_unseen(pooled, monkeypatch):
    app, end_all = pooled
    monkeypatch.setattr(postgresql, "RESTED_SECONDS", 0.0)
    end_all()
    assert is_ready(app) == 200


def test_one_that_was_ended_just_now_costs_one_answer_that_says_so(pooled):
    app, end_all = pooled
    end_all()
    assert [is_ready(app), is_ready(app)] == [503, 200]


def test_a_connection_in_use_is_not_asked_whether_it_lives(pooled):
    app, _ = pooled
    with app.app_context():
        asked = db.engine.dialect.do_ping
        db.engine.dialect.do_ping = None  # calling it would raise
        try:
            with reading():
                assert db.session.scalar(text("SELECT 1")) == 1
        finally:
            db.engine.dialect.do_ping = asked


def test_a_look_whose_database_dies_is_answered_503_and_not_500(pooled):
    """The look before a booking is where a crowd stands when the database goes."""
    app, end_all = pooled
    with app.app_context():
        me, venue = make_resident(), make_venue()
        headers = {"Authorization": f"Bearer {token_of(me)}", "Idempotency-Key": "k"}
        body = {"slot_id": str(slot_at(venue, MONDAY + timedelta(days=1), 10)), "people": 1}

        def die(_connection, _cursor, statement, *_more):
            if "venue_bookings" in statement:
                end_all()

        event.listen(db.engine, "before_cursor_execute", die)
        answer = app.test_client().post("/api/v1/venues/bookings", json=body, headers=headers)
    assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), answer.json
