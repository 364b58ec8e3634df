"""A market from last week's copy to the call at the stall, as its organiser and its neighbours see it."""

import re
import uuid

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.visits import in_ordinary_letters
from tests.browser.visits_markets import a_ticket, markets, menu, past, post

GOODS = {
    "名称": "陈皮",
    "产地": "广东江门",
    "价格（元）": "56.5",
    "单位": "250克",
    "怎么买": "展位选购，或扫码到商城下单",
}
EDIT = "packages/organiser/edit/edit"


def organiser(make_phone, live, route, query=""):
    """The organiser's telephone, open at a page."""
    in_ordinary_letters(live, "organiser")
    return make_phone(persona="organiser").open(route, query)


def fresh_ticket(live, number):
    """A ticket of a neighbour of its own for one service of the running market."""
    return a_ticket(live, f"market-neighbour-{number}")


def test_last_week_is_copied_four_services_are_refused_and_five_are_published(make_phone, live):
    desk = organiser(make_phone, live, "packages/organiser/desk/desk")
    desk.page.get_by_role("button", name=re.compile("^照这场再办：")).last.tap()
    desk.wait_for_route(EDIT)
    desk.sees("菜单（9项")
    for left in (8, 7, 6, 5, 4):
        desk.page.get_by_role("button", name=re.compile("个工位")).last.tap()
        desk.tap("从菜单里去掉")
        desk.sees(f"菜单（{left}项")
    desk.tap("发布", exact=True)
    desk.expect_fault("status of 409")
    desk.sees("菜单上只有4种服务，至少要有5种才能发布")
    desk.photograph(SCREENSHOTS / "markets" / "four-services-refused.png")
    desk.tap("去修改")
    desk.tap("加一项服务")
    desk.page.get_by_label("服务种类").select_option(label="修鞋")
    desk.write("服务单位", "社区修鞋师傅")
    desk.tap("放进菜单")
    desk.tap("发布", exact=True)
    desk.tap("同时举办")  # the sample market of that week is at the same time
    desk.sees("已发布，居民可以报名")
    desk.photograph(SCREENSHOTS / "markets" / "five-services-published.png")


def test_a_market_is_called_off_and_says_why(make_phone, live):
    copied = post(live, "organiser", f"/markets/{past(live)['id']}/copy")
    post(live, "organiser", f"/markets/{copied['id']}/publish", although_overlapping=True)
    desk = organiser(make_phone, live, EDIT, f"?id={copied['id']}")
    desk.tap("取消这场集市")
    desk.write("原因", "台风来了")
    desk.tap("确认取消")
    desk.sees("报名的居民都已收到通知")
    told = live.session("neighbour").get(f"{live.base}/api/v1/markets/{copied['id']}").json()
    assert (told["state"], told["cancelled_reason"]) == ("cancelled", "台风来了")


def test_goods_reach_the_neighbours_and_volunteer_hours_are_corrected(make_phone, live):
    copied = post(live, "organiser", f"/markets/{past(live)['id']}/copy")
    post(live, "organiser", f"/markets/{copied['id']}/publish", although_overlapping=True)
    item = copied["items"][0]["id"]
    live.session("organiser").put(
        f"{live.base}/api/v1/markets/{copied['id']}/items/{item}/volunteers",
        json={"people": [{"name": "示例·陈师傅", "minutes": 180}]},
    )
    query = f"?id={copied['id']}"
    desk = organiser(make_phone, live, "packages/organiser/shelf/shelf", query)
    desk.tap("加一件好物")
    for label, text in GOODS.items():
        desk.write(label, text)
    desk.tap("保存", exact=True)
    desk.sees("广东江门 · 56.5元/250克 · 0人想买")
    neighbour = make_phone().open("pages/markets/market/market", query)
    neighbour.tap("想买陈皮，已有0人")
    neighbour.sees("想买（1人）")
    desk.open("packages/organiser/people/people", query)
    desk.tap(re.compile("示例·陈师傅，3小时"))
    desk.write("服务了多少分钟", "90")
    desk.tap("保存", exact=True)
    desk.sees("1小时30分钟")
    desk.photograph(SCREENSHOTS / "markets" / "volunteer-hours.png")


def test_a_neighbour_orders_two_services_sees_the_clash_and_gets_tickets(phone, live):
    coming = markets(live)[1]
    phone.open("pages/markets/market/market", f"?id={coming['id']}")
    phone.tap("报名：义剪")
    phone.tap("确认报名")
    phone.wait_for_route("pages/markets/ticket/ticket")
    phone.sees(re.compile(r"^A\d\d$"))
    phone.back()
    phone.tap("报名：义诊")
    phone.sees("与您已报的“义剪”时间相近")
    phone.photograph(SCREENSHOTS / "markets" / "clash-hint.png")
    phone.tap("确认报名")
    phone.wait_for_route("pages/markets/ticket/ticket")
    phone.open("pages/markets/tickets/tickets")
    assert phone.page.get_by_role("link", name=re.compile("已报名")).count() == 2


def test_a_check_in_that_the_server_cannot_take_is_kept(make_phone, live):
    query = f"?id={markets(live)[0]['id']}"
    door = organiser(make_phone, live, "packages/organiser/door/door", query)
    door.expect_fault("status of 503")
    busy = {"status": 503, "json": {"detail": "太忙"}}
    door.page.route("**/markets/check-ins", lambda route: route.fulfill(**busy))
    door.write("或输入签到码", "KEPT2345")
    door.tap("签到", exact=True)
    door.sees("已记下，有网后核对")


def test_the_day_check_in_call_skip_walk_in_and_the_notice_at_three(make_phone, live):
    running = markets(live)[0]
    tickets = [fresh_ticket(live, number) for number in range(5)]
    door = organiser(make_phone, live, "packages/organiser/door/door", f"?id={running['id']}")
    for ticket in tickets:
        door.write("或输入签到码", ticket["code"])
        door.tap("签到", exact=True)
        door.sees(re.compile(f"{ticket['label']} 义补：(签到成功|已经签到过了)"))
    door.photograph(SCREENSHOTS / "markets" / "checked-in.png")
    query = f"?market={running['id']}&id={tickets[0]['item']}"
    door.open("packages/organiser/stall/stall", query)
    door.tap("叫下一位")
    door.sees(re.compile("^请A"))
    door.tap("过号")
    door.sees("已过号")
    door.tap("现场取号")
    door.sees(re.compile("现场号 A"))
    door.photograph(SCREENSHOTS / "markets" / "walk-in.png")
    door.tap("确定")
    neighbour = make_phone(persona="market-neighbour-1")
    neighbour.open("pages/inbox/inbox")
    neighbour.sees("快到您了")
    neighbour.photograph(SCREENSHOTS / "markets" / "three-before.png")


def test_what_was_scanned_without_network_is_told_when_the_door_is_opened_again(make_phone, live):
    running = markets(live)[0]
    ticket = fresh_ticket(live, uuid.uuid4().hex)
    query = f"?id={running['id']}"
    door = organiser(make_phone, live, "packages/organiser/door/door", query)
    door.page.evaluate(
        "([market, code]) => host.run('packages/organiser/offline.js').scan(market, code, Date.now())",
        [running["id"], ticket["code"]],
    )
    door.open("packages/organiser/door/door", query)
    door.sees("签到成功（已上传）")
    again = post(live, "organiser", "/markets/check-ins", ticket=ticket["ticket"])
    assert again["outcome"] == "again"


def test_the_address_of_the_screen_can_be_opened_on_a_computer(make_phone, live):
    running = markets(live)[0]
    item = menu(live, running)[0]["id"]
    query = f"?market={running['id']}&id={item}"
    route = "packages/organiser/stall/stall"
    permissions = ["clipboard-read", "clipboard-write"]
    stall = make_phone(persona="organiser", permissions=permissions).open(route, query)
    stall.tap("复制大屏地址")
    stall.sees("大屏地址已复制")
    copied = stall.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{live.base}/console/stall/{item}"


def test_check_in_without_network_is_kept_and_told_later_once(make_phone, live):
    running = markets(live)[0]
    ticket = fresh_ticket(live, uuid.uuid4().hex)
    door = organiser(make_phone, live, "packages/organiser/door/door", f"?id={running['id']}")
    door.sees(re.compile(r"名单里有\d+人"))
    door.expect_fault("ERR_INTERNET_DISCONNECTED")
    door.offline()
    for times in (1, 2):
        door.write("或输入签到码", ticket["code"])
        door.tap("签到", exact=True)
        expect(door.page.get_by_text("已记下，有网后上传")).to_have_count(times)
    door.sees("有1条签到等待上传")
    door.photograph(SCREENSHOTS / "markets" / "offline.png")
    door.offline(gone=False)
    door.sees("签到成功（已上传）")
    again = post(live, "organiser", "/markets/check-ins", ticket=ticket["ticket"])
    assert again["outcome"] == "again"


def test_the_screen_at_the_stall_shows_numbers_in_large_type(chromium, live):
    item = menu(live, markets(live)[0])[0]
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    faults = []
    page.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    page.goto(f"{live.base}/console/stall/{item['id']}")
    page.get_by_text("1号工位").wait_for()
    assert page.locator(".label").first.bounding_box()["height"] > 120
    page.screenshot(path=SCREENSHOTS / "markets" / "screen.png")
    page.close()
    assert faults == []
