"""What a named sender may do with a tip, and what is checked and shown of it."""

import pytest
import time_machine
from sqlalchemy import select

from tests.deadline_clocks.test_working_time import at
from tests.factories.accounts import make_resident
from tests.factories.events import GRID, make_event
from tests.factories.files import make_photo
from tests.factories.places import GUANGMING_SQUARE as HERE
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.events import periodic_tasks as event_chores
from weijiayuan.events.models import Event, Follower
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Matter, Notice
from weijiayuan.tips import periodic_tasks, text_moderation

pytestmark = pytest.mark.usefixtures("district")
MONDAY = at("2026-11-23 09:30")


def send(who, **given):
    body = {"category": "06010", "text": "小区门口有一堆垃圾没人清", "place": HERE} | given
    answer = who.post("/api/v1/tips", json=body)
    assert answer.status_code == 201, answer.json
    return answer.json["number"]


def event_of(number):
    return db.session.scalars(select(Event).filter_by(number=number)).one()


def settle(as_role, number):
    worker = as_role(Role.GRID_WORKER, territory=GRID)
    body = {"no_photo": "by_talk", "position": HERE, "words": "已清走"}
    answer = worker.post(f"/api/v1/events/{event_of(number).id}/handle", json=body)
    assert answer.status_code == 200, answer.json


def test_a_low_rating_asks_why_is_reviewed_and_opens_the_matter_again(as_resident, as_role):
    sender, supervisor = as_resident(), as_role(Role.SUPERVISOR)
    with time_machine.travel(MONDAY, tick=False) as travel:
        number = send(sender)
        settle(as_role, number)
        travel.move_to(at("2026-11-23 10:00"))
        path = f"/api/v1/tips/{number}"
        bare = sender.post(f"{path}/rating", json={"stars": 1})
        rated = sender.post(f"{path}/rating", json={"stars": 1, "why": "not_fixed"})
        twice = sender.post(f"{path}/rating", json={"stars": 5})
        review = f"/api/v1/events/{event_of(number).id}/review"
        decided = supervisor.post(review, json={"decision": "reopen", "finding": "确有剩余"})
        seen = sender.get(path).json

    assert bare.json["code"] == "events.reason_needed"
    assert (rated.json["state"], rated.json["rating"]["needs_review"]) == ("closed", True)
    assert twice.json["code"] == "events.rated_before"
    clocks = {each["kind"]: each for each in decided.json["clocks"]}
    assert clocks["review"]["stopped_at"] is not None
    assert (decided.json["state"], decided.json["level"]) == ("reopened", 3)
    assert seen["rating"]["finding"] == "确有剩余"
    resolve = [each for each in decided.json["clocks"] if each["kind"] == "resolve"]
    assert len(resolve) == 2
    assert resolve[1]["due_at"] == "2026-11-23T04:00:00+00:00"  # half of four hours: 12:00


def test_a_sender_has_it_done_again_once_and_within_seven_days(as_resident, as_role):
    sender = as_resident()
    with time_machine.travel(MONDAY, tick=False) as travel:
        number = send(sender)
        settle(as_role, number)
        path = f"/api/v1/tips/{number}"
        sender.post(f"{path}/rating", json={"stars": 4})
        travel.move_to(at("2026-12-01 09:31"))
        late = sender.post(f"{path}/reopen", json={"reason": "又有了"})
        travel.move_to(at("2026-11-29 09:30"))
        again = sender.post(f"{path}/reopen", json={"reason": "又有了"})

    assert late.json["code"] == "events.reopen_too_late"
    assert again.json["state"] == "reopened"
    assert [each["text"] for each in again.json["messages"]] == ["又有了"]


def test_a_rejected_tip_can_be_appealed_once(as_resident, as_role):
    sender, desk = as_resident(), as_role(Role.DISPATCHER)
    number = send(sender, category="06013")
    path = f"/api/v1/events/{event_of(number).id}/reject"
    desk.post(path, json={"reason": "insufficient", "words": "看不清在哪里"})
    rejected = sender.get(f"/api/v1/tips/{number}").json
    appealed = sender.post(f"/api/v1/tips/{number}/reopen", json={"reason": "就在广场北门"})
    desk.post(path, json={"reason": "insufficient", "words": "还是看不清"})
    again = sender.post(f"/api/v1/tips/{number}/reopen", json={"reason": "真的在"})

    assert rejected["timeline"][-1]["words"] == "看不清在哪里"
    assert "reopen" in rejected["actions"]
    assert appealed.json["state"] == "submitted"
    assert again.json["code"] == "events.reopened_before"


def test_a_tip_is_withdrawn_before_anybody_works_on_it(as_resident, as_role):
    sender = as_resident()
    number = send(sender)
    assert sender.post(f"/api/v1/tips/{number}/withdraw").json["state"] == "withdrawn"
    settled = send(sender, text="另一堆垃圾")
    settle(as_role, settled)

    late = sender.post(f"/api/v1/tips/{settled}/withdraw")

    assert (late.status_code, late.json["allowed"]) == (409, ["confirm", "rework", "verify"])


def test_the_questions_of_a_category_are_asked_and_held_to_their_shape(as_resident):
    sender = as_resident()
    body = {"category": "06028", "text": "楼上装修太吵", "place": HERE}
    missing = sender.post("/api/v1/tips", json=body)
    strange = sender.post(
        "/api/v1/tips", json=body | {"attributes": {"when": "昨天", "colour": "红"}}
    )
    right = sender.post("/api/v1/tips", json=body | {"attributes": {"when": "中午"}})

    assert missing.json["fields"] == {"attributes.when": ["请填写什么时候"]}
    assert set(strange.json["fields"]) == {"attributes.when", "attributes.colour"}
    assert right.status_code == 201


def test_a_text_without_a_category_gets_the_sure_suggestion_or_a_person(as_resident):
    sender = as_resident()
    sure = event_of(send(sender, category=None, text="我家门口的路灯不亮了"))
    unsure = event_of(send(sender, category=None, text="有个事情想说一下"))

    assert (sure.category_code, sure.state.value) == ("01037", "submitted")
    assert (unsure.category_code, unsure.state.value) == (None, "submitted")


def test_numbers_that_tell_who_somebody_is_are_warned_about_and_masked(client):
    text = "找我13800138000，身份证11010519491231002X"
    found = client.post("/api/v1/tips/advice", json={"text": text}).json

    assert [each["kind"] for each in found["warnings"]] == ["phone", "identity_number"]
    assert "138001380" not in found["masked"]
    assert "19491231" not in found["masked"]


def test_who_says_me_too_is_told_when_it_is_closed(as_resident, as_role):
    number, follower = send(as_resident()), as_resident()
    followed = follower.post(f"/api/v1/tips/{number}/follow")
    private = follower.get(f"/api/v1/tips/{number}")
    settle(as_role, number)
    event = event_of(number)
    with transaction():
        event.handled_at = at("2026-11-02 09:00")
    for _ in range(3):
        with transaction():
            event_chores.settle(clock.now())

    assert set(followed.json) == {"number", "state", "state_text", "category"}
    assert private.status_code == 404
    told = db.session.scalars(
        select(Notice.template).filter_by(resident_id=follower.resident.id)
    ).all()
    expected = ["followed_closed"] if event.state.value == "closed" else []
    assert told == expected


def test_me_too_is_offered_while_a_matter_is_open_and_harmless_for_ones_own(as_resident, as_role):
    sender, neighbour = as_resident(), as_resident()
    number = send(sender)
    own = sender.post(f"/api/v1/tips/{number}/follow")
    offered = neighbour.get("/api/v1/tips/nearby", query_string=HERE).json["items"]
    settle(as_role, number)
    sender.post(f"/api/v1/tips/{number}/rating", json={"stars": 5})
    late = neighbour.post(f"/api/v1/tips/{number}/follow")
    shown = neighbour.get("/api/v1/tips/nearby", query_string=HERE).json["items"]

    assert (own.status_code, own.json["number"]) == (200, number)
    assert ([one["may_follow"] for one in offered], [one["may_follow"] for one in shown]) == (
        [True],
        [False],
    )
    assert (late.status_code, late.json["code"]) == (409, "tips.over_already")
    assert db.session.scalars(select(Follower)).all() == []


def test_an_accepted_tip_earns_points_once_and_stands_among_my_matters(as_resident):
    sender = as_resident()
    number = send(sender)
    for _ in range(2):
        with transaction():
            periodic_tasks.give_points(clock.now())

    assert sender.get("/api/v1/tips/points").json == {"points": 5}
    matter = db.session.scalars(select(Matter).filter_by(ref=number)).one()
    assert (matter.state_text, matter.link) == ("已受理", f"/pages/tips/tip/tip?number={number}")


def test_ten_photos_are_too_many_and_a_strangers_photo_is_refused(as_resident):
    sender = as_resident()
    ten = [str(make_photo(sender.resident).id) for _ in range(10)]
    theirs = [str(make_photo(make_resident()).id)]
    body = {"text": "垃圾", "place": HERE, "category": "06010"}

    assert sender.post("/api/v1/tips", json=body | {"photos": ten}).status_code == 422
    refused = sender.post("/api/v1/tips", json=body | {"photos": theirs})
    assert refused.json["code"] == "files.unusable"


@pytest.mark.usefixtures("wechat_of_app")
class TestContentCheck:
    def test_checked_words_of_a_named_sender_are_shown_nearby(
        self, client, as_resident, fake_wechat
    ):
        code = fake_wechat.code("checked-neighbour")
        assert client.post("/api/v1/sessions", json={"code": code}).status_code == 201
        known = as_resident(
            db.session.scalars(
                select(type(make_resident())).filter_by(openid=openid_of("checked-neighbour"))
            ).one()
        )
        number = send(known)
        before = self.nearby(client)
        text_moderation.check_event(str(event_of(number).id))

        assert event_of(number).text_check.value == "passed"
        assert (before, self.nearby(client)) == ([None], ["小区门口有一堆垃圾没人清"])

    def test_words_that_cannot_be_checked_are_held_from_the_public(self, client, as_resident):
        number = send(as_resident())
        text_moderation.check_event(str(event_of(number).id))

        assert event_of(number).text_check.value == "held"
        assert self.nearby(client) == [None]

    def test_words_of_nobody_are_never_checked(self):
        event = make_event()
        text_moderation.check_event(str(event.id))

        assert event.text_check.value == "never"

    def nearby(self, client):
        query = HERE | {"category": "06010"}
        items = client.get("/api/v1/tips/nearby", query_string=query).json["items"]
        return [each["text"] for each in items]
