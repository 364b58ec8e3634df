"""The ledger through its API: what a matter goes through, step by step."""

from datetime import datetime

import pytest
import time_machine
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.factories.events import STREET, make_event
from tests.factories.files import make_photo
from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.accounts.rules import Role
from weijiayuan.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("district")
HERE = GUANGMING_SQUARE
MONDAY = at("2026-11-23 09:30")


def photo_of(who):
    return make_photo(who.resident, staff_id=who.staff.id)


def moment(text):
    return datetime.fromisoformat(text)


def act(who, event, action, **body):
    number = getattr(event, "id", event)
    return who.post(f"/api/v1/events/{number}/{action}", json=body)


def test_a_grid_worker_reports_and_settles_in_one_call(people):
    worker = people["worker"]
    before, after = photo_of(worker), photo_of(worker)

    answer = worker.post(
        "/api/v1/events",
        json={
            "category": "06010", "text": "路口垃圾已当场清走", "place": HERE,
            "handled_on_site": True, "position": HERE, "before": [str(before.id)], "after": [str(after.id)],
        },
    )  # fmt: skip

    assert answer.status_code == 201, answer.json
    assert answer.json["state"] == "handled"
    assert [each["id"] for each in answer.json["after"]] == [str(after.id)]
    assert [each["action"] for each in answer.json["timeline"]] == ["report", "accept", "handle"]


def test_a_dispatched_matter_goes_from_acceptance_to_its_outcome(people):
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        photo = photo_of(people["roads"])
        assert event.state == "submitted"

        accepted = act(people["dispatcher"], event, "accept")
        assert moment(accepted.json["due_at"]) == at("2026-11-26T18:00:00")
        dispatched = act(people["dispatcher"], event, "dispatch")
        assert dispatched.json["because"] == "按职责清单，由该类别的主管部门处置"
        signed = act(people["roads"], event, "sign")
        assert signed.json["state"] == "handling"
        handled = act(people["roads"], event, "handle", after=[str(photo.id)], words="已填补")
        assert handled.json["state"] == "handled"
        checked = act(people["worker"], event, "verify", position=HERE)
        assert checked.json["state"] == "verified"
        closed = act(people["dispatcher"], event, "close", outcome="fixed")

    assert closed.json["state"] == "closed"
    assert closed.json["in_time"] is True
    assert {each["kind"]: each["overdue"] for each in closed.json["clocks"]} == {
        "accept": False, "resolve": False, "sign": False, "verify": False,
    }  # fmt: skip


def test_an_illegal_move_names_what_is_allowed(people):
    event = make_event()

    answer = act(people["dispatcher"], event, "close")

    assert answer.status_code == 409
    assert answer.json["code"] == "events.illegal_move"
    assert answer.json["allowed"] == [
        "dispatch", "handle", "merge", "reclassify", "reject", "start", "withdraw",
    ]  # fmt: skip


def test_a_matter_outside_the_territory_does_not_exist(as_role):
    event = make_event()
    stranger = as_role(Role.DISPATCHER, territory=type(STREET)(STREET.kind, "440311002"))

    assert act(stranger, event, "accept").status_code == 404
    assert stranger.get(f"/api/v1/events/{event.id}").status_code == 404
    assert stranger.get("/api/v1/events").json["items"] == []


def test_who_did_the_work_cannot_check_it(people):
    event = make_event()
    done = act(people["worker"], event, "handle", no_photo="by_talk", position=HERE)
    assert done.status_code == 200, done.json

    own = act(people["worker"], event, "verify", position=HERE)
    other = act(people["secretary"], event, "verify")

    assert (own.status_code, own.json["code"]) == (409, "events.same_person")
    assert other.json["state"] == "verified"


def test_settling_needs_presence_and_proof(people):
    event = make_event()
    far = {**HERE, "lat": HERE["lat"] + 0.01}

    assert act(people["worker"], event, "handle").json["code"] == "events.proof_needed"
    nowhere = act(people["worker"], event, "handle", no_photo="by_talk")
    assert nowhere.json["code"] == "events.position_needed"
    away = act(people["worker"], event, "handle", no_photo="by_talk", position=far)
    assert away.json["code"] == "events.too_far_away"


def test_a_photo_of_somebody_else_cannot_be_used(people):
    event = make_event()
    photo = photo_of(people["secretary"])

    answer = act(people["worker"], event, "handle", after=[str(photo.id)], position=HERE)

    assert (answer.status_code, answer.json["code"]) == (422, "files.unusable")


def test_two_returns_then_the_dispatcher_designates(people):
    event = make_event(category_code="06013", text="路面有个大坑")
    act(people["dispatcher"], event, "accept")
    for _ in range(2):
        assert act(people["dispatcher"], event, "dispatch").json["state"] == "dispatched"
        assert act(people["roads"], event, "return", reason="不归我们").json["state"] == "returned"

    plain = act(people["dispatcher"], event, "dispatch")
    designated = act(people["dispatcher"], event, "dispatch", designate=True)
    third = act(people["roads"], event, "return", reason="还是不归")

    assert plain.json["code"] == "events.designated"
    assert designated.json["state"] == "dispatched"
    assert third.json["code"] == "events.designated"


def test_the_clock_stands_still_only_while_waiting_and_due_moves_by_that(people):
    with time_machine.travel(MONDAY, tick=False) as clock:
        event = make_event(category_code="06013", text="路面有个大坑")
        act(people["dispatcher"], event, "accept")
        act(people["dispatcher"], event, "dispatch")
        act(people["roads"], event, "sign")
        clock.move_to(at("2026-11-24 09:00"))
        asked = act(people["roads"], event, "wait", reason="weather", words="暴雨")
        ask = asked.json["ask"]["id"]
        waiting = act(people["dispatcher"], event, f"asks/{ask}/decide", approved=True)
        assert (waiting.json["state"], waiting.json["due_at"]) == ("waiting", None)
        clock.move_to(at("2026-11-25 09:00"))
        resumed = act(people["roads"], event, "resume")
        again = act(people["roads"], event, "wait", reason="weather", words="又下雨")

    assert moment(resumed.json["due_at"]) == at("2026-11-27T18:00:00")
    assert again.json["code"] == "events.waited_before"


def test_an_extension_is_granted_once_and_both_due_times_are_kept(people):
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        act(people["dispatcher"], event, "accept")
        act(people["dispatcher"], event, "dispatch")
        act(people["roads"], event, "sign")
        too_long = act(people["dispatcher"], event, "extend", extra="9d", words="材料未到")
        granted = act(people["dispatcher"], event, "extend", extra="2d", words="材料未到")
        twice = act(people["dispatcher"], event, "extend", extra="1d", words="材料未到")

    resolve = next(each for each in granted.json["clocks"] if each["kind"] == "resolve")
    assert too_long.json["code"] == "events.extension_too_long"
    assert moment(resolve["due_at"]) == at("2026-11-30T18:00:00")
    assert moment(resolve["original_due_at"]) == at("2026-11-26T18:00:00")
    assert twice.json["code"] == "events.extended_before"


def test_work_that_does_not_hold_is_done_again_under_the_same_due_time(people):
    event = make_event()
    first = act(people["worker"], event, "handle", no_photo="by_talk", position=HERE)

    silent = act(people["secretary"], event, "verify", passed=False)
    failed = act(people["secretary"], event, "verify", passed=False, words="还有垃圾")

    assert silent.json["code"] == "events.reason_needed"
    assert (failed.json["state"], failed.json["reworks"]) == ("handling", 1)
    assert failed.json["due_at"] == first.json["due_at"]


def test_a_merged_report_follows_its_parent(people, as_resident):
    sender = as_resident()
    with time_machine.travel(MONDAY, tick=False) as clock:
        earlier = make_event(reporter_id=sender.resident.id)
        clock.move_to(at("2026-11-23 10:30"))
        parent = make_event()
        merged = act(people["dispatcher"], earlier, "merge", into=str(parent.id))
        itself = act(people["dispatcher"], parent, "merge", into=str(parent.id))
        joined = people["dispatcher"].get(f"/api/v1/events/{parent.id}").json

    assert merged.json["state"] == "merged"
    assert itself.json["code"] == "events.not_mergeable"
    assert joined["followers"] == 1
    assert moment(joined["reported_at"]) == at("2026-11-23T09:30:00")


def test_the_desk_shows_why_this_unit_and_what_is_alike(people):
    first = make_event(category_code="06013", text="光明广场路面有个大坑")
    event = make_event(category_code="06013", text="光明广场的路面有一个大坑")

    desk = people["dispatcher"].get(f"/api/v1/events/{event.id}/desk").json

    assert [each["number"] for each in desk["similar"]] == [first.number]
    assert desk["proposal"]["rule"] == "own-kind"
    assert desk["proposal"]["open_now"] == 0
    assert len(desk["proposal"]["tried"]) == 6
    assert desk["suggestions"][0]["category"]["code"] == "06013"
    assert desk["accuracy"]["first"] >= 0.8


def test_the_reporter_is_named_to_the_handler_only_and_the_look_is_recorded(
    people, as_resident, database
):
    sender = as_resident(nickname="王阿姨", phone="13800138000")
    event = make_event(reporter_id=sender.resident.id)

    seen = act(people["worker"], event, "reporter", reason="电话核实位置")
    refused = act(people["supervisor"], event, "reporter", reason="想看看")
    nobody = act(people["worker"], make_event(), "reporter", reason="电话核实位置")

    assert seen.json == {"nickname": "王阿姨", "phone": "13800138000"}
    assert (refused.status_code, nobody.status_code) == (403, 404)
    assert "王阿姨" not in people["worker"].get(f"/api/v1/events/{event.id}").text
    actions = database.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("events.reporter_looked_up") == 1
