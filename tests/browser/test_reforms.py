"""Trying a reform at `/console/#/welfare/reforms`, as a policy officer at a desk does."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_console import faults, sign_in
from weijiayuan.background.models import BackgroundJob
from weijiayuan.db import db, transaction
from weijiayuan.welfare.simulation_job import run_simulation

ELDERS = "household,birth_date,hukou\nA,1955-01-01,guangming\nB,1946-01-01,guangming\n"


def work(live):
    """Do what the worker would with simulations, and nothing else: other tests' matters wait."""
    with live.app.app_context():
        with transaction():
            waiting = db.session.query(BackgroundJob).filter_by(name=run_simulation.name).all()
            arguments = [json.loads(task.arguments)[0] for task in waiting]
            for task in waiting:
                db.session.delete(task)
        for each in arguments:
            run_simulation(*each)


def change(desk, figure, now, then):
    expect(desk.get_by_label(f"{figure}，现行")).to_be_visible()
    desk.get_by_label(f"{figure}，现行").fill(now)
    desk.get_by_label(f"{figure}，改为").fill(then)


def test_ones_own_name_takes_the_place_of_the_one_proposed_and_no_column_is_cut(desk, live):
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(f"{live.base}/console/#/welfare/reforms")
    sign_in(desk, live, "policy-officer")
    desk.get_by_label("政策", exact=True).select_option("gaoling")
    bands = desk.locator("[data-bands] .scroll")
    after = bands.locator("[data-side=after]").first
    after.fill("65")
    after.press("Tab")
    title = desk.locator("#title")
    expect(title).to_have_value(re.compile("→"))

    title.click()
    desk.keyboard.type("我的名字")

    expect(title).to_have_value("我的名字")
    assert bands.evaluate("each => each.scrollWidth <= each.clientWidth")


def test_a_higher_minimum_wage_is_tried_on_a_synthetic_population(desk, live):
    desk.goto(f"{live.base}/console/#/welfare/reforms")
    sign_in(desk, live, "policy-officer")
    desk.get_by_label("政策", exact=True).select_option("ui")
    change(desk, "深圳市最低工资（月）", "2520", "2700")
    desk.get_by_label("多少人").fill("20000")
    assert faults(desk) == []

    desk.get_by_role("button", name="开始试算").click()
    expect(desk.get_by_role("progressbar")).to_be_visible()
    work(live)

    expect(desk.get_by_role("heading", name="深圳市最低工资（月） 2520→2700")).to_be_visible()
    row = desk.get_by_role("row", name=re.compile("^失业保险金 .*万元"))
    expect(row).to_be_visible()
    expect(desk.get_by_text(re.compile("按上限计.*每年多支出"))).to_be_visible()
    expect(desk.locator("figure svg")).not_to_have_count(0)
    assert faults(desk) == []
    with desk.expect_download() as waited:
        desk.get_by_role("button", name="下载结果").click()
    lines = list(csv.reader(StringIO(Path(waited.value.path()).read_text("utf-8-sig"))))
    benefit = next(line for line in lines if line and line[0] == "失业保险金")
    assert benefit[2] == benefit[3] != "0"
    assert float(benefit[7]) > float(benefit[6])


def test_people_are_sent_and_a_mistake_among_them_is_shown_by_line(desk, live, tmp_path):
    desk.goto(f"{live.base}/console/#/welfare/reforms")
    sign_in(desk, live, "policy-officer")
    desk.get_by_label("政策", exact=True).select_option("gaoling")
    expect(desk.locator("#figures")).to_contain_text("年龄")
    change(desk, "高龄津贴起始年龄", "70", "80")
    desk.get_by_label("上传的人群表").check()
    sheet = tmp_path / "people.csv"
    sheet.write_text(ELDERS.replace("1955-01-01", "somewhen"), "utf-8")
    desk.get_by_label("人群表（CSV").set_input_files(sheet)
    desk.get_by_role("button", name="开始试算").click()
    expect(desk.get_by_role("alert")).to_contain_text("第2行 birth_date")
    assert faults(desk) == []
    desk.faults[:] = [fault for fault in desk.faults if "422" not in fault]

    sheet.write_text(ELDERS, "utf-8")
    desk.get_by_label("人群表（CSV").set_input_files(sheet)
    desk.get_by_role("button", name="开始试算").click()
    expect(desk.get_by_role("progressbar")).to_be_visible()
    work(live)

    row = desk.get_by_role("row", name=re.compile("^高龄老人津贴 .*万元"))
    expect(row).to_contain_text("2 人")
    expect(row).to_contain_text("1 人")


def try_age(desk, live, title, band=None):
    """Try the allowance from sixty-five, with a band for it or without; give the link to it."""
    desk.goto("about:blank")
    desk.goto(f"{live.base}/console/#/welfare/reforms")
    desk.get_by_label("政策", exact=True).select_option("gaoling")
    change(desk, "高龄津贴起始年龄", "70", "65")
    if band:
        desk.get_by_role("button", name="加一档", exact=True).click()
        desk.get_by_label("高龄津贴每人每月标准，新的一档，起点").fill("65")
        desk.get_by_label("高龄津贴每人每月标准，新的一档，改为").fill(band)
    desk.keyboard.press("Tab")
    desk.get_by_label("这次试算叫什么").fill(title)
    desk.get_by_label("多少人").fill("20000")
    desk.get_by_role("button", name="开始试算").click()
    expect(desk.get_by_role("progressbar")).to_be_visible()
    work(live)
    expect(desk.get_by_role("button", name="下载报告（PDF）")).to_be_visible()
    assert re.search(r"#/welfare/reforms/[0-9a-f-]{36}$", desk.url)
    return desk.url


def test_bands_change_at_the_desk_and_two_reforms_stand_side_by_side(desk, live):
    desk.goto(f"{live.base}/console/#/welfare/reforms")
    sign_in(desk, live, "policy-officer")
    expect(desk.get_by_label("政策", exact=True)).to_be_visible()
    with_band = try_age(desk, live, "六十五岁起加一档", band="100")
    expect(desk.get_by_text("一分钱也领不到")).to_have_count(0)
    desk.get_by_text("看一户人家在改革前后").click()
    desk.get_by_label("出生日期", exact=True).fill("1960-01-01")
    desk.get_by_label("户籍", exact=True).select_option("guangming")
    desk.get_by_role("button", name="看改革前后").click()
    expect(
        desk.get_by_role("row", name=re.compile("高龄老人津贴 不符合.*每月100元"))
    ).to_be_visible()
    desk.get_by_text("试算用的人口与公开统计相差多少").click()
    expect(desk.get_by_role("row", name=re.compile("本区户籍占常住人口 17.59%"))).to_be_visible()
    assert faults(desk) == []

    try_age(desk, live, "六十五岁起不加档")
    expect(desk.get_by_text("一分钱也领不到").first).to_be_visible()

    desk.goto("about:blank")
    desk.goto(with_band)
    expect(desk.get_by_role("heading", name="六十五岁起加一档")).to_be_visible()
    for title in ("六十五岁起加一档", "六十五岁起不加档"):
        desk.get_by_label(f"勾选{title}").first.check()
    desk.get_by_role("button", name="把勾选的并排比较").click()
    expect(desk.get_by_role("heading", name="几项改革并排比较")).to_be_visible()
    expect(desk.get_by_role("table", name="总账")).to_be_visible()
    expect(desk.get_by_text("不能直接相减")).to_have_count(0)
    assert faults(desk) == []


def test_what_is_left_to_the_office_is_no_figure_to_change(desk, live):
    desk.goto(f"{live.base}/console/#/welfare/reforms")
    sign_in(desk, live, "policy-officer")
    desk.get_by_label("政策", exact=True).select_option("yl_xfbt")
    expect(desk.locator("#figures")).to_contain_text("元")

    expect(desk.locator("#figures")).not_to_contain_text("来源写了")
