"""Before many matters are moved at once: what is foreseen is what then happens, and changes nothing."""

import pytest

from tests.factories.events import OTHER_GRID, make_event
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import Source

pytestmark = pytest.mark.usefixtures("district")
PATH = "/api/v1/events"


def foreseen(who, action, *events):
    ids = ",".join(str(event.id) for event in events)
    answer = who.get(f"{PATH}/preview?action={action}&events={ids}")
    assert answer.status_code == 200, answer.json
    return answer.json["items"]


def test_accepting_and_dispatching_is_foreseen_as_it_happens(people, as_resident):
    desk = people["dispatcher"]
    event = make_event(category_code="06013", reporter_id=as_resident().resident.id)

    (line,) = foreseen(desk, "accept-dispatch", event)

    assert line["can"], line
    assert line["category"]["code"] == "06013"
    assert line["tells_reporter"]
    db.session.expire_all()
    assert desk.get(f"{PATH}/{event.id}").json["state"] == "submitted"
    desk.post(f"{PATH}/{event.id}/accept", json={})
    given = desk.post(f"{PATH}/{event.id}/dispatch", json={}).json
    assert given["unit"] == line["unit"]
    assert len(given["timeline"]) == 3


def test_what_cannot_be_done_says_why_in_the_words_of_the_move(people):
    desk, unit = people["dispatcher"], people["roads"]
    event = make_event(category_code="06013")

    (line,) = foreseen(desk, "dispatch", event)
    refused = desk.post(f"{PATH}/{event.id}/dispatch", json={})
    assert (line["can"], line["why"]) == (False, refused.json["detail"])

    (line,) = foreseen(desk, "sign", event)
    assert not line["can"]
    assert foreseen(unit, "sign", event) == []


def test_what_a_person_should_read_first_is_marked(people):
    desk = people["dispatcher"]
    alike = [make_event(category_code="06013", text="井盖没了路面塌了一块") for _ in range(2)]
    unclear = make_event(category_code=None, text="这里有点事情要说一下")
    grave = make_event(category_code=None, source=Source.RESIDENT, text="有人晕倒在草坪上了")

    found = {line["number"]: line for line in foreseen(desk, "accept", *alike, unclear, grave)}

    assert "可能是同一件" in found[alike[0].number]["warnings"][0]
    assert "类别是按文字猜的" in found[unclear.number]["warnings"]
    assert any("危险" in said for said in found[grave.number]["warnings"])


def test_nobody_foresees_what_they_may_not_see(people, as_role):
    event = make_event(category_code="06013")

    assert foreseen(as_role(Role.GRID_WORKER, territory=OTHER_GRID), "accept", event) == []
    assert (
        people["dispatcher"].get(f"{PATH}/preview?action=reject&events={event.id}").status_code
        == 422
    )
    assert people["dispatcher"].get(f"{PATH}/preview?action=accept&events=x").status_code == 422
    assert db.session.get(Event, event.id).state == "submitted"


def test_what_is_done_already_says_where_it_stands_and_who_has_it(people):
    """Looking again cures nothing: the row names the state, and the unit that has it."""
    desk = people["dispatcher"]
    event = make_event(category_code="06013")
    desk.post(f"{PATH}/{event.id}/accept", json={})
    given = desk.post(f"{PATH}/{event.id}/dispatch", json={}).json

    (line,) = foreseen(desk, "accept-dispatch", event)

    assert line["why"] == "现在是“已派单”，这一步做不了"
    assert line["unit"] == given["unit"]
