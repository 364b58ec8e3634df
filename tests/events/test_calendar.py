"""A calendar that changes while clocks run: they follow it, and every rung is raised once."""

from datetime import date, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.events.test_ladder import run, rungs
from tests.events.test_story import act, moment
from tests.factories.events import make_event
from weijiayuan.db import db, transaction
from weijiayuan.deadline_clocks.working_time import Limit, budget
from weijiayuan.events import periodic_tasks
from weijiayuan.events.models import Escalation, Event, EventClock
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.service import matter_clocks
from weijiayuan.notices.models import Notice
from weijiayuan.places import calendar_administration
from weijiayuan.places.working_calendar import DayKind

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:00")
TUESDAY, SATURDAY = date(2026, 11, 24), date(2026, 11, 28)


def decree(day, kind):
    with transaction():
        calendar_administration.mark_day(day, kind, name="临时调整", source="测试")


def resolve_clock(event):
    return next(each for each in matters.clocks(event.id) if each.kind is ClockKind.RESOLVE)


@pytest.fixture
def hole(people):
    """A hole in the road, accepted on Monday at nine: three working days, until Thursday."""
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        accepted = act(people["dispatcher"], event, "accept")
    assert moment(accepted.json["due_at"]) == at("2026-11-26 18:00")
    run(periodic_tasks.follow_calendar, MONDAY)
    return event


def test_a_day_decreed_off_moves_what_is_due_and_what_people_see(hole, people):
    decree(TUESDAY, DayKind.OFF)

    said = run(periodic_tasks.follow_calendar, MONDAY)
    again = run(periodic_tasks.follow_calendar, MONDAY)

    assert said == "1 clocks moved with the calendar"
    assert again == ""
    seen = people["dispatcher"].get(f"/api/v1/events/{hole.id}").json
    assert moment(seen["due_at"]) == at("2026-11-27 18:00")


def test_a_weekend_decreed_worked_brings_it_forward(people):
    with time_machine.travel(at("2026-11-27 09:00"), tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        act(people["dispatcher"], event, "accept")
    run(periodic_tasks.follow_calendar, MONDAY)

    decree(SATURDAY, DayKind.WORK)
    run(periodic_tasks.follow_calendar, MONDAY)

    assert resolve_clock(event).due_at == at("2026-12-01 18:00")


def test_urgent_hours_and_stopped_clocks_know_no_calendar(people):
    with time_machine.travel(MONDAY, tick=False):
        urgent = make_event(category_code="09012", text="消防通道被堵了")
        done = make_event()
        act(people["dispatcher"], urgent, "accept")
        act(people["worker"], done, "handle", no_photo="by_talk", position=HERE)
    before = [resolve_clock(each).due_at for each in (urgent, done)]
    run(periodic_tasks.follow_calendar, MONDAY)

    decree(MONDAY.date(), DayKind.OFF)
    run(periodic_tasks.follow_calendar, MONDAY)

    db.session.expire_all()
    assert [resolve_clock(each).due_at for each in (urgent, done)] == before


def test_a_rung_raised_before_a_day_is_decreed_off_is_not_raised_again(hole, people):
    run(periodic_tasks.escalate, at("2026-11-25 10:00"))
    assert [percent for percent, _ in rungs()] == [50]

    decree(date(2026, 11, 25), DayKind.OFF)
    run(periodic_tasks.follow_calendar, MONDAY)
    run(periodic_tasks.escalate, at("2026-11-27 17:00"))

    assert [percent for percent, _ in rungs()] == [50, 80]
    reminders = select(Notice.id).filter_by(template="work_rung")
    told = reminders.filter_by(resident_id=people["dispatcher"].resident.id)
    assert len(db.session.scalars(told).all()) >= 2


def test_a_rung_that_a_worked_day_puts_into_the_past_is_raised(people):
    with time_machine.travel(at("2026-11-27 17:00"), tick=False):
        make_event()
    run(periodic_tasks.follow_calendar, MONDAY)
    assert run(periodic_tasks.escalate, at("2026-11-28 18:00")) == ""

    decree(SATURDAY, DayKind.WORK)
    run(periodic_tasks.follow_calendar, MONDAY)
    run(periodic_tasks.escalate, at("2026-11-28 18:00"))

    assert rungs() == [
        (50, at("2026-11-28 10:00")),
        (80, at("2026-11-28 11:12")),
        (100, at("2026-11-28 12:00")),
        (150, at("2026-11-28 16:00")),
        (200, at("2026-11-28 18:00")),
    ]


LIMITS = [Limit.parse(text) for text in ("1h", "4h", "14h", "1d", "3d", "2eh")]
starts = st.integers(0, 14 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
edits = st.tuples(
    st.integers(0, 20).map(lambda days: MONDAY.date() + timedelta(days=days)),
    st.sampled_from(DayKind),
)
waits = st.integers(1, 5 * 24).map(lambda hours: timedelta(hours=hours))


@given(
    clocks=st.lists(st.tuples(starts, st.sampled_from(LIMITS)), min_size=1, max_size=4),
    steps=st.lists(st.one_of(edits, waits), min_size=1, max_size=8),
)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_decreed_clocks_agree_with_the_calendar_and_rungs_come_once(clocks, steps):
    event = make_event(category_code="06013", text="路面有个大坑")
    mine = [_start(event, start, limit) for start, limit in clocks]
    now = max(clock.started_at for clock in mine)
    for step in steps:
        now = _take(step, now)
    run(periodic_tasks.follow_calendar, now)
    run(periodic_tasks.escalate, now)
    for clock in mine:
        _agrees(clock, now)
    for day in {step[0] for step in steps if isinstance(step, tuple)}:
        calendar_administration.unmark_day(day)


def _start(event, start, limit):
    clock = matter_clocks.start(ClockKind.SIGN, limit, now=start, event_id=event.id)
    db.session.flush()
    return clock


def _take(step, now):
    if isinstance(step, timedelta):
        run(periodic_tasks.escalate, now + step)
        return now + step
    decree(*step)
    run(periodic_tasks.follow_calendar, now)
    return now


def _agrees(clock, now):
    office = matter_clocks.office()
    limit = Limit.parse(clock.allowed)
    assert clock.budget_seconds == budget(clock.started_at, limit, office).total_seconds()
    reading = clock.reading(office)
    assert clock.due_at == reading.due_at
    raised = select(Escalation.percent).filter_by(clock_id=clock.id)
    percents = db.session.scalars(raised.order_by(Escalation.percent)).all()
    assert len(percents) == len(set(percents))
    for percent in (50, 80, 100, 150, 200):
        if reading.moment(percent) <= now:
            assert percent in percents


def test_a_merged_report_hands_on_the_earlier_start(people):
    """Who reported first must not wait longer because somebody reported again."""
    with time_machine.travel(MONDAY, tick=False):
        earlier = make_event(category_code="06013", text="路面有个大坑")
        act(people["dispatcher"], earlier, "accept")
    with time_machine.travel(at("2026-11-24 15:00"), tick=False):
        parent = make_event(category_code="06013", text="路面塌了一块")
        act(people["dispatcher"], parent, "accept")
        assert resolve_clock(parent).due_at == at("2026-11-27 18:00")
        act(people["dispatcher"], earlier, "merge", into=str(parent.id))

    db.session.expire_all()
    assert resolve_clock(parent).started_at == MONDAY
    assert resolve_clock(parent).due_at == at("2026-11-26 18:00")
    assert db.session.get(Event, parent.id).due_at == at("2026-11-26 18:00")
    run(periodic_tasks.escalate, at("2026-11-26 18:01"))
    late = select(EventClock.event_id).join(Escalation, Escalation.clock_id == EventClock.id)
    assert parent.id in db.session.scalars(late.where(Escalation.percent == 100)).all()


def test_a_later_report_and_a_reopened_round_leave_the_clock_alone(people):
    with time_machine.travel(MONDAY, tick=False):
        parent = make_event()
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        later = make_event()
        act(people["dispatcher"], later, "merge", into=str(parent.id))
    assert resolve_clock(parent).started_at == MONDAY

    with time_machine.travel(at("2026-11-23 11:00"), tick=False):
        waiting = make_event()
        act(people["worker"], parent, "handle", no_photo="by_talk", position=HERE)
        act(people["secretary"], parent, "verify")
        act(people["secretary"], parent, "close")
    with time_machine.travel(at("2026-11-23 14:00"), tick=False):
        act(people["secretary"], parent, "reopen", reason="又有了")
        merged = act(people["dispatcher"], waiting, "merge", into=str(parent.id))

    assert merged.json["state"] == "merged"
    newest = [each for each in matters.clocks(parent.id) if each.kind is ClockKind.RESOLVE][-1]
    assert newest.started_at == at("2026-11-23 14:00")


HERE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
