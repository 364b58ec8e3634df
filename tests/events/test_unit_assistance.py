"""协办: another unit helps, the matter and its clock stay; each side is told and nobody else sees it."""

import pytest

from tests.factories.events import make_event, make_unit, unit_territory
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.events.models import Entry
from weijiayuan.notices.models import Notice

pytestmark = pytest.mark.usefixtures("district")
PATH = "/api/v1/events"
WORDS = {"words": "请派人看一下地下的电缆"}


@pytest.fixture
def power(as_role):
    unit = make_unit("power", "05001")
    return as_role(Role.DEPARTMENT, territory=unit_territory(unit.code)), unit.code


@pytest.fixture
def given(people):
    """A matter that the roads department has signed for."""
    event = make_event(category_code="06013")
    desk, roads = people["dispatcher"], people["roads"]
    code = roads.staff.duties[0].territory_code
    desk.post(f"{PATH}/{event.id}/accept", json={})
    desk.post(f"{PATH}/{event.id}/dispatch", json={"unit": code, "words": "指定"})
    assert roads.post(f"{PATH}/{event.id}/sign", json={}).status_code == 200
    return event


def asked(who, event, unit, **more):
    return who.post(f"{PATH}/{event.id}/assists", json={"unit": unit, **WORDS, **more})


def told(resident, template):
    return db.session.query(Notice).filter_by(resident_id=resident.id, template=template).count()


def test_a_unit_helps_and_the_matter_stays_where_it_is(given, people, power):
    roads, (helper, code) = people["roads"], power
    assert helper.get(f"{PATH}/{given.id}").status_code == 404
    due = roads.get(f"{PATH}/{given.id}").json["due_at"]

    shown = asked(roads, given, code)

    assert shown.status_code == 201, shown.json
    assert shown.json["assists"][0]["state_text"] == "等协办"
    assert told(helper.resident, "work_assist") == 1
    (line,) = helper.get(f"{PATH}/assists").json["items"]
    assert (line["number"], line["words"]) == (given.number, WORDS["words"])
    seen = helper.get(f"{PATH}/{given.id}").json
    assert (seen["capacities"], seen["allowed"]) == ([], [])
    assert seen["assists"][0]["allowed"] == ["answer"]

    body = {"done": True, "words": "已查看，没有电缆"}
    answered = helper.post(f"{PATH}/{given.id}/assists/{line['id']}/answer", json=body).json

    assert answered["assists"][0]["answer"] == "已查看，没有电缆"
    assert (answered["unit"]["code"], answered["due_at"]) == (
        roads.staff.duties[0].territory_code,
        due,
    )
    assert told(roads.resident, "work_assisted") == 1
    assert helper.get(f"{PATH}/assists").json["items"] == []
    lines = db.session.query(Entry).filter(Entry.action.like("assist-%")).all()
    assert {(entry.unit_code, entry.is_public) for entry in lines} == {(code, False)}


def test_help_is_asked_of_a_unit_once_and_never_of_oneself(given, people, power):
    roads, (_helper, code) = people["roads"], power
    assert asked(roads, given, code).status_code == 201
    assert asked(roads, given, code).json["code"] == "events.assist_asked"
    own = roads.staff.duties[0].territory_code
    assert asked(roads, given, own).json["code"] == "events.assist_of_itself"
    assert asked(roads, given, "unit-none").json["code"] == "events.unit_not_found"
    assert asked(roads, given, code, words="。").status_code == 422


def test_help_that_nobody_gave_is_taken_back_and_asked_again(given, people, power):
    roads, (helper, code) = people["roads"], power
    first = asked(roads, given, code).json["assists"][0]["id"]
    path = f"{PATH}/{given.id}/assists/{first}"

    assert people["dispatcher"].post(f"{path}/withdraw", json={}).status_code == 200
    assert helper.post(f"{path}/answer", json={"done": False, **WORDS}).status_code == 404
    assert helper.get(f"{PATH}/{given.id}").status_code == 404
    assert asked(roads, given, code).status_code == 201


def test_only_who_has_it_or_gives_it_asks_and_only_the_asked_answers(given, people, power):
    roads, (helper, code) = people["roads"], power
    for who in ("supervisor", "worker", "secretary"):
        assert asked(people[who], given, code).json["code"] == "events.not_yours", who
    assert asked(helper, given, code).status_code == 404
    first = asked(roads, given, code).json["assists"][0]["id"]
    answer = {"done": True, "words": "替他们答"}
    refused = roads.post(f"{PATH}/{given.id}/assists/{first}/answer", json=answer)
    assert refused.json["code"] == "events.not_yours"


def test_what_nobody_has_yet_needs_no_help(people, power):
    event = make_event(category_code="06013")

    assert asked(people["dispatcher"], event, power[1]).json["code"] == "events.no_unit_yet"


def test_help_that_is_awaited_ends_with_the_matter(given, people, power):
    helper, code = power
    asked(people["roads"], given, code)
    people["dispatcher"].post(f"{PATH}/{given.id}/recall", json={"reason": "派错了"})
    people["dispatcher"].post(
        f"{PATH}/{given.id}/reject", json={"reason": "insufficient", "words": "找不到"}
    )

    assert helper.get(f"{PATH}/assists").json["items"] == []
