"""并案: reports that go on as one are told what becomes of it, and part again."""

from datetime import timedelta

import pytest
import time_machine

from tests.deadline_clocks.test_working_time import at
from tests.events.test_ladder import run
from tests.events.test_story import HERE, act
from tests.factories.accounts import make_resident
from tests.factories.events import make_event
from weijiayuan.db import db, transaction
from weijiayuan.events import periodic_tasks
from weijiayuan.events.access import Who
from weijiayuan.events.models import Entry, Event, EventClock, Order, OrderPart, Unit
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.events.service import matter_handling
from weijiayuan.notices.models import Notice
from weijiayuan.places import coordinates

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:30")


def hole(**given):
    usual = {"category_code": "06013", "text": "路面有个大坑"}
    return make_event(**usual | given)


@pytest.fixture
def pair(people):
    """A report, and another that was merged into it; each of a resident of its own."""
    parent = hole(reporter_id=make_resident().id)
    child = hole(reporter_id=make_resident().id, text="路上有坑，差点摔倒")
    merged = act(people["dispatcher"], child, "merge", into=str(parent.id))
    assert merged.json["state"] == "merged", merged.json
    return parent, child


def now_is(event):
    db.session.expire_all()
    return db.session.get(Event, event.id)


def withdraw(event, now=MONDAY):
    with transaction():
        found = matters.locked(event.id)
        who = Who(resident_id=found.reporter_id)
        matter_handling.withdraw(found, who=who, now=now)


def test_what_lies_five_kilometres_off_is_another_matter(people):
    parent = hole()
    far = hole(point=coordinates.point_of({**HERE, "lat": HERE["lat"] + 0.045}))

    answer = act(people["supervisor"], far, "merge", into=str(parent.id))
    assert answer.status_code in (403, 404, 409)
    with transaction():
        db.session.get(Event, far.id).grid_code = now_is(parent).grid_code
    refused = act(people["dispatcher"], far, "merge", into=str(parent.id))

    assert (refused.status_code, refused.json["code"]) == (409, "events.too_far_to_merge")


def test_a_merged_report_is_told_what_becomes_of_the_matter(people, pair):
    parent, child = pair
    act(people["dispatcher"], parent, "accept")
    act(people["dispatcher"], parent, "dispatch")
    act(people["roads"], parent, "sign")
    act(people["roads"], parent, "handle", no_photo="by_talk")
    act(people["secretary"], parent, "verify")
    act(people["dispatcher"], parent, "close")

    actions = [entry.action for entry in matters.timeline(child.id, public=True)]
    assert actions[-2:] == ["parent-handle", "parent-close"]
    told = db.select(Notice).filter_by(
        resident_id=now_is(child).reporter_id, template="followed_closed"
    )
    assert db.session.scalars(told).one()


def test_a_merged_report_stands_by_itself_again_when_its_matter_is_withdrawn(pair):
    parent, child = pair

    withdraw(parent)

    found = now_is(child)
    assert (found.state, found.parent_id) == (State.SUBMITTED, None)
    kinds = db.select(EventClock.kind).filter_by(event_id=child.id, stopped_at=None)
    assert db.session.scalars(kinds).all() == ["accept"]


def test_a_merged_report_stands_by_itself_again_when_its_matter_is_rejected(people, pair):
    parent, child = pair

    act(people["dispatcher"], parent, "reject", reason="not_governmental", words="内部事务")

    assert now_is(child).state is State.SUBMITTED


def test_the_street_unmerges_what_it_merged(people, pair):
    _, child = pair

    answer = act(people["dispatcher"], child, "unmerge", reason="是另一个坑")

    assert (answer.json["state"], answer.json["parent"]) == ("submitted", None)
    assert act(people["dispatcher"], child, "accept").json["state"] == "accepted"


def test_the_reporter_may_say_once_that_it_is_another_matter(pair):
    _, child = pair
    with transaction():
        found = matters.locked(child.id)
        who = Who(resident_id=found.reporter_id)
        matter_handling.appeal(found, who=who, now=MONDAY, reason="不是同一个坑")

    found = now_is(child)
    assert (found.state, found.parent_id, found.reporter_appeals) == (State.SUBMITTED, None, 1)
    assert found.reporter_reopens == 0


def test_what_was_merged_into_a_report_goes_along_with_it(people, pair):
    parent, child = pair
    third = hole()

    act(people["dispatcher"], parent, "merge", into=str(third.id))

    assert now_is(child).parent_id == third.id
    act(people["dispatcher"], third, "reject", reason="abusive", words="无关")
    assert {now_is(each).state for each in (parent, child)} == {State.SUBMITTED}


def call(people, event):
    roads = db.session.scalars(db.select(Unit.code).filter_by(kind="transport")).one()
    body = {"departments": [roads], "lead": roads, "place": "广场北门"}
    made = people["secretary"].post(f"/api/v1/events/{event.id}/orders", json=body)
    assert made.status_code == 201, made.json
    return made.json["id"]


def part_of(order_id):
    db.session.expire_all()
    return db.session.scalars(db.select(OrderPart).filter_by(order_id=order_id)).one()


def test_the_order_about_a_withdrawn_matter_ends(people):
    event = hole(reporter_id=make_resident().id)
    part = part_of(called(people, event))

    withdraw(event)

    found = part_of(part.order_id)
    assert (found.state, bool(found.cancel_reason)) == ("cancelled", True)
    clocks = db.select(EventClock).filter_by(part_id=found.id, stopped_at=None)
    assert db.session.scalars(clocks).all() == []
    assert db.session.scalars(db.select(Notice).filter_by(template="order_cancelled")).all()


def called(people, event):
    call(people, event)
    return db.session.scalars(db.select(Order.id).filter_by(event_id=event.id)).one()


def test_the_order_about_a_merged_report_is_about_the_matter_it_was_merged_into(people):
    parent, child = hole(), hole()
    order_id = called(people, child)

    act(people["dispatcher"], child, "merge", into=str(parent.id))

    db.session.expire_all()
    assert db.session.get(Order, order_id).event_id == parent.id
    assert part_of(order_id).state == "issued"


def test_what_an_anonymous_sender_took_back_lets_go_only_after_the_hour(people):
    """Rows of other people, made in that moment, would tell when somebody acted."""
    parent = hole(source=Source.ANONYMOUS, now=MONDAY.replace(minute=0))
    child = hole(reporter_id=make_resident().id)
    act(people["dispatcher"], child, "merge", into=str(parent.id))
    with time_machine.travel(MONDAY, tick=False), transaction():
        holder = Who(capacity="reporter")
        matter_handling.withdraw(
            matters.locked(parent.id), who=holder, now=MONDAY.replace(minute=0)
        )
    assert now_is(child).state is State.MERGED

    assert run(periodic_tasks.let_go_of_unhandled, MONDAY + timedelta(minutes=20)) == ""
    said = run(periodic_tasks.let_go_of_unhandled, MONDAY + timedelta(minutes=40))

    assert said
    assert now_is(child).state is State.SUBMITTED


def test_whatever_was_left_bound_to_a_withdrawn_matter_is_found(pair):
    """A trigger that was forgotten, or a version that had none."""
    parent, child = pair
    with transaction():
        found = matters.locked(parent.id)
        found.state = State.WITHDRAWN
        db.session.add(
            Entry(event_id=found.id, number=99, at=MONDAY, action="withdraw", actor="reporter")
        )

    said = run(periodic_tasks.let_go_of_unhandled, MONDAY + timedelta(hours=2))

    assert said == "1 matters let go of what hung on them"
    assert now_is(child).state is State.SUBMITTED
    assert run(periodic_tasks.let_go_of_unhandled, MONDAY + timedelta(hours=2)) == ""
