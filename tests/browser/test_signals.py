"""Signals at the desk: the map of a day, the list, one signal seen, acted upon, and its numbers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in
from tests.factories.signals import drawn, plant
from weijiayuan.db import db, transaction
from weijiayuan.governance.surge_detection import service, threshold_calibration
from weijiayuan.governance.surge_detection.models import Signal
from weijiayuan.governance.surge_detection.rules import calibration
from weijiayuan.governance.surge_detection.rules.category_families import families
from weijiayuan.governance.surge_detection.rules.states import SignalState
from weijiayuan.kernel import clock


@pytest.fixture(scope="module")
def outbreak(live):
    """Seventy days of fire hazards with more than usual in three grids since four days."""
    with pytest.MonkeyPatch.context() as shorter, live.app.app_context():
        shorter.setattr(calibration, "DAYS", 400)
        shorter.setattr(calibration, "PROOF_DAYS", 200)
        first = clock.local_date(clock.now()) - timedelta(days=70)
        counts = drawn(70, a_day=25, seed=3)
        counts[-4:, 3:6] += 7
        plant(counts, first=first)
        threshold_calibration.calibrate(families().by_code["fire"], now=clock.now())
        assert service.look_everywhere(clock.now())


def nobody_looked(live):
    """Let the signals be as they were raised, also for a second try."""
    untouched = {"state": SignalState.NEW, "seen_at": None, "seen_by": None, "deed": None}
    with live.app.app_context(), transaction():
        db.session.execute(update(Signal).values(untouched))


def test_a_supervisor_sees_more_than_usual_and_says_what_is_done(desk, live, outbreak):
    nobody_looked(live)
    sign_in(desk, live)
    desk.get_by_role("link", name="风险信号", exact=True).click()
    expect(desk.get_by_role("heading", name="风险信号", exact=True)).to_be_visible()
    expect(
        desk.locator("svg.map path.watch, svg.map path.high, svg.map path.urgent").first
    ).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "signals" / "list.png", full_page=True)

    desk.get_by_role("link", name="消防隐患·成片增多").first.click()
    desk.get_by_role("button", name="我已查看").click()
    expect(desk.get_by_text("已查看").first).to_be_visible()
    desk.get_by_role("button", name="记下怎么处理").click()
    desk.get_by_label("怎么处理").select_option("visit")
    desk.get_by_label("说明").fill("今晚和消防一起去看")
    desk.get_by_role("button", name="处理", exact=True).click()
    expect(desk.get_by_text("处理中").first).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "signals" / "one.png", full_page=True)


INSIDE = """() => [...document.querySelectorAll(".board *")].every((each) => {
  const box = each.getBoundingClientRect();
  return box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
})"""
FIGURE_SIZES = """() => [...document.querySelectorAll(".figures b")]
    .map((each) => parseFloat(getComputedStyle(each).fontSize))"""
SIZES = {"wall": (3840, 2160), "hall": (1920, 1080), "laptop": (1366, 768)}


def test_the_wall_is_read_from_three_metres_by_day_and_by_night(desk, live, outbreak):
    desk.set_viewport_size({"width": 3840, "height": 2160})
    sign_in(desk, live)
    desk.get_by_role("link", name="大屏").click()
    expect(desk.locator(".figures .number")).to_have_count(5)
    expect(desk.locator(".days svg")).to_be_visible()

    sizes = desk.evaluate(FIGURE_SIZES)  # at once: figures are drawn anew as matters come
    assert min(sizes) >= 96
    assert desk.locator(".filled .picture").bounding_box()["height"] >= 0.75 * 2160
    things = desk.locator(".figures li, .filled, .days")
    assert things.count() <= 7
    assert faults(desk) == []
    for button in ("高于平常的信号", "在办和超期"):
        desk.get_by_role("button", name=button).click()
        expect(desk.get_by_role("button", name=button)).to_have_attribute("aria-pressed", "true")
    desk.get_by_role("button", name="高于平常的信号").click()
    expect(desk.locator("svg.map path:is(.watch, .high, .urgent)").first).to_be_visible()

    for night in ("night", "day"):
        for name, (width, height) in SIZES.items():
            desk.set_viewport_size({"width": width, "height": height})
            assert desk.evaluate("document.documentElement.scrollHeight") <= height
            expect(desk.locator(".days svg")).to_be_visible()
            desk.wait_for_function(INSIDE)
            desk.screenshot(path=SCREENSHOTS / "wall" / f"{name}-{night}.png")
        if night == "night":
            desk.get_by_role("button", name="夜间").click()
            expect(desk.locator(".days svg")).to_be_visible()
            assert faults(desk) == []


def test_a_number_is_a_click_from_its_meaning_and_its_rows_and_days_slide_back(
    desk, live, outbreak
):
    sign_in(desk, live)
    desk.get_by_role("link", name="大屏").click()
    expect(desk.locator(".days svg")).to_be_visible()
    desk.get_by_label("日期（向左是以前）").press("ArrowLeft")
    expect(desk.get_by_text("日终在办")).to_be_visible()
    expect(desk.locator(".as-of")).to_contain_text("数据截至")
    desk.locator(".figures .number", has_text="超期").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("有一个已过")
    dialog.get_by_role("link", name="看明细").click()

    expect(desk.get_by_role("heading", name="事项", exact=True)).to_be_visible()
    expect(desk.locator("select[name=due]")).to_have_value("late")
    desk.get_by_role("link", name="一屏统管").click()
    desk.locator(".tiles .number", has_text="设备在线").click()
    expect(desk.get_by_role("dialog")).to_contain_text("不当作平安")
    desk.get_by_role("button", name="关闭").click()
    desk.get_by_text("看数字").click()
    expect(desk.get_by_role("columnheader", name="办结", exact=True).first).to_be_visible()
    assert faults(desk) == []
