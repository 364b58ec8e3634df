"""Markets that move for rain, overlap, open their sign-up later, and write to everybody."""

from datetime import timedelta

import icalendar
import pytest

from tests.factories.accounts import make_resident
from tests.factories.markets import COMMUNITY, KINDS, make_item, make_market
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.markets.models import Market, MenuItem
from weijiayuan.markets.service import time_driven_changes
from weijiayuan.notices.models import Notice

pytestmark = pytest.mark.usefixtures("district")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def path(market, rest=""):
    return f"/api/v1/markets/{market.id}{rest}"


def told(resident, template):
    found = db.session.query(Notice).filter_by(resident_id=resident.id, template=template)
    return [one.text for one in found.order_by(Notice.id)]


@pytest.fixture
def item():
    return make_item(make_market(in_hours=30))


@pytest.fixture
def market(item):
    return db.session.get(Market, item.market_id)


def events(who, ticket):
    file = who.get(f"/api/v1/markets/tickets/{ticket['id']}.ics").data
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def test_a_market_moves_for_rain_with_its_tickets_and_everybody_is_told(
    organiser, take, as_resident, item, market
):
    who = as_resident()
    ticket = take(item, who).json
    before = events(who, ticket)[0]
    starts_at = (market.starts_at + DAY).isoformat()
    body = {"starts_at": starts_at, "place": "社区礼堂", "reason": "下雨"}
    answer = organiser.post(path(market, "/move"), json=body)
    assert (answer.status_code, answer.json["place"]) == (200, "社区礼堂"), answer.json
    (said,) = told(who.resident, "market_moved")
    assert "因下雨改到" in said
    assert "地点：社区礼堂" in said
    after = events(who, ticket)[0]
    assert after["dtstart"].dt - before["dtstart"].dt == DAY
    assert after["sequence"] > before["sequence"]
    assert str(after["location"]) == "社区礼堂"
    shown = who.get(f"/api/v1/markets/tickets/{ticket['id']}").json
    assert shown["number"] == ticket["number"]
    matter = who.get("/api/v1/me/matters").json["items"][0]
    assert matter["takes_place_at"] == after["dtstart"].dt.isoformat()
    assert matter["takes_place_until"] == after["dtend"].dt.isoformat()


def test_a_market_that_has_begun_or_goes_into_the_past_does_not_move(organiser, market):
    yesterday = {"starts_at": (clock.now() - DAY).isoformat(), "reason": "下雨"}
    assert organiser.post(path(market, "/move"), json=yesterday).status_code == 409
    running = make_market(in_hours=-0.5)
    tomorrow = {"starts_at": (clock.now() + DAY).isoformat(), "reason": "下雨"}
    refused = organiser.post(path(running, "/move"), json=tomorrow)
    assert refused.json["code"] == "markets.closed"


def test_two_markets_of_a_community_at_one_time_are_named_before_they_are_published(organiser):
    first = make_market(in_hours=30, title="先办的集市")
    second = make_market(in_hours=31, state="draft")
    for kind in KINDS:
        make_item(second, kind)
    refused = organiser.post(path(second, "/publish"), json={})
    assert (refused.status_code, refused.json["code"]) == (409, "markets.markets_overlap")
    assert "先办的集市" in refused.json["detail"]
    meaning = {"although_overlapping": True}
    meant = organiser.post(path(second, "/publish"), json=meaning)
    assert meant.json["state"] == "published"
    assert [one["title"] for one in meant.json["overlaps"]] == ["先办的集市"]
    aside = {"starts_at": (clock.now() + 3 * DAY).isoformat(), "reason": "错开"}
    assert organiser.post(path(first, "/move"), json=aside).status_code == 200


def test_sign_up_opens_when_it_was_said_to(take, organiser, market, item, time_machine):
    opens_at = clock.now() + 2 * HOUR
    with transaction():
        db.session.get(Market, market.id).sign_up_opens_at = opens_at
    refused = take(item)
    assert (refused.status_code, refused.json["code"]) == (409, "markets.sign_up_not_open")
    time_machine.move_to(opens_at)
    assert take(item).status_code == 201


def test_a_ticket_is_reminded_of_the_day_before_once_and_again_when_it_moved(
    organiser, take, as_resident, item, time_machine
):
    who, market = as_resident(), item.market
    assert take(item, who).status_code == 201
    with transaction():
        assert time_driven_changes.remind_due(clock.now()) == 0
    soon = clock.now() + timedelta(hours=8)
    for _ in range(2):
        with transaction():
            time_driven_changes.remind_due(soon)
    assert len(told(who.resident, "market_tomorrow")) == 1
    body = {"starts_at": (market.starts_at + DAY).isoformat(), "reason": "下雨"}
    organiser.post(path(market, "/move"), json=body)
    with transaction():
        time_driven_changes.remind_due(soon + DAY)
    assert len(told(who.resident, "market_tomorrow")) == 2


def test_more_tickets_than_a_step_are_all_reminded(take, as_resident, item, monkeypatch):
    monkeypatch.setattr(time_driven_changes, "STEP", 2)
    people = [as_resident() for _ in range(5)]
    for who in people:
        take(item, who)
    with transaction():
        assert time_driven_changes.remind_due(clock.now() + timedelta(hours=8)) == 5


def test_a_message_reaches_each_person_once_or_those_of_one_service(
    organiser, take, as_resident, item, market
):
    both, one = as_resident(), as_resident()
    other = make_item(market, "clinic")
    for service in (item, other):
        take(service, both)
    take(other, one)
    sent = organiser.post(path(market, "/messages"), json={"text": "请走北门"})
    assert (sent.status_code, sent.json) == (201, {"told": 2})
    assert told(both.resident, "market_message") == [f"{market.title}：请走北门"]
    some = {"text": "带病历", "item_id": str(item.id)}
    assert organiser.post(path(market, "/messages"), json=some).json == {"told": 1}
    assert len(told(one.resident, "market_message")) == 1


def test_somebody_offers_to_help_and_is_accepted_at_a_stall(organiser, as_resident, market, item):
    who = as_resident()
    offer = who.post(path(market, "/offers"), json={"name": "李华", "item_id": str(item.id)})
    assert (offer.status_code, offer.json["state"]) == (201, "open"), offer.json
    assert who.post(path(market, "/offers"), json={"name": "李华"}).status_code == 409
    (listed,) = organiser.get(path(market, "/offers")).json["items"]
    assert (listed["name"], listed["state"]) == ("李华", "open")
    decision = path(market, f"/offers/{listed['id']}/decision")
    assert organiser.post(decision, json={"accept": True}).json["state"] == "accepted"
    assert len(told(who.resident, "market_offer_accepted")) == 1
    held = db.session.get(MenuItem, item.id, populate_existing=True)
    assert [person["name"] for person in held.people] == ["李华"]
    assert who.post(path(market, "/offers/withdraw"), json={}).json["state"] == "withdrawn"
    assert db.session.get(MenuItem, item.id, populate_existing=True).people == []


def test_a_neighbour_decides_nothing_here(as_role, as_resident, market):
    offer = as_resident().post(path(market, "/offers"), json={"name": "李华"}).json
    other = Territory(TerritoryKind.COMMUNITY, COMMUNITY[:-1] + "2")
    neighbour = as_role(Role.ORGANISER, territory=other)
    refused = neighbour.post(path(market, f"/offers/{offer['id']}/decision"), json={"accept": True})
    assert refused.status_code == 403
    assert neighbour.get(path(market, "/offers")).status_code == 403
    assert neighbour.post(path(market, "/messages"), json={"text": "x"}).status_code == 403


def test_a_copied_market_has_nobody_certified(organiser, market, item):
    people = {"people": [{"name": "示例·王师傅", "minutes": 180}]}
    assert (
        organiser.put(path(market, f"/items/{item.id}/volunteers"), json=people).status_code == 200
    )
    copied = organiser.post(path(market, "/copy"), json={}).json
    assert [line["people"] for line in copied["items"]] == [[]]


def test_who_did_not_come_cannot_hide_it_afterwards(take, as_resident, time_machine):
    item = make_item(make_market(in_hours=-0.1))
    who = as_resident(make_resident())
    ticket = take(item, who).json
    time_machine.move_to(clock.now() + 4 * HOUR)
    refused = who.post(f"/api/v1/markets/tickets/{ticket['id']}/cancel", json={})
    assert (refused.status_code, refused.json["code"]) == (409, "markets.withdraw_too_late")
