"""Answers given again from memory: never old, never somebody else's, and without a query."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from flask import g, request
from hypothesis import HealthCheck, given, settings, strategies
from sqlalchemy import event
from werkzeug.test import Client

from tests.factories.accounts import make_resident, token_of
from weijiayuan.accounts import current_caller
from weijiayuan.accounts.guards import require_resident
from weijiayuan.db import db, transaction
from weijiayuan.db.change_marker import ChangeMarker
from weijiayuan.places import cache_invalidation
from weijiayuan.places.models import Street, Topic
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.response_cache import CACHEABLE, CHANGE_MARKER, ResponseCache, mark_cacheable

ADDRESS = "/api/v1/places/streets"
A_MOMENT = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def processes(ground, opened):
    """Three that share a database as processes do: two that keep answers, one that never does."""
    keeping = replace(ground, keep_answers=True)
    apps = [opened(keeping), opened(keeping), opened(ground)]
    yield apps
    for app in apps[:2]:
        app.extensions[CHANGE_MARKER].close()


@pytest.fixture
def clock_stands():
    with time_machine.travel(A_MOMENT, tick=False) as moment:
        yield moment


@contextmanager
def statements_of(app):
    said = []

    def note(_connection, _cursor, statement, *_more):
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def names(app, **more):
    answer = app.test_client().get(ADDRESS, **more)
    return [street["name"] for street in answer.json["items"]]


def found_street(app, number):
    with app.app_context(), transaction():
        db.session.add(Street(code=f"44031100{number}", name=f"街道{number}"))
        db.session.flush()
        cache_invalidation.mark_changed(Topic.TERRITORY)


def warmed(app, address=ADDRESS, **more):
    """Ask until an answer may be kept, and once more; give that last one and what it asked."""
    visitor = app.test_client()
    for _ in range(2):
        visitor.get(address, **more)
    with statements_of(app) as said:
        return visitor.get(address, **more), said


@pytest.mark.usefixtures("clock_stands")
def test_the_same_answer_again_asks_the_database_nothing(processes):
    found_street(processes[2], 1)
    fresh = processes[2].test_client().get(ADDRESS)

    again, said = warmed(processes[0])

    assert said == []
    assert (again.status, again.json) == (fresh.status, fresh.json)
    unlike = {"X-Request-Id"}
    assert {pair for pair in again.headers if pair[0] not in unlike} == {
        pair for pair in fresh.headers if pair[0] not in unlike
    }


@pytest.mark.usefixtures("clock_stands")
def test_who_has_the_answer_gets_a_304_without_a_query(processes):
    etag = processes[0].test_client().get(ADDRESS).headers["ETag"]

    again, said = warmed(processes[0], headers={"If-None-Match": f'"other", {etag}'})

    assert (again.status_code, again.data, said) == (304, b"", [])
    assert again.headers["ETag"] == etag
    assert "Content-Type" not in again.headers


@pytest.mark.usefixtures("clock_stands")
def test_who_was_told_304_first_gets_the_body_when_asked_for(processes):
    etag = processes[0].test_client().get(ADDRESS).headers["ETag"]
    warmed(processes[1], headers={"If-None-Match": etag})
    assert processes[1].test_client().get(ADDRESS).json["items"] == []


@pytest.mark.usefixtures("clock_stands")
def test_every_answer_has_an_id_of_its_own(processes):
    ids = {processes[0].test_client().get(ADDRESS).headers["X-Request-Id"] for _ in range(5)}
    assert len(ids) == 5


def test_an_answer_is_made_again_when_the_second_is_over(processes, clock_stands):
    warmed(processes[0])
    clock_stands.shift(1)
    with statements_of(processes[0]) as said:
        processes[0].test_client().get(ADDRESS)
    assert said != []


@pytest.mark.usefixtures("clock_stands")
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=strategies.lists(strategies.tuples(strategies.booleans(), strategies.integers(0, 1))))
def test_whoever_writes_everybody_reads_it_at_once(processes, steps):
    for writes, who in steps:
        if writes:
            found_street(processes[who], 10 + len(names(processes[2])))
        else:
            assert names(processes[who]) == names(processes[2])
    assert names(processes[0]) == names(processes[1]) == names(processes[2])


@pytest.mark.usefixtures("clock_stands")
def test_what_only_some_may_see_is_never_kept(processes):
    app = processes[0]
    with app.app_context(), transaction():
        headers = {"Authorization": f"Bearer {token_of(make_resident())}"}
    _, said = warmed(app, "/api/v1/me", headers=headers)
    assert said != []
    assert app.test_client().get("/api/v1/me").status_code == 401


@pytest.mark.usefixtures("clock_stands")
def test_an_answer_without_a_version_has_its_content_for_one(processes):
    first = processes[0].test_client().get("/api/v1/jobs/law")
    assert first.headers["Cache-Control"] == "no-cache"
    etag = {"If-None-Match": first.headers["ETag"]}

    unkept = processes[2].test_client().get("/api/v1/jobs/law", headers=etag)
    again, said = warmed(processes[0], "/api/v1/jobs/law", headers=etag)

    assert (unkept.status_code, unkept.data) == (304, b"")
    assert (again.status_code, again.data, said) == (304, b"", [])


def test_what_only_some_may_see_cannot_be_called_alike():
    blueprint = Blueprint("secrets", __name__, guard=require_resident)
    with pytest.raises(TypeError, match="not alike for everybody"):
        blueprint.get("/mine", alike=True)(dict)


def test_an_answer_that_asked_who_calls_is_not_kept(app):
    with app.test_request_context("/"):
        g.open_to_all = True
        current_caller.someone()
        mark_cacheable()
        assert CACHEABLE not in request.environ


def test_without_a_mark_of_the_database_nothing_is_kept(processes, tmp_path):
    app = processes[2]
    nowhere = ResponseCache(app.wsgi_app, ChangeMarker(f"sqlite:///{tmp_path}/missing.db"))
    visitor = Client(nowhere)
    for _ in range(3):
        with statements_of(app) as said:
            assert visitor.get(ADDRESS).status_code == 200
        assert said != []
    assert not (tmp_path / "missing.db").exists()
