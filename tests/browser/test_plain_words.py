"""What a page says when it waits, may not be seen, or holds something of mine: in the words of people."""

import re

from tests.browser.visits_markets import a_ticket
from weijiayuan.db import transaction
from weijiayuan.events.supervision import escalation
from weijiayuan.kernel import clock


def test_a_long_wait_is_spoken_of(make_phone):
    phone = make_phone()
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
