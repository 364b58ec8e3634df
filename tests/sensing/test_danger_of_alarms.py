"""What a device measured that threatens people, and what people told beside it, on one face."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.events import make_event
from tests.factories.sensing import make_device, measured
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event, EventClock
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.notices.models import Notice
from weijiayuan.sensing.models import Alarm
from weijiayuan.sensing.service import report_merging

URL = "/api/v1"
ALARMS = [("smoke", [0, 1], "fire"), ("gas", [0, 60, 60, 60], "gas")]


def matter_of_the_alarm():
    db.session.expire_all()
    (event_id,) = {alarm.event_id for alarm in db.session.scalars(select(Alarm))}
    return db.session.get(Event, event_id)


@pytest.mark.parametrize(("kind", "values", "danger"), ALARMS)
def test_smoke_and_gas_are_danger_on_their_face_and_due_in_minutes(
    now, as_role, kind, values, danger
):
    dispatcher, secretary = as_role(Role.DISPATCHER), as_role(Role.SECRETARY)
    device, _ = make_device(kind)
    measured(device, values)

    event = matter_of_the_alarm()
    accept = db.session.scalars(
        select(EventClock).filter_by(event_id=event.id, kind=ClockKind.ACCEPT, stopped_at=None)
    ).one()
    assert accept.due_at - event.reported_at <= timedelta(minutes=10)
    assert event.promised_at - event.reported_at == timedelta(hours=1)
    shown = dispatcher.get(f"{URL}/events/{event.id}").json
    assert (shown["danger"]["kind"], shown["danger"]["call"]) == (danger, ["119"])
    told = db.session.scalars(select(Notice).filter_by(template="alarm_call")).all()
    assert {dispatcher.resident.id, secretary.resident.id} <= {each.resident_id for each in told}


def test_danger_stands_before_what_is_late_for_weeks(now, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    for nth in range(3):
        make_event(datetime.now(UTC) - timedelta(days=30 + nth))
    device, _ = make_device("smoke")
    measured(device, [0, 1])

    listed = dispatcher.get(f"{URL}/events?mine=true&danger=true&sort=due").json["items"]
    assert [one["danger"]["kind"] for one in listed] == ["fire"]
    others = dispatcher.get(f"{URL}/events?danger=false").json["items"]
    assert len(others) == 3
    assert all(one["danger"] is None for one in others)


@pytest.mark.parametrize("order", ["tip first", "alarm first"])
@pytest.mark.parametrize(
    "told",
    [
        ("gas", [0, 60, 60, 60], "有人躺在厨房里叫不醒，屋里有煤气味", {"119", "120"}),
        ("smoke", [0, 1], "着火了，我爸被烧伤了", {"119", "120"}),
        ("smoke", [0, 1], "火烛啊，八楼烧紧", {"119"}),
        ("smoke", [0, 1], "有人被困在屋里出不来，到处是烟", {"119"}),
    ],
)
def test_what_people_tell_of_a_person_stands_on_the_face_of_what_the_device_raised(
    now, as_role, order, told
):
    kind, values, said, call = told
    dispatcher = as_role(Role.DISPATCHER)
    device, _ = make_device(kind)
    if order == "tip first":
        make_event(text=said, category_code=None)
        measured(device, values)
    else:
        measured(device, values)
        now.shift(timedelta(minutes=2))
        make_event(text=said, category_code=None)
        with transaction():
            assert report_merging.join_reports(datetime.now(UTC)) == 1

    event = matter_of_the_alarm()
    shown = dispatcher.get(f"{URL}/events/{event.id}").json["danger"]
    assert call <= set(shown["call"])
    assert ("被困" in shown["name"]) is ("被困" in said)
    assert event.promised_at - event.reported_at <= timedelta(hours=1)
    paged = db.session.scalars(select(Notice).where(Notice.template == "work_danger")).all()
    assert any(all(number in each.text for number in call) for each in paged)
