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
    expect(desk.get_by_text("按上限计，每年多支出")).to_be_visible()
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
