"""Readings out of order, late, too fast or after an outage: what they raise, and what they do not."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.sensing import array_of, data_array, make_device
from tests.sensing.conftest import NOW, Wire
from tests.sensing.test_alarms_from_readings import found_alarms
from tests.sensing.test_wire import stored
from weijiayuan.db import transaction
from weijiayuan.sensing.service import threshold_evaluation


@pytest.fixture
def water(now, client):
    device, key = make_device()
    return device, Wire(client, key)


def clean_readings():
    values = (
        [5] * 10 + [8, 12, 16, 19, 22, 25, 21, 16, 12] + [8] * 20 + [15, 16, 17, 18, 9] + [6] * 14
    )
    begin = NOW - timedelta(minutes=len(values))
    return [
        [(begin + timedelta(minutes=nth)).isoformat(), value] for nth, value in enumerate(values)
    ]


def send(hand, device, wire, rows, *, at_once):
    """Send rows some at a time, each time when the newest so far was measured."""
    for begin in range(0, len(rows), at_once):
        part = rows[begin : begin + at_once]
        newest = max(datetime.fromisoformat(row[0]) for row in part)
        hand.move_to(max(newest, datetime.now(UTC)), tick=False)
        answer = wire.post("CreateObservations", [array_of(device, part)])
        assert answer.status_code == 201


def shuffled_in(rows, size, chance):
    parts = [rows[begin : begin + size] for begin in range(0, len(rows), size)]
    return [row for part in parts for row in chance.sample(part, len(part))]


@pytest.mark.parametrize(
    "story",
    [
        "one by one",
        "three times",
        "a little out of order",
        "shuffled in nines",
        "an outage in a dwell made good",
        "an outage of ten minutes in a rise made good",
    ],
)
def test_readings_give_the_same_alarms_however_they_arrive(now, client, story):
    rows = clean_readings()
    now.move_to(NOW - timedelta(minutes=len(rows)), tick=False)
    clean, key = make_device(place={"lng": 113.899, "lat": 22.784, "datum": "gcj02"})
    send(now, clean, Wire(client, key), rows, at_once=1)
    wanted = [(a.level, a.raised_at, a.cleared_at) for a in found_alarms(device_id=clean.id)]
    assert len(wanted) == 2

    now.move_to(NOW - timedelta(minutes=len(rows)), tick=False)
    device, key = make_device()
    wire, chance = Wire(client, key), random.Random(4)
    if story == "one by one":
        send(now, device, wire, rows, at_once=1)
    elif story == "three times":
        send(now, device, wire, [row for row in rows for _ in range(3)], at_once=5)
    elif story == "a little out of order":
        order = sorted(range(len(rows)), key=lambda nth: nth + chance.uniform(0, 3))
        send(now, device, wire, [rows[nth] for nth in order], at_once=1)
    elif story == "shuffled in nines":
        send(now, device, wire, shuffled_in(rows, 9, chance), at_once=1)
    elif story == "an outage in a dwell made good":
        send(now, device, wire, rows[:20], at_once=1)
        send(now, device, wire, rows[30:], at_once=1)
        send(now, device, wire, rows[20:30], at_once=10)
    else:
        send(now, device, wire, rows[:11], at_once=1)
        send(now, device, wire, rows[11:21], at_once=10)
        send(now, device, wire, rows[21:], at_once=1)

    said = [(a.level, a.raised_at, a.cleared_at) for a in found_alarms(device_id=device.id)]
    assert said == wanted


def test_a_late_reading_never_raises_what_is_long_over(water):
    device, wire = water
    wire.post("CreateObservations", data_array(device, [5, 5], begin=NOW - timedelta(minutes=2)))
    wire.post(
        "CreateObservations",
        data_array(device, [30, 31, 32, 33, 5], begin=NOW - timedelta(hours=5)),
    )

    assert found_alarms() == []
    assert stored() == 7


@pytest.mark.parametrize("minutes", [20, 39, 68, 120, 1200])
def test_what_comes_late_raises_nothing_on_a_quiet_stream_either(water, minutes):
    device, wire = water
    wire.post(
        "CreateObservations", data_array(device, [45] * 9, begin=NOW - timedelta(minutes=minutes))
    )

    assert (found_alarms(), stored()) == ([], 9)


@pytest.mark.parametrize("at_once", [1, 50])
def test_smoke_that_was_over_before_anybody_heard_of_it_calls_nobody(now, client, at_once):
    device, key = make_device("smoke")
    rows = data_array(device, [1, *[0] * 49], begin=NOW - timedelta(minutes=50))[0]["dataArray"]
    for begin in range(0, 50, at_once):
        Wire(client, key).post(
            "CreateObservations", [array_of(device, rows[begin : begin + at_once])]
        )

    assert (found_alarms(), stored()) == ([], 50)


def test_what_is_still_there_after_an_outage_of_half_an_hour_is_told_at_once(now, client):
    device, key = make_device("gas")
    rows = data_array(device, [60] * 30, begin=NOW - timedelta(minutes=30))
    Wire(client, key).post("CreateObservations", rows)

    (alarm,) = found_alarms(level=1)
    assert NOW - timedelta(minutes=10) <= alarm.raised_at <= NOW
    assert alarm.cleared_at is None


def test_what_calls_for_help_waits_for_no_interval_once_it_says_nothing_else(now, client):
    device, key = make_device("gas")
    rows = data_array(device, [60] * 6, begin=NOW - timedelta(seconds=6), step=1)
    Wire(client, key).post("CreateObservations", rows)

    assert [alarm.level for alarm in found_alarms()] == [1]


@pytest.mark.parametrize("burst", [("gas", 15, 1, 2), ("gas", 60, 20, 1), ("road_water", 20, 5, 3)])
def test_a_burst_that_nothing_takes_back_raises_once_the_device_falls_silent(now, client, burst):
    kind, value, step, level = burst
    device, key = make_device(kind)
    count = 4 if step == 20 else 6
    rows = data_array(device, [value] * count, begin=NOW - timedelta(seconds=60), step=step)
    Wire(client, key).post("CreateObservations", rows)
    assert found_alarms() == []

    now.shift(timedelta(minutes=3))
    with transaction():
        threshold_evaluation.judge_silence(datetime.now(UTC))
    with transaction():
        assert threshold_evaluation.judge_silence(datetime.now(UTC)) == 0

    assert min(alarm.level for alarm in found_alarms()) == level


def test_a_burst_that_the_next_reading_takes_back_raises_nothing(now, client):
    device, key = make_device("gas")
    rows = data_array(device, [15] * 6, begin=NOW - timedelta(seconds=6), step=1)
    wire = Wire(client, key)
    wire.post("CreateObservations", rows)
    now.shift(timedelta(minutes=1))
    wire.post("CreateObservations", data_array(device, [1], begin=datetime.now(UTC)))
    now.shift(timedelta(minutes=4))
    with transaction():
        threshold_evaluation.judge_silence(datetime.now(UTC))

    assert found_alarms() == []
