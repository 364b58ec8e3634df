"""Four at once: 甲 and 乙 on their telephones, the mediator, the judge at the desk; and the desk of appeals."""

import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, forget_otp, sign_in
from tests.browser.visits_appeals import ASKED, LI, TERM, ZHANG, invited, talking
from tests.browser.visits_venues import get, post
from weijiayuan.appeals.rules.court_session_script import QUESTIONS
from weijiayuan.db import db

RULING = "（2026）粤0311民特1号"
MOST_SECONDS = 180
WORDS = "我最多让到四千一百块"


def test_from_consent_to_a_served_ruling_with_four_at_once(live, make_phone, desk):
    path, sides = invited(live)
    case = f"?id={path.rpartition('/')[2]}"
    phones = [make_phone(persona=persona) for persona in (*sides, "mediator")]
    desk.goto(f"{live.base}/console/#/appeals/court")
    sign_in(desk, live, "judge")
    began = time.monotonic()
    agree(phones, case)
    for phone, who in zip(phones, (ZHANG, LI), strict=False):
        sign(phone, case, who)
    mediate(phones[2]).get_by_text("签名并盖章").click()
    expect(phones[2].page.get_by_text("协议已生效").first).to_be_visible()
    court = before_the_court(live, phones, path, case)
    for phone in phones[:2]:
        phone.open("pages/appeals/session/session", f"?id={court}")
        expect(phone.page.get_by_text("示例·审判员")).to_be_visible()
        with phone.page.expect_response("**/presence"):
            phone.page.get_by_text("我到了", exact=True).click()

    desk.goto(f"{live.base}/console/#/appeals/court/{court}")
    decide(desk, "受理")
    for at in range(len(QUESTIONS) * 2):
        with desk.expect_response("**/question"):
            desk.locator("select:has(option[value=silent])").nth(at).select_option("yes")
        desk.wait_for_timeout(200)
    decide(desk, "制作笔录")
    expect(desk.get_by_role("heading", name="笔录")).to_be_visible()
    for phone in phones[:2]:
        phone.page.get_by_text("刷新", exact=True).click()
        with phone.page.expect_response("**/confirm-record"):
            phone.page.get_by_text("核对无误", exact=True).click()
    desk.reload()
    decide(desk, "裁定确认", RULING)
    phones[0].page.get_by_text("刷新", exact=True).click()
    expect(phones[0].page.get_by_text("三十分钟内办完")).to_be_visible()

    took = time.monotonic() - began
    print(f"from consent to a served ruling: {took:.1f} s")
    assert took < MOST_SECONDS
    phones[0].photograph(SCREENSHOTS / "session-served.png")
    phones[1].use_elder()
    phones[1].photograph(SCREENSHOTS / "session-served-elder.png")
    assert faults(desk) == []
    assert kept_openly(live) == []


def kept_openly(live):
    """Name what holds a word of the private talk in the open: files, the database, the metrics."""
    with live.app.app_context():
        database = Path(db.engine.url.database)
    folder = live.app.extensions["weijiayuan.settings"].data_dir
    held = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    held |= {one: one.read_bytes() for one in database.parent.glob(f"{database.name}*")}
    held["metrics"] = live.session("anybody").get(f"{live.base}/metrics").content
    assert len(held) > 2
    return [str(name) for name, content in held.items() if WORDS.encode() in content]


def agree(phones, case):
    """Both sides say yes, the mediator has no ties and writes the terms, all on telephones."""
    for phone in phones[:2]:
        phone.open("pages/appeals/mediation/mediation", case)
        phone.page.get_by_text("同意调解", exact=True).click()
        expect(phone.page.get_by_text("撤回同意", exact=True)).to_be_visible()
    phones[2].open("pages/appeals/mediating/mediating", case)
    phones[2].page.get_by_text("我和各方没有利害关系").click()
    expect(phones[2].page.get_by_text("说给双方听")).to_be_visible()
    phones[0].open("pages/appeals/mediation/mediation", case)
    phones[0].page.get_by_label("想说的话").fill(WORDS)
    phones[0].page.get_by_text("只给调解员看").click()
    expect(phones[0].page.get_by_text(WORDS)).to_be_visible()
    write_terms(phones[2].page, due=True)
    phones[2].page.get_by_text("检查并保存").click()
    expect(phones[2].page.get_by_text("签名并盖章")).to_be_visible()


def write_terms(page, *, due):
    for group, name in (("谁", "乙方"), ("对谁", "甲方")):
        side = page.get_by_role("radiogroup", name=group, exact=True)
        side.get_by_role("radio").filter(has_text=name).click()
    page.get_by_label("金额（元）").fill("5000")
    page.get_by_label("怎样给").fill("转入甲方尾号1234的银行账户")
    if due:
        page.get_by_label("最晚哪天").fill(TERM["due"])
    page.get_by_text("加这一项").click()


def sign(phone, case, who):
    """A side reads the agreement, shows who it is and signs."""
    phone.open("pages/appeals/mediation/mediation", case)
    page = phone.page
    page.get_by_label("姓名", exact=True).fill(who["name"])
    page.get_by_label("身份证号").fill(who["id_number"])
    with page.expect_response("**/verify"):
        page.get_by_text("核验身份", exact=True).click()
    page.get_by_text("看清楚了，签名").click()
    expect(page.get_by_text("看清楚了，签名")).to_be_hidden(timeout=20_000)


def mediate(phone):
    phone.page.reload()
    return phone.page


def before_the_court(live, phones, path, case):
    """Both sides apply, one files, the mediator books room and judge; returns the confirmation."""
    for phone in phones[:2]:
        phone.open("pages/appeals/mediation/mediation", case)
        phone.page.get_by_text("我同意申请").click()
        expect(phone.page.get_by_text("看司法确认")).to_be_visible()
    phones[1].page.get_by_text("双方都同意了，提交法院").click()
    phones[2].open("pages/appeals/mediating/mediating", case)
    with phones[2].page.expect_response("**/book"):
        phones[2].page.get_by_text("现在就约确认室和法官").click()
    return live.session("mediator").get(f"{live.base}/api/v1{path}").json()["confirmation"]


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
    write_terms(phone.page, due=False)
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


def test_a_lawyer_has_what_was_handed_over_and_the_keeper_sees_the_next_session(live, desk):
    number = post(live, "asker-of-a-lawyer", "/appeals", ASKED)["number"]
    people = get(live, "/appeals/desk/colleagues", "duty-worker")["items"]
    lawyer = next(one["id"] for one in people if "法律" in one["name"])
    note = {"to": lawyer, "note": "请看合同"}
    post(live, "duty-worker", f"/appeals/{number}/hand-over", note)
    desk.goto(f"{live.base}/console/#/appeals/caseload")
    sign_in(desk, live, "adviser")
    desk.get_by_role("link", name=number).click()
    desk.get_by_role("button", name="查看全文").click()
    dialog = desk.get_by_role("dialog")
    dialog.locator("input").fill("接手")
    dialog.get_by_role("button", name="查看全文").click()
    expect(desk.get_by_role("button", name="移交", exact=True)).to_be_hidden()
    decide(desk, "接收移交")
    expect(desk.get_by_role("button", name="查看全文")).to_be_visible()
    own = get(live, "/appeals/desk", "adviser")["items"]
    assert [(one["number"], one["offered"]) for one in own] == [(number, False)]
    assert faults(desk) == []

    desk.get_by_role("button", name="退出").click()
    sign_in(desk, live, "room-keeper")
    desk.goto(f"{live.base}/console/#/appeals/rooms")
    expect(desk.get_by_role("cell", name="还没有检查过").first).to_be_visible()
    desk.get_by_role("button", name="检查：").first.click()
    desk.get_by_role("dialog").get_by_role("button", name="检查确认室").click()
    expect(desk.get_by_text("正常", exact=True).first).to_be_visible()
    assert faults(desk) == []
