"""Whoever was told that a device tells of their matter hears when it does so no more."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_resident
from tests.factories.events import make_event
from tests.factories.sensing import make_device, measured
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Entry
from weijiayuan.notices.models import Notice
from weijiayuan.places import coordinates
from weijiayuan.sensing.models import Alarm, AlarmState
from weijiayuan.sensing.service import alarm_endings, devices, report_merging

AWAY = {"lng": 113.899, "lat": 22.784, "datum": "gcj02"}
GAS = "厨房煤气泄漏，味道很重"


@pytest.fixture
def reporter(now):
    return make_resident()


def told(person):
    wanted = select(Notice.template).where(
        Notice.resident_id == person.id, Notice.template.startswith("alarm_")
    )
    return list(db.session.scalars(wanted.order_by(Notice.created_at, Notice.id)))


def sweep():
    with transaction():
        report_merging.join_reports(datetime.now(UTC))
        alarm_endings.tell(datetime.now(UTC))
    db.session.expire_all()


def joined_by(reporter, device):
    measured(device, [0, 60, 60, 60])
    report = make_event(text=GAS, reporter_id=reporter.id)
    sweep()
    db.session.refresh(report)
    assert report.parent_id is not None
    return report


def test_whoever_reported_it_too_is_told_once_when_the_readings_are_calm(now, reporter):
    device, _ = make_device("gas")
    report = joined_by(reporter, device)
    assert told(reporter) == []

    now.shift(timedelta(minutes=20))
    measured(device, [0] * 15)
    sweep()
    sweep()

    assert told(reporter) == ["alarm_over_calm"]
    notice = db.session.scalars(select(Notice).filter_by(template="alarm_over_calm")).one()
    assert report.number in notice.text
    assert "不要进去" in notice.text
    assert notice.link.endswith(report.number)
    lines = select(Entry.words).where(Entry.event_id == report.id, Entry.is_public)
    assert any("恢复正常" in each for each in db.session.scalars(lines))


def test_nobody_is_told_while_another_device_of_the_matter_still_measures_it(now, reporter):
    first, _ = make_device("gas")
    joined_by(reporter, first)
    measured(make_device("gas")[0], [0, 60, 60, 60])

    now.shift(timedelta(minutes=20))
    measured(first, [0] * 15)
    sweep()

    assert told(reporter) == []


def test_who_heard_that_it_is_over_hears_that_it_began_again(now, reporter):
    device, _ = make_device("gas")
    joined_by(reporter, device)
    for value in (0, 60, 0):
        now.shift(timedelta(minutes=20))
        measured(device, [value] * 15)
        sweep()

    assert sorted(told(reporter)) == ["alarm_again", "alarm_over_calm", "alarm_over_calm"]


def test_who_reported_something_else_near_hears_nothing_of_it(now, reporter):
    device, _ = make_device("gas")
    measured(device, [0, 60, 60, 60])
    make_event(text="路灯不亮", reporter_id=reporter.id)
    sweep()
    now.shift(timedelta(minutes=20))
    measured(device, [0] * 15)
    sweep()

    assert told(reporter) == []


def test_a_false_alarm_is_called_so_and_a_device_taken_away_is_not_called_calm(now, reporter):
    device, _ = make_device("gas")
    joined_by(reporter, device)
    for alarm in db.session.scalars(select(Alarm)):
        alarm.state = AlarmState.FALSE
    db.session.commit()
    sweep()
    assert told(reporter) == ["alarm_over_false"]

    other, _ = make_device("smoke", place=AWAY)
    measured(other, [0, 1])
    second = make_resident()
    point = coordinates.point_of(AWAY)
    report = make_event(text="楼道着火冒浓烟", reporter_id=second.id, point=point)
    sweep()
    db.session.refresh(report)
    assert report.parent_id is not None
    with transaction():
        devices.retire(other, now=datetime.now(UTC))
    sweep()
    assert told(second) == ["alarm_over_unwatched"]
