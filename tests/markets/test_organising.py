from datetime import datetime, timedelta

import pytest

from tests.factories.markets import COMMUNITY, KINDS, make_item, make_market
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.kernel import clock
from weijiayuan.markets.rules.states import MarketState

pytestmark = pytest.mark.usefixtures("district")


def facts(**given):
    starts_at = clock.now() + timedelta(days=3)
    return {
        "community": COMMUNITY,
        "title": "周末便民集市",
        "place": "社区广场",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=3)).isoformat(),
    } | given


def line(service, **given):
    return {"service": service, "provider": "社区志愿队"} | given


def begin(organiser, **given):
    answer = organiser.post("/api/v1/markets", json=facts(**given))
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def write(organiser, market_id, *lines):
    return organiser.put(f"/api/v1/markets/{market_id}/menu", json={"items": list(lines)})


def test_four_services_are_refused_and_five_are_published(organiser, client):
    market_id = begin(organiser)
    four = [line(kind) for kind in KINDS[:4]]
    assert write(organiser, market_id, *four).status_code == 200
    assert client.get(f"/api/v1/markets/{market_id}").status_code == 404

    refused = organiser.post(f"/api/v1/markets/{market_id}/publish")
    assert refused.status_code == 409
    assert refused.json["code"] == "markets.menu_too_short"
    assert refused.json["detail"] == "菜单上只有4种服务，至少要有5种才能发布"

    write(organiser, market_id, *four, line(KINDS[4]))
    published = organiser.post(f"/api/v1/markets/{market_id}/publish")
    assert published.status_code == 200, published.json
    shown = client.get(f"/api/v1/markets/{market_id}").json
    assert shown["state"] == "published"
    assert [item["service"] for item in shown["items"]] == KINDS[:5]
    assert all(item["places"] == item["left"] > 0 for item in shown["items"])
    assert market_id in [each["id"] for each in client.get("/api/v1/markets").json["items"]]


def test_publishing_again_changes_nothing(organiser):
    market_id = begin(organiser)
    write(organiser, market_id, *(line(kind) for kind in KINDS))
    first = organiser.post(f"/api/v1/markets/{market_id}/publish")
    again = organiser.post(f"/api/v1/markets/{market_id}/publish")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json["published_at"] == again.json["published_at"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"places": 0}, "markets.service_empty"),
        ({"places": 500, "stations": 1}, "markets.too_many_places"),
    ],
)
def test_a_fault_of_the_menu_has_its_own_code(organiser, change, code):
    market_id = begin(organiser)
    write(organiser, market_id, line(KINDS[5], **change), *(line(kind) for kind in KINDS[:5]))
    answer = organiser.post(f"/api/v1/markets/{market_id}/publish")
    assert (answer.status_code, answer.json["code"]) == (409, code)


def test_overlapping_and_past_are_refused(organiser):
    past = clock.now() - timedelta(hours=1)
    ends = past + timedelta(hours=3)
    market_id = begin(organiser, starts_at=past.isoformat(), ends_at=ends.isoformat())
    write(organiser, market_id, *(line(kind) for kind in KINDS))
    answer = organiser.post(f"/api/v1/markets/{market_id}/publish")
    assert answer.json["code"] == "markets.in_the_past"
    market_id = begin(organiser)
    write(organiser, market_id, line(KINDS[0]), *(line(kind) for kind in KINDS))
    answer = organiser.post(f"/api/v1/markets/{market_id}/publish")
    assert answer.json["code"] == "markets.services_overlap"


def test_a_service_can_be_named_in_chinese_and_an_unknown_one_is_refused(organiser):
    market_id = begin(organiser)
    answer = write(organiser, market_id, line("义剪"))
    assert answer.json["items"][0]["service"] == "haircut"
    assert write(organiser, market_id, line("占卜")).json["code"] == "markets.unknown_service"


def test_places_without_stations_find_the_stations_they_need(organiser):
    market_id = begin(organiser)
    (item,) = write(organiser, market_id, line("haircut", places=40)).json["items"]
    assert (item["places"], item["stations"]) == (40, 4)  # twelve turns of 15 minutes in 3 hours


def test_windows_share_the_places(organiser):
    market_id = begin(organiser)
    (item,) = write(
        organiser,
        market_id,
        line("haircut", mode="windows", window_minutes=60, places=24, stations=3),
    ).json["items"]
    assert [window["places"] for window in item["windows"]] == [8, 8, 8]


def test_the_menu_of_a_draft_follows_its_market_to_another_time(organiser):
    before = facts()
    market_id = begin(organiser, **before)
    starts_at = datetime.fromisoformat(before["starts_at"])
    first_hour = {"ends_at": (starts_at + timedelta(hours=1)).isoformat()}
    write(organiser, market_id, line(KINDS[0], **first_hour), *(line(kind) for kind in KINDS[1:5]))
    moved = {
        "starts_at": (starts_at + timedelta(days=1)).isoformat(),
        "ends_at": (starts_at + timedelta(days=1, hours=4)).isoformat(),
    }
    assert organiser.put(f"/api/v1/markets/{market_id}", json=before | moved).status_code == 200
    items = organiser.get(f"/api/v1/markets/{market_id}/draft").json["items"]
    parse = datetime.fromisoformat
    for item in items:
        (window,) = item["windows"]
        assert parse(item["starts_at"]) == parse(window["starts_at"]) == parse(moved["starts_at"])
    hours = [(parse(item["ends_at"]) - parse(item["starts_at"])).seconds // 3600 for item in items]
    assert hours == [1, 4, 4, 4, 4]
    assert organiser.post(f"/api/v1/markets/{market_id}/publish").status_code == 200


def test_last_week_is_copied_in_one_call(organiser):
    title = "周末便民集市（11月14日）"
    market = make_market(state=MarketState.OVER, in_hours=-6 * 24, title=title)
    for kind in KINDS:
        make_item(market, kind)
    organiser.put(
        f"/api/v1/markets/{market.id}/goods",
        json={
            "items": [
                {"name": "芒果", "origin": "广西百色", "price_fen": 3980, "how_to_buy": "扫码"}
            ]
        },
    )
    answer = organiser.post(f"/api/v1/markets/{market.id}/copy")
    assert answer.status_code == 201, answer.json
    copied = answer.json
    assert (copied["state"], copied["title"]) == ("draft", "周末便民集市")
    assert copied["series"] == str(market.series_id)
    assert [item["service"] for item in copied["items"]] == KINDS
    assert [item["places"] for item in copied["items"]] == [20] * len(KINDS)
    assert [goods["name"] for goods in copied["goods"]] == ["芒果"]
    assert organiser.post(f"/api/v1/markets/{copied['id']}/publish").status_code == 200


def test_other_communities_and_residents_are_kept_out(as_role, as_resident, organiser):
    neighbour = as_role(
        Role.ORGANISER, territory=Territory(TerritoryKind.COMMUNITY, "440311001002")
    )
    market_id = begin(organiser)
    answer = write(neighbour, market_id, line("haircut"))
    assert (answer.status_code, answer.json["code"]) == (403, "markets.not_your_community")
    assert neighbour.get("/api/v1/markets/desk").json["items"] == []
    assert as_resident().post("/api/v1/markets", json=facts()).status_code == 403
    assert [each["id"] for each in organiser.get("/api/v1/markets/desk").json["items"]] == [
        market_id
    ]


def test_what_people_signed_up_for_cannot_be_struck_or_moved(organiser, take):
    market = make_market()
    item = make_item(market)
    assert take(item).status_code == 201
    address = f"/api/v1/markets/{market.id}/menu"
    same = {
        "id": str(item.id),
        "service": "haircut",
        "provider": "新团队",
        "minutes": 15,
        "stations": 2,
        "places": 1,
        "places_walk_in": 0,
        "places_elder": 0,
    }
    assert organiser.put(address, json={"items": []}).json["code"] == "markets.item_taken"
    moved = same | {"ends_at": (market.ends_at - timedelta(hours=1)).isoformat()}
    assert organiser.put(address, json={"items": [moved]}).json["code"] == "markets.item_taken"
    fewer = organiser.put(address, json={"items": [same | {"places": 0}]})
    assert fewer.json["code"] == "markets.places_taken"
    changed = organiser.put(address, json={"items": [same]})
    assert changed.json["items"][0]["provider"] == "新团队"
    assert changed.json["items"][0]["left"] == 0


def test_cancelling_ends_tickets_and_tells_everybody_once(organiser, residents, take):
    item = make_item(make_market(), places=1)
    one, two = residents(2)
    take(item, one)
    take(item, two, wait=True)
    address = f"/api/v1/markets/{item.market_id}/cancel"
    assert organiser.post(address, json={"reason": "台风"}).json["state"] == "cancelled"
    assert organiser.post(address, json={"reason": "台风"}).status_code == 200
    for who in (one, two):
        told = [
            n["text"] for n in who.get("/api/v1/me/notices").json["items"] if "台风" in n["text"]
        ]
        assert len(told) == 1
        assert who.get("/api/v1/markets/tickets").json["items"][0]["state"] == "withdrawn"
    refused = take(item)
    assert (refused.status_code, refused.json["code"]) == (409, "markets.closed")
