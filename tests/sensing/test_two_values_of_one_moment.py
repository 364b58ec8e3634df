"""Only the same moment and the same value is a duplicate: of two values the graver one counts."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.sensing import array_of, data_array, make_device
from tests.sensing.conftest import Wire
from tests.sensing.test_alarms_from_readings import found_alarms
from tests.sensing.test_device_clocks import device_as_shown
from tests.sensing.test_wire import stored
from weijiayuan.db import db, transaction
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest, outages_and_retention


def say(now, wire, device, values, *, stamp, apart=20.0):
    """Send values one by one, each with the same stamp."""
    answers = []
    for value in values:
        now.shift(timedelta(seconds=apart))
        body = {"phenomenonTime": stamp.isoformat(), "result": value}
        path = f"Datastreams('{device.datastream_id}')/Observations"
        answers.append(wire.post(path, body).status_code)
    return answers


@pytest.mark.parametrize(("kind", "danger"), [("smoke", 1), ("gas", 60)])
def test_a_clock_that_stands_swallows_no_alarm_and_is_a_ticket(now, client, admin, kind, danger):
    device, key = make_device(kind, interval_seconds=20)
    stamp = datetime.now(UTC)
    answers = say(now, Wire(client, key), device, [0, 0, *[danger] * 8], stamp=stamp)

    assert answers[:3] == [201, 200, 201]
    assert [each.level for each in found_alarms(level=1)] == [1]
    db.session.expire_all()
    with transaction():
        assert outages_and_retention.note_clocks(datetime.now(UTC)) == (1, 0)
    assert device_as_shown(admin, device)["is_clock_wrong"]


def test_a_calm_clock_that_stands_is_found_out_too(now, client, admin):
    device, key = make_device("smoke", interval_seconds=20)
    say(now, Wire(client, key), device, [0] * 12, stamp=datetime.now(UTC))

    assert device_as_shown(admin, device)["is_clock_wrong"]


def test_a_box_that_stamps_whole_seconds_loses_nothing_that_it_says_in_one(now, client):
    device, key = make_device("smoke")
    answers = say(now, Wire(client, key), device, [0, 1, 1], stamp=datetime.now(UTC), apart=0.2)

    assert answers[:2] == [201, 201]
    assert [each.level for each in found_alarms()] == [1]


@pytest.mark.parametrize("values", [[0, 1], [1, 0]])
def test_of_two_values_of_one_moment_in_a_batch_the_graver_counts(now, client, values):
    device, key = make_device("smoke")
    stamp = datetime.now(UTC).isoformat()
    body = [array_of(device, [[stamp, value] for value in [*values, values[0]]])]
    answer = Wire(client, key).post("CreateObservations", body)

    assert [each == "duplicate" for each in answer.json] == [False, False, True]
    assert [each.level for each in found_alarms()] == [1]
    assert stored() == 2


def test_a_gateway_that_stamps_two_batches_alike_loses_no_high_water(now, client):
    device, key = make_device()
    begin = datetime.now(UTC) - timedelta(minutes=5)
    calm, high = (data_array(device, [value] * 5, begin=begin) for value in (0, 45))
    Wire(client, key).post("CreateObservations", calm + high)

    assert {each.level for each in found_alarms()} == {1, 2, 3}


def test_a_graver_value_of_moments_already_told_counts_once(now, client):
    device, key = make_device()
    wire = Wire(client, key)
    begin = datetime.now(UTC) - timedelta(minutes=5)
    wire.post("CreateObservations", data_array(device, [0] * 5, begin=begin))
    assert found_alarms() == []
    high = data_array(device, [45] * 4, begin=begin)

    assert "duplicate" not in wire.post("CreateObservations", high).json
    assert wire.post("CreateObservations", high).json == ["duplicate"] * 4
    assert stored() == 9


def test_the_bridge_takes_the_graver_of_two_in_one_batch(now):
    device, _ = make_device("smoke")
    at = datetime.now(UTC)
    given = [Reading(device.datastream_id, at, value) for value in (0.0, 1.0, 1.0)]
    with transaction():
        told = ingest.take_in_for({device.datastream_id: device}, given, now=at)
    db.session.expire_all()

    assert told == [True, True, False]
    assert [each.level for each in found_alarms()] == [1]
