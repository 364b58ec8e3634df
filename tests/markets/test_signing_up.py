from collections import Counter
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from tests.factories.accounts import make_family_member, make_resident
from tests.factories.markets import COMMUNITY, make_item, make_market, windows_of
from weijiayuan.db import db
from weijiayuan.markets import sign_up_sql
from weijiayuan.markets.rules.states import MarketState

pytestmark = pytest.mark.usefixtures("district")


def test_numbers_run_from_one_and_places_go_down(take, client):
    item = make_item(make_market(), places=3, places_walk_in=0, places_elder=0)
    answers = [take(item) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201] * 3
    assert [answer.json["number"] for answer in answers] == [1, 2, 3]
    assert [answer.json["label"] for answer in answers] == ["A01", "A02", "A03"]
    assert len({answer.json["ticket"] for answer in answers}) == 3
    assert answers[0].json["window"]["starts_at"]
    shown = client.get(f"/api/v1/markets/{item.market_id}").json["items"][0]
    assert (shown["places"], shown["left"]) == (3, 0)


def test_a_full_service_is_refused_and_offers_the_waiting_list(take):
    item = make_item(make_market(), places=1)
    take(item)
    refused = take(item)
    assert (refused.status_code, refused.json["code"]) == (409, "markets.no_place_left")
    waiting = take(item, wait=True)
    assert waiting.status_code == 201
    assert (waiting.json["state"], waiting.json["number"]) == ("waiting", None)


def test_who_waited_longest_moves_up_when_a_place_comes_free(take, residents):
    item = make_item(make_market(), places=1)
    holder, first, second = residents(3)
    held = take(item, holder).json
    take(item, first, wait=True)
    take(item, second, wait=True)
    assert holder.post(f"/api/v1/markets/tickets/{held['id']}/cancel").json["state"] == "withdrawn"
    (promoted,) = first.get("/api/v1/markets/tickets").json["items"]
    assert (promoted["state"], promoted["number"]) == ("held", 2)
    assert second.get("/api/v1/markets/tickets").json["items"][0]["state"] == "waiting"
    notices = [n["text"] for n in first.get("/api/v1/me/notices").json["items"]]
    assert any("有名额了" in text for text in notices)
    again = holder.post(f"/api/v1/markets/tickets/{held['id']}/cancel")
    assert again.status_code == 200
    (window,) = windows_of(item)
    assert (window.taken_sign_up, window.waiting, window.issued) == (1, 1, 2)


def test_added_places_go_to_those_who_wait(take, organiser):
    item = make_item(make_market(), places=1)
    tickets = [take(item, wait=True).json for _ in range(4)]
    address = f"/api/v1/markets/{item.market_id}/items/{item.id}/places"
    assert organiser.post(address, json={"sign_up": 2}).status_code == 200
    (window,) = windows_of(item)
    assert (window.places_sign_up, window.taken_sign_up, window.waiting) == (3, 3, 1)
    assert [ticket["state"] for ticket in tickets] == ["held", "waiting", "waiting", "waiting"]
    refused = organiser.post(address, json={"sign_up": -1})
    assert refused.json["code"] == "markets.places_taken"


def test_one_ticket_each_also_for_family_members(take, as_resident):
    item = make_item(make_market())
    who = as_resident()
    child = make_family_member(who.resident)
    assert take(item, who).status_code == 201
    assert take(item, who).json["code"] == "markets.already_signed_up"
    assert take(item, who, member_id=str(child.id)).status_code == 201
    stranger = make_family_member(make_resident())
    assert take(item, who, member_id=str(stranger.id)).status_code == 404


def test_a_market_has_a_limit_for_each_person(take, as_resident):
    market = make_market(sign_ups_each=2)
    who = as_resident()
    items = [make_item(market, kind) for kind in ("haircut", "clinic", "legal-advice")]
    codes = [take(item, who).status_code for item in items]
    assert codes == [201, 201, 409]
    assert take(items[2], who).json["code"] == "markets.too_many_sign_ups"


def test_two_services_at_once_give_a_hint_and_no_refusal(take, as_resident):
    market = make_market()
    who = as_resident()
    take(make_item(market, "haircut"), who)
    second = make_item(market, "clinic")
    window = windows_of(second)[0]
    asked = who.get(
        f"/api/v1/markets/{market.id}/items/{second.id}/clashes",
        query_string={"window_id": str(window.id)},
    )
    assert [clash["service"] for clash in asked.json["items"]] == ["haircut"]
    answer = take(second, who)
    assert answer.status_code == 201
    assert "义剪" in answer.json["clashes"][0]["text"]


def test_known_ages_are_held_to_the_conditions(take, as_resident):
    item = make_item(make_market(), "nail-care", min_age=60)
    who = as_resident()
    child = make_family_member(who.resident, birth_date=date(2015, 1, 1))
    elder = make_family_member(who.resident, birth_date=date(1940, 1, 1))
    refused = take(item, who, member_id=str(child.id))
    assert (refused.json["code"], refused.json["detail"]) == (
        "markets.outside_ages",
        "这项服务面向60岁以上的居民",
    )
    assert take(item, who, member_id=str(elder.id)).status_code == 201


def test_windows_are_filled_one_by_one_unless_one_is_named(take):
    item = make_item(
        make_market(), mode="windows", window_minutes=60, places=3, places_walk_in=0, places_elder=0
    )
    labels = [take(item).json["label"] for _ in range(3)]
    assert labels == ["A01", "B01", "C01"]
    item = make_item(make_market(), mode="windows", window_minutes=60, places=6)
    last = windows_of(item)[-1]
    assert take(item, window_id=str(last.id)).json["label"] == "C01"


@pytest.mark.parametrize("state", [MarketState.DRAFT, MarketState.CANCELLED])
def test_only_published_markets_take_sign_ups(take, state):
    assert take(make_item(make_market(state=state))).json["code"] == "markets.closed"


def test_a_window_that_is_over_takes_nobody(take):
    item = make_item(make_market(in_hours=-4))
    assert take(item).status_code == 409


def test_tickets_are_shown_to_their_holder_alone(take, as_resident):
    who = as_resident()
    ticket = take(make_item(make_market()), who).json
    address = f"/api/v1/markets/tickets/{ticket['id']}"
    assert who.get(address).json["ahead"] == 0
    assert who.get(f"{address}/qr.svg").data.startswith(b"<svg")
    other = as_resident()
    assert other.get(address).status_code == 404
    assert other.get(f"{address}/qr.svg").status_code == 404
    assert other.post(f"{address}/cancel").status_code == 404


def test_a_repeated_request_gives_the_same_ticket(as_resident):
    item = make_item(make_market())
    who = as_resident()
    address = f"/api/v1/markets/{item.market_id}/items/{item.id}/sign-ups"
    first = who.post(address, json={}, key="once")
    again = who.post(address, json={}, key="once")
    assert again.json == first.json
    assert windows_of(item)[0].issued == 1


@contextmanager
def statements():
    """Keep what is asked of the database meanwhile, but for the savepoints of the test."""
    kept = []

    def listener(*args):
        if "SAVEPOINT" not in args[2]:
            kept.append(args[2].split()[0])

    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        yield kept
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)


def sign_up_address(item):
    return f"/api/v1/markets/{item.market_id}/items/{item.id}/sign-ups"


def test_a_sign_up_is_eight_statements(as_resident):
    item = make_item(make_market())
    who, address = as_resident(), sign_up_address(item)
    with statements() as asked:
        assert who.post(address, json={}).status_code == 201
    assert Counter(asked) == {"SELECT": 3, "INSERT": 4, "UPDATE": 1}


def test_what_is_gone_is_refused_by_one_look(as_resident):
    item = make_item(make_market(), places=0, places_walk_in=1)
    who, address = as_resident(), sign_up_address(item)
    with statements() as asked:
        assert who.post(address, json={}).json["code"] == "markets.no_place_left"
    assert asked == ["SELECT"] * 3  # who asks, the look, and whether the key has an answer


def test_the_answer_to_a_sign_up_is_what_the_ticket_page_says(take, as_resident):
    market = make_market()
    who = as_resident()
    take(make_item(market, "clinic"), who)
    item = make_item(market, places=1)
    for speaker in (who, as_resident()):  # the first gets a number, the second waits
        given = take(item, speaker, wait=True).json
        assert given == speaker.get(f"/api/v1/markets/tickets/{given['id']}").json
        assert given["number"] or given["state"] == "waiting"


def test_who_lost_the_race_for_the_last_place_is_told_so(take):
    item = make_item(make_market(), places=1)
    window = windows_of(item)[0]
    assert sign_up_sql.claim(window.id) == 1
    assert sign_up_sql.claim(window.id) is None


def test_the_market_page_needs_two_questions_and_then_none_but_the_version(client, take):
    market = make_market()
    items = [make_item(market, kind) for kind in ("haircut", "clinic", "legal-advice")]
    take(items[0])
    address = f"/api/v1/markets/{market.id}"

    def asked(**headers):
        with statements() as kept:
            answer = client.get(address, headers=headers)
        return answer, kept

    first, questions = asked()
    assert len(questions) <= 2
    assert len(first.json["items"]) == 3
    again, questions = asked(**{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, len(questions)) == (304, 1)
    take(items[1])
    changed, _ = asked(**{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json["items"][1]["left"] == 19


def test_wishes_are_counted_once_each(residents, client):
    one, two = residents(2)
    body = {"service": "义剪", "community": COMMUNITY}
    for who in (one, one, two):
        assert who.post("/api/v1/markets/wishes", json=body).status_code == 201
    one.post("/api/v1/markets/wishes", json=body | {"service": "clinic"})
    (first, second) = client.get("/api/v1/markets/wishes").json["items"]
    assert (first["service"], first["wishes"]) == ("haircut", 2)
    assert (second["service"], second["wishes"]) == ("clinic", 1)
    only = client.get("/api/v1/markets/wishes", query_string={"service": "义诊"}).json["items"]
    assert [each["wishes"] for each in only] == [1]
    nowhere = one.post("/api/v1/markets/wishes", json=body | {"community": "999"})
    assert (nowhere.status_code, nowhere.json["code"]) == (422, "markets.unknown_community")


def test_interest_in_goods_is_counted_once(organiser, as_resident, client):
    market = make_market()
    goods = {"name": "芒果", "origin": "广西百色", "price_fen": 3980, "how_to_buy": "扫码"}
    (row,) = organiser.put(f"/api/v1/markets/{market.id}/goods", json={"items": [goods]}).json[
        "items"
    ]
    who = as_resident()
    for _ in range(2):
        answer = who.post(f"/api/v1/markets/{market.id}/goods/{row['id']}/interest")
        assert answer.json["interested"] == 1
    assert client.get(f"/api/v1/markets/{market.id}").json["goods"][0]["price_fen"] == 3980
