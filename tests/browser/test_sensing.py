"""Devices, alarms and rules at the desk."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in
from tests.factories.places import GUANGMING_SQUARE
from tests.factories.sensing import make_device
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.places import coordinates
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import ingest


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
    desk.get_by_role("navigation").get_by_role("link", name="感知设备").click()
    expect(desk.get_by_text("配电箱3")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("navigation").get_by_role("link", name="报警规则").click()
    expect(desk.get_by_role("heading", name="道路积水")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("button", name="退出").click()

    sign_in(desk, live, "dispatcher")
    desk.get_by_role("navigation").get_by_role("link", name="设备报警", exact=True).click()
    desk.get_by_role("button", name="误报：配电箱3").first.click()
    desk.get_by_label("看到什么").fill("设备受潮")
    desk.get_by_role("button", name="误报", exact=True).click()
    expect(desk.get_by_text("设备受潮")).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "sensing" / "alarms.png")


def test_on_a_telephone_a_row_has_one_button_which_offers_what_can_be_done(desk, live):
    name = f"配电箱{uuid4().hex[:6]}"
    with live.app.app_context(), transaction():
        device, _ = make_device("leak_current", name=name)
        begin = clock.now() - timedelta(minutes=4)
        readings = [
            Reading(device.datastream_id, begin + timedelta(minutes=nth), 320.0) for nth in range(4)
        ]
        ingest.take_in(device, readings, now=clock.now())
    desk.set_viewport_size({"width": 320, "height": 640})
    sign_in(desk, live, "dispatcher", page="alarms")
    offered = desk.get_by_role("dialog")
    for _ in range(2):
        desk.get_by_role("button", name=f"处理：{name}").click()
        expect(offered.get_by_role("button", name=f"误报：{name}")).to_be_visible()
        desk.keyboard.press("Escape")
        expect(offered).to_have_count(0)
    desk.get_by_role("button", name=f"处理：{name}").click()
    assert faults(desk) == []
    offered.get_by_role("button", name=f"误报：{name}").click()
    expect(offered.get_by_text(f"{name} · ")).to_be_visible()
    desk.get_by_label("看到什么").fill("箱里受潮")
    offered.get_by_role("button", name="误报", exact=True).click()
    expect(desk.get_by_text("箱里受潮")).to_be_visible()


def test_a_device_is_registered_and_a_line_is_changed_by_two_people(desk, live):
    sign_in(desk, live, "admin")
    desk.get_by_role("navigation").get_by_role("link", name="感知设备").click()
    desk.get_by_role("button", name="登记一台设备").click()
    said = {
        "编号": f"pond-{uuid4().hex[:8]}",
        "名称": "涵洞水位",
        "位置": "113.94493,22.7415",
        "地址": "示例路涵洞",
    }
    asked = desk.get_by_role("dialog")
    for label, words in said.items():
        asked.get_by_label(label).first.fill(words)
    asked.get_by_label("责任单位", exact=False).first.fill("示例水务站")
    desk.screenshot(path=SCREENSHOTS / "sensing" / "register.png", full_page=True)
    assert faults(desk) == []
    desk.get_by_role("button", name="登记", exact=True).click()
    expect(desk.get_by_text("的密钥只显示这一次")).to_be_visible(timeout=20_000)
    desk.get_by_role("button", name="记下了").click()
    expect(desk.get_by_text("涵洞水位").first).to_be_visible()

    desk.get_by_role("navigation").get_by_role("link", name="报警规则").click()
    desk.get_by_role("button", name="提一个改动：道路积水").click()
    desk.get_by_label("Ⅲ级：触发").fill("18")
    desk.get_by_label("为什么").fill("路面比别处高")
    desk.get_by_role("button", name="提出", exact=True).click()
    version = desk.get_by_role("region", name="最近的在前").locator("tbody td").first
    expect(version).to_be_visible(timeout=20_000)
    name = version.inner_text()
    desk.get_by_role("button", name=f"试算：{name}").click()
    desk.get_by_role("button", name="试算", exact=True).click()
    expect(desk.get_by_text("现行规则会报")).to_be_visible(timeout=20_000)
    desk.get_by_role("button", name="看过了").click()
    desk.get_by_role("button", name="退出").click()

    sign_in(desk, live, "supervisor")
    desk.get_by_role("navigation").get_by_role("link", name="报警规则").click()
    desk.get_by_role("button", name=f"同意：{name}", exact=True).click()
    desk.get_by_role("button", name="同意", exact=True).click()
    expect(desk.get_by_text(f"现行版本 {name}")).to_be_visible(timeout=20_000)
    expect(desk.get_by_text("≥ 18")).to_be_visible()
    assert faults(desk) == []
    desk.screenshot(path=SCREENSHOTS / "sensing" / "rules.png")


def test_devices_of_a_list_are_read_first_and_then_registered_with_their_keys(desk, live):
    mark = uuid4().hex[:8]
    heads = "编号,类别,名称,经度,纬度,坐标系,地址,场所,责任单位,间隔秒数,安装日期"
    rest = "113.94493,22.7415,GCJ-02,示例路,道路、广场,示例水务站,60,2026-11-20"
    rows = [f"list-{mark}-{nth},道路积水,积水{mark}{nth},{rest}" for nth in range(2)]
    sign_in(desk, live, "admin")
    desk.get_by_role("navigation").get_by_role("link", name="感知设备").click()
    desk.get_by_text("从表格登记多台").click()

    def read(*lines):
        body = "\n".join([heads, *lines]).encode()
        file = {"name": "devices.csv", "mimeType": "text/csv", "buffer": body}
        desk.get_by_label("设备表（Excel 或 CSV）").set_input_files([file])
        desk.get_by_role("button", name="先看一看").click()

    read(rows[0], rows[1].replace("道路积水", "热成像"))
    expect(desk.get_by_text("要改好下面这些才能登记")).to_be_visible()
    assert faults(desk) == []
    read(*rows)
    desk.get_by_role("button", name="登记这2台").click()
    expect(desk.get_by_text("密钥只显示这一次，离开本页")).to_be_visible(timeout=20_000)
    expect(desk.get_by_role("link", name="保存密钥表")).to_be_visible()
    assert faults(desk) == []
    desk.set_viewport_size({"width": 320, "height": 640})
    assert desk.evaluate("document.documentElement.scrollWidth") == 320
    desk.screenshot(path=SCREENSHOTS / "sensing" / "imported.png", full_page=True)
    expect(desk.get_by_role("cell", name=f"积水{mark}0").first).to_be_visible()


def test_anybody_reads_what_devices_near_measure_and_where_warnings_are_issued(make_phone, live):
    name = f"涵洞水位{uuid4().hex[:6]}"
    with live.app.app_context(), transaction():
        make_device(name=name)
    here = coordinates.point_of(GUANGMING_SQUARE).to(coordinates.Datum.WGS84)
    gps = {"longitude": here.lng, "latitude": here.lat}
    phone = make_phone(geolocation=gps, permissions=["geolocation"])
    sent = []
    phone.page.on("request", lambda one: sent.append(one.url))

    phone.open("pages/about/devices")
    phone.sees("微家园不发布预警")
    assert not [url for url in sent if "near=" in url]
    phone.tap("看看身边500米")
    phone.sees(name)
    phone.sees("测：道路积水")
    phone.settle()

    (near,) = [parse_qs(urlsplit(url).query)["near"][0] for url in sent if "near=" in url]
    assert re.fullmatch(r"\d+\.\d{3},\d+\.\d{3}", near)
    phone.page.screenshot(path=SCREENSHOTS / "sensing" / "near.png", full_page=True)
