"""From every state there is a way on, and from every decision a way back."""

from datetime import timedelta

import pytest
import time_machine

from tests.deadline_clocks.test_working_time import at
from tests.events.test_ladder import run
from tests.events.test_story import act, moment
from tests.factories.events import make_event, make_unit
from weijiayuan.db import db
from weijiayuan.events import periodic_tasks
from weijiayuan.events.models import Escalation, Event, EventClock, Supervision
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import OVER, Action, State
from weijiayuan.notices.models import Notice

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:00")


def running(event, kind):
    wanted = db.select(EventClock).filter_by(event_id=event.id, kind=kind, stopped_at=None)
    return db.session.scalars(wanted).one_or_none()


@pytest.fixture
def dispatched(people):
    """A hole in the road, given to the roads department on Monday at nine."""
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        act(people["dispatcher"], event, "accept")
        act(people["dispatcher"], event, "dispatch")
    return event


@pytest.mark.parametrize("state", [state for state in State if state not in OVER])
def test_staff_can_move_a_matter_on_from_every_open_state(state):
    staff = {
        actor for move in state_transitions.MOVES if state in move.sources for actor in move.actors
    }
    assert staff & {"dispatcher", "secretary"}, state


@pytest.mark.parametrize("state", [State.REJECTED, State.MERGED])
def test_what_staff_decided_wrongly_staff_can_take_back(state):
    assert set(state_transitions.allowed(state, ["dispatcher"])) & {Action.RESTORE, Action.UNMERGE}


def test_what_nobody_signs_is_recalled_and_given_to_another(people, dispatched):
    other = make_unit("transport", "06013")
    due = people["dispatcher"].get(f"/api/v1/events/{dispatched.id}").json["due_at"]

    recalled = act(people["dispatcher"], dispatched, "recall", reason="一小时没有签收")
    again = act(people["dispatcher"], dispatched, "dispatch", unit=other.code)

    assert (recalled.json["state"], recalled.json["unit"]) == ("returned", None)
    assert (again.json["state"], again.json["unit"]["code"]) == ("dispatched", other.code)
    assert again.json["due_at"] == due
    assert again.json["returns"] == 0
    template = Notice.template == "work_recalled"
    assert db.session.scalars(db.select(Notice).where(template)).all()


def test_a_unit_that_signed_may_still_return_it_in_time_and_later_ask_for_a_transfer(
    people, dispatched
):
    with time_machine.travel(MONDAY + timedelta(minutes=30), tick=False):
        act(people["roads"], dispatched, "sign")
        returned = act(people["roads"], dispatched, "return", reason="是水务的管")
        act(people["dispatcher"], dispatched, "dispatch")
        act(people["roads"], dispatched, "sign")
    with time_machine.travel(MONDAY + timedelta(hours=7), tick=False):
        late = act(people["roads"], dispatched, "return", reason="是水务的管")
        asked = act(people["roads"], dispatched, "transfer", reason="是水务的管")
        ask_id = asked.json["ask"]["id"]
        granted = act(people["dispatcher"], dispatched, f"asks/{ask_id}/decide", approved=True)

    assert returned.json["state"] == "returned"
    assert late.json["code"] == "events.return_too_late"
    assert asked.json["state"] == "handling"
    assert (granted.json["state"], granted.json["unit"]) == ("returned", None)


def test_what_a_machine_accepted_gets_another_category_and_its_limit(people):
    with time_machine.travel(MONDAY, tick=False):
        event = make_event()
        assert event.state is State.ACCEPTED
        answer = act(
            people["dispatcher"], event, "reclassify", category="06013", reason="是路面破损"
        )

    assert answer.json["category"]["code"] == "06013"
    assert (answer.json["level"], answer.json["mode"]) == (3, "apart")
    assert moment(answer.json["due_at"]) == at("2026-11-26 18:00")
    line = answer.json["timeline"][-1]
    assert line["facts"] == {"before": "06010", "after": "06013"}
    assert running(event, ClockKind.RESOLVE).started_at == MONDAY


def test_what_a_machine_accepted_can_be_rejected_and_the_rejection_taken_back(people):
    event = make_event()

    rejected = act(
        people["dispatcher"], event, "reject", reason="not_governmental", words="小区内部事务"
    )
    restored = act(people["supervisor"], event, "restore", reason="是公共区域")

    assert (rejected.json["state"], rejected.json["due_at"]) == ("rejected", None)
    assert restored.json["state"] == "submitted"
    assert running(event, ClockKind.ACCEPT) is not None
    assert act(people["dispatcher"], event, "accept").json["state"] == "accepted"


def test_a_wait_has_a_limit_of_its_own_and_escalates(people, dispatched):
    with time_machine.travel(MONDAY, tick=False):
        act(people["roads"], dispatched, "sign")
        act(people["dispatcher"], dispatched, "wait", reason="weather", words="暴雨")
    assert running(dispatched, ClockKind.WAIT).due_at == at("2026-11-26 18:00")

    run(periodic_tasks.escalate, at("2026-11-26 18:01"))

    rungs = db.select(Escalation).join(EventClock).where(EventClock.kind == ClockKind.WAIT)
    assert {rung.percent for rung in db.session.scalars(rungs)} == {50, 80, 100}
    assert db.session.scalars(db.select(Supervision)).one().level == 1
    act(people["roads"], dispatched, "resume")
    assert running(dispatched, ClockKind.WAIT) is None


def test_recalling_ends_a_wait(people, dispatched):
    with time_machine.travel(MONDAY, tick=False):
        act(people["roads"], dispatched, "sign")
        act(people["dispatcher"], dispatched, "wait", reason="weather", words="暴雨")
    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        answer = act(people["dispatcher"], dispatched, "recall", reason="换一家")

    assert answer.json["state"] == "returned"
    assert moment(answer.json["due_at"]) == at("2026-11-27 18:00")
    assert running(dispatched, ClockKind.WAIT) is None


def test_a_way_back_needs_a_reason(people, dispatched):
    assert act(people["dispatcher"], dispatched, "recall", reason=" ").status_code in (409, 422)
    db.session.expire_all()
    assert db.session.get(Event, dispatched.id).state is State.DISPATCHED
