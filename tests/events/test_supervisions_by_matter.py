"""督办 as people look at it: one line a matter, however many rungs its clocks have climbed."""

import pytest
import time_machine
from sqlalchemy import update

from tests.deadline_clocks.test_working_time import at
from tests.events.test_ladder import MONDAY, run
from tests.events.test_story import act, moment
from tests.factories.events import make_event
from weijiayuan.db import db
from weijiayuan.events import periodic_tasks
from weijiayuan.events.models import Event

pytestmark = pytest.mark.usefixtures("district")
PATH = "/api/v1/supervisions"
LATER = at("2026-11-25 18:00")


def listed(who, now=LATER, **asked):
    with time_machine.travel(now, tick=False):
        answer = who.get(f"{PATH}/matters", query_string=asked)
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.fixture
def two_late():
    """Two micro matters of one grid that climbed every rung, the second an hour later."""
    with time_machine.travel(MONDAY, tick=False):
        first = make_event(text="路边有一堆垃圾没人清")
    with time_machine.travel(at("2026-11-23 10:00"), tick=False):
        second = make_event(text="第二堆垃圾")
    run(periodic_tasks.escalate, LATER)
    return first, second


def test_a_matter_on_many_rungs_is_one_line_with_its_words_and_its_rungs(two_late, people):
    first, second = two_late
    every = people["supervisor"].get(PATH).json["items"]

    found = listed(people["supervisor"])["items"]

    assert len(every) > len(found) == 2
    assert {one["matter"]["number"] for one in found} == {first.number, second.number}
    (line,) = [one for one in found if one["matter"]["number"] == first.number]
    assert line["matter"]["text"] == "路边有一堆垃圾没人清"
    assert (line["owed"], line["level"]) == (
        len(line["rungs"]),
        max(rung["level"] for rung in line["rungs"]),
    )
    assert sum(len(one["rungs"]) for one in found) == len(every)


def test_what_is_owed_is_sorted_by_when_the_answer_is_due_and_leaves_when_answered(
    two_late, people
):
    worker = people["worker"]
    owed = listed(worker, open=True)["items"]
    dues = [moment(one["reply_due_at"]) for one in owed]
    assert dues == sorted(dues)

    for rung in owed[0]["rungs"]:
        assert rung["allowed"] == ["reply"]
        with time_machine.travel(LATER, tick=False):
            worker.post(f"{PATH}/{rung['id']}/reply", json={"reply": "今天完成"})

    assert [one["id"] for one in listed(worker, open=True)["items"]] == [owed[1]["id"]]
    (answered,) = listed(worker, open=False)["items"]
    assert (answered["id"], answered["owed"], answered["reply_due_at"]) == (owed[0]["id"], 0, None)


@pytest.mark.parametrize("asked", [{}, {"open": True}, {"open": False}], ids=str)
def test_pages_hold_each_matter_once(two_late, people, asked):
    if asked.get("open") is False:
        for rung in people["worker"].get(PATH).json["items"]:
            people["worker"].post(f"{PATH}/{rung['id']}/reply", json={"reply": "今天完成"})

    first = listed(people["supervisor"], limit=1, **asked)
    second = listed(people["supervisor"], limit=1, cursor=first["next_cursor"], **asked)

    assert second["next_cursor"] is None
    assert len({one["id"] for page in (first, second) for one in page["items"]}) == 2


def test_who_was_late_and_has_it_no_more_reads_no_words_of_it(people):
    with time_machine.travel(MONDAY, tick=False):
        event = make_event(category_code="06013", text="路面有个大坑")
        act(people["dispatcher"], event, "accept")
        act(people["dispatcher"], event, "dispatch")
        act(people["roads"], event, "sign")
    run(periodic_tasks.escalate, at("2026-12-20 09:00"))
    before = listed(people["roads"], now=at("2026-12-20 10:00"))["items"]
    assert before[0]["matter"]["text"] == "路面有个大坑"

    db.session.execute(update(Event).filter_by(id=event.id).values(unit_code="440311-water"))

    after = listed(people["roads"], now=at("2026-12-20 10:00"))["items"]
    assert [(one["matter"]["number"], one["matter"]["text"]) for one in after] == [
        (event.number, "")
    ]
