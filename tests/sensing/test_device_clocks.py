"""A device's clock is a claim: what comes as it is measured is of now, whatever its stamp says."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.sensing import data_array, make_device
from tests.sensing.conftest import Wire
from tests.sensing.test_alarms_from_readings import found_alarms
from tests.sensing.test_wire import stored
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.sensing.rules.device_clock import DeviceClock
from weijiayuan.sensing.service import threshold_evaluation

MINUTE = timedelta(minutes=1)


def speak(now, wire, device, *, off, value, times, apart=20):
    """Let a device say a value again and again, each time at once, by a clock that is off."""
    answers = []
    for _ in range(times):
        now.shift(timedelta(seconds=apart))
        body = data_array(device, [value], begin=datetime.now(UTC) + timedelta(seconds=off))
        answers.append(wire.post("CreateObservations", body).status_code)
    return answers


def device_as_shown(admin, device):
    (shown,) = [
        one for one in admin.get("/api/v1/devices").json["items"] if one["id"] == str(device.id)
    ]
    return shown


@pytest.mark.parametrize(
    "said",
    [
        ("smoke", 1, -11 * 60),
        ("smoke", 1, -20 * 60),
        ("smoke", 1, -50 * 365 * 86400),
        ("smoke", 1, 5 * 60),
        ("smoke", 1, 8 * 3600),
        ("gas", 60, -8 * 3600),
        ("gas", 60, 8 * 3600),
        ("road_water", 45, -20 * 60),
        ("road_water", 45, 8 * 3600),
    ],
)
def test_what_is_measured_now_alarms_now_however_wrong_the_clock_is(now, client, admin, said):
    kind, value, off = said
    device, key = make_device(kind, interval_seconds=20)
    speak(now, Wire(client, key), device, off=off, value=value, times=9)

    (alarm,) = found_alarms(level=1)
    assert abs(alarm.raised_at - clock.now()) < 3 * MINUTE
    shown = device_as_shown(admin, device)
    assert (shown["is_clock_wrong"], shown["is_silent"]) == (True, False)
    assert shown["skew_seconds"] == pytest.approx(-off, abs=1)


def test_smoke_alarms_at_the_second_message_of_a_wrong_clock(now, client):
    device, key = make_device("smoke", interval_seconds=20)
    speak(now, Wire(client, key), device, off=-8 * 3600, value=1, times=2)

    assert [alarm.level for alarm in found_alarms()] == [1]


def test_an_alarm_of_a_wrong_clock_ends_by_the_same_clock(now, client):
    device, key = make_device("smoke", interval_seconds=20)
    wire = Wire(client, key)
    speak(now, wire, device, off=-1200, value=1, times=3)
    speak(now, wire, device, off=-1200, value=0, times=32)

    (alarm,) = found_alarms()
    assert alarm.cleared_at is not None


def test_what_a_wrong_clock_said_counts_once_also_after_it_is_put_right(now, client):
    device, key = make_device("smoke", interval_seconds=20)
    wire = Wire(client, key)
    speak(now, wire, device, off=-1200, value=0, times=4)
    again = datetime.now(UTC) - timedelta(seconds=1200)
    body = [
        data_array(device, [0], begin=again - timedelta(seconds=ago))[0] for ago in (60, 40, 20, 0)
    ]
    answer = wire.post("CreateObservations", body)

    assert answer.json == ["duplicate"] * 4
    assert stored() == 4


def test_a_clock_that_is_set_right_is_taken_at_its_word_at_once(now, client, admin):
    device, key = make_device("smoke", interval_seconds=20)
    wire = Wire(client, key)
    speak(now, wire, device, off=-1200, value=0, times=4)
    assert speak(now, wire, device, off=-1, value=0, times=2) == [201, 201]

    assert device_as_shown(admin, device)["is_clock_wrong"] is False


@pytest.mark.parametrize("apart", [0, 2])
def test_what_a_store_sends_after_an_outage_is_no_wrong_clock(now, client, admin, apart):
    device, key = make_device("smoke", interval_seconds=20)
    wire, begin = Wire(client, key), datetime.now(UTC) - timedelta(hours=1)
    for nth in range(30):
        now.shift(timedelta(seconds=apart))
        at = begin + timedelta(seconds=20 * nth)
        wire.post("CreateObservations", data_array(device, [int(nth < 5)], begin=at))

    assert found_alarms() == []
    assert device_as_shown(admin, device)["is_clock_wrong"] is False


def test_one_late_word_of_danger_that_nothing_takes_back_is_told(now, client):
    """A detector that burnt after one message says nothing else."""
    device, key = make_device("smoke", interval_seconds=20)
    speak(now, Wire(client, key), device, off=-3000, value=1, times=1)
    assert found_alarms() == []

    now.shift(2 * MINUTE)
    with transaction():
        assert threshold_evaluation.judge_silence(datetime.now(UTC)) == 1

    (alarm,) = found_alarms()
    assert (alarm.level, alarm.raised_at) == (1, clock.now())


def test_a_late_word_of_danger_that_is_taken_back_is_not_told(now, client):
    device, key = make_device("smoke", interval_seconds=20)
    wire = Wire(client, key)
    speak(now, wire, device, off=-3000, value=1, times=1)
    speak(now, wire, device, off=-2900, value=0, times=1)
    now.shift(2 * MINUTE)
    with transaction():
        assert threshold_evaluation.judge_silence(datetime.now(UTC)) == 0

    assert found_alarms() == []


def test_a_clock_survives_being_written_down():
    then = datetime(2026, 11, 29, 4, tzinfo=UTC)
    heard = DeviceClock().heard(then - MINUTE * 9, 1.0, now=then, interval=MINUTE, for_life=True)

    assert DeviceClock.from_json(heard.to_json(), offset=heard.offset) == heard
