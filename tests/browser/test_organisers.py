"""Three days of people who organise: a class with two children, a hall, a market in the rain."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from tests.browser import visits_markets
from tests.browser.visits_venues import get, post, take_on
from tests.factories.accounts import make_family_member
from weijiayuan.accounts.models import Resident
from weijiayuan.db import db, transaction
from weijiayuan.gateways.fake_wechat import openid_of
from weijiayuan.kernel import clock

ACTIVITY, DECISIONS = "packages/keeper/activity/activity", "packages/keeper/decisions/decisions"
PICTURES = Path(__file__).parents[2] / "var" / "screenshots"
BOOKING = "pages/venues/booking/booking"


def put(live, persona, path, body):
    answer = live.session(persona).put(f"{live.base}/api/v1{path}", json=body)
    assert answer.ok, answer.text
    return answer.json()


def a_class(live, keeper):
    now = clock.now()
    starts_at = now + timedelta(days=3)
    meeting = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    body = {
        "title": f"少儿书法{uuid4().hex[:4]}",
        "kind": "course",
        "summary": "笔墨纸砚由现场提供。",
        "organiser": "翠湖社区",
        "opens_at": (now - timedelta(days=1)).isoformat(),
        "closes_at": (now + timedelta(days=2)).isoformat(),
        "place_name": "社区小广场",
        "questions": [{"id": "size", "text": "围裙尺码", "choices": ["小号", "大号"]}],
        "sessions": [
            {
                "title": "第一场",
                "capacity": 5,
                "meetings": [{name: at.isoformat() for name, at in meeting.items()}],
            }
        ],
    }
    made = post(live, keeper, "/activities", body)
    return post(live, keeper, f"/activities/{made['id']}/publish", {})


def two_children_of(live, persona):
    live.session(persona)
    with live.app.app_context():
        mother = db.session.scalars(select(Resident).filter_by(openid=openid_of(persona))).one()
        with transaction():
            mother.nickname, mother.phone = "陈静", "13800001111"
        years = {"小明": 2018, "小红": 2016}
        return {
            name: str(
                make_family_member(mother, name=name, birth_date=date(year, 3, 1), guardian=True).id
            )
            for name, year in years.items()
        }


def test_the_organiser_sees_two_children_of_one_mother_and_writes_to_the_family(make_phone, live):
    keeper_name, mother_name = f"keeper-{uuid4()}", f"mother-{uuid4()}"
    take_on(live, keeper_name)
    activity = a_class(live, keeper_name)
    children = two_children_of(live, mother_name)

    mother = make_phone(persona=mother_name)
    mother.open("pages/me/me")  # signs in, so that the family is known
    for name in children:
        mother.open("pages/activities/activity/activity", f"?id={activity['id']}")
        mother.tap(name, role="radio")
        mother.tap("小号", role="radio")
        mother.tap("报名", exact=True)
        mother.wait_for_route(BOOKING)
        mother.sees("已预约")

    keeper = make_phone(persona=keeper_name)
    keeper.open(ACTIVITY, f"?id={activity['id']}")
    keeper.sees("小明，8岁")
    keeper.sees("小红，10岁")
    keeper.sees("监护人：陈静（子女）")
    keeper.sees("围裙尺码：小号")
    keeper.photograph(PICTURES / "organiser-participants.png")
    keeper.tap("给大家发消息")
    keeper.write("内容", "请穿深色衣服")
    keeper.tap("发给大家")
    keeper.page.get_by_text("已通知1人").wait_for()
    told = [one["text"] for one in get(live, "/me/notices", mother_name)["items"]]
    assert sum("请穿深色衣服" in one for one in told) == 1

    sheet = live.session(keeper_name).get(
        f"{live.base}/api/v1/activities/{activity['id']}/roll-call.xlsx"
    )
    assert sheet.content[:2] == b"PK"
    mother.open("pages/matters/matters")
    mother.sees("时间：")
    mother.photograph(PICTURES / "matters-take-place.png")


def test_a_code_to_print_is_shown_for_a_venue_an_activity_and_a_market(make_phone, live):
    keeper_name = f"keeper-{uuid4()}"
    take_on(live, keeper_name)
    activity = a_class(live, keeper_name)
    market = visits_markets.markets(live)[0]
    keeper = make_phone(persona=keeper_name)
    organiser = make_phone(persona="organiser")
    places = [
        (keeper, "packages/keeper/settings/settings", "", "印门口的小程序码"),
        (keeper, ACTIVITY, f"?id={activity['id']}", "印活动的小程序码"),
        (organiser, "packages/organiser/day/day", f"?id={market['id']}", "印集市的小程序码"),
    ]
    for phone, route, query, button in places:
        phone.open(route, query)
        phone.tap(button)
        picture = phone.page.get_by_role("img", name="第1张，共1张")
        picture.wait_for()
        assert picture.evaluate("async (e) => { await e.decode(); return e.naturalWidth }") > 0
        phone.photograph(PICTURES / f"code-{button}.png")


def a_hall(live, keeper):
    community = get(live, "/venues")["items"][0]["community"]
    hall = {"name": f"礼堂{uuid4().hex[:4]}", "kind": "hall", "use": "exclusive"}
    made = post(live, keeper, "/venues", hall | {"community": community, "people_most": 200})
    rules = made["booking_rules"] | {"approval": "two_step", "max_people": 200}
    put(live, keeper, f"/venues/{made['id']}/rules", {"rules": rules, "capacity": 1})
    slots = get(live, f"/venues/{made['id']}/slots")["items"]
    return made, next(one for one in slots if one["state"] == "open")


def test_a_hall_is_approved_in_two_steps(make_phone, live):
    first_name, second_name, me = (f"{who}-{uuid4()}" for who in ("one", "two", "leader"))
    take_on(live, first_name)
    take_on(live, second_name)
    hall, slot = a_hall(live, first_name)
    asked = {"slot_id": slot["id"], "people": 120, "purpose": "邻里节演出"}
    asked |= {"contact_name": "周会长", "contact_phone": "13900002222"}
    booking = post(live, me, "/venues/bookings", asked)
    assert booking["state"] == "pending"

    first = make_phone(persona=first_name)
    first.open(DECISIONS)
    first.sees("联系人：周会长")
    first.tap("通过", exact=True)
    first.sees("第一级已通过，等另一位工作人员审核")
    first.photograph(PICTURES / "hall-first-step.png")
    second = make_phone(persona=second_name)
    second.open(DECISIONS)
    second.sees("第一级已通过")
    row = second.page.locator(".paper", has_text=hall["name"])
    row.get_by_role("button", name="通过", exact=True).tap()
    second.page.get_by_text("已处理").wait_for()
    assert get(live, f"/venues/bookings/{booking['id']}", me)["state"] == "confirmed"


def test_a_market_moves_for_rain(make_phone, live):
    sample = visits_markets.markets(live)[1]
    copied = visits_markets.post(live, "organiser", f"/markets/{sample['id']}/copy")
    market = copied["id"]
    visits_markets.post(live, "organiser", f"/markets/{market}/publish", although_overlapping=True)
    who = f"neighbour-{uuid4()}"
    item = visits_markets.menu(live, {"id": market})[0]
    ticket = visits_markets.post(live, who, f"/markets/{market}/items/{item['id']}/sign-ups")

    organiser = make_phone(persona="organiser")
    organiser.open("packages/organiser/edit/edit", f"?id={market}")
    organiser.tap("改期或换地方")
    day = (clock.local_date(clock.now()) + timedelta(days=40)).isoformat()
    organiser.page.locator('input[type=date][aria-label="改到哪天"]').fill(day)
    organiser.write("地点", "社区礼堂")
    organiser.write("原因", "下雨")
    organiser.photograph(PICTURES / "market-moving.png")
    organiser.tap("改期并通知大家")
    organiser.sees("社区礼堂")
    moved = get(live, f"/markets/tickets/{ticket['id']}", who)
    assert moved["number"] == ticket["number"]
    told = [one["text"] for one in get(live, "/me/notices", who)["items"]]
    assert any("因下雨改到" in one and "社区礼堂" in one for one in told)
