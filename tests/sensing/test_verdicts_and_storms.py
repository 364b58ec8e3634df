"""A false verdict mutes for a while, one person ends no grave matter, one rain is one matter."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories.events import make_event, who_is
from tests.factories.sensing import make_device, measured
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.errors import DeviceMeasuresIt, RaisedByDevice
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Source
from weijiayuan.events.service import matter_merging
from weijiayuan.notices.models import Notice
from weijiayuan.sensing.models import Alarm, AlarmState
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest

URL = "/api/v1"


def say(now, device, *values, apart=20):
    for value in values:
        now.shift(timedelta(seconds=apart))
        at = datetime.now(UTC)
        with transaction():
            ingest.take_in(device, [Reading(device.datastream_id, at, float(value))], now=at)


def grave_alarms():
    db.session.expire_all()
    return db.session.scalars(select(Alarm).filter_by(level=1).order_by(Alarm.found_at)).all()


def found_false(as_role, alarm):
    for role in (Role.GRID_WORKER, Role.SECRETARY):
        answer = as_role(role).post(f"{URL}/alarms/{alarm.id}/false", json={"words": "没有烟"})
        assert answer.status_code == 200


@pytest.mark.parametrize(("kind", "high"), [("smoke", [1]), ("gas", [60] * 5)])
def test_what_was_found_false_alarms_again_with_a_fresh_rise_after_calm(now, as_role, kind, high):
    device, _ = make_device(kind, interval_seconds=20)
    say(now, device, 0, *high)
    found_false(as_role, grave_alarms()[0])
    say(now, device, *high)
    assert len(grave_alarms()) == 1

    say(now, device, 0, *high)

    first, again = grave_alarms()
    assert (first.state, first.cleared_at is not None) == ("false", True)
    assert (again.state, again.cleared_at) == ("matter", None)
    event = db.session.get(Event, again.event_id)
    assert (event.level, event.danger is not None, event.is_open) == (1, True, True)
    called = db.session.scalars(select(Notice).filter_by(template="alarm_call")).all()
    assert len({each.cause for each in called if f"{again.id}" in each.cause}) == 1


def test_the_trail_of_a_verdict_says_what_was_found_and_of_which_device(now, as_role):
    device, _ = make_device("smoke")
    say(now, device, 0, 1)
    found_false(as_role, grave_alarms()[0])

    trail = as_role(Role.AUDITOR).get(f"{URL}/governance/trail").json["items"]

    told = [each for each in trail if each["action"].startswith("alarm_")]
    assert [each["reason"] for each in told] == ["没有烟；没有烟", "没有烟"]
    assert {each["subject_name"] for each in told} == {f"设备报警 {device.name}"}


def test_the_face_of_an_alarm_bit_is_a_whole_sentence(now):
    for kind in ("smoke", "gas"):
        device, _ = make_device(kind, name=f"{kind}测点", interval_seconds=20)
        say(now, device, 0, *([1] if kind == "smoke" else [60] * 5))

    faces = {each.text for each in db.session.scalars(select(Event))}
    assert faces == {
        "设备“smoke测点”报警：烟感",
        "设备“gas测点”报警：燃气浓度，爆炸下限百分比60%LEL",
    }


def test_what_was_found_false_and_burns_on_is_told_again_after_an_hour(now, as_role):
    device, _ = make_device("smoke")
    say(now, device, 0, 1)
    found_false(as_role, grave_alarms()[0])
    say(now, device, *[1] * 59, apart=60)
    assert len(grave_alarms()) == 1
    say(now, device, 1, 1, apart=60)

    assert [alarm.state for alarm in grave_alarms()] == ["false", "matter"]


def test_nobody_ends_alone_what_a_grave_alarm_joined(now, as_resident, as_role):
    reporter, dispatcher = as_resident(), as_role(Role.DISPATCHER)
    place = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
    body = {"text": "煤气漏了，好大味道", "place": place, "photos": []}
    number = reporter.post(f"{URL}/tips", json=body).json["number"]
    device, _ = make_device("gas", interval_seconds=20)
    say(now, device, 0, 60, 60, 60, 60, 60)
    (event,) = db.session.scalars(select(Event)).all()
    assert event.source is Source.RESIDENT

    withdrawn = reporter.post(f"{URL}/tips/{number}/withdraw", json={})
    words = {"reason": "insufficient", "words": "看不清"}
    rejected = dispatcher.post(f"{URL}/events/{event.id}/reject", json=words)

    assert (withdrawn.status_code, withdrawn.json["code"]) == (409, DeviceMeasuresIt.code)
    assert (rejected.status_code, rejected.json["code"]) == (409, RaisedByDevice.code)
    found_false(as_role, grave_alarms()[0])
    for alarm in db.session.scalars(select(Alarm).filter_by(level=2)):
        found_false(as_role, alarm)
    assert reporter.post(f"{URL}/tips/{number}/withdraw", json={}).status_code == 200


def test_one_person_merges_a_grave_alarm_into_nothing_that_sleeps(now, as_role):
    device, _ = make_device("smoke")
    say(now, device, 0, 1)
    (matter,) = db.session.scalars(select(Event)).all()
    sleepy = make_event(text="墙上有一块黑的没人刷")
    other = make_event(text="三楼着火了")
    who = who_is(as_role(Role.DISPATCHER))

    with pytest.raises(RaisedByDevice), transaction():
        matter_merging.merge(matters.locked(matter.id), sleepy.id, who=who, now=datetime.now(UTC))
    with transaction():
        matter_merging.merge(matters.locked(matter.id), other.id, who=who, now=datetime.now(UTC))

    assert db.session.get(Event, other.id).is_sensed


def test_one_rain_is_one_matter_a_street_and_buries_no_danger(now, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    places = [
        {"lng": 113.938 + 0.0025 * (nth % 6), "lat": 22.736 + 0.0025 * (nth // 6), "datum": "gcj02"}
        for nth in range(30)
    ]
    streets = set()
    for nth, place in enumerate(places):
        device, _ = make_device(place=place, name=f"低洼点{nth}")
        streets.add((device.grid_code or "")[:9])
        measured(device, [5, 45, 45, 45])
        if nth in {15, 25}:
            smoke, _ = make_device("smoke", place=place, name=f"烟感{nth}")
            measured(smoke, [0, 1])

    floods = {alarm.event_id for alarm in grave_alarms() if alarm.kind == "road_water"}
    assert len({alarm.device_id for alarm in grave_alarms()}) == 32
    assert len(floods) <= 3 * len(streets)
    told = db.session.scalars(select(Notice).filter_by(resident_id=dispatcher.resident.id)).all()
    assert sum(each.template == "alarm_call" for each in told) == 2
    assert sum(each.template in {"alarm_grave", "alarm_storm"} for each in told) <= 12
    biggest = max(floods, key=lambda one: sum(a.event_id == one for a in grave_alarms()))
    listed = dispatcher.get(f"{URL}/alarms?event={biggest}&limit=50").json["items"]
    assert len({one["device"] for one in listed}) >= 10


def test_a_device_stands_once_on_the_list_by_its_gravest_line_until_that_is_judged(now, as_role):
    dispatcher, supervisor = as_role(Role.DISPATCHER), as_role(Role.SUPERVISOR)
    device, _ = make_device("leak_current", name="一台两线")
    measured(device, [600] * 6)
    lines = dispatcher.get(f"{URL}/alarms?state=open").json["items"]
    assert len(lines) > 1
    with transaction():
        db.session.execute(update(Alarm).values(state=AlarmState.MATTER))

    (shown,) = dispatcher.get(f"{URL}/alarms?state=standing").json["items"]
    assert shown["level"] == min(each["level"] for each in lines)
    for speaker in (dispatcher, supervisor):
        speaker.post(f"{URL}/alarms/{shown['id']}/false", json={"words": "没有漏电"})
    left = dispatcher.get(f"{URL}/alarms?state=standing").json["items"]
    assert {each["level"] for each in left} == {each["level"] for each in lines}
