"""What readings lead to: an alarm, who looks, a matter."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from tests.factories.events import make_event
from tests.factories.sensing import array_of, data_array, make_device
from tests.sensing.conftest import NOW, Wire
from tests.sensing.test_wire import stored
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.sensing.models import Alarm, AlarmState, StreamState
from weijiayuan.sensing.service import alarms, threshold_evaluation

RISING = [5, 6, 8, 12, 16, 18, 20, 22]


def found_alarms(**given):
    return db.session.scalars(select(Alarm).filter_by(**given).order_by(Alarm.raised_at)).all()


def test_a_rise_asks_the_grid_worker_first_and_becomes_a_matter_when_nobody_looks(water, now):
    device, wire = water
    wire.post("CreateObservations", data_array(device, RISING, begin=NOW - timedelta(minutes=8)))
    (alarm,) = found_alarms()

    assert (alarm.state, alarm.level, alarm.event_id) == (AlarmState.ASKED, 3, None)
    now.shift(timedelta(minutes=29))
    assert alarms.step_up_unanswered(datetime.now(UTC)) == 0
    now.shift(timedelta(minutes=1))
    assert alarms.step_up_unanswered(datetime.now(UTC)) == 1
    assert alarms.step_up_unanswered(datetime.now(UTC)) == 0

    event = db.session.get(Event, alarm.event_id)
    assert (event.source, event.level) == (Source.SENSOR, 2)


def test_a_flood_is_one_matter_however_many_lines_and_devices_tell_of_it(water, client):
    device, wire = water
    other, key = make_device()
    flood = [5, 16, 20, 28, 30, 32, 41, 42, 43, 44]
    begin = NOW - timedelta(minutes=10)
    wire.post("CreateObservations", data_array(device, flood, begin=begin))
    Wire(client, key).post("CreateObservations", data_array(other, flood, begin=begin))

    events = db.session.scalars(select(Event).filter_by(source=Source.SENSOR)).all()
    assert len(events) == 1
    assert events[0].level == 1
    assert {alarm.level for alarm in found_alarms()} == {1, 2, 3}
    assert {alarm.event_id for alarm in found_alarms(level=1)} == {events[0].id}


def test_two_devices_that_agree_on_the_gravest_line_need_one_reading_each(water, client):
    device, wire = water
    other, key = make_device()
    at = NOW - timedelta(minutes=3)
    wire.post("CreateObservations", data_array(device, [45], begin=at))
    assert found_alarms(level=1) == []

    Wire(client, key).post(
        "CreateObservations", data_array(other, [46], begin=at + timedelta(minutes=1))
    )

    assert [alarm.device_id for alarm in found_alarms(level=1)] == [other.id]


def test_a_sensor_joins_what_a_resident_reported_near(water):
    device, wire = water
    tip = make_event(NOW - timedelta(days=2), category_code="06012", text="路上积水很深过不去")
    begin = NOW - timedelta(minutes=8)
    wire.post("CreateObservations", data_array(device, RISING, begin=begin))

    (alarm,) = found_alarms()
    assert (alarm.event_id, alarm.joined, alarm.state) == (tip.id, True, AlarmState.MATTER)
    assert db.session.scalar(select(func.count()).select_from(Event)) == 1


def test_a_matter_that_alarms_joined_is_opened_by_those_who_handle_it(water, as_role):
    device, wire = water
    tip = make_event(NOW - timedelta(days=2), category_code="06012", text="路上积水很深过不去")
    wire.post("CreateObservations", data_array(device, RISING, begin=NOW - timedelta(minutes=8)))

    shown = as_role(Role.DISPATCHER).get(f"/api/v1/events/{tip.id}")

    assert shown.status_code == 200
    assert "设备报警并入" in [line["title"] for line in shown.json["timeline"]]


def test_readings_are_kept_where_judging_them_fails_and_are_judged_later(water, client):
    device, wire = water
    other, key = make_device("gas")
    wire.post("CreateObservations", data_array(device, [5], begin=NOW - timedelta(minutes=9)))
    with transaction():
        row = db.session.scalars(
            select(StreamState).filter_by(datastream_id=device.datastream_id)
        ).one()
        row.lines = {"3": {"recent": None}}
    gateway = [
        array_of(
            device, data_array(device, RISING, begin=NOW - timedelta(minutes=8))[0]["dataArray"]
        )
    ]
    answer = wire.post("CreateObservations", gateway)
    Wire(client, key).post(
        "CreateObservations", data_array(other, [30] * 3, begin=NOW - timedelta(minutes=3))
    )

    assert (answer.status_code, stored()) == (201, 12)
    assert {alarm.kind for alarm in found_alarms()} == {"gas"}
    with transaction():
        assert threshold_evaluation.judge_owed(NOW) == 0
    with transaction():
        db.session.scalars(
            select(StreamState).filter_by(datastream_id=device.datastream_id)
        ).one().lines = {}
    with transaction():
        assert threshold_evaluation.judge_owed(NOW) == 1
    with transaction():
        assert threshold_evaluation.judge_owed(NOW) == 0

    assert {alarm.kind for alarm in found_alarms()} == {"gas", "road_water"}


def test_dust_is_held_as_the_mean_of_an_hour(now, client):
    device, key = make_device("site_dust")
    wire = Wire(client, key)
    wire.post(
        "CreateObservations", data_array(device, [5000] * 30, begin=NOW - timedelta(minutes=30))
    )
    assert found_alarms() == []
    now.shift(timedelta(minutes=31))
    later = data_array(device, [1200] * 30, begin=datetime.now(UTC) - timedelta(minutes=30))
    wire.post("CreateObservations", later)

    assert [alarm.kind for alarm in found_alarms()] == ["site_dust"]


def test_noise_of_a_site_is_held_as_the_mean_of_an_hour(now, client):
    device, key = make_device("site_noise")
    wire = Wire(client, key)
    loud = data_array(device, [110] * 3 + [60] * 27, begin=NOW - timedelta(minutes=30))
    wire.post("CreateObservations", loud)
    now.shift(timedelta(minutes=31))
    quiet = data_array(device, [60] * 30, begin=datetime.now(UTC) - timedelta(minutes=30))
    wire.post("CreateObservations", quiet)
    assert found_alarms() == []

    now.shift(timedelta(minutes=61))
    wire.post(
        "CreateObservations",
        data_array(device, [78] * 60, begin=datetime.now(UTC) - timedelta(minutes=60)),
    )
    assert [(alarm.kind, alarm.level) for alarm in found_alarms()] == [("site_noise", 3)]
