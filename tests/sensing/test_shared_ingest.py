"""What many devices send at the same time is committed together, and each hears of its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.places import make_district
from tests.factories.sensing import data_array, make_device
from tests.sensing.conftest import Wire
from weijiayuan.db import db, reading
from weijiayuan.sensing.models import Alarm, observations
from weijiayuan.sensing.service import ingest, shared_ingest


@pytest.fixture
def crowd(ground, opened, monkeypatch):
    """An application whose devices all wait until `together` lets them go, and its groups."""
    app = opened(ground)
    groups, take_in = [], ingest.take_in_for

    def counted(speaks_for, given, **more):
        groups.append(len(given))
        return take_in(speaks_for, given, **more)

    monkeypatch.setattr(ingest, "take_in_for", counted)
    with app.app_context():
        make_district()
        yield app, groups


def together(app, *asked):
    """Let these posts wait for one another; return their answers."""
    shared_ingest.take_in(make_device()[0].id, [])  # the queue is there from now on
    db.session.rollback()  # or what is read later would be the ledger as it was here
    queue = app.extensions["sensing_ingest"]
    with ThreadPoolExecutor(len(asked)) as pool:
        with queue.turn:
            posts = []
            for wire, body in asked:
                posts.append(pool.submit(wire.post, "CreateObservations", body))
                ends = time.monotonic() + 20
                while len(queue.waiting) < len(posts) and time.monotonic() < ends:
                    time.sleep(0.005)
        return [each.result(20) for each in posts]


def test_messages_that_wait_are_one_transaction_and_each_is_answered_for_itself(crowd):
    app, groups = crowd
    begin = datetime.now(UTC) - timedelta(minutes=5)
    (water, key), (other, other_key) = make_device(), make_device()
    wires = [Wire(app.test_client(), each) for each in (key, other_key)]
    rising = data_array(water, [5, 16, 17, 18], begin=begin)

    first, again, own, foreign = together(
        app,
        (wires[0], rising),
        (wires[0], rising),
        (wires[1], data_array(other, [1, 2], begin=begin)),
        (wires[1], [*data_array(water, [99], begin=begin), *data_array(other, [3], begin=begin)]),
    )

    assert groups[1:] == [4 + 4 + 2 + 2]
    assert all("Observations" in each for each in first.json)
    assert again.json == ["duplicate"] * 4
    assert [each.status_code for each in (first, again, own, foreign)] == [201] * 4
    assert foreign.json[0] == "error"
    with reading():
        stored = db.session.execute(select(observations.c.datastream_id, observations.c.value))
        kept = sorted(value for stream, value in stored if stream == water.datastream_id)
        (alarm,) = db.session.scalars(select(Alarm))
        assert (kept, alarm.datastream_id) == ([5, 16, 17, 18], water.datastream_id)


def test_whoever_names_only_what_is_not_his_is_refused_though_its_owner_sends_at_the_same_time(
    crowd,
):
    app, _ = crowd
    begin = datetime.now(UTC) - timedelta(minutes=5)
    (water, key), (_other, other_key) = make_device(), make_device()
    body = data_array(water, [5], begin=begin)

    mine, foreign = together(
        app, (Wire(app.test_client(), key), body), (Wire(app.test_client(), other_key), body)
    )

    assert (mine.status_code, foreign.status_code) == (201, 404)
    assert foreign.json["code"] == "sensing.datastream_not_found"
