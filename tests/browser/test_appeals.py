"""Four at once: 甲 and 乙 on their telephones, the mediator, the judge at the desk; and the desk of appeals."""

import time

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, forget_otp, sign_in
from tests.browser.visits_appeals import ASKED, agreed, talking
from tests.browser.visits_venues import post
from weijiayuan.appeals.rules.thirty_minute_promise import QUESTIONS

RULING = "（2026）粤0311民特1号"
MOST_SECONDS = 180


def test_from_two_consents_to_a_served_ruling_with_four_at_once(live, make_phone, desk):
    path, sides = agreed(live)
    began = time.monotonic()
    phones = []
    for persona in sides:
        phone = make_phone(persona=persona)
        phone.open("pages/appeals/mediation/mediation", f"?id={path.rpartition('/')[2]}")
        phone.page.get_by_text("我同意申请").click()
        expect(phone.page.get_by_text("已同意申请").first).to_be_visible()
        phones.append(phone)
    phones[0].page.get_by_text("双方都同意了，提交法院").click()
    expect(phones[0].page.get_by_text("看司法确认")).to_be_visible()
    court = live.session(sides[0]).get(f"{live.base}/api/v1{path}").json()["confirmation"]
    for phone in phones:
        phone.open("pages/appeals/session/session", f"?id={court}")
    phones[1].page.get_by_text("现在就约确认室和法官").click()
    expect(phones[1].page.get_by_text("示例·审判员")).to_be_visible()
    for phone in phones:
        phone.page.get_by_text("刷新", exact=True).click()
        with phone.page.expect_response("**/presence"):
            phone.page.get_by_text("我到了", exact=True).click()

    desk.goto(f"{live.base}/console/#/appeals/court")
    sign_in(desk, live, "judge")
    desk.goto(f"{live.base}/console/#/appeals/court/{court}")
    decide(desk, "受理")
    for at in range(len(QUESTIONS) * 2):
        with desk.expect_response("**/question"):
            desk.locator("select:has(option[value=silent])").nth(at).select_option("yes")
        desk.wait_for_timeout(200)
    decide(desk, "制作笔录")
    expect(desk.get_by_role("heading", name="笔录")).to_be_visible()
    for phone in phones:
        phone.page.get_by_text("刷新", exact=True).click()
        phone.page.get_by_text("核对无误", exact=True).click()
        expect(phone.page.get_by_text("核对无误", exact=True)).to_be_hidden(timeout=10_000) if (
            phone is phones[1]
        ) else None
    desk.reload()
    decide(desk, "裁定确认", RULING)
    phones[0].page.get_by_text("刷新", exact=True).click()
    expect(phones[0].page.get_by_text("三十分钟内办完")).to_be_visible()

    assert time.monotonic() - began < MOST_SECONDS
    phones[0].photograph(SCREENSHOTS / "session-served.png")
    phones[1].use_elder()
    phones[1].photograph(SCREENSHOTS / "session-served-elder.png")
    assert faults(desk) == []


def decide(desk, name, line=None):
    """Press a button of the judge and say yes to what it asks."""
    desk.get_by_role("button", name=name, exact=True).first.click()
    dialog = desk.get_by_role("dialog")
    if line:
        dialog.locator("input").first.fill(line)
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


def test_the_desk_shows_who_has_what_and_the_words_only_with_a_reason(live, desk):
    number = post(live, "asker-of-the-desk", "/appeals", ASKED)["number"]
    desk.goto(f"{live.base}/console/#/appeals/caseload")
    sign_in(desk, live, "duty-worker")
    desk.goto(f"{live.base}/console/#/appeals/caseload/{number}")
    assert ASKED["text"] not in desk.content()

    desk.get_by_role("button", name="查看全文").click()
    dialog = desk.get_by_role("dialog")
    dialog.locator("input").fill("分流")
    dialog.get_by_role("button", name="查看全文").click()

    expect(desk.get_by_text(ASKED["text"])).to_be_visible()
    assert faults(desk) == []
    forget_otp(live, "duty-worker")


def test_the_mediator_writes_terms_at_the_desk_and_on_the_telephone(live, make_phone, desk):
    path, _sides = talking(live)
    number = path.rpartition("/")[2]
    desk.goto(f"{live.base}/console/#/appeals/mediations")
    sign_in(desk, live, "mediator")
    desk.goto(f"{live.base}/console/#/appeals/mediations/{number}")
    desk.get_by_role("button", name="加一项", exact=True).click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("谁", exact=True).select_option("乙方")
    dialog.get_by_label("金额").fill("5000")
    dialog.get_by_role("button", name="加一项", exact=True).click()
    desk.get_by_role("button", name="检查并保存").click()
    expect(desk.get_by_text("没有写明期限").first).to_be_visible()
    desk.screenshot(path=SCREENSHOTS / "desk-mediation.png", full_page=True)
    assert faults(desk) == []

    phone = make_phone(persona="mediator")
    phone.open("pages/appeals/mediating/mediating", f"?id={number}")
    phone.page.get_by_text("去掉", exact=True).first.click()
    for group, name in (("谁", "乙方"), ("对谁", "甲方")):
        side = phone.page.get_by_role("radiogroup", name=group, exact=True)
        side.get_by_role("radio").filter(has_text=name).click()
    phone.page.get_by_label("金额（元）").fill("5000")
    phone.page.get_by_label("怎样给").fill("转入甲方尾号1234的银行账户")
    phone.page.get_by_text("加这一项").click()
    phone.page.get_by_text("检查并保存").click()
    expect(phone.page.get_by_text("没有写明期限").first).to_be_visible()
    phone.photograph(SCREENSHOTS / "phone-mediating.png")


def test_hand_overs_and_the_roster_are_at_the_desk(live, desk):
    desk.goto(f"{live.base}/console/#/appeals/roster")
    sign_in(desk, live, "duty-worker")
    for page, heading in (
        ("roster", "值班表"),
        ("hand-overs", "移交"),
        ("waiting", "等调解员"),
        ("mediations", "我的调解"),
    ):
        desk.goto(f"{live.base}/console/#/appeals/{page}")
        expect(desk.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "desk-roster.png", full_page=True)
    forget_otp(live, "duty-worker")
