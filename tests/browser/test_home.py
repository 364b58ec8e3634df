"""The first page knows me: one search, what is mine today, what is near; and what comes after something is done."""

import re
from datetime import timedelta

import pytest

from tests.browser.visits_markets import a_ticket
from weijiayuan.kernel import clock

HOME = "pages/home/home"


def test_one_search_finds_services_policies_places_and_work(phone):
    phone.open(HOME)
    phone.write("搜服务、政策、场地、岗位", "老人")
    phone.tap("搜索")
    phone.wait_for_route("pages/search/search")
    for group in ("政策", "身边的服务", "岗位"):
        phone.page.get_by_role("heading", name=group, exact=True).wait_for()
    phone.tap(re.compile("高龄老人津贴"), "link")
    phone.wait_for_route("pages/welfare/policy/policy")


def test_what_was_found_opens_in_every_kind(phone):
    """The first row of each group leads to a page that has something to show."""
    phone.open("pages/search/search", "?q=%E8%80%81%E4%BA%BA")
    phone.page.get_by_role("heading", name="身边的服务", exact=True).wait_for()
    groups = phone.page.evaluate("host.pagesNow().at(-1).data.groups")
    for group in groups:
        page, _, query = group["rows"][0]["url"].lstrip("/").partition("?")
        phone.open(page, f"?{query}")
        assert not phone.page.evaluate("host.pagesNow().at(-1).data.fault"), group["name"]


def test_the_search_says_where_to_go_for_what_nobody_here_offers(phone):
    phone.open("pages/search/search", "?q=%E5%85%AC%E8%AF%81%E5%A4%84")
    phone.sees("公证要到公证处办")
    assert "没有找到" not in phone.text


def test_a_search_without_a_find_leads_to_a_person_and_half_a_find_is_shown(phone):
    phone.expect_fault("status of 503")
    phone.page.route("**/api/v1/jobs?*", lambda route: route.fulfill(status=503, json={}))
    phone.open("pages/search/search", "?q=%E7%90%83")
    phone.page.get_by_role("heading", name="场地", exact=True).wait_for()
    phone.sees("岗位暂时没有搜到")
    phone.page.unroute_all()
    phone.open("pages/search/search", "?q=qqqqxx")
    phone.sees("没有找到“qqqqxx”")
    phone.page.get_by_role("button", name="打电话问人").wait_for()


def test_a_tip_begins_with_what_was_searched_for(phone):
    phone.open("pages/search/search", "?q=%E5%9E%83%E5%9C%BE")
    phone.tap(re.compile("^暴露垃圾"), "link")
    phone.wait_for_route("pages/tips/send/send")
    phone.sees("这一类的处置时限是")


def test_what_is_mine_today_stands_first(make_phone, live):
    ticket = a_ticket(live, "market-at-home")
    phone = make_phone(persona="market-at-home")
    phone.open("pages/me/me")
    phone.open(HOME)
    phone.page.get_by_role("heading", name="我今天的事").wait_for()
    phone.tap(re.compile(ticket["service_name"]), "link")
    phone.wait_for_route("pages/markets/ticket/ticket")


def test_what_goes_on_for_days_is_mine_until_it_ends(make_phone):
    now = clock.now()
    of_days = {
        "takes_place_at": now - timedelta(days=3),
        "takes_place_until": now + timedelta(days=2),
    }
    over = {
        "takes_place_at": now - timedelta(hours=2),
        "takes_place_until": now - timedelta(hours=1),
    }
    matters = [a_matter("便民周理发", **of_days), a_matter("上一场量血压", **over)]
    phone = make_phone(persona="market-at-home")
    phone.open("pages/me/me")
    phone.page.route("**/api/v1/me/matters*", lambda route: route.fulfill(json={"items": matters}))
    phone.open(HOME)
    phone.page.get_by_role("link", name=re.compile("便民周理发.*前都可以")).wait_for()
    assert "上一场量血压" not in phone.text


def a_matter(title, **moments):
    link = {"link": "/pages/markets/ticket/ticket?id=1", "at": clock.now().isoformat()}
    words = {"kind": "market_ticket", "ref": title, "state": "held", "state_text": "已报名"}
    return {"title": title, **words, **link, **{key: at.isoformat() for key, at in moments.items()}}


@pytest.mark.parametrize("answer", ["不用了", "用长者版"])
def test_the_question_about_larger_letters_is_one_line_and_asked_once(phone, answer):
    phone.open(HOME)
    line = phone.page.get_by_text("字太小？").locator("..").bounding_box()
    assert line["height"] <= 60
    phone.tap(answer)
    phone.reload()
    assert "字太小？" not in phone.text
