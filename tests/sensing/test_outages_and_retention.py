"""What the worker does for sensing: silence, unfiled cameras, storms, old readings."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tests.factories.sensing import make_device, measured
from tests.sensing.test_desk_api import URL
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.notices.models import Notice
from weijiayuan.sensing.models import Alarm, Outage
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest, outages_and_retention


def test_a_silent_device_is_a_ticket_and_never_calm(now, admin):
    device, _ = make_device()
    measured(device, [5])
    now.shift(timedelta(minutes=4, seconds=2))
    with transaction():
        assert outages_and_retention.note_silence(datetime.now(UTC)) == (1, 0)
        assert outages_and_retention.note_silence(datetime.now(UTC)) == (0, 0)
    assert admin.get(f"{URL}/devices").json["items"][0]["is_silent"]

    measured(device, [5])
    db.session.expire_all()
    with transaction():
        assert outages_and_retention.note_silence(datetime.now(UTC)) == (0, 1)
    assert db.session.scalars(select(Outage)).one().ended_at is not None


def test_whoever_runs_the_devices_of_a_street_is_told_of_silence_once_an_hour(now, admin, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    devices = [make_device()[0] for _ in range(3)]
    smoke, _ = make_device("smoke")
    now.shift(timedelta(minutes=4, seconds=2))
    for _ in range(2):
        with transaction():
            outages_and_retention.note_silence(datetime.now(UTC))

    told = select(Notice).where(Notice.template == "device_silent")
    by_person = {}
    for each in db.session.scalars(told):
        by_person.setdefault(each.resident_id, []).append(each.text)
    assert len(by_person[admin.resident.id]) == 2
    assert any("3台" in each for each in by_person[admin.resident.id])
    assert len(by_person[dispatcher.resident.id]) == 1
    street = smoke.grid_code[:9]
    supervisor = as_role(Role.SUPERVISOR)
    pages = (
        supervisor.get(f"{URL}/governance/risk-map?level=street").json["items"],
        supervisor.get(f"{URL}/governance/overview").json["by_street"],
    )
    for shown in pages:
        assert {each["code"]: each["silent"] for each in shown}[street] == len(devices) + 1


def told_of_silence(person):
    wanted = select(Notice).filter_by(template="device_silent", resident_id=person.resident.id)
    return [each.text for each in db.session.scalars(wanted.order_by(Notice.created_at))]


def test_smoke_detectors_that_fall_silent_one_by_one_are_told_of_together_within_ten_minutes(
    now, admin
):
    devices = [make_device("smoke", name=f"烟感{nth}")[0] for nth in range(8)]
    for minute in range(20):
        for device in devices[minute // 2 :]:
            measured(device, [0])
        with transaction():
            outages_and_retention.note_silence(datetime.now(UTC))
        now.shift(timedelta(minutes=1))
    for _ in range(12):
        with transaction():
            outages_and_retention.note_silence(datetime.now(UTC))
        now.shift(timedelta(minutes=1))

    told = told_of_silence(admin)
    cuts = select(Notice).filter_by(template="device_cut", resident_id=admin.resident.id)
    assert len(told) <= 4
    assert db.session.scalars(cuts).first()
    untold = select(Outage).where(Outage.told_at.is_(None), Outage.cut.is_(None))
    assert db.session.scalars(untold).all() == []


def test_a_device_that_raises_and_falls_silent_is_told_of_at_once(now, admin):
    make_device("smoke", name="早就离线")
    now.shift(timedelta(minutes=4, seconds=2))
    burning, _ = make_device("smoke", name="静默有警")
    with transaction():
        outages_and_retention.note_silence(datetime.now(UTC))
    measured(burning, [1, 1, 1])
    now.shift(timedelta(minutes=4, seconds=2))
    with transaction():
        outages_and_retention.note_silence(datetime.now(UTC))

    first, second = told_of_silence(admin)
    assert "早就离线" in first
    assert "静默有警" in second


def test_a_lamp_that_comes_and_goes_is_told_of_once_an_hour(now, admin):
    lamp, _ = make_device("lamp")
    for _ in range(11):
        measured(lamp, [0])
        now.shift(timedelta(minutes=4, seconds=30))
        with transaction():
            outages_and_retention.note_silence(datetime.now(UTC))
        measured(lamp, [0])
        db.session.expire_all()
        with transaction():
            outages_and_retention.note_silence(datetime.now(UTC))

    assert len(told_of_silence(admin)) == 1


def test_silence_is_one_ticket_a_street_and_owner_with_a_due_time(now, admin):
    gateway, _ = make_device(name="网关一", owner="示例物业")
    for nth in range(5):
        make_device(name=f"积水点{nth}")
        make_device("smoke", name=f"烟感{nth}", owner="示例物业", gateway_id=gateway.id)
    now.shift(timedelta(minutes=4, seconds=2))
    with transaction():
        outages_and_retention.note_silence(datetime.now(UTC))

    found = admin.get(f"{URL}/devices/tickets").json["items"]
    counts = [(one["owner"], one["for_life"], one["count"], one["gateway"]) for one in found]
    assert counts[0] == ("示例物业", True, 5, "网关一")
    assert sorted(counts[1:]) == [("示例水务站", False, 5, None), ("示例物业", False, 1, None)]
    assert found[0]["due_at"] < found[1]["due_at"]
    assert {one["cause"] for one in found} == {"silent"}
    assert not any(one["late"] for one in found)
    told = db.session.scalars(select(Notice).filter_by(resident_id=admin.resident.id)).all()
    assert len([each for each in told if each.template == "device_silent"]) == len(found)
    assert any("烟感“烟感0”等5台" in each.text and "示例物业" in each.text for each in told)


def test_a_wrong_clock_is_a_ticket_for_its_owner_until_it_is_set_right(now, admin):
    device, _ = make_device("smoke", interval_seconds=20)
    for off in (600, 600, 600):
        now.shift(timedelta(seconds=20))
        at = datetime.now(UTC)
        reading = Reading(device.datastream_id, at - timedelta(seconds=off), 0.0)
        with transaction():
            ingest.take_in(device, [reading], now=at)
    with transaction():
        assert outages_and_retention.note_clocks(datetime.now(UTC)) == (1, 0)
        assert outages_and_retention.note_clocks(datetime.now(UTC)) == (0, 0)

    (ticket,) = admin.get(f"{URL}/devices/tickets").json["items"]
    assert (ticket["cause"], ticket["owner"], ticket["for_life"]) == ("clock", "示例水务站", True)
    assert db.session.scalars(select(Notice).filter_by(template="device_clock")).first()
    now.shift(timedelta(seconds=20))
    at = datetime.now(UTC)
    with transaction():
        ingest.take_in(device, [Reading(device.datastream_id, at, 0.0)], now=at)
    db.session.expire_all()
    with transaction():
        assert outages_and_retention.note_clocks(datetime.now(UTC)) == (0, 1)
    assert admin.get(f"{URL}/devices/tickets").json["items"] == []


def test_a_camera_that_nobody_filed_in_thirty_days_is_told_of_once(now, admin):
    make_device("fire_lane", installed_on=date(2026, 10, 30))
    make_device("fire_lane", installed_on=date(2026, 10, 29), filed_no="深公备2026-1")
    with transaction():
        assert outages_and_retention.warn_unfiled(datetime.now(UTC)) == 0
    now.shift(timedelta(days=1))
    with transaction():
        assert outages_and_retention.warn_unfiled(datetime.now(UTC)) == 1
    with transaction():
        assert outages_and_retention.warn_unfiled(datetime.now(UTC)) == 0


def test_in_a_storm_each_street_is_called_once_and_nothing_is_dropped(now, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    corners = [
        {
            "lng": 113.94493 + 0.003 * (nth % 5),
            "lat": 22.7415 - 0.003 * (nth // 5),
            "datum": "gcj02",
        }
        for nth in range(15)
    ]
    for corner in corners:
        measured(make_device("gas", place=corner)[0], [2, 12, 13, 14])

    alarms = db.session.scalars(select(Alarm)).all()
    called = select(Notice).where(Notice.template == "alarm_call")
    heard = [
        each for each in db.session.scalars(called) if each.resident_id == dispatcher.resident.id
    ]
    streets = {alarm.grid_code[:9] for alarm in alarms}
    assert len(alarms) == 15
    assert len({alarm.event_id for alarm in alarms}) == 15
    assert len(heard) <= 10 + len(streets)


def test_a_storm_mutes_no_kind_behind_another_and_nothing_that_threatens_people(now, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    corners = [
        {
            "lng": 113.94493 + 0.003 * (nth % 5),
            "lat": 22.7415 - 0.003 * (nth // 5),
            "datum": "gcj02",
        }
        for nth in range(15)
    ]
    for corner in corners[:12]:
        measured(make_device(place=corner)[0], [5, 30, 31, 32, 33])
    for corner in corners[12:]:
        measured(make_device("gas", place=corner)[0], [2, 12, 13, 14])
        measured(make_device("smoke", place=corner)[0], [0, 1])

    called = select(Notice.text).where(
        Notice.template == "alarm_call", Notice.resident_id == dispatcher.resident.id
    )
    heard = list(db.session.scalars(called))
    assert any("燃气" in each for each in heard)
    assert sum("烟感" in each for each in heard) == 3


def test_old_readings_are_added_up_and_then_deleted(now):
    device, _ = make_device()
    measured(device, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    now.shift(timedelta(days=31))
    with transaction():
        rows = outages_and_retention.roll_up(datetime.now(UTC))
        again = outages_and_retention.roll_up(datetime.now(UTC))
    assert rows == 2
    assert again == 0
    now.shift(timedelta(days=150))
    with transaction():
        assert outages_and_retention.delete_old(datetime.now(UTC)) == 10
        assert outages_and_retention.delete_old(datetime.now(UTC)) == 0
