"""People and devices tell of one thing: one matter, as urgent and as early due as either says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from tests.factories.events import GUANGMING_SQUARE, make_event, who_is
from tests.factories.places import make_district
from tests.factories.sensing import make_device
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.errors import RaisedByDevice
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Mode, RejectReason, Source, State
from weijiayuan.events.service import matter_handling, matter_merging, urgency_raising
from weijiayuan.sensing import nearby_matter_queries
from weijiayuan.sensing.models import Alarm, AlarmState
from weijiayuan.sensing.rules.builtin_device_classes import shipped
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import alarm_verdicts, alarms, ingest, report_merging

NOW = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
STREET = Path(__file__).parent / "reports_near_devices.txt"
AWAY = {"lng": 113.899, "lat": 22.784, "datum": "gcj02"}


@pytest.fixture
def now(database):
    make_district()
    with time_machine.travel(NOW, tick=False) as hand:
        yield hand


def measured(device, values):
    begin = datetime.now(UTC) - timedelta(minutes=len(values))
    readings = [
        Reading(device.datastream_id, begin + timedelta(minutes=nth), float(value))
        for nth, value in enumerate(values)
    ]
    with transaction():
        ingest.take_in(device, readings, now=datetime.now(UTC))


def join():
    with transaction():
        return (
            report_merging.join_reports(datetime.now(UTC)),
            report_merging.join_alarms(datetime.now(UTC)),
        )


def open_matters():
    found = db.session.scalars(select(Event).order_by(Event.id)).all()
    return [each for each in found if each.is_open]


@pytest.mark.parametrize(
    ("kind", "category", "said", "same"),
    [
        ("gas", "10002", "楼下有很浓的燃气味", True),
        ("gas", "10002", "电线杆上的线缆垂下来了", False),
        ("gas", "10002", "后面边坡有裂缝", False),
        ("slope", "10002", "楼下有很浓的燃气味", False),
        ("smoke", "01013", "灭火器过期了", False),
        ("smoke", "01013", "楼道冒烟", True),
        ("road_water", "06012", "路上一堆落叶没人扫", False),
        ("road_water", "01003", "路口积水到膝盖", True),
        ("road_water", None, "路口积水到膝盖", True),
        ("road_water", None, "路灯不亮", False),
        ("lamp", "01037", "晚上走路看不见", True),
        ("lamp", "06012", "路灯下面有积水", False),
    ],
)
def test_a_report_is_of_what_a_device_measures_when_category_and_words_say_so(
    kind, category, said, same
):
    assert shipped().by_code[kind].is_told_by(category, said) is same


def test_matters_that_last_for_weeks_do_not_stand_before_those_of_today(now):
    for place in (GUANGMING_SQUARE, AWAY):
        device, _ = make_device("gas", place=place)
        measured(device, [2, 12, 13, 14])
        now.shift(timedelta(days=20))
    raised = [event for event, _ in nearby_matter_queries.sensed_matters()]
    assert len(raised) == 2

    first = nearby_matter_queries.sensed_matters(most=1)[0][0]

    assert first.reported_at == max(each.reported_at for each in raised)


@pytest.mark.parametrize("line", STREET.read_text().splitlines())
def test_what_the_street_writes_is_told_from_what_only_sounds_alike(line):
    kind, same, said = line.split("|")

    assert shipped().by_code[kind].is_told_by(None, said) is (same == "yes")


@pytest.mark.parametrize(
    ("report", "joins"),
    [
        ({"text": "闻到燃气味，很浓", "category_code": "10002"}, True),
        ({"text": "边坡上有落石", "category_code": "10002"}, False),
        ({"text": "闻到燃气味", "category_code": "10002", "days_ago": 15}, False),
        ({"text": "闻到燃气味", "category_code": "10002", "away": True}, False),
    ],
)
def test_an_alarm_joins_what_was_reported_of_the_same_thing_here_lately(now, report, joins):
    given = dict(report)
    at = NOW - timedelta(days=given.pop("days_ago", 1))
    if given.pop("away", False):
        from weijiayuan.places import coordinates  # noqa: PLC0415

        given["point"] = coordinates.point_of(AWAY)
    tip = make_event(at, **given)
    device, _ = make_device("gas")
    measured(device, [2, 12, 13, 14])

    (alarm,) = db.session.scalars(select(Alarm)).all()
    assert (alarm.event_id == tip.id, alarm.joined) == (joins, joins)


def test_a_report_after_the_alarm_joins_its_matter_and_its_danger_is_not_lost(now):
    device, _ = make_device("gas")
    measured(device, [2, 12, 13, 14])
    (alarm,) = db.session.scalars(select(Alarm)).all()
    now.shift(timedelta(minutes=5))
    tip = make_event(text="闻到很浓的燃气味，头晕", category_code="10002")
    other = make_event(text="电线掉下来了", category_code="10002")
    danger = tip.danger

    assert join() == (1, 0)
    assert join() == (0, 0)

    db.session.expire_all()
    tip, parent = db.session.get(Event, tip.id), db.session.get(Event, alarm.event_id)
    assert (tip.state, tip.parent_id) == (State.MERGED, parent.id)
    assert (parent.source, parent.danger) == (Source.SENSOR, danger)
    assert {each.id for each in open_matters()} == {parent.id, other.id}


def test_a_report_while_a_look_is_waited_for_is_the_alarms_matter(now):
    device, _ = make_device()
    measured(device, [5, 16, 17, 18])
    tip = make_event(text="路口积水很深", category_code="06012")

    assert join() == (0, 1)

    (alarm,) = db.session.scalars(select(Alarm)).all()
    assert (alarm.state, alarm.event_id) == (AlarmState.MATTER, tip.id)
    assert len(open_matters()) == 1


@pytest.mark.parametrize("ending", [State.WITHDRAWN, State.REJECTED, State.CLOSED])
def test_an_alarm_whose_matter_is_over_while_it_lasts_has_one_of_its_own_within_a_minute(
    now, ending
):
    tip = make_event(text="三楼窗户冒黑烟，可能着火了", category_code="01013")
    device, _ = make_device("smoke")
    measured(device, [0, 1])
    (alarm,) = db.session.scalars(select(Alarm)).all()
    assert alarm.event_id == tip.id
    with transaction():
        over = db.session.get(Event, tip.id)
        over.state, over.closed_at = ending, NOW if ending is State.CLOSED else None

    with transaction():
        assert alarm_verdicts.judge_by_outcome(NOW) == 0
        assert alarms.give_matters_again(NOW) == 1
        assert alarms.give_matters_again(NOW) == 0

    db.session.expire_all()
    (own,) = open_matters()
    assert (alarm.event_id, alarm.joined) == (own.id, False)
    assert (own.source, own.level) == (Source.SENSOR, 1)


def test_what_comes_after_a_matter_was_handled_has_one_of_its_own(now):
    first, _ = make_device("smoke")
    measured(first, [0, 1])
    (handled,) = open_matters()
    with transaction():
        event = db.session.get(Event, handled.id)
        event.state, event.handled_at = State.HANDLED, NOW
    second, _ = make_device("smoke")
    measured(second, [0, 1])

    assert len(open_matters()) == 2


def test_a_matter_stays_as_urgent_as_what_is_measured_however_it_is_sorted(now):
    device, _ = make_device("smoke")
    measured(device, [0, 1])
    (matter,) = open_matters()
    with transaction():
        db.session.get(Event, matter.id).level = 4

    with transaction():
        assert alarms.keep_urgent(NOW) == 1
        assert alarms.keep_urgent(NOW) == 0

    db.session.expire_all()
    assert db.session.get(Event, matter.id).level == 1


def test_a_matter_whose_alarms_two_people_found_false_can_be_put_aside(now, as_role):
    device, _ = make_device("smoke")
    measured(device, [0, 1])
    (matter,) = open_matters()
    (alarm,) = db.session.scalars(select(Alarm)).all()
    for role in (Role.GRID_WORKER, Role.DISPATCHER):
        page = f"/api/v1/alarms/{alarm.id}/false"
        assert as_role(role).post(page, json={"words": "没有烟"}).status_code == 200

    with transaction():
        matter_handling.reject(
            matters.locked(matter.id),
            who=who_is(as_role(Role.DISPATCHER)),
            now=NOW,
            code=RejectReason.INSUFFICIENT,
            words="误报",
        )
    assert open_matters() == []


def test_a_grave_matter_of_a_device_is_not_put_aside_by_one_person(now, as_role):
    device, _ = make_device("smoke")
    measured(device, [0, 1])
    (matter,) = open_matters()
    who = who_is(as_role(Role.DISPATCHER))

    with pytest.raises(RaisedByDevice), transaction():
        matter_handling.reject(
            matters.locked(matter.id), who=who, now=NOW, code=RejectReason.ABUSIVE, words="误报"
        )


def test_what_a_grave_matter_is_merged_into_is_as_grave(now):
    device, _ = make_device("smoke")
    measured(device, [0, 1])
    (matter,) = open_matters()
    tip = make_event(text="电动车推上楼充电")
    assert tip.level > 1

    with transaction():
        matter_merging.merge(matters.locked(matter.id), tip.id, who=SYSTEM, now=NOW)

    db.session.expire_all()
    assert db.session.get(Event, tip.id).level == 1


def test_a_matter_that_becomes_more_urgent_is_due_earlier_from_its_own_start(now):
    tip = make_event(NOW - timedelta(hours=1), text="路上积水", category_code="06012")
    due = tip.due_at
    device, _ = make_device()
    measured(device, [30, 31, 32, 33])
    db.session.expire_all()

    tip = db.session.get(Event, tip.id)
    assert tip.level == 2
    assert tip.due_at == NOW - timedelta(hours=1) + timedelta(hours=2)
    assert tip.due_at < due
    with transaction():
        assert not urgency_raising.raise_to(tip, 3, now=NOW)


def test_a_puddle_is_swept_and_a_flood_is_drained(now):
    device, _ = make_device()
    measured(device, [5, 30, 31, 32])
    (matter,) = open_matters()

    assert matter.category_code == "01003"
    assert shipped().by_code["road_water"].category_at(3) == "06012"


def test_a_grave_alarm_of_a_micro_category_waits_for_a_dispatcher_round_the_clock(now):
    device, _ = make_device()
    measured(device, [41, 42, 43, 44])
    (matter,) = open_matters()

    assert (matter.level, matter.mode, matter.state) == (1, Mode.APART, State.SUBMITTED)
