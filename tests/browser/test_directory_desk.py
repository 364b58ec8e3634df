"""The desk of 党群服务: mending an entry, taking in a list, and every page as everybody can read it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.test_console import faults, sign_in

PAGES = {
    "check": "每月核对",
    "reports": "居民反馈",
    "import": "名单导入",
    "matrix": "清单矩阵",
    "coverage": "十五分钟覆盖",
    "loans": "共享资源和借用",
    "charter": "联盟章程",
}
LIST = (
    "编号,名称,类型,社区,开放时间,电话\r\nW1,新设便民站,微站点,光明社区,每天9:00-17:00,88880001\r\n"
)


@pytest.fixture
def keeper(desk, live):
    """The desk of the directory, the administrator signed in."""
    desk.goto(f"{live.base}/console/#/directory/check")
    sign_in(desk, live, "admin")
    expect(desk.get_by_role("heading", name="每月核对")).to_be_visible()
    return desk


def test_every_page_of_the_directory_can_be_read_by_everybody(keeper, live):
    for path, title in PAGES.items():
        keeper.goto(f"{live.base}/console/#/directory/{path}")
        expect(keeper.get_by_role("heading", name=title, level=1)).to_be_visible()
        keeper.wait_for_load_state("networkidle")
        assert faults(keeper) == [], path
        keeper.screenshot(path=SCREENSHOTS / f"directory-desk-{path}.png", full_page=True)


def test_a_keeper_mends_an_entry_and_it_counts_as_looked_at(keeper):
    keeper.get_by_label("看哪些").select_option("0")
    button = keeper.get_by_role("button", name=re.compile("^更正：")).first
    name = button.get_attribute("aria-label").removeprefix("更正：")
    button.click()
    dialog = keeper.get_by_role("dialog")
    dialog.get_by_label("开放时间").fill("有时候开")
    dialog.get_by_role("button", name="更正并确认").click()
    expect(dialog.locator("p.fault").get_by_text("读不懂")).to_be_visible()
    keeper.faults.clear()  # the refusal itself
    keeper.screenshot(path=SCREENSHOTS / "directory-desk-mending.png")
    assert faults(keeper) == []
    dialog.get_by_label("开放时间").fill("周一至周五9:00-12:00、14:00-18:00")
    dialog.get_by_label("电话").fill("88886666")
    dialog.get_by_role("button", name="更正并确认").click()
    expect(dialog).to_be_hidden()

    keeper.get_by_label("看哪些").select_option("0")
    row = keeper.get_by_role("row").filter(has_text=name).filter(has_text="88886666")
    expect(row).to_contain_text("周一至周五14:00至18:00")


def test_a_list_is_rehearsed_and_then_taken_in(keeper, live, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes((LIST + "W2,坏的站,飞船,光明社区,,\r\n").encode("gb18030"))
    keeper.goto(f"{live.base}/console/#/directory/import")
    keeper.get_by_label("文件").set_input_files(path)
    keeper.get_by_label("名单来源").fill("测试名单")
    keeper.get_by_role("button", name="试算").click()
    expect(keeper.get_by_text("类型：只能写")).to_be_visible()
    expect(keeper.get_by_role("button", name="正式导入")).to_be_hidden()
    assert faults(keeper) == []

    path.write_bytes(LIST.encode("gb18030"))
    keeper.get_by_label("文件").set_input_files(path)
    keeper.get_by_role("button", name="试算").click()
    expect(keeper.get_by_text("节假日：没有写")).to_be_visible()
    keeper.screenshot(path=SCREENSHOTS / "directory-desk-rehearsal.png", full_page=True)
    keeper.get_by_role("button", name="正式导入").click()
    expect(keeper.get_by_role("heading", name="已导入")).to_be_visible()
