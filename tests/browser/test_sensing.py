"""Devices, alarms and rules at the desk."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in
from tests.factories.sensing import make_device
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.sensing.service import ingest
from weijiayuan.sensing.service.ingest import Reading


def test_an_alarm_is_judged_at_the_desk_and_the_device_is_on_the_register(desk, live):
    with live.app.app_context(), transaction():
        device, _ = make_device("leak_current", name="配电箱3")
        begin = clock.now() - timedelta(minutes=4)
        values = [10.0, 310.0, 320.0, 330.0]
        readings = [
            Reading(device.datastream_id, begin + timedelta(minutes=nth), value)
            for nth, value in enumerate(values)
        ]
        ingest.take_in(device, readings, now=clock.now())
    sign_in(desk, live, "admin")
    desk.get_by_role("link", name="感知设备").click()
    expect(desk.get_by_text("配电箱3")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("link", name="报警规则").click()
    expect(desk.get_by_role("heading", name="道路积水")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("button", name="退出").click()

    sign_in(desk, live, "dispatcher")
    desk.get_by_role("link", name="设备报警").click()
    desk.get_by_role("button", name="误报：配电箱3").first.click()
    desk.get_by_label("看到什么").fill("设备受潮")
    desk.get_by_role("button", name="误报", exact=True).click()
    expect(desk.get_by_text("设备受潮")).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "sensing" / "alarms.png")
