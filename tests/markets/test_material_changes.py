"""What changes of a public market after people signed up is told to them, by whatever door."""

import pytest

from tests.factories.accounts import make_resident
from tests.factories.markets import KINDS, make_item, make_market
from tests.markets.test_moving import path, told
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.markets.models import Market, MenuItem
from weijiayuan.markets.rules.states import MarketState

pytestmark = pytest.mark.usefixtures("district")
OTHER = "440311002001"


@pytest.fixture
def organiser(as_role):
    return as_role(Role.ORGANISER)


@pytest.fixture
def item():
    return make_item(make_market(in_hours=30), provider="示例医院")


@pytest.fixture
def market(item):
    return db.session.get(Market, item.market_id)


@pytest.fixture
def people(as_resident, item, market):
    """Two residents, and what one of them will sign up for."""
    return (as_resident(), as_resident()), item, market


def facts(market, **given):
    return {
        "community": market.community_code,
        "title": market.title,
        "place": market.place_name,
        "starts_at": market.starts_at.isoformat(),
        "ends_at": market.ends_at.isoformat(),
    } | given


def line(item, **given):
    return {
        "id": str(item.id),
        "service": item.service,
        "provider": item.provider,
        "minutes": item.minutes,
        "stations": item.stations,
        "places": 20,
        "places_walk_in": 3,
        "places_elder": 1,
    } | given


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": "很远的地方"}, "地点由“光明社区广场”改为“很远的地方”"),
        ({"title": "保健品展销"}, "改为“保健品展销”"),
        ({"community": OTHER}, "社区由"),
        ({"intro": "自带现金"}, "说明改为“自带现金”"),
        ({"position": {"lng": 113.9, "lat": 22.7, "datum": "gcj02"}}, "位置有改动"),
    ],
)
def test_who_signed_up_is_told_what_changes_of_a_market(organiser, take, people, changed, said):
    (who, stranger), item, market = people
    take(item, who)

    answer = organiser.put(path(market), json=facts(market, **changed))

    assert answer.status_code == 200, answer.json
    (notice,) = told(who.resident, "market_changed")
    assert said in notice
    assert told(stranger.resident, "market_changed") == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"provider": "换成无证诊所"}, "提供单位由“示例医院”改为“换成无证诊所”"),
        ({"note": "收费二十元"}, "说明改为“收费二十元”"),
        ({"bring": "现金"}, "来前准备"),
        ({"min_age": 60}, "年龄改为“60岁以上”"),
    ],
)
def test_who_has_a_number_is_told_what_changes_of_the_service(
    organiser, take, people, changed, said
):
    (who, elsewhere), item, market = people
    other = make_item(market, "clinic")
    take(item, who)
    take(other, elsewhere)

    menu = [line(item, **changed), line(other)]
    answer = organiser.put(path(market, "/menu"), json={"items": menu})

    assert answer.status_code == 200, answer.json
    (notice,) = told(who.resident, "market_changed")
    assert said in notice
    assert told(elsewhere.resident, "market_changed") == []


def test_what_says_the_same_or_changes_nothing_for_them_is_told_to_nobody(
    organiser, take, as_resident, item, market
):
    who = as_resident()
    take(item, who)

    organiser.put(path(market), json=facts(market, sign_ups_each=4))
    organiser.put(path(market, "/menu"), json={"items": [line(item, places=25)]})

    assert told(who.resident, "market_changed") == []


@pytest.fixture
def drawn():
    """A market whose haircuts are drawn, published."""
    made = make_market(in_hours=60, state=MarketState.DRAFT)
    for kind in KINDS:
        make_item(made, kind, mode="draw" if kind == "haircut" else "queue")
    return made


@pytest.mark.parametrize("what", ["move", "cancel", "change", "provider"])
def test_who_entered_a_draw_is_told_as_who_has_a_number(organiser, as_resident, drawn, what):
    assert organiser.post(path(drawn, "/publish"), json={}).status_code == 200
    item = db.session.query(MenuItem).filter_by(market_id=drawn.id, service="haircut").one()
    who = as_resident()
    entered = who.post(path(drawn, f"/items/{item.id}/draw-entries"), json={})
    assert entered.status_code == 201, entered.json

    if what == "move":
        body = {"starts_at": drawn.starts_at.isoformat(), "place": "礼堂", "reason": "下雨"}
        answer = organiser.post(path(drawn, "/move"), json=body)
    elif what == "cancel":
        answer = organiser.post(path(drawn, "/cancel"), json={"reason": "台风"})
    elif what == "change":
        answer = organiser.put(path(drawn), json=facts(drawn, place="礼堂"))
    else:
        items = db.session.query(MenuItem).filter_by(market_id=drawn.id).all()
        db.session.refresh(item)
        new = {"draw_closes_at": item.draw_closes_at.isoformat(), "mode": "draw", "provider": "新"}
        lines = [line(one, **new) if one.id == item.id else line(one) for one in items]
        answer = organiser.put(path(drawn, "/menu"), json={"items": lines})

    assert answer.status_code == 200, answer.json
    template = {"move": "market_moved", "cancel": "market_cancelled"}.get(what, "market_changed")
    assert len(told(who.resident, template)) == 1


def test_a_service_that_somebody_entered_the_draw_of_is_not_struck(organiser, as_resident, drawn):
    organiser.post(path(drawn, "/publish"), json={})
    items = db.session.query(MenuItem).filter_by(market_id=drawn.id).all()
    item = next(one for one in items if one.service == "haircut")
    as_resident().post(path(drawn, f"/items/{item.id}/draw-entries"), json={})

    lines = [line(one) for one in items if one.id != item.id]
    answer = organiser.put(path(drawn, "/menu"), json={"items": lines})

    assert (answer.status_code, answer.json["code"]) == (409, "markets.item_taken")


def test_who_would_buy_something_is_told_of_another_price(organiser, as_resident, market):
    shelf = {
        "name": "脐橙",
        "origin": "赣州",
        "price_fen": 2990,
        "unit": "箱",
        "how_to_buy": "现场",
    }
    (goods,) = organiser.put(path(market, "/goods"), json={"items": [shelf]}).json["items"]
    who = as_resident(make_resident())
    said = who.post(path(market, f"/goods/{goods['id']}/interest"), json={})
    assert said.status_code in {200, 201, 204}, said.json

    dearer = shelf | {"id": goods["id"], "price_fen": 5990}
    organiser.put(path(market, "/goods"), json={"items": [dearer]})

    (notice,) = told(who.resident, "market_goods_changed")
    assert "59.9" in notice


def test_two_overlapping_markets_of_a_community_are_not_published_silently(organiser):
    make_market(in_hours=30, title="先办的集市")
    second = make_market(in_hours=31, state=MarketState.DRAFT)
    for kind in KINDS:
        make_item(second, kind)

    refused = organiser.post(path(second, "/publish"), json={})

    assert (refused.status_code, refused.json["code"]) == (409, "markets.markets_overlap")


def test_a_public_market_does_not_move_onto_another_by_its_community(organiser, market):
    make_market(in_hours=30, title="那里的集市", community_code=OTHER)

    answer = organiser.put(path(market), json=facts(market, community=OTHER))

    assert (answer.status_code, answer.json["code"]) == (409, "markets.markets_overlap")
    with transaction():
        assert db.session.get(Market, market.id).starts_at > clock.now()
