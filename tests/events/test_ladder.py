"""Escalation derived from time: each rung once, with its true moment, also after an outage."""

import pytest
import time_machine
from sqlalchemy import func, select

from tests.deadline_clocks.test_working_time import at
from tests.events.test_story import act, moment
from tests.factories.events import make_event, who_is
from weijiayuan.db import db, transaction
from weijiayuan.events import access, periodic_tasks
from weijiayuan.events.models import Escalation, Event, EventClock, Supervision
from weijiayuan.events.service import automatic_closing
from weijiayuan.notices.models import Notice

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:00")


def run(task, now):
    with transaction():
        return task(now)


def rungs():
    """What the resolution clock reached; replies to supervisions have clocks of their own."""
    rows = db.session.execute(
        select(Escalation.percent, Escalation.reached_at)
        .join(EventClock, EventClock.id == Escalation.clock_id)
        .where(EventClock.kind == "resolve")
        .order_by(Escalation.percent)
    )
    return [(percent, reached) for percent, reached in rows]


@pytest.fixture
def micro(people):
    """A micro matter, accepted on Monday at nine: four office hours."""
    with time_machine.travel(MONDAY, tick=False):
        return make_event()


def test_a_day_of_outage_raises_every_rung_once_with_its_true_moment(micro):
    tuesday = at("2026-11-24 09:00")

    said = run(periodic_tasks.escalate, tuesday)
    again = run(periodic_tasks.escalate, tuesday)

    assert said == "4 rungs raised"
    assert again == ""
    assert rungs() == [
        (50, at("2026-11-23 11:00")),
        (80, at("2026-11-23 14:12")),
        (100, at("2026-11-23 15:00")),
        (150, at("2026-11-23 17:00")),
    ]


def test_ticking_every_minute_raises_the_same(micro):
    for hour in range(9, 19):
        for minute in (0, 13, 26, 39, 52):
            run(periodic_tasks.escalate, at(f"2026-11-23 {hour:02}:{minute:02}"))

    assert [percent for percent, _ in rungs()] == [50, 80, 100, 150]
    assert db.session.scalar(select(func.count()).select_from(Supervision)) == 2


def test_a_late_matter_is_supervised_and_its_unit_replies(micro, people):
    run(periodic_tasks.escalate, at("2026-11-23 15:01"))
    worker, supervisor = people["worker"], people["supervisor"]
    found = supervisor.get("/api/v1/supervisions?open=true").json["items"]

    assert [(each["level"], each["clock"]) for each in found] == [(1, "处置时限")]
    assert moment(found[0]["reply_due_at"]) == at("2026-11-24 10:01")
    path = f"/api/v1/supervisions/{found[0]['id']}/reply"
    with time_machine.travel(at("2026-11-23 16:00"), tick=False):
        other = supervisor.post(path, json={"reply": "替他们回"})
        replied = worker.post(path, json={"reply": "人手不足，今天完成"})
        twice = worker.post(path, json={"reply": "再说一遍"})

    assert other.json["code"] == "events.not_yours"
    assert moment(replied.json["replied_at"]) == at("2026-11-23 16:00")
    assert twice.json["code"] == "events.replied_before"
    run(periodic_tasks.escalate, at("2026-11-25 18:00"))
    assert [percent for percent, _ in rungs()] == [50, 80, 100, 150, 200]


def test_a_late_acceptance_is_the_streets_not_of_whoever_got_the_matter_since(people):
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
    with time_machine.travel(at("2026-11-23 11:30"), tick=False):  # half an hour late
        act(people["dispatcher"], event, "accept")
        act(people["dispatcher"], event, "dispatch")
    run(periodic_tasks.escalate, at("2026-11-23 11:31"))

    at_desk = people["dispatcher"].get("/api/v1/supervisions").json["items"]
    for_unit = people["roads"].get("/api/v1/supervisions").json["items"]
    assert [(one["clock"], one["rung"]) for one in at_desk] == [("受理时限", "超过时限，街道督办")]
    assert at_desk[0]["unit"]["code"] == event.street_code
    assert (at_desk[0]["allowed"], for_unit[0]["allowed"]) == (["reply"], [])
    path = f"/api/v1/supervisions/{at_desk[0]['id']}/reply"
    assert people["roads"].post(path, json={"reply": "不是我们"}).status_code == 403
    replied = people["dispatcher"].post(path, json={"reply": "人手不足"})
    assert (replied.status_code, replied.json["allowed"]) == (200, [])


def test_work_done_in_time_raises_nothing_more(micro, people):
    with time_machine.travel(at("2026-11-23 09:30"), tick=False):
        act(people["worker"], micro, "handle", no_photo="by_talk", position=HERE)
        act(people["secretary"], micro, "verify")

    assert run(periodic_tasks.escalate, at("2026-12-23 09:30")) == ""


def test_a_rung_passed_before_the_work_was_done_is_still_raised_after_an_outage(
    micro,
    people,
):
    with time_machine.travel(at("2026-11-23 15:30"), tick=False):
        act(people["worker"], micro, "handle", no_photo="by_talk", position=HERE)
        act(people["secretary"], micro, "verify")

    run(periodic_tasks.escalate, at("2026-11-24 09:30"))

    assert [percent for percent, _ in rungs()] == [50, 80, 100]
    event = db.session.get(Event, micro.id)
    assert (event.in_time, event.supervision) == (False, 1)


def test_people_are_told_once_for_each_rung(micro, people):
    for _ in range(2):
        run(periodic_tasks.escalate, at("2026-11-23 15:01"))

    told = db.session.scalars(
        select(Notice.text).filter_by(
            resident_id=people["worker"].resident.id, template="work_rung"
        )
    ).all()
    assert len(told) == 3


def test_a_result_nobody_disputes_is_closed_after_four_office_hours(micro, people):
    with time_machine.travel(at("2026-11-23 09:30"), tick=False):
        act(people["worker"], micro, "handle", no_photo="by_talk", position=HERE)
        act(people["secretary"], micro, "verify")

    assert run(periodic_tasks.settle, at("2026-11-23 15:29")) == ""
    assert run(periodic_tasks.settle, at("2026-11-23 15:31")) == "1 closed, 0 orders accepted"
    assert db.session.get(Event, micro.id).state == "closed"
    assert run(periodic_tasks.archive, at("2026-12-30 00:00")) == "1 archived"


def test_results_that_wait_for_a_check_keep_nobody_back(people, monkeypatch):
    """However many results nobody checked yet, what came after them is closed in time."""
    monkeypatch.setattr(automatic_closing, "AT_ONCE", 2)
    roads = access.units_of(who_is(people["roads"]).granted)[0]
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(3):
            unchecked = make_event(category_code="06013", text="路面有个大坑")
            act(people["dispatcher"], unchecked, "accept")
            act(people["dispatcher"], unchecked, "dispatch", unit=roads)
            act(people["roads"], unchecked, "sign")
            act(people["roads"], unchecked, "handle", no_photo="by_talk")
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        settled = make_event()
        while not automatic_closing.is_settled(settled):
            act(people["worker"], settled, "handle", no_photo="by_talk", position=HERE)
            db.session.refresh(settled)
            settled = settled if automatic_closing.is_settled(settled) else make_event()

    run(periodic_tasks.settle, at("2026-11-23 18:00"))

    assert db.session.get(Event, settled.id).state == "closed"
    assert db.session.get(Event, unchecked.id).state == "handled"


HERE = {"lng": 113.94493, "lat": 22.7415, "datum": "gcj02"}
