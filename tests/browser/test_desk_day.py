"""A dispatcher's day at the desk with the keyboard alone: no pointer touches the page."""

from uuid import uuid4

from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.test_console import faults, sign_in
from tests.factories.places import GUANGMING_SQUARE
from weijiayuan.db import db, reading
from weijiayuan.events.models import Event

HOLES = ("井盖边上的路面塌了", "井盖不见了", "人行道地砖翘起来绊人", "路中间有个坑")


def report(live, text):
    """Send a tip about a hole in the road as a resident of its own, and return its number."""
    answer = live.session(f"day-{uuid4().hex[:6]}").post(
        f"{live.base}/api/v1/tips",
        json={"category": "06013", "text": text, "place": GUANGMING_SQUARE},
        headers={"Idempotency-Key": uuid4().hex},
        timeout=10,
    )
    answer.raise_for_status()
    return answer.json()["number"]


def state_of(live, number):
    with live.app.app_context(), reading():
        return db.session.scalar(select(Event.state).filter_by(number=number))


def test_a_dispatchers_day_needs_no_pointer(desk, live):
    numbers = [report(live, text) for text in HOLES]
    sign_in(desk, live, "dispatcher")
    keys = desk.keyboard
    expect(desk.get_by_role("heading", name="等我办的", level=1)).to_be_visible()
    expect(desk.get_by_role("list", name="各有多少")).to_contain_text("已上报")

    keys.press("?")
    expect(desk.get_by_role("dialog", name="快捷键")).to_contain_text("下一条")
    keys.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)

    find(desk, numbers[0])
    expect(desk.get_by_role("heading", level=1)).to_contain_text(numbers[0])
    expect(desk.get_by_role("group", name="示意图")).to_be_visible()
    expect(desk.get_by_role("img", name="受理时限用了")).to_be_visible()
    assert faults(desk) == []
    keys.press("1")
    usual = desk.get_by_role("dialog")
    expect(usual).to_contain_text("可能是同一件")
    keys.press("Enter")
    expect(desk.locator("#said")).to_contain_text("派错了可以收回重派")
    assert state_of(live, numbers[0]) == "dispatched"

    keys.press("u")
    keys.press("f")
    keys.type("事项")
    keys.press("Enter")
    found = desk.get_by_role("region", name="页面")
    expect(found.get_by_role("link", name="事项")).to_be_visible()
    choose_three(desk, numbers[1:])
    assert [state_of(live, number) for number in numbers[1:]] == ["dispatched"] * 3


def find(desk, words):
    """Use the field in the head."""
    desk.keyboard.press("f")
    desk.keyboard.type(words)
    desk.keyboard.press("Enter")


def choose_three(desk, numbers):
    """Filter the list, choose three rows, look at whom it touches, and do it."""
    keys = desk.keyboard
    keys.press("h")
    expect(desk.get_by_role("heading", name="等我办的", level=1)).to_be_visible()
    desk.evaluate(
        "() => { location.hash = '#/matters?mine=true&state=submitted&category=06013&sort=-reported' }"
    )
    for number in numbers:
        expect(desk.get_by_role("row", name=number)).to_be_visible()
    for _ in numbers:
        keys.press("j")
        keys.press("x")
    expect(desk.get_by_role("status").filter(has_text="已选3条")).to_be_visible()
    act = desk.get_by_role("button", name="受理并派单")
    while not act.evaluate("button => button === document.activeElement"):
        keys.press("Tab")
    keys.press("Enter")
    preview = desk.get_by_role("dialog")
    expect(preview.get_by_role("row")).to_have_count(4)
    expect(preview).to_contain_text("告诉上报人")
    assert faults(desk) == []
    keys.press("Enter")
    expect(preview).to_contain_text("已办3条，共3条")
    keys.press("Enter")
    expect(desk.get_by_role("dialog")).to_have_count(0)
