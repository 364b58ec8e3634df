"""What departments and communities are told of an order, and the appeal against its score."""

import pytest
import time_machine
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.events.department_orders.test_orders import MONDAY, act, part, part_code
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.db import db
from weijiayuan.notices.models import Notice

pytestmark = pytest.mark.usefixtures("district")


def told(who, template):
    """The sentences somebody was told by one template."""
    wanted = select(Notice.text).filter_by(resident_id=who.resident.id, template=template)
    return db.session.scalars(wanted.order_by(Notice.id)).all()


@pytest.fixture
def scored(people, order):
    """The order, done at once and scored by its community."""
    with time_machine.travel(MONDAY, tick=False):
        act(people["roads"], order, "sign")
        act(people["roads"], order, "report-in", officer="李工", position=HERE)
        act(people["roads"], order, "done", measures="已回填", no_photo="by_talk")
        act(people["secretary"], order, "accept")
        act(people["secretary"], order, "score", cooperation=2, result=10)
        yield order  # while there is time to appeal


def decide(who, order, **body):
    path = f"/api/v1/orders/{order['id']}/appeal/decide"
    return who.post(path, json={"granted": True, "score": 80, "reason": "雨天，记录属实"} | body)


def test_each_side_is_told_what_the_other_did(people, order):
    roads, secretary, dispatcher = (people[name] for name in ("roads", "secretary", "dispatcher"))
    act(roads, order, "sign")
    act(roads, order, "contest", reason="属于水务管理")
    act(dispatcher, order, "ruling", upheld=True, words="路面归你们")
    act(roads, order, "report-in", officer="李工", position=HERE)
    for reason in ("没压实", "还是没压实"):
        act(roads, order, "done", measures="已回填", no_photo="by_talk")
        act(secretary, order, "accept", accepted=False, reason=reason)

    number = order["number"]
    assert told(dispatcher, "order_contested") == [
        f"示例部门对社区发令{number}提出异议：属于水务管理。请在4个工作小时内裁定"
    ]
    assert told(roads, "order_ruled") == [
        f"对社区发令{number}的异议已裁定，仍由您单位办理：路面归你们"
    ]
    assert len(told(secretary, "order_done")) == 2
    assert [each.split("：")[1] for each in told(roads, "order_returned")] == [
        "没压实。请继续办理",
        "还是没压实。请继续办理",
    ]


def test_a_department_is_told_its_score_and_the_supervisor_of_its_appeal(people, scored):
    appealed = act(people["roads"], scored, "appeal", reason="那天下雨")

    assert len(told(people["roads"], "order_scored")) == 1
    assert len(told(people["supervisor"], "order_appealed")) == 1
    assert (part(appealed)["appeal_state"], part(appealed)["appeal"]) == ("open", "那天下雨")
    assert "appeal" not in part(appealed)["allowed"]


def test_a_supervisor_decides_an_appeal_once_and_the_score_says_why(people, scored):
    act(people["roads"], scored, "appeal", reason="那天下雨")
    before = part(people["supervisor"].get(f"/api/v1/orders/{scored['id']}"))

    decided = decide(people["supervisor"], scored)
    again = decide(people["supervisor"], scored, score=90)
    rescored = act(people["secretary"], scored, "score", cooperation=1, result=1)

    found = part(decided)
    assert "decide" in before["allowed"]
    assert (found["score"], found["is_final"], found["appeal_state"]) == (80, True, "decided")
    assert (found["appeal_granted"], found["appeal_finding"]) == (True, "雨天，记录属实")
    line = found["score_lines"][-1]
    assert (line["part"], line["points"]) == ("appeal", round(80 - before["score"], 1))
    assert "雨天，记录属实" in line["because"]
    assert {again.json["code"], rescored.json["code"]} == {"events.appealed_before"}
    assert len(told(people["roads"], "order_decided")) == 1
    assert len(told(people["secretary"], "order_decided")) == 1


def test_a_declined_appeal_leaves_the_score_as_it_was(people, scored):
    act(people["roads"], scored, "appeal", reason="那天下雨")
    before = part(people["supervisor"].get(f"/api/v1/orders/{scored['id']}"))

    declined = decide(people["supervisor"], scored, granted=False, score=None, reason="记录无误")

    assert part(declined)["score"] == before["score"]
    assert part(declined)["score_lines"] == before["score_lines"]
    assert (part(declined)["appeal_granted"], part(declined)["is_final"]) == (False, True)


def test_only_a_supervisor_who_gave_no_points_decides_and_only_an_appeal(people, scored):
    early = decide(people["supervisor"], scored)
    act(people["supervisor"], scored, "score", cooperation=5, result=20)
    act(people["roads"], scored, "appeal", reason="那天下雨")

    assert early.json["code"] == "events.nothing_to_decide"
    assert decide(people["secretary"], scored).json["code"] == "events.same_person"
    assert decide(people["roads"], scored).json["code"] == "events.same_person"
    assert decide(people["dispatcher"], scored).json["code"] == "events.not_yours"
    assert decide(people["supervisor"], scored).json["code"] == "events.same_person"


def test_while_an_appeal_is_open_nobody_scores_and_nobody_appeals_twice(people, scored):
    act(people["roads"], scored, "appeal", reason="那天下雨")

    twice = act(people["roads"], scored, "appeal", reason="再说一遍")
    more = act(people["dispatcher"], scored, "score", cooperation=10, result=40)
    unnamed = decide(people["supervisor"], scored, score=None)

    assert {twice.json["code"], more.json["code"]} == {"events.appealed_before"}
    assert unnamed.json["code"] == "events.reason_needed"
    assert part_code(scored)


def test_five_working_days_are_left_to_appeal(people, scored):
    with time_machine.travel(at("2026-11-30 18:01"), tick=False):
        late = act(people["roads"], scored, "appeal", reason="那天下雨")

    assert late.json["code"] == "events.appeal_too_late"
