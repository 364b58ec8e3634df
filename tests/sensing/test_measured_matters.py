"""What a device measures is made less grave by nobody alone, and is due in its own hours."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.events import make_event
from tests.factories.sensing import make_device, measured
from tests.sensing.test_danger_of_alarms import matter_of_the_alarm
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event, EventClock
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.notices.models import Notice
from weijiayuan.sensing.models import Alarm
from weijiayuan.sensing.service import report_merging

URL = "/api/v1"
BURNING = {"smoke": [0, 1], "gas": [0, 60, 60, 60]}


def running(event, kind):
    wanted = select(EventClock).filter_by(event_id=event.id, kind=kind, stopped_at=None)
    return db.session.scalars(wanted).all()


@pytest.mark.parametrize("kind", BURNING)
def test_nobody_alone_takes_its_danger_its_kind_or_its_category(now, as_role, kind):
    measured(make_device(kind)[0], BURNING[kind])
    event = matter_of_the_alarm()
    before = event.danger
    for role in (Role.DISPATCHER, Role.SECRETARY, Role.SUPERVISOR):
        person, path = as_role(role), f"{URL}/events/{event.id}"
        off = person.post(f"{path}/danger", json={"kind": None, "reason": "我看不是"})
        assert (off.status_code, off.json["code"]) == (409, "events.measured_by_device")
        animal = person.post(f"{path}/danger", json={"kind": "animal", "reason": "有狗"})
        assert animal.json["danger"]["kind"] == before
        assert {"119", "120", "110"} <= set(animal.json["danger"]["call"])
    bin_ = as_role(Role.DISPATCHER).post(f"{path}/accept", json={"category": "06042", "words": ""})
    assert (bin_.status_code, bin_.json["code"]) == (409, "events.measured_by_device")


def test_what_two_people_found_false_is_sorted_freely_again(now, as_role):
    measured(make_device("leak_current")[0], [600] * 4)
    event = matter_of_the_alarm()
    one, two = as_role(Role.DISPATCHER), as_role(Role.SUPERVISOR)
    path = f"{URL}/events/{event.id}/accept"
    assert one.post(path, json={"category": "06042", "words": ""}).status_code == 409
    for alarm in db.session.scalars(select(Alarm)).all():
        for person in (one, two):
            person.post(f"{URL}/alarms/{alarm.id}/false", json={"words": "没有"})
    assert one.post(path, json={"category": "06042", "words": ""}).status_code == 200


def test_a_category_of_the_same_thing_may_be_chosen_and_stays_as_grave(now, as_role):
    measured(make_device()[0], [45] * 4)
    event = matter_of_the_alarm()
    answer = as_role(Role.DISPATCHER).post(
        f"{URL}/events/{event.id}/accept", json={"category": "06012", "words": ""}
    )
    assert (answer.status_code, answer.json["level"]) == (200, 1)


GRAVE = [
    ("road_water", 45, 10, 60), ("leak_current", 600, 30, 120), ("cable_heat", 90, 30, 120),
    ("manhole_tilt", 40, 30, 120), ("slope", 40, 10, 60),
]  # fmt: skip


@pytest.mark.parametrize("case", GRAVE)
def test_what_threatens_whoever_passes_is_due_in_its_own_hours(now, case):
    kind, value, accept, promise = case
    measured(make_device(kind)[0], [value] * 4)
    event = matter_of_the_alarm()

    assert event.promised_at - event.reported_at == timedelta(minutes=promise)
    (clock,) = running(event, ClockKind.ACCEPT)
    assert clock.due_at - event.reported_at == timedelta(minutes=accept)


def test_what_people_reported_is_hastened_when_a_device_measures_it(now):
    tip = make_event(datetime.now(UTC), category_code="01003", text="桥洞底积水很深，过不去")
    measured(make_device()[0], [45] * 4)
    db.session.expire_all()

    assert matter_of_the_alarm().id == tip.id
    event = db.session.get(Event, tip.id)
    assert event.promised_at <= datetime.now(UTC) + timedelta(hours=1)


def test_danger_off_and_on_again_moves_no_promise_and_makes_no_second_clock(now, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    made = make_event(datetime.now(UTC), text="三楼窗口冒浓烟着火了", source="resident")
    event = db.session.get(Event, made.id)
    promised, clocks = event.promised_at, len(running(event, ClockKind.ACCEPT))
    for kind in (None, "fire", None, "fire"):
        now.shift(timedelta(minutes=20))
        body = {"kind": kind, "reason": "再看一次"}
        assert dispatcher.post(f"{URL}/events/{event.id}/danger", json=body).status_code == 200
    db.session.expire_all()
    event = db.session.get(Event, made.id)

    assert event.danger == "fire"
    assert event.promised_at == promised
    assert len(running(event, ClockKind.ACCEPT)) == clocks


def test_a_report_of_fire_is_refused_by_two_people_only(now, as_role):
    dispatcher, secretary = as_role(Role.DISPATCHER), as_role(Role.SECRETARY)
    event = make_event(datetime.now(UTC), text="三楼窗口冒浓烟着火了", source="resident")
    path = f"{URL}/events/{event.id}"
    reject = {"reason": "insufficient", "words": "说不清"}

    alone = dispatcher.post(f"{path}/reject", json=reject)
    assert (alone.status_code, alone.json["code"]) == (409, "events.danger_needs_two")
    calm = {"kind": None, "reason": "去看过，没有"}
    assert dispatcher.post(f"{path}/danger", json=calm).status_code == 200
    assert dispatcher.post(f"{path}/reject", json=reject).status_code == 409
    assert secretary.post(f"{path}/danger", json=calm | {"kind": "fire"}).status_code == 200
    assert secretary.post(f"{path}/danger", json=calm).status_code == 200
    other = as_role(Role.DISPATCHER)
    assert other.post(f"{path}/reject", json=reject).status_code == 200


def test_what_a_joined_report_says_stands_on_the_alarms_matter(now, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    measured(make_device("smoke")[0], [0, 1])
    alarm = matter_of_the_alarm()
    now.shift(timedelta(minutes=1))
    words = "三楼起火冒烟，有个坐轮椅的老人在302出不来"
    tip = make_event(datetime.now(UTC), text=words, source="resident", address="牛山路1号")
    with transaction():
        assert report_merging.join_reports(datetime.now(UTC)) == 1

    shown = dispatcher.get(f"{URL}/events/{alarm.id}").json
    assert [(one["text"], one["number"]) for one in shown["reports"]] == [(words, tip.number)]
    assert "线索并入" in [line["title"] for line in shown["timeline"]]
    now.shift(timedelta(minutes=1))
    make_event(datetime.now(UTC), text="三楼着火了，烟很大，快来人", source="resident")
    with transaction():
        assert report_merging.join_reports(datetime.now(UTC)) == 1
    told = db.session.scalars(select(Notice).filter_by(template="work_report_joined")).all()
    assert {dispatcher.resident.id} <= {each.resident_id for each in told}
    dispatcher.post(f"{URL}/events/{tip.id}/unmerge", json={"reason": "不是同一件"})
    assert len(dispatcher.get(f"{URL}/events/{alarm.id}").json["reports"]) == 1
