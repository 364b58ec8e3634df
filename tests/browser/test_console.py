"""The one screen at `/console/`, as a supervisor at a desk uses it."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pyotp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.phone import RULES
from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.sample import PERSONAS, SAMPLE_PASSWORD
from weijiayuan.db import db, reading, transaction
from weijiayuan.deadline_clocks.working_time import TimeUnit
from weijiayuan.events.department_orders.rules.state_transitions import PartState
from weijiayuan.events.models import (
    Escalation,
    Event,
    EventClock,
    Order,
    OrderPart,
    Supervision,
)
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.kernel import clock

TEXT_LARGE = 1.2


def otp_of(live, username):
    with live.app.app_context(), reading():
        account = db.session.query(StaffAccount).filter_by(username=username).one()
        return pyotp.TOTP(account.totp_secret).now()


def forget_otp(live, username):
    """A code is good once; tests that sign in twice in half a minute begin anew."""
    with live.app.app_context(), transaction():
        db.session.query(StaffAccount).filter_by(username=username).update({"totp_used": 0})


def sign_in(desk, live, username="supervisor", password=SAMPLE_PASSWORD, page=None):
    if page:
        desk.goto(f"{live.base}/console/#/{page}")
    forget_otp(live, username)
    desk.get_by_label("用户名").fill(username)
    desk.get_by_label("密码").fill(password)
    desk.get_by_label("动态码").fill(otp_of(live, username))
    desk.get_by_role("button", name="登录").click()


def tile(desk, name):
    return desk.locator(".tiles li", has_text=name).locator("b")


TORN_TABLES = """() => [...document.querySelectorAll("td, th")]
    .filter((cell) => !["table-cell", "none"].includes(getComputedStyle(cell).display))
    .slice(0, 3)
    .map((cell) => `not a cell of its table: ${cell.outerHTML.slice(0, 160)}`)"""
"""Cells that a style sheet took out of their table: their columns fall apart."""


UNWRITTEN = """() => [...document.body.innerText.matchAll(/\\[object \\w+\\]|\\bundefined\\b|\\bNaN\\b/g)]
  .map(([text]) => `not a text: ${text}`)"""
"""What a page shows where something was put into it that is no text."""


def faults(desk):
    found = Axe().run(
        desk, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    )
    return (
        [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in found.response["violations"]
            for node in fault["nodes"]
        ]
        + desk.evaluate(TORN_TABLES)
        + desk.evaluate(UNWRITTEN)
    )


def test_a_wrong_password_is_told_and_nothing_is_shown(desk, live):
    sign_in(desk, live, password="Wrong-2026-!")

    expect(desk.get_by_role("alert")).not_to_be_empty()
    expect(desk.locator(".tiles")).to_have_count(0)
    assert faults(desk) == []


def test_a_newcomer_is_at_the_desk_with_one_tap(desk):
    choice = desk.get_by_role("region", name="示例人员")
    expect(choice.get_by_role("button")).to_have_count(len(PERSONAS))
    assert faults(desk) == []

    choice.get_by_role("button", name="示例·督办员").click()

    expect(desk.get_by_role("heading", name="等我办的")).to_be_visible()
    expect(desk.locator("#whoami")).to_have_text("示例·督办员（督办员）")


def test_every_duty_begins_with_what_waits_for_it(desk, live):
    for title, _role in PERSONAS.values():
        desk.get_by_role("region", name="示例人员").get_by_role("button", name=title).first.click()
        expect(desk.get_by_role("heading", name="等我办的")).to_be_visible()
        expect(desk.get_by_role("region", name="先办这些")).to_be_visible()
        expect(desk.get_by_text("暂时取不到")).to_have_count(0)
        desk.get_by_role("button", name="退出").click()
        expect(desk.get_by_role("heading", name="工作人员登录")).to_be_visible()


def test_a_supervisor_sees_the_district_and_a_new_tip_without_reloading(desk, live):
    sign_in(desk, live, page="screen")
    expect(desk.get_by_role("heading", name="全区事项一览")).to_be_visible()
    expect(desk.locator("svg.map path")).to_have_count(126)
    expect(desk.locator("#pulse")).to_contain_text("实时")
    before = int(tile(desk, "今日新增").inner_text())

    live.session("somebody-in-the-street").post(
        f"{live.base}/api/v1/tips",
        json={"category": "06010", "text": "路口有一堆垃圾", "place": GUANGMING_SQUARE},
        headers={"Idempotency-Key": uuid4().hex},
        timeout=10,
    ).raise_for_status()

    expect(tile(desk, "今日新增")).to_have_text(str(before + 1), timeout=15_000)
    desk.locator("#level").select_option("street")
    expect(desk.locator("svg.map path")).to_have_count(6)


def test_the_screen_has_no_fault_that_axe_finds_and_can_be_read_larger(desk, live):
    sign_in(desk, live, page="screen")
    expect(desk.locator("svg.map path")).to_have_count(126)
    assert faults(desk) == []

    size = "() => parseFloat(getComputedStyle(document.querySelector('td')).fontSize)"
    before = desk.evaluate(size)
    desk.get_by_role("button", name="大字").click()

    assert desk.evaluate(size) > before * TEXT_LARGE
    assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    desk.set_viewport_size({"width": 700, "height": 900})
    assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert faults(desk) == []


def test_the_figures_are_taken_away_as_a_sheet(desk, live):
    sign_in(desk, live, page="screen")
    desk.locator("#by").select_option("category")

    with desk.expect_download() as waited:
        desk.get_by_role("button", name="下载表格").click()

    assert waited.value.suggested_filename.startswith("figures-category-")
    text = Path(waited.value.path()).read_text("utf-8-sig")
    assert {row["指标"] for row in csv.DictReader(StringIO(text))} >= {"按时办结率"}


def test_signing_out_ends_the_session_and_a_reload_asks_again(desk, live):
    sign_in(desk, live, page="screen")
    expect(desk.locator(".tiles")).to_be_visible()
    token = desk.evaluate("() => sessionStorage.getItem('weijiayuan.console.token')")

    desk.get_by_role("button", name="退出").click()

    expect(desk.get_by_role("heading", name="工作人员登录")).to_be_visible()
    answer = desk.request.get(
        f"{live.base}/api/v1/staff/me", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status == 401


def test_an_organiser_lands_on_what_is_theirs_and_sees_no_more(desk, live):
    sign_in(desk, live, "organiser")

    links = desk.get_by_role("navigation").get_by_role("link")
    expect(links).to_have_text(["等我办的", "我的活动", "我的集市", "我的账号"])


def test_a_dispatcher_decides_a_matter_and_an_auditor_sees_who_looked(desk, live):
    number = report(live, "desk-reporter")
    sign_in(desk, live, "dispatcher")
    desk.get_by_role("link", name="事项", exact=True).click()
    desk.get_by_role("link", name=number).click()
    expect(desk.get_by_role("heading", name="为什么派给它")).to_be_visible()
    assert faults(desk) == []
    press(desk, "受理")
    assert faults(desk) == []
    press_in_dialog(desk, "受理")
    expect(desk.locator(".marks").first).to_contain_text("已受理")
    press(desk, "联系上报人")
    desk.get_by_label("为什么要联系").fill("核实井盖在哪一侧")
    press_in_dialog(desk, "联系上报人")
    expect(desk.get_by_role("dialog")).to_contain_text("没有留电话")
    desk.keyboard.press("Escape")
    press(desk, "派单")
    press_in_dialog(desk, "派单")
    expect(desk.locator(".marks").first).to_contain_text("已派单")
    desk.get_by_role("button", name="退出").click()

    sign_in(desk, live, "auditor")
    desk.get_by_role("link", name="审计轨迹").click()
    desk.get_by_label("对象").fill(number)
    desk.get_by_label("看什么").select_option("true")
    row = desk.get_by_role("row", name="查看上报人")
    expect(row).to_contain_text("街道分拨员（dispatcher）")
    expect(row).to_contain_text("核实井盖在哪一侧")
    desk.get_by_role("button", name="核对整条轨迹").click()
    expect(desk.get_by_role("status").filter(has_text="逐条核对完整")).to_be_visible()
    assert faults(desk) == []


def report(live, persona):
    """Send a tip about a manhole, whose category is dispatched, and return its number."""
    answer = live.session(persona).post(
        f"{live.base}/api/v1/tips",
        json={"category": "06013", "text": "井盖边上的路面塌了", "place": GUANGMING_SQUARE},
        headers={"Idempotency-Key": uuid4().hex},
        timeout=10,
    )
    return answer.json()["number"]


def press(desk, name):
    """Press a button as the keyboard does."""
    desk.get_by_role("button", name=name, exact=True).focus()
    desk.keyboard.press("Enter")


def press_in_dialog(desk, name):
    desk.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


def test_a_department_finds_its_orders_and_supervisions(desk, live):
    sign_in(desk, live, "department")
    desk.get_by_role("link", name="督办").click()
    expect(desk.get_by_role("heading", name="督办", level=1)).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("link", name="发令和报到").click()
    desk.get_by_role("table").get_by_role("link").first.click()
    expect(desk.get_by_role("region", name="发令", exact=True)).to_be_visible()
    assert faults(desk) == []
    assert desk.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_unit_answers_all_that_it_owes_on_a_matter_in_one_go(desk, live):
    number = late_matter(live)
    sign_in(desk, live, "department", page="supervisions")
    row = desk.locator("tbody tr", has_text=number)
    expect(row).to_have_count(1)
    row.get_by_role("button", name="书面答复").click()
    dialog = desk.get_by_role("dialog")
    assert [box.is_checked() for box in dialog.get_by_role("checkbox").all()] == [True, True]
    dialog.get_by_label("原因和措施").fill("人手不足，今天完成")
    assert faults(desk) == []
    press_in_dialog(desk, "提交答复")

    expect(dialog).to_have_count(0)
    desk.locator("select[name=open]").select_option("")
    answered = desk.locator("tbody tr", has_text=number)
    expect(answered).to_contain_text("人手不足，今天完成")
    expect(answered.get_by_role("button", name="书面答复")).to_have_count(0)


def late_matter(live):
    """Let a matter of a department have climbed two rungs of its clock, and return its number."""
    now = clock.now()
    with live.app.app_context(), transaction():
        has_one = Event.unit_code.like("440311-%") & Event.closed_at.is_(None)
        event = db.session.scalars(select(Event).where(has_one).limit(1)).one()
        late = EventClock(
            kind=ClockKind.RESOLVE, unit=TimeUnit.URGENT_HOURS, budget_seconds=3600,
            started_at=now - timedelta(hours=3), due_at=now - timedelta(hours=2), event_id=event.id,
        )  # fmt: skip
        db.session.add(late)
        db.session.flush()
        for level, name in ((1, "超过时限"), (2, "超时一半")):
            rung = Escalation(
                percent=100 + 50 * (level - 1), name=name, tells="unit", reached_at=now,
                supervision=level, clock_id=late.id, event_id=event.id,
            )  # fmt: skip
            db.session.add(rung)
            db.session.flush()
            given = {"level": level, "opened_at": now, "unit_code": event.unit_code}
            db.session.add(Supervision(escalation_id=rung.id, event_id=event.id, **given))
        return event.number


def test_a_supervisor_decides_an_appeal_once(desk, live):
    order = appealed_order(live)
    sign_in(desk, live)
    desk.goto(f"{live.base}/console/#/orders/{order}")
    press(desk, "申诉成立，改评分")
    desk.get_by_label("改为多少分").fill("70")
    desk.get_by_label("改分的理由").fill("照片能看出当天就到了")
    assert faults(desk) == []
    press_in_dialog(desk, "申诉成立，改评分")
    part = desk.get_by_role("region").filter(has_text="申诉结果")
    expect(part).to_contain_text("成立，已改评分：照片能看出当天就到了")
    expect(part).to_contain_text("得分 70")
    expect(desk.get_by_role("button", name="维持评分")).to_have_count(0)


def appealed_order(live):
    """Make an order whose one department was given 40 points and does not agree."""
    now = clock.now()
    with live.app.app_context(), transaction():
        shown = db.session.scalars(select(Order).limit(1)).one()
        kept = ("event_id", "community_code", "street_code", "rank", "place", "lng", "lat")
        given = {name: getattr(shown, name) for name in kept}
        order = Order(
            number="FL-DESK-1", item="路面塌陷", report_code="246810", issued_by=shown.issued_by,
            issued_at=now, **given,
        )  # fmt: skip
        db.session.add(order)
        part = OrderPart(order_id=order.id, unit_code="440311-transport", is_lead=True)
        part.state, part.score, part.scored_at = PartState.SCORED, 40.0, now
        part.appealed_at, part.appeal = now, "我们当天就到了现场"
        db.session.add(part)
        return order.id


def test_the_page_allows_itself_nothing_but_its_own_files(desk, live):
    policy = desk.request.get(f"{live.base}/console/").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert desk.request.get(f"{live.base}/console/../setup.cfg").status == 404
    assert desk.request.get(f"{live.base}/console/%2e%2e%2fsetup.cfg").status == 404
