"""What every list of the desk can: sort, choose columns, keep a view, be taken away, be found again."""

import csv
from io import StringIO
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_console import faults, sign_in


def column(desk, name):
    """The cells of a column, in the order in which they stand."""
    heads = desk.locator("thead th").all_inner_texts()
    at = next(number for number, head in enumerate(heads) if head.startswith(name))
    return [row.locator("td").nth(at).inner_text() for row in desk.locator("tbody tr").all()]


def test_a_list_sorts_shows_what_is_wanted_is_kept_and_taken_away(desk, live):
    sign_in(desk, live, "dispatcher", page="matters?mine=&state=open")
    table = desk.get_by_role("region", name="事项，先到期的在前")
    expect(table).to_be_visible()
    head = table.get_by_role("columnheader", name="上报")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    oldest = column(desk, "上报")[0]
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert column(desk, "上报")[0] != oldest

    desk.get_by_role("button", name="选列").click()
    for name in ("内容", "位置", "承办"):
        desk.get_by_role("dialog").get_by_label(name, exact=True).uncheck()
    desk.get_by_role("dialog").get_by_label("来源", exact=True).check()
    assert faults(desk) == []
    desk.get_by_role("button", name="就看这些").click()
    expect(table.get_by_role("columnheader", name="来源")).to_be_visible()
    expect(table.get_by_role("columnheader", name="内容")).to_have_count(0)

    desk.get_by_role("button", name="视图").click()
    expect(desk.get_by_role("dialog")).to_contain_text("还没有存过")
    desk.get_by_role("button", name="存下现在的样子").click()
    desk.get_by_role("dialog").get_by_label("名字").fill("新来的在前")
    desk.get_by_role("button", name="存为视图").click()
    expect(desk.get_by_role("dialog")).to_have_count(0)

    table.get_by_role("link").nth(2).click()
    expect(desk.get_by_role("region", name="办理经过")).to_be_visible()
    desk.go_back()
    expect(table.get_by_role("columnheader", name="上报")).to_have_attribute(
        "aria-sort", "descending"
    )
    expect(desk.locator("tr.active")).to_have_count(1)

    desk.get_by_role("link", name="事项", exact=True).click()
    expect(desk.get_by_label("谁的")).to_have_value("true")
    desk.get_by_role("button", name="视图").click()
    desk.get_by_role("button", name="新来的在前", exact=True).click()
    expect(desk.get_by_label("谁的")).to_have_value("")
    expect(table.get_by_role("columnheader", name="上报")).to_have_attribute(
        "aria-sort", "descending"
    )
    taken_away(desk)


def taken_away(desk):
    """What is shown, as a file: the heads and the rows that stand there."""
    desk.get_by_role("button", name="导出").click()
    desk.get_by_label("格式").select_option("csv")
    with desk.expect_download() as waited:
        desk.get_by_role("dialog").get_by_role("button", name="导出").click()
    rows = list(csv.reader(StringIO(Path(waited.value.path()).read_text("utf-8-sig"))))
    assert rows[0] == ["事项", "期限", "环节", "级别", "上报", "来源"]
    assert len(rows) - 1 == desk.locator("tbody tr").count()


def test_an_empty_list_says_what_to_do(desk, live):
    sign_in(desk, live, "dispatcher", page="matters?q=没有人写过这样的话")
    empty = desk.locator(".empty")
    expect(empty).to_contain_text("没有符合的事项")

    empty.get_by_role("button", name="清除筛选，看全部").click()

    expect(desk.locator("tbody tr").first).to_be_visible()
    assert desk.url.endswith("#/matters?mine=")


def test_a_look_before_acting_takes_nobodys_choice_away(desk, live):
    sign_in(desk, live, "dispatcher", page="matters?mine=&state=open")
    boxes = desk.locator("tbody .pick input")
    boxes.nth(0).check()
    boxes.nth(1).check()
    for leave in ("取消", "Escape"):
        desk.locator(".bulk").get_by_role("button", name="受理并派单").click()
        expect(desk.get_by_role("dialog")).to_contain_text("会怎样")
        if leave == "Escape":
            desk.keyboard.press(leave)
        else:
            desk.get_by_role("dialog").get_by_role("button", name=leave).click()
        expect(desk.get_by_role("dialog")).to_have_count(0)
        expect(desk.locator("tbody .pick input:checked")).to_have_count(2)
        expect(desk.locator(".bulk")).to_contain_text("已选2条")


def test_u_leads_back_to_the_row_that_was_opened(desk, live):
    sign_in(desk, live, "dispatcher", page="matters?mine=&state=")
    expect(desk.locator("tbody tr").first).to_be_visible()
    for _step in range(9):
        desk.keyboard.press("j")
    number = desk.evaluate("document.activeElement.innerText")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("region", name="办理经过")).to_be_visible()
    desk.keyboard.press("u")
    expect(desk.locator("tr.active")).to_have_count(1)
    expect(desk.locator(":focus")).to_have_text(number)
    expect(desk.locator(":focus")).to_be_in_viewport()
