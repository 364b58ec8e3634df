"""Two policy officers at two desks: one proposes, the other sees the differences and approves."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_console import faults, sign_in
from weijiayuan.background.runner import run_due_jobs
from weijiayuan.db.database_clock import read_database_clock
from weijiayuan.welfare.pack_in_force import NAME

ELDER = {
    "on": "2026-11-23",
    "answers": {"applicant": {"birth_date": "1950-01-01", "hukou": "guangming"}},
    "policies": ["gaoling"],
}
CHANGES = (
    ("policies/gaoling.yaml", ("{70: 200,", "{70: 210,")),
    ("second_reading.yaml", ("{70: 200,", "{70: 210,")),
    ("cases/gaoling.yaml", ("amount: 200", "amount: 210"), ("[200, 300]", "[210, 300]")),
)


@pytest.fixture(autouse=True)
def looks_at_once(live):
    pack = live.app.extensions[NAME]
    pack.look_every = 0
    yield
    pack.look_every = 2


@pytest.fixture
def another_desk(chromium, live):
    """A second officer's own browser window."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    yield context.new_page()
    context.close()


def allowance(desk, live):
    answer = desk.request.post(f"{live.base}/api/v1/welfare/assessments", data=ELDER)
    return answer.json()["decisions"][0]["amount"]["fen"]


def edit(desk, name, *pairs):
    desk.get_by_label("文件", exact=True).select_option(name)
    box = desk.get_by_label("内容")
    text = box.input_value()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    box.fill(text)


def propose(desk, live):
    """Ask for the check, which waits for a worker, and be that worker."""
    desk.get_by_role("button", name="提案", exact=True).click()
    expect(desk.get_by_role("progressbar", name="检查进度")).to_be_visible()
    with live.app.app_context():
        run_due_jobs(read_database_clock())


def check(desk, live):
    """Check as an officer does who wants to read what is found before proposing."""
    desk.get_by_role("button", name="检查", exact=True).click()
    expect(desk.get_by_role("progressbar", name="检查进度")).to_be_visible()
    with live.app.app_context():
        run_due_jobs(read_database_clock())


def approve(desk):
    desk.get_by_role("button", name="批准").click()
    desk.get_by_role("dialog").get_by_role("button", name="批准").click()
    expect(desk.locator(".marks")).to_have_text("已施行")


def test_one_officer_proposes_and_another_puts_it_in_force_and_takes_it_back(
    desk, another_desk, live
):
    first, second = desk, another_desk
    first.goto(f"{live.base}/console/#/welfare/packs")
    sign_in(first, live, "policy-officer")
    first.get_by_role("button", name="提出修改").click()
    expect(first.get_by_label("内容")).to_have_value(re.compile("version"))
    version = re.search(r"^version: (.*)$", first.get_by_label("内容").input_value(), re.MULTILINE)[
        1
    ]
    edit(first, "pack.yaml", (f"version: {version}", f"version: {version}.1"))
    edit(first, "policies/gaoling.yaml", ("{70: 200,", "{70: 2000,"))
    first.get_by_label("为什么改").fill("录错了一个零")
    propose(first, live)
    expect(first.get_by_role("list", name="要改的地方")).to_contain_text("gaoling", timeout=60_000)
    assert faults(first) == []
    first.faults.clear()  # the browser tells of the 409 itself
    first.get_by_role("button", name="‹ 回到政策包发布").click()
    first.get_by_role("button", name="提出修改").click()
    edit(first, "pack.yaml", (f"version: {version}", f"version: {version}.1"))
    for name, *pairs in CHANGES:
        edit(first, name, *pairs)
    first.get_by_label("为什么改").fill("市民政局公布新标准")
    check(first, live)
    expect(first.get_by_text("检查通过，可以提案。")).to_be_visible(timeout=60_000)
    first.get_by_role("button", name="提案", exact=True).click()
    expect(first.get_by_role("heading", name=f"修改到 {version}.1")).to_be_visible(timeout=60_000)
    expect(first.get_by_role("button", name="批准")).to_have_count(0)
    expect(first.get_by_role("button", name="撤回提案")).to_be_visible()

    second.goto(f"{live.base}/console/#/welfare/packs")
    sign_in(second, live, "policy-officer-2")
    second.get_by_role("link", name="修改").first.click()
    expect(second.get_by_role("region", name="规则的改动")).to_contain_text("gaoling_bands")
    lines = second.get_by_role("region", name="改动的每一行")
    expect(lines).to_contain_text("{since: 2020-01-01, value: {70: 210,")
    expect(lines).not_to_contain_text(re.compile(r"\d年\d+月\d+日"))
    expect(second.get_by_role("region", name="会影响谁")).to_contain_text("高龄老人津贴")
    assert faults(second) == []
    before = allowance(second, live)
    approve(second)
    assert (before, allowance(second, live)) == (20000, 21000)

    second.get_by_role("link", name="‹ 政策包发布").click()
    rows = second.get_by_role("region", name="发布过的版本，新的在前").get_by_role("row")
    rows.filter(has_text="随产品发布").get_by_role("button", name="退回这一版").click()
    second.get_by_label("为什么退回").fill("新标准还没有正式施行")
    second.get_by_role("button", name="提出退回").click()
    expect(second.get_by_role("heading", name=f"退回旧版到 {version}")).to_be_visible()
    assert faults(second) == []
    first.goto(second.url)
    first.reload()
    approve(first)
    assert allowance(first, live) == 20000
