"""Signals at the desk: the map of a day, the list, one signal seen, acted upon, and its numbers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in
from tests.factories.signals import drawn, plant
from weijiayuan.governance.signals import service, threshold_calibration
from weijiayuan.governance.signals.rules import calibration
from weijiayuan.governance.signals.rules.category_families import families
from weijiayuan.kernel import clock


@pytest.fixture
def outbreak(live, monkeypatch):
    """Seventy days of fire hazards with more than usual in three grids since four days."""
    monkeypatch.setattr(calibration, "DAYS", 400)
    monkeypatch.setattr(calibration, "PROOF_DAYS", 200)
    with live.app.app_context():
        first = clock.local_date(clock.now()) - timedelta(days=70)
        counts = drawn(70, a_day=25, seed=3)
        counts[-4:, 3:6] += 7
        plant(counts, first=first)
        threshold_calibration.calibrate(families().by_code["fire"], now=clock.now())
        assert service.look_everywhere(clock.now())


def test_a_supervisor_sees_more_than_usual_and_says_what_is_done(desk, live, outbreak):
    sign_in(desk, live)
    desk.get_by_role("link", name="风险信号").click()
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
