import pytest
from sqlalchemy import select

from tests.factories.events import make_event
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events.models import Event
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.kernel import clock
from weijiayuan.tips import personal_data

pytestmark = pytest.mark.usefixtures("district")


def test_a_resident_takes_a_copy_and_leaves_without_a_name(as_resident):
    sender = as_resident()
    text = "井盖坏了，联系我13800138000"
    sent = sender.post("/api/v1/tips", json={"category": "01003", "text": text, "place": HERE}).json
    sender.post(f"/api/v1/tips/{sent['number']}/messages", json={"text": "电话13800138000"})
    other = make_event()
    sender.post(f"/api/v1/tips/{other.number}/follow")

    copy = personal_data.export(sender.resident.id)
    with transaction():
        personal_data.forget(sender.resident.id, now=clock.now())

    assert [each["text"] for each in copy["tips"]] == [text]
    assert copy["follows"] == [other.number]
    event = db.session.scalars(select(Event).filter_by(number=sent["number"])).one()
    assert event.reporter_id is None
    assert "13800138000" not in event.text
    assert sender.get(f"/api/v1/tips/{sent['number']}").status_code == 404
    assert personal_data.export(sender.resident.id) == {"tips": [], "follows": [], "points": []}


@pytest.fixture
def left(as_resident):
    """A matter whose reporter told who and where they are, and closed the account."""
    sender = as_resident()
    text = "我是王小明，住3栋502，门口井盖坏了"
    sent = sender.post("/api/v1/tips", json={"category": "01003", "text": text, "place": HERE}).json
    sender.post(f"/api/v1/tips/{sent['number']}/messages", json={"text": "王小明在家"})
    with transaction():
        personal_data.forget(sender.resident.id, now=clock.now())
    return db.session.scalars(select(Event).filter_by(number=sent["number"])).one()


def test_a_person_says_what_in_the_words_of_who_left_names_them(left, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    waiting = dispatcher.get("/api/v1/events?words_due=true").json["items"]
    assert [each["number"] for each in waiting] == [left.number]

    page = f"/api/v1/events/{left.id}/words"
    unknown = dispatcher.post(page, json={"hide": ["王大明"]})
    assert (unknown.status_code, unknown.json["code"]) == (422, "events.phrase_not_found")
    seen = dispatcher.post(page, json={"hide": ["王小明", "3栋502"]}).json

    assert seen["text"] == "我是＊＊＊，住＊＊＊＊＊，门口井盖坏了"
    assert seen["messages"][0]["text"] == "＊＊＊在家"
    assert seen["words_due_at"] is None
    assert dispatcher.get("/api/v1/events?words_due=true").json["items"] == []
    assert dispatcher.post(page, json={"hide": []}).json["code"] == "events.nothing_to_clean"


def test_nobody_stars_out_where_people_are_in_danger_until_the_matter_is_over(as_resident, as_role):
    sender = as_resident()
    text = "3栋502着火了，王小明还在里面"
    sent = sender.post("/api/v1/tips", json={"text": text, "place": HERE}).json
    with transaction():
        personal_data.forget(sender.resident.id, now=clock.now())
    event = db.session.scalars(select(Event).filter_by(number=sent["number"])).one()
    dispatcher, page = as_role(Role.DISPATCHER), f"/api/v1/events/{event.id}/words"

    refused = dispatcher.post(page, json={"hide": ["3栋502"]})
    assert (refused.status_code, refused.json["code"]) == (409, "events.needed_for_rescue")
    assert db.session.get_one(Event, event.id).text == text

    with transaction():
        parent = as_resident().post("/api/v1/tips", json={"text": "楼里冒浓烟", "place": HERE}).json
        parent = db.session.scalars(select(Event).filter_by(number=parent["number"])).one()
        merged = db.session.get_one(Event, event.id)
        merged.state, merged.parent_id = State.MERGED, parent.id
    refused = dispatcher.post(page, json={"hide": ["3栋502"]})
    assert (refused.status_code, refused.json["code"]) == (409, "events.needed_for_rescue")

    with transaction():
        db.session.get_one(Event, parent.id).state = State.CLOSED
    assert dispatcher.post(page, json={"hide": ["3栋502"]}).json["text"] == (
        "＊＊＊＊＊着火了，王小明还在里面"
    )


def test_only_who_decides_of_the_place_looks_at_the_words(left, as_role):
    page = f"/api/v1/events/{left.id}/words"
    assert as_role(Role.GRID_WORKER).post(page, json={"hide": []}).status_code in {403, 404}
    assert as_role(Role.AUDITOR).post(page, json={"hide": []}).status_code in {403, 404, 409}
    db.session.refresh(left)
    assert left.words_due_at is not None
