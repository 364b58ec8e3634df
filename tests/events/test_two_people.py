"""Nobody settles alone what a second person has to look at."""

from datetime import timedelta

import pytest
import time_machine

from tests.deadline_clocks.test_working_time import at
from tests.events.test_story import HERE, act
from tests.factories import saved
from tests.factories.accounts import make_resident
from tests.factories.events import (
    COMMUNITY,
    GRID,
    STREET,
    make_event,
    make_unit,
    unit_territory,
)
from weijiayuan.accounts.models import Duty
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.access import Who
from weijiayuan.events.errors import IllegalMove
from weijiayuan.events.models import Event, Unit
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.vocabulary import Level, State
from weijiayuan.events.service import automatic_closing, satisfaction_rating

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:30")
ON_SITE = {"no_photo": "nothing_found", "position": HERE}


def report_settled(worker, category, **more):
    return worker.post(
        "/api/v1/events",
        json={
            "category": category, "text": "已到现场看过", "place": HERE, "position": HERE,
            "handled_on_site": True, "no_photo": "nothing_found",
        } | more,
    )  # fmt: skip


def test_a_gas_leak_is_not_settled_by_one_grid_worker(people):
    answer = report_settled(people["worker"], "10002", outcome="no_fault")

    assert (answer.status_code, answer.json["code"]) == (409, "events.dispatch_needed")
    assert db.session.query(Event).count() == 0


@pytest.mark.parametrize("action", ["start", "handle"])
def test_what_is_dispatched_by_its_category_waits_for_a_unit(people, action):
    event = make_event(category_code="06013", text="路面有个大坑")
    act(people["dispatcher"], event, "accept")

    body = ON_SITE if action == "handle" else {"position": HERE}
    answer = act(people["worker"], event, action, **body)

    assert answer.json["code"] == "events.dispatch_needed"


def test_a_grid_worker_does_not_finish_the_work_of_a_department(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    act(people["dispatcher"], event, "accept")
    act(people["dispatcher"], event, "dispatch")
    act(people["roads"], event, "sign")

    for action, body in (
        ("handle", ON_SITE),
        ("wait", {"reason": "weather", "words": "下雨"}),
        ("extend", {"extra": "1d", "words": "材料"}),
    ):
        assert act(people["worker"], event, action, **body).status_code == 403, action


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ({"on_the_spot": True, "level": Level.MICRO, "is_sampled": False}, True),
        ({"on_the_spot": True, "level": Level.ORDINARY, "is_sampled": False}, True),
        ({"on_the_spot": True, "level": Level.SERIOUS, "is_sampled": False}, False),
        ({"on_the_spot": True, "level": Level.URGENT, "is_sampled": False}, False),
        ({"on_the_spot": True, "level": Level.MICRO, "is_sampled": True}, False),
        ({"on_the_spot": False, "level": Level.MICRO, "is_sampled": False}, False),
    ],
)
def test_which_results_stand_without_a_check(given, stands):
    assert state_transitions.needs_no_check(**given) is stands


def test_what_is_serious_is_checked_by_somebody_else_also_when_settled_on_the_spot(people):
    """消防通道: level Ⅱ, 巡办合一."""
    with time_machine.travel(MONDAY, tick=False):
        answer = report_settled(people["worker"], "09012", outcome="fixed")
        assert answer.json["state"] == "handled"
    with transaction():
        automatic_closing.close_undisputed(MONDAY + timedelta(days=3))

    states = {str(each.id): each.state for each in db.session.query(Event)}
    assert states[answer.json["id"]] is State.HANDLED
    assert act(people["worker"], answer.json["id"], "verify", position=HERE).status_code == 409
    assert act(people["secretary"], answer.json["id"], "verify").json["state"] == "verified"


def test_the_word_of_the_reporter_does_not_stand_for_a_check_of_what_is_serious(people):
    reporter = make_resident()
    event = make_event(category_code="09012", text="消防通道被堵了", reporter_id=reporter.id)
    act(people["dispatcher"], event, "accept")
    assert act(people["worker"], event, "handle", **ON_SITE).json["state"] == "handled"

    with pytest.raises(IllegalMove), transaction():
        satisfaction_rating.rate(
            db.session.get(Event, event.id), stars=5, text="", why=None,
            who=Who(resident_id=reporter.id), now=at("2026-11-24 10:00"),
        )  # fmt: skip


def dispatched_and_done(people, outcome):
    event = make_event(category_code="06013", text="路面有个大坑")
    act(people["dispatcher"], event, "accept")
    act(people["dispatcher"], event, "dispatch")
    act(people["roads"], event, "sign")
    act(people["roads"], event, "handle", no_photo="nothing_found", outcome=outcome)
    return event


def test_whoever_gave_it_to_a_unit_does_not_check_it(people, as_role):
    event = dispatched_and_done(people, "fixed")

    own = act(people["dispatcher"], event, "verify")
    colleague = act(as_role(Role.DISPATCHER, territory=STREET), event, "verify")

    assert own.json["code"] == "events.same_person"
    assert colleague.json["state"] == "verified"


def test_nothing_found_is_not_closed_as_solved(people):
    event = dispatched_and_done(people, "no_fault")
    act(people["secretary"], event, "verify")

    better = act(people["dispatcher"], event, "close", outcome="fixed")
    wordless = act(people["dispatcher"], event, "close", outcome="explained")
    explained = act(people["dispatcher"], event, "close", outcome="explained", words="已向居民说明")

    assert better.json["code"] == "events.outcome_differs"
    assert wordless.json["code"] == "events.reason_needed"
    assert explained.json["outcome"] == "explained"


def test_after_a_reopening_nobody_settles_it_on_the_spot_again(people):
    event = make_event()
    act(people["worker"], event, "handle", **ON_SITE)
    act(people["secretary"], event, "verify")
    act(people["dispatcher"], event, "close")
    act(people["secretary"], event, "reopen", reason="还在")

    for action, body in (("start", {"position": HERE}), ("handle", ON_SITE)):
        answer = act(people["worker"], event, action, **body)
        assert answer.json["code"] == "events.illegal_move", action


def test_a_grid_stands_at_the_place_also_as_the_unit_that_got_it(people):
    """Dispatched by rule to the grid, signed as its unit: no way round the position."""
    make_unit("grid", code=GRID.code, place=GRID.code)
    event = make_event()
    act(people["dispatcher"], event, "dispatch", unit=GRID.code)
    assert act(people["worker"], event, "sign").json["state"] == "handling"

    nowhere = act(people["worker"], event, "handle", no_photo="by_talk")
    there = act(people["worker"], event, "handle", no_photo="by_talk", position=HERE)

    assert nowhere.json["code"] == "events.position_needed"
    assert there.json["state"] == "handled"


def test_settled_on_the_spot_needs_a_position_of_its_own(people):
    answer = report_settled(people["worker"], "06010", position=None)

    assert answer.json["code"] == "events.position_needed"


def test_a_grid_worker_reports_nothing_from_outside_the_district(people):
    away = {"lng": 116.39, "lat": 39.9, "datum": "gcj02"}

    answer = people["worker"].post(
        "/api/v1/events", json={"category": "06010", "text": "垃圾", "place": away}
    )

    assert (answer.status_code, answer.json["code"]) == (409, "events.outside_district")


def both(person, role, territory):
    """Somebody with a second duty."""
    saved(
        Duty(
            staff_id=person.staff.id,
            role=role,
            territory_kind=territory.kind,
            territory_code=territory.code,
        )
    )
    return person


def roads_unit():
    return db.session.scalars(db.select(Unit.code).filter_by(kind="transport")).one()


def test_a_dispatcher_of_the_department_grants_it_nothing(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    act(people["dispatcher"], event, "accept")
    act(people["dispatcher"], event, "dispatch")
    act(people["roads"], event, "sign")
    two = both(people["roads"], Role.DISPATCHER, STREET)

    asked = act(two, event, "extend", extra="1d", words="材料没到")
    own = act(two, event, f"asks/{asked.json['ask']['id']}/decide", approved=True)
    other = act(
        people["dispatcher"], event, f"asks/{asked.json['ask']['id']}/decide", approved=True
    )

    assert asked.json["ask"]["kind"] == "extend"
    assert own.json["code"] == "events.same_person"
    assert (other.status_code, other.json["ask"]) == (200, None)


def test_a_colleague_of_the_department_does_not_check_its_work(people, as_role):
    event = dispatched_and_done(people, "fixed")
    colleague = as_role(Role.DEPARTMENT, territory=unit_territory(roads_unit()))
    both(colleague, Role.SECRETARY, COMMUNITY)

    assert act(colleague, event, "verify").json["code"] == "events.same_person"
    assert act(colleague, event, "verify", passed=False, words="不行").status_code == 409


def test_whoever_issued_an_order_does_not_countersign_it(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    secretary = both(people["secretary"], Role.DISPATCHER, STREET)
    body = {"departments": [roads_unit()], "lead": roads_unit(), "place": "路口", "rank": "key"}
    order = secretary.post(f"/api/v1/events/{event.id}/orders", json=body).json

    own = secretary.post(f"/api/v1/orders/{order['id']}/countersign")
    street = people["dispatcher"].post(f"/api/v1/orders/{order['id']}/countersign")

    assert own.json["code"] == "events.same_person"
    assert street.json["parts"][0]["state"] == "issued"


def test_nobody_rules_on_the_contest_of_their_own_order_or_department(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    secretary = both(people["secretary"], Role.DISPATCHER, STREET)
    body = {"departments": [roads_unit()], "lead": roads_unit(), "place": "路口"}
    order = secretary.post(f"/api/v1/events/{event.id}/orders", json=body).json
    path = f"/api/v1/orders/{order['id']}"
    people["roads"].post(f"{path}/sign", json={})
    people["roads"].post(f"{path}/contest", json={"reason": "不归我们"})
    two = both(people["roads"], Role.DISPATCHER, STREET)

    for person in (secretary, two):
        ruled = person.post(f"{path}/ruling", json={"upheld": False, "words": "免"})
        assert ruled.json["code"] == "events.same_person"
    ruled = people["dispatcher"].post(f"{path}/ruling", json={"upheld": True, "words": "归"})
    assert ruled.json["parts"][0]["state"] == "signed"


def test_nobody_is_offered_to_check_their_own_work(people):
    answer = report_settled(people["worker"], "06010")
    assert answer.status_code == 201, answer.json

    mine = people["worker"].get(f"/api/v1/events/{answer.json['id']}").json

    assert (mine["state"], "verify" in mine["allowed"]) == ("handled", False)
