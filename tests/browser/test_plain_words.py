"""What a page says when it waits, may not be seen, or holds something of mine: in the words of people."""

import re

from tests.browser.visits_markets import a_ticket
from weijiayuan.db import transaction
from weijiayuan.events.supervision import escalation
from weijiayuan.kernel import clock


def test_a_long_wait_is_spoken_of(make_phone):
    phone = make_phone(new=True)
    phone.page.clock.install()
    phone.open("pages/about/about")
    held = []
    phone.page.route("**/api/v1/jobs?*", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks it
    phone.page.evaluate("() => { host.wx.reLaunch({ url: '/pages/jobs/list/list' }) }")
    phone.sees("正在打开…")
    assert "没有找到岗位" not in phone.text
    phone.page.clock.fast_forward(4100)
    phone.sees("还在等…")
    for route in held:
        route.continue_()
    phone.page.unroute_all()
    phone.page.get_by_role("link", name=re.compile("元")).first.wait_for()
    assert "还在等" not in phone.text


WAITING = [
    "pages/jobs/list/list",
    "pages/venues/list/list",
    "pages/activities/list/list",
    "pages/markets/list/list",
    "pages/welfare/policies/policies",
    "pages/jobs/fairs/fairs",
    "pages/commons/home/home",
    "packages/directory/near/near",
    "packages/directory/resources/resources",
    "pages/matters/matters",
]


def held(phone):
    """Hold every answer of the service; gives the list of what is held."""
    routes = []
    phone.page.route("**/api/v1/**", lambda route: routes.append(route))  # noqa: PLW0108  # Playwright marks it
    return routes


def test_no_page_waits_longer_than_thirteen_seconds(make_phone):
    """However many questions a page asks: help is at hand at four seconds, words and a way on at thirteen."""
    phone = make_phone(new=True)
    phone.expect_fault("ERR_FAILED|Failed to load")
    phone.page.clock.install()
    phone.open("pages/me/me")
    held(phone)
    for route in WAITING:
        phone.page.evaluate("(url) => { host.wx.reLaunch({ url }) }", f"/{route}")
        phone.page.locator(f'page[is="{route}"]:not([hidden])').wait_for()
        phone.page.clock.fast_forward(4200)
        phone.sees("还在等…")
        phone.page.get_by_role("button", name="打电话问人").filter(visible=True).first.wait_for()
        for seconds in (3, 3, 3):
            phone.page.clock.fast_forward(seconds * 1000)
            phone.let_arrive()
        phone.sees("没能打开")
        phone.page.get_by_role("button", name="再试一次").filter(visible=True).first.wait_for()


def test_an_answer_that_comes_late_is_shown_all_the_same(make_phone):
    phone = make_phone(new=True)
    phone.page.clock.install()
    phone.open("pages/me/me")
    routes = []
    phone.page.route("**/api/v1/venues?*", lambda route: routes.append(route))  # noqa: PLW0108  # Playwright marks it
    phone.page.evaluate("() => { host.wx.reLaunch({ url: '/pages/venues/list/list' }) }")
    phone.sees("正在打开…")
    phone.page.clock.fast_forward(11_500)
    for route in routes:
        route.continue_()
    phone.page.unroute_all()
    phone.page.get_by_role("link", name=re.compile("可约|空位")).first.wait_for()


def test_a_refresh_that_takes_long_says_so_and_shows_the_old_as_old(make_phone):
    phone = make_phone(new=True)
    phone.page.clock.install()
    phone.open("pages/jobs/list/list")
    routes = held(phone)
    phone.tap("最新", exact=True)
    phone.page.clock.fast_forward(4200)
    phone.sees("还在等…")
    assert phone.page.locator(".page-frame--stale, .stale, [class*=stale]").count()
    for route in routes:
        route.continue_()
    phone.page.unroute_all()
    phone.settle()
    assert "还在等" not in phone.text
    assert not phone.page.locator("[class*=stale]").count()


def test_a_link_to_what_is_not_there_offers_the_way_back_not_another_try(phone):
    phone.expect_fault("status of 4")
    for route in (
        "pages/commons/covenant/covenant",
        "pages/tips/tip/tip",
        "pages/commons/wall/wall",
    ):
        phone.open(route)
        phone.sees("这里没有东西可看")
        assert "再试一次" not in phone.text
        phone.page.get_by_role("button", name="返回").filter(visible=True).first.wait_for()


def test_a_page_of_a_duty_says_who_one_is_and_whom_to_ask(phone):
    phone.expect_fault("status of 403")
    phone.open("packages/organiser/desk/desk")
    phone.sees("这一页要有相应的身份才能看")
    phone.sees("身份是居民")
    assert "再试一次" not in phone.text


def test_a_market_offers_what_i_have_signed_up_for_by_its_number(make_phone, live):
    ticket = a_ticket(live, "market-twice")
    phone = make_phone(persona="market-twice")
    phone.open("pages/me/me")
    phone.open("pages/markets/market/market", f"?id={ticket['market']}")
    mine = phone.page.get_by_role("button", name=re.compile(f"^我的号 .*{ticket['service_name']}"))
    mine.wait_for()
    service = re.escape(ticket["service_name"])
    assert not phone.page.get_by_role("button", name=re.compile(f"^报名：{service}$")).count()
    mine.tap()
    phone.wait_for_route("pages/markets/ticket/ticket")


def test_dates_in_forms_and_names_of_slots_are_said_as_people_say_them(make_phone):
    phone = make_phone(persona="venue-keeper")
    phone.open("packages/keeper/closures/closures")
    phone.page.get_by_label("从哪一天").fill("2027-02-01")
    phone.sees("2027年2月1日(周一)")


def test_one_matter_is_one_card_however_often_it_was_supervised(make_phone, live):
    with live.app.app_context(), transaction():
        escalation.escalate(clock.now())
    asked = f"{live.base}/api/v1/supervisions?open=true&limit=20"
    rungs = live.session("supervisor").get(asked, timeout=10).json()["items"]
    phone = make_phone(persona="supervisor")
    phone.open("packages/staff/supervisions/supervisions")
    shown = re.findall(r"看事项 ([\w-]+)", phone.text)

    assert sorted(shown) == sorted({one["event_number"] for one in rungs if one["event_id"]})
    assert all(one["event_category"]["name"] in phone.text for one in rungs if one["event_id"])
