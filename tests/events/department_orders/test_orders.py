"""社区发令、部门报到, from the call to the score."""

import pytest
import time_machine
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.events.test_ladder import run
from tests.events.test_story import moment, photo_of
from tests.factories.events import make_event
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.db import db
from weijiayuan.events import periodic_tasks
from weijiayuan.events.models import Supervision, Unit

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:00")


def act(who, order, action, **body):
    return who.post(f"/api/v1/orders/{order['id']}/{action}", json=body)


def part(answer):
    return answer.json["parts"][0]


def test_a_department_signs_reports_in_acts_and_is_scored(people, order):
    roads, secretary, dispatcher = (people[name] for name in ("roads", "secretary", "dispatcher"))
    with time_machine.travel(at("2026-11-23 09:30"), tick=False):
        signed = act(roads, order, "sign")
        assert moment(part(signed)["clocks"][1]["due_at"]) == at("2026-11-26 18:00")
        far = act(roads, order, "report-in", officer="李工", position={**HERE, "lat": 22.8})
        assert far.json["code"] == "events.too_far_away"
        here = act(roads, order, "report-in", officer="李工", position=HERE)
        assert (part(here)["state"], part(here)["presence"]) == ("reported_in", "0m")
        proof = [str(photo_of(roads).id)]
        done = act(roads, order, "done", measures="已回填并压实", photos=proof)
        assert part(done)["state"] == "done"
        own = act(roads, order, "accept")
        assert own.json["code"] == "events.same_person"
        accepted = act(secretary, order, "accept")
        assert part(accepted)["state"] == "accepted"
        first = act(secretary, order, "score", cooperation=8, result=36)
        both = act(dispatcher, order, "score", cooperation=10, result=40)

    assert (part(first)["is_final"], part(both)["is_final"]) == (False, True)
    assert part(both)["score"] == pytest.approx((30 + 8.8 + 37.6) / 80 * 100, abs=0.06)
    assert [line["part"] for line in part(both)["score_lines"]] == [
        "sign", "report_in", "cooperation", "result", "resident", "overdue",
    ]  # fmt: skip


def test_a_late_report_in_is_a_second_level_supervision_and_costs_points(people, order):
    roads, secretary = people["roads"], people["secretary"]
    with time_machine.travel(at("2026-11-23 09:30"), tick=False):
        act(roads, order, "sign")
    run(periodic_tasks.escalate, at("2026-11-26 18:01"))
    opened = db.session.scalars(select(Supervision).where(Supervision.part_id.is_not(None))).all()
    assert [(each.level, each.unit_code) for each in opened] == [(2, part_code(order))]
    with time_machine.travel(at("2026-11-27 09:00"), tick=False):
        late = act(roads, order, "report-in", officer="李工", position=HERE)
        assert part(late)["supervision"] == 2
        act(roads, order, "done", measures="已回填", no_photo="by_talk")
        act(secretary, order, "accept")
        scored = act(secretary, order, "score", cooperation=10, result=40)
        listed = people["supervisor"].get("/api/v1/supervisions").json["items"]
        ranking = people["supervisor"].get("/api/v1/events/ranking").json["items"]

    lines = {line["part"]: line["points"] for line in part(scored)["score_lines"]}
    assert (lines["report_in"], lines["overdue"]) == (0, -10)
    assert part(scored)["score"] == 65.0
    assert (2, "报到时限") in [(each["level"], each["clock"]) for each in listed]
    assert [(each["n"], each["in_time"]) for each in ranking] == [(1, 0.0)]


def part_code(order):
    return order["parts"][0]["unit"]["code"]


def test_the_code_shown_at_the_place_proves_presence(people, order):
    roads, secretary = people["roads"], people["secretary"]
    act(roads, order, "sign")
    path = f"/api/v1/orders/{order['id']}"
    code = secretary.get(path).json["report_code"]
    wrong = f"{(int(code) + 1) % 10**6:06}"

    assert roads.get(path).json["report_code"] is None
    assert (
        act(roads, order, "report-in", officer="李工", code=wrong).json["code"]
        == "events.wrong_code"
    )
    assert part(act(roads, order, "report-in", officer="李工", code=code))["presence"] == "code"


def test_a_contest_is_decided_by_the_office_and_the_clock_runs_on(people, order):
    roads, dispatcher = people["roads"], people["dispatcher"]
    before = part(act(roads, order, "sign"))["clocks"][1]
    contested = act(roads, order, "contest", reason="属于水务管理")
    again = act(roads, order, "contest", reason="真的")
    upheld = act(dispatcher, order, "ruling", upheld=True, words="路面归你们")

    assert part(contested)["state"] == "contested"
    assert again.json["code"] == "events.contested_before"
    assert part(upheld)["state"] == "signed"
    assert part(upheld)["clocks"][1]["due_at"] == before["due_at"]


def test_higher_ranks_wait_for_the_street(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    roads = db.session.scalars(select(Unit.code).filter_by(kind="transport")).one()
    body = {"departments": [roads], "lead": roads, "place": "北门", "rank": "key"}
    order = people["secretary"].post(f"/api/v1/events/{event.id}/orders", json=body).json

    hidden = people["roads"].get(f"/api/v1/orders/{order['id']}")
    by_community = act(people["secretary"], order, "countersign")
    issued = act(people["dispatcher"], order, "countersign")

    assert hidden.status_code == 404
    assert by_community.json["code"] == "events.not_yours"
    assert part(issued)["state"] == "issued"


def test_a_silent_community_has_accepted_after_three_working_days(people, order):
    with time_machine.travel(MONDAY, tick=False):
        act(people["roads"], order, "sign")
        act(people["roads"], order, "report-in", officer="李工", position=HERE)
        act(people["roads"], order, "done", measures="已回填", no_photo="by_talk")

    assert run(periodic_tasks.settle, at("2026-11-26 17:59")) == ""
    assert run(periodic_tasks.settle, at("2026-11-26 18:01")) == "0 closed, 1 orders accepted"
    found = people["secretary"].get(f"/api/v1/orders/{order['id']}")
    assert part(found)["accepted_silently"] is True


def test_returned_work_goes_on_and_points_are_bounded(people, order):
    act(people["roads"], order, "sign")
    act(people["roads"], order, "report-in", officer="李工", position=HERE)
    act(people["roads"], order, "done", measures="已回填", no_photo="by_talk")
    silent = act(people["secretary"], order, "accept", accepted=False)
    returned = act(people["secretary"], order, "accept", accepted=False, reason="没压实")
    act(people["roads"], order, "done", measures="已压实", no_photo="by_talk")
    act(people["secretary"], order, "accept")
    too_many = act(people["secretary"], order, "score", cooperation=11, result=40)
    illegal = act(people["roads"], order, "done", measures="再来", no_photo="by_talk")

    assert silent.json["code"] == "events.reason_needed"
    assert (part(returned)["state"], part(returned)["returns"]) == ("reported_in", 1)
    assert (too_many.status_code, too_many.json["code"]) == (422, "events.score_out_of_range")
    assert (illegal.status_code, illegal.json["allowed"]) == (409, ["score"])


def test_a_moment_named_for_reporting_in_lies_ahead_and_is_the_limit(people):
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        roads = db.session.scalars(select(Unit.code).filter_by(kind="transport")).one()
        body = {"departments": [roads], "lead": roads, "place": "光明广场北门"}
        path = f"/api/v1/events/{event.id}/orders"
        past = people["secretary"].post(path, json=body | {"by": "2026-11-23T09:00:00+08:00"})
        ahead = people["secretary"].post(path, json=body | {"by": "2026-11-24T10:00:00+08:00"})
        signed = act(people["roads"], ahead.json, "sign")

    assert (past.status_code, past.json["code"]) == (422, "events.too_soon")
    clocks = {each["kind"]: each["due_at"] for each in part(signed)["clocks"]}
    assert moment(clocks["order_report_in"]) == at("2026-11-24 10:00")


def test_work_that_was_handed_in_anew_is_not_accepted_as_it_was_read(people, order):
    roads, secretary = people["roads"], people["secretary"]
    act(roads, order, "sign")
    act(roads, order, "report-in", officer="李工", position=HERE)
    act(roads, order, "done", measures="已回填", no_photo="by_talk")
    path = f"/api/v1/orders/{order['id']}"
    read = secretary.get(path).json["parts"][0]["version"]
    act(secretary, order, "accept", accepted=False, reason="没有压实")
    act(roads, order, "done", measures="洒了点沙", no_photo="by_talk")

    def accept(seen):
        return secretary.post(f"{path}/accept", json={}, headers={"If-Match": f'"{seen}"'})

    assert accept(read).json["code"] == "web.changed_since_read"
    assert part(accept(secretary.get(path).json["parts"][0]["version"]))["state"] == "accepted"
