"""Danger comes first: the sender sees whom to call, people are paged, nothing settles itself."""

from datetime import UTC, timedelta

import pytest
import time_machine
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.factories.events import GRID
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.events.models import Event
from weijiayuan.notices.models import Notice
from weijiayuan.notices.periodic_tasks import deliver

pytestmark = pytest.mark.usefixtures("district")
NIGHT = at("2026-11-23 03:37").replace(second=41, microsecond=123_000)


def tip(text, **given):
    return {"category": "06017", "text": text, "place": HERE} | given


@pytest.fixture
def people(as_role):
    return as_role(Role.GRID_WORKER, territory=GRID), as_role(Role.DISPATCHER)


def test_advice_tells_of_danger_before_it_suggests_a_category(client):
    def asked(text):
        return client.post("/api/v1/tips/advice", json={"text": text}).json["danger"]

    assert asked("老人晕倒在草坪上") == {
        "kind": "medical",
        "name": "有人受伤或发病",
        "call": ["120"],
        "advice": "不要随意挪动他，留一个人在旁边。",
    }
    assert asked("草坪上很脏") is None


def test_danger_called_dirt_waits_for_a_person_and_pages_them(as_resident, people):
    _worker, dispatcher = people
    sender = as_resident()

    sent = sender.post("/api/v1/tips", json=tip("草坪上很脏，一个老人晕倒在那里"))

    assert sent.status_code == 201, sent.json
    assert (sent.json["state"], sent.json["danger"]["call"]) == ("submitted", ["120"])
    event = db.session.scalars(select(Event)).one()
    assert (event.danger, event.level, event.mode) == ("medical", 1, "apart")
    paged = db.session.scalars(select(Notice).filter_by(template="work_danger")).all()
    assert len(paged) >= 2
    assert all(each.urgent for each in paged)
    moved = dispatcher.post(f"/api/v1/events/{event.id}/accept", json={"category": "06017"})
    assert (moved.json["level"], moved.json["mode"]) == (1, "apart")


def test_a_person_takes_a_mistaken_danger_back_with_a_reason(as_resident, people):
    worker, dispatcher = people
    as_resident().post("/api/v1/tips", json=tip("草坪上有人晕倒"))
    event = db.session.scalars(select(Event)).one()
    path = f"/api/v1/events/{event.id}"

    refused = worker.post(f"{path}/danger", json={"reason": "误报"})
    judged = dispatcher.post(f"{path}/danger", json={"reason": "他只是睡着了"})

    assert refused.status_code == 403
    assert (judged.json["danger"], judged.json["level"], judged.json["mode"]) == (
        None,
        4,
        "together",
    )
    assert dispatcher.post(f"{path}/accept", json={}).json["state"] == "accepted"
    mine = dispatcher.get(path).json["timeline"]
    assert [each["words"] for each in mine if each["action"] == "danger"] == ["他只是睡着了"]


def test_a_hazard_is_not_accepted_by_the_machine(as_resident):
    sent = as_resident().post("/api/v1/tips", json=tip("门口堆着煤气罐", category="06036"))

    assert (sent.json["state"], sent.json["danger"]) == ("submitted", None)


def test_danger_told_afterwards_alarms_too(as_resident, people):
    sender = as_resident()
    number = sender.post("/api/v1/tips", json=tip("草坪上很多纸屑")).json["number"]
    assert sender.get(f"/api/v1/tips/{number}").json["state"] == "accepted"

    read = sender.post(f"/api/v1/tips/{number}/messages", json={"text": "着火了！"}).json

    assert read["danger"]["kind"] == "fire"
    assert db.session.scalars(select(Notice).filter_by(template="work_danger")).first()


def test_an_anonymous_gas_leak_pages_at_once_and_tells_only_the_hour(client, people):
    with time_machine.travel(NIGHT, tick=False):
        sent = client.post(
            "/api/v1/tips/anonymous", json=tip("楼道里煤气味很大，一直在漏", category=None)
        )

    assert sent.json["danger"]["call"] == ["119"]
    paged = db.session.scalars(select(Notice).filter_by(template="work_danger")).all()
    assert len(paged) >= 2
    hour = NIGHT.replace(minute=0, second=0, microsecond=0)
    for each in paged:
        assert {each.created_at, each.due_at, each.try_at, each.moment} == {hour}
        assert each.id.version == 4
        assert each.urgent


def test_the_page_of_an_anonymous_matter_goes_out_without_a_trace(
    client, people, caplog, wechat_of_app
):
    caplog.set_level("DEBUG")
    with time_machine.travel(NIGHT, tick=False):
        client.post("/api/v1/tips/anonymous", json=tip("楼道里煤气味很大，一直在漏"))
    caplog.clear()
    with time_machine.travel(NIGHT + timedelta(seconds=8), tick=False):
        said = deliver(NIGHT + timedelta(seconds=8))

    left = db.session.scalars(select(Notice).filter_by(template="work_danger")).all()
    assert {each.delivery for each in left}.isdisjoint({"waiting"})
    assert {each.try_at for each in left} == {NIGHT.replace(minute=0, second=0, microsecond=0)}
    assert not said
    assert "notice" not in caplog.text


AN_HOUR_LATER = (NIGHT + timedelta(hours=1)).astimezone(UTC).isoformat()


@pytest.mark.parametrize("category", [None, "06017", "08004"])
def test_who_tells_of_danger_is_promised_the_time_of_danger(as_resident, people, category):
    _worker, dispatcher = people
    with time_machine.travel(NIGHT, tick=False):
        body = tip("草坪上有人晕倒，叫不醒", category=category)
        sent = as_resident().post("/api/v1/tips", json=body).json
        event = db.session.scalars(select(Event)).one()
        chosen = {"category": category or "06017"}
        taken = dispatcher.post(f"/api/v1/events/{event.id}/accept", json=chosen).json

    assert sent["due_at"] == AN_HOUR_LATER
    assert taken["due_at"] == AN_HOUR_LATER


def test_danger_told_later_hastens_what_runs_and_taking_it_back_gives_the_time_again(
    as_resident, people
):
    _worker, dispatcher = people
    sender = as_resident()
    with time_machine.travel(NIGHT, tick=False) as time:
        sent = sender.post("/api/v1/tips", json=tip("草坪上很多纸屑")).json
        usual = sender.get(f"/api/v1/tips/{sent['number']}").json["due_at"]
        time.shift(timedelta(minutes=10))
        sender.post(f"/api/v1/tips/{sent['number']}/messages", json={"text": "着火了！"})
        hastened = sender.get(f"/api/v1/tips/{sent['number']}").json["due_at"]
        event = db.session.scalars(select(Event)).one()
        dispatcher.post(f"/api/v1/events/{event.id}/danger", json={"reason": "看过了，是夕阳"})
        calmed = sender.get(f"/api/v1/tips/{sent['number']}").json["due_at"]

    assert hastened == AN_HOUR_LATER
    assert calmed == usual


def test_another_category_leaves_danger_its_time(as_resident, people):
    _worker, dispatcher = people
    with time_machine.travel(NIGHT, tick=False):
        as_resident().post("/api/v1/tips", json=tip("草坪上有人晕倒，叫不醒"))
        event = db.session.scalars(select(Event)).one()
        path = f"/api/v1/events/{event.id}"
        dispatcher.post(f"{path}/accept", json={})
        other = {"category": "08004", "reason": "在工地里"}
        moved = dispatcher.post(f"{path}/reclassify", json=other).json

    assert moved["due_at"] == AN_HOUR_LATER
