"""Every component and tag, on a page of their own: what they say, how they look, what they do."""

import json
import re
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
import segno
from flask import Flask
from werkzeug.serving import make_server

from tests.browser.conftest import SCREENSHOTS
from tests.browser.phone import SIZE, Phone
from tests.browser.server import Quiet
from tests.districts import GUANGMING
from tools import compile_wxml
from weijiayuan.client.browser_bundle import build
from weijiayuan.client.miniprogram_packages import MINIPROGRAM, tree
from weijiayuan.client.views import client
from weijiayuan.district.current_district import DISTRICT

GALLERY = Path(__file__).parent / "gallery"
ROUTE = "pages/gallery/gallery"


@dataclass
class Gallery:
    base: str


def program_with_gallery(folder):
    """The mini-program with one page more, and its templates compiled."""
    shutil.copytree(MINIPROGRAM, folder / "program")
    shutil.copytree(GALLERY, folder / "program" / "pages" / "gallery")
    app = folder / "program" / "app.json"
    config = json.loads(app.read_text("utf-8"))
    config["pages"].append(ROUTE)
    config["subPackages"] = []
    app.write_text(json.dumps(config), "utf-8")
    for inside in (folder / "program" / "pages").iterdir():
        if not any(page.startswith(f"pages/{inside.name}/") for page in config["pages"]):
            shutil.rmtree(inside)
    shutil.rmtree(folder / "program" / "packages", ignore_errors=True)
    files = tree(folder / "program")
    compile_wxml.compile_tree(files, folder / "compiled")
    return build(files, compiled=folder / "compiled")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory):
    app = Flask("gallery")
    app.extensions[DISTRICT] = GUANGMING
    app.register_blueprint(client)
    app.add_url_rule("/api/v1/services/help", view_func=lambda: {"help": None})
    app.extensions["weijiayuan.client"] = program_with_gallery(tmp_path_factory.mktemp("gallery"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield Gallery(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def one_phone(chromium, gallery):
    phone = Phone.unpack(chromium, gallery)
    yield phone
    phone.put_away()


@pytest.fixture
def shown(one_phone):
    """The gallery on a phone that forgets between tests: opening it anew costs a second each."""
    phone = one_phone
    phone.heard.clear()
    phone.allowed.clear()
    phone.page.unroute_all()
    phone.page.emulate_media(color_scheme="light")
    phone.page.set_viewport_size(SIZE)
    if not phone.page.url.startswith("http"):
        phone.open(ROUTE)
    phone.page.evaluate(ANEW, ROUTE)
    phone.settle()
    yield phone
    assert phone.faults == []


ANEW = """async (route) => {
  document.querySelectorAll('dialog').forEach((one) => one.remove())
  localStorage.clear()
  host.run('core/look.js').setElder(false)
  await host.wx.reLaunch({ url: '/' + route })
  host.app().heard = []
}"""


def heard(phone):
    """The last event that the page was told: [name, detail]."""
    phone.page.wait_for_function("() => !host.pending.size")
    return phone.page.evaluate("host.app().heard.at(-1) || null")


@pytest.mark.parametrize("mode", ["normal", "dark", "elder"])
def test_all_are_accessible_large_enough_and_whole(shown, mode):
    if mode == "dark":
        shown.page.emulate_media(color_scheme="dark")
    if mode == "elder":
        shown.use_elder()
    height = shown.page.evaluate("document.getElementById('pages').scrollHeight")
    shown.page.set_viewport_size({"width": 390, "height": height + 120})
    shown.photograph(SCREENSHOTS / mode / "components.png")
    faults = shown.axe() + shown.small_targets(60 if mode == "elder" else 44) + shown.clipped()
    assert faults == []


@pytest.mark.parametrize(
    ("role", "name", "event", "detail"),
    [
        ("button", "只给事件", "press", {}),
        ("button", "做点什么", "act", {}),
        ("radio", "4颗星，满意", "change", {"value": 4}),
        ("tab", "乙", "change", {"id": "b"}),
        ("button", "11月24日，周二，余3", "choose", {"date": "2026-11-24"}),
        ("button", "下个月", "month", {"month": "2026-12"}),
        ("radio", "乙", "change", {"value": "b"}),
        ("checkbox", "丑", "change", {"value": ["x", "y"]}),
        ("button", "活动室", "marker", {"id": 7}),
    ],
)
def test_a_tap_tells_the_page(shown, role, name, event, detail):
    shown.tap(name, role, exact=role in {"tab", "radio", "checkbox"} and len(name) == 1)
    name, given = heard(shown)
    assert (name, given or {}) == (event, detail)


def test_a_free_slot_can_be_chosen_and_a_full_one_not(shown):
    slots = shown.page.locator("slot-grid [role=radio]")
    slots.nth(1).tap(force=True)
    assert heard(shown) is None
    slots.nth(0).tap()
    name, detail = heard(shown)
    assert (name, detail["id"]) == ("choose", "1")
    assert slots.nth(0).get_attribute("aria-checked") == "true"
    assert "09:00–11:00" in slots.nth(0).inner_text()


def test_keys_do_what_fingers_do(shown):
    shown.page.get_by_role("tab", name="乙").focus()
    shown.page.keyboard.press("Enter")
    assert heard(shown) == ["change", {"id": "b"}]


def test_a_search_is_sent_by_the_keyboard_too(shown):
    shown.write("搜场地", "球")
    shown.page.keyboard.press("Enter")
    assert heard(shown) == ["search", {"value": "球"}]


@pytest.mark.parametrize("name", ["自述", "搜一搜"])
def test_quick_letters_all_stay_though_the_page_says_each_of_them_back(shown, name):
    field = shown.page.get_by_role("textbox", name=name)
    field.press_sequentially("abcdefghijklmnopqrst", delay=15)
    shown.settle()
    assert field.input_value() == "abcdefghijklmnopqrst"
    assert shown.page.evaluate("host.pagesNow().at(-1).data.said") == "abcdefghijklmnopqrst"


def test_what_the_page_says_itself_is_written(shown):
    field = shown.page.get_by_role("textbox", name="自述")
    for words in ("", "遮住的", ""):
        field.fill("一些字")
        shown.settle()
        shown.page.evaluate("said => host.pagesNow().at(-1).setData({ said })", words)
        shown.settle()
        assert field.input_value() == words


def test_a_sheet_opens_and_closes(shown):
    shown.tap("打开面板")
    shown.page.get_by_role("dialog", name="面板").wait_for()
    shown.tap("关闭")
    shown.settle()
    assert shown.page.get_by_role("dialog", name="面板").count() == 0


def test_a_sheet_has_the_focus_until_escape_closes_it(shown):
    inside = "() => Boolean(document.activeElement.closest('[role=dialog]'))"
    opener = shown.page.get_by_role("button", name="打开面板")
    opener.focus()
    shown.page.keyboard.press("Enter")
    shown.page.get_by_role("dialog", name="面板").wait_for()
    for _ in range(3):
        shown.page.keyboard.press("Tab")
        assert shown.page.evaluate(inside)
    shown.page.keyboard.press("Escape")
    shown.settle()
    assert shown.page.get_by_role("dialog", name="面板").count() == 0
    assert shown.page.evaluate("() => document.activeElement.innerText") == "打开面板"


def test_a_picture_is_sent_once_it_is_chosen_and_again_if_that_fails(shown):
    answers = [(503, {"detail": "太忙"}), (201, {"id": "f1"})]

    def answer(route):
        status, body = answers.pop(0)
        route.fulfill(status=status, json=body)

    shown.expect_fault("status of 503")
    shown.page.route("**/fake-wechat/codes", lambda route: route.fulfill(json={"code": "c"}))
    token = {"token": "t", "resident": {}}
    shown.page.route("**/api/v1/sessions", lambda route: route.fulfill(status=201, json=token))
    shown.page.route("**/api/v1/files", answer)
    with shown.page.expect_file_chooser() as chooser:
        shown.tap("拍照或选图")
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"})
    shown.sees("没传成")
    assert heard(shown) == ["change", {"ids": [], "sending": False, "failed": True}]
    shown.tap("没传成")
    shown.page.wait_for_function("() => host.app().heard.at(-1)[1].ids[0] === 'f1'")
    shown.tap("去掉第1张")
    assert heard(shown) == ["change", {"ids": [], "sending": False, "failed": False}]


@pytest.mark.parametrize("length", [14, 26, 42, 62, 84, 106, 122, 152, 180, 213])
def test_the_qr_code_is_the_standards(shown, length):
    """Texts that fill a version to the last byte: there segno draws as the standard says."""
    text = ("weijiayuan/" * 20)[:length]
    drawn = qr_of(shown, text)
    version = (len(drawn) - 17) // 4
    usual = {"version": version, "error": "m", "mode": "byte", "boost_error": False}
    same = [segno.make(text.encode(), mask=mask, **usual).matrix for mask in range(8)]
    assert [bytes(row) for row in drawn] in [[bytes(row) for row in one] for one in same]


def test_a_short_code_is_padded_and_read_back(shown):
    assert read_codewords(qr_of(shown, "246810"))[:16] == [
        *(0x40, 0x63, 0x23, 0x43, 0x63, 0x83, 0x13, 0x00),
        *(0xEC, 0x11) * 4,
    ]


def qr_of(phone, text):
    return phone.page.evaluate("text => host.run('components/qr/matrix.js').matrix(text)", text)


MASKS = [
    lambda x, y: (x + y) % 2,
    lambda _x, y: y % 2,
    lambda x, _y: x % 3,
    lambda x, y: (x + y) % 3,
    lambda x, y: (x // 3 + y // 2) % 2,
    lambda x, y: x * y % 2 + x * y % 3,
    lambda x, y: (x * y % 2 + x * y % 3) % 2,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2,
]


def read_codewords(grid):
    """Read a version 1 code as a scanner does: the mask from its format, then the zigzag."""
    size = len(grid)
    mask = (grid[8][2] << 2 | grid[8][3] << 1 | grid[8][4]) ^ 0b101
    fixed = {
        (x, y)
        for x in range(size)
        for y in range(size)
        if 6 in (x, y)
        or (x < 9 and y < 9)
        or (x >= size - 8 and y < 9)
        or (x < 9 and y >= size - 8)
    }
    bits = []
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        upward = (right + 1) & 2 == 0
        for y in reversed(range(size)) if upward else range(size):
            for x in (right, right - 1):
                if (x, y) not in fixed:
                    bits += [grid[y][x] ^ (MASKS[mask](x, y) == 0)]
    return [int("".join(str(int(bit)) for bit in bits[at : at + 8]), 2) for at in range(0, 208, 8)]


def test_the_qr_picture_is_drawn(shown):
    width = shown.page.evaluate("document.querySelector('qr img').naturalWidth")
    assert width == (21 + 8) * 8


def test_a_form_gives_its_values(shown):
    shown.write("昵称", "阿明")
    shown.page.get_by_role("radio", name="大", exact=True).check()
    shown.page.get_by_role("checkbox", name="蒜").check()
    shown.page.get_by_role("switch", name="开关").check()
    shown.page.get_by_role("slider", name="数量").fill("7")
    shown.page.get_by_role("combobox", name="甲乙").select_option(label="乙")
    shown.tap("交表")
    expected = {"nick": "阿明", "size": "l", "extras": ["b"], "on": True, "amount": 7, "pick": 1}
    assert heard(shown) == ["submit", expected]
    assert shown.page.locator(".echo").inner_text() == "阿明"


def test_a_label_is_one_tap_not_two(shown):
    shown.page.get_by_text("葱").tap()
    assert heard(shown) == ["change", {"value": ["a"]}]
    assert shown.page.evaluate("host.app().heard.length") == 1


def test_columns_are_picked_together(shown):
    shown.tap("两列")
    shown.page.get_by_role("combobox", name="第1列").select_option(label="下午")
    shown.tap("确定")
    shown.page.wait_for_function("() => host.app().heard.length")
    assert heard(shown) == ["change", {"value": [1, 0]}]


def test_a_region_is_picked(shown):
    shown.tap("地区")
    shown.page.get_by_role("combobox", name="第3列").select_option(label="龙华区")
    shown.tap("确定")
    shown.page.wait_for_function("() => host.app().heard.length")
    assert heard(shown) == ["change", {"value": ["广东省", "深圳市", "龙华区"]}]


def test_the_map_tells_where_it_was_tapped(shown):
    shown.page.locator("map").scroll_into_view_if_needed()
    box = shown.page.locator("map").bounding_box()
    shown.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    name, place = heard(shown)
    assert name == "pick"
    assert abs(place["latitude"] - 22.75) < 1e-4
    assert abs(place["longitude"] - 113.93) < 1e-4


def test_rich_text_cannot_act(shown):
    inside = shown.page.locator("rich-text").inner_html()
    assert re.sub(r'"data:[^"]+"', "", inside) == '<b>粗</b><img src= alt=""><span>链</span>'


def test_an_inner_tap_can_be_kept(shown):
    shown.page.locator("[id$=inner]").tap()
    assert heard(shown)[0] == "inner"
    assert shown.page.evaluate("host.app().heard.length") == 1


def test_the_end_of_a_scroll_view_is_told(shown):
    shown.page.evaluate("document.querySelector('scroll-view').scrollTo(0, 1e6)")
    shown.page.wait_for_function("() => (host.app().heard.at(-1) || [])[0] === 'scrolltolower'")


def test_words_are_the_neighbours(shown):
    assert shown.page.locator(".words").last.inner_text() == (
        "1,234.56元|11月23日(周一)|11月23日(周一) 14:00–16:30|1.5公里"
    )


def test_fifty_rows_are_drawn_within_a_tenth_of_a_second(shown):
    times = shown.page.evaluate(
        """async () => {
          const page = host.pagesNow().at(-1)
          const times = []
          for (let round = 0; round < 5; round += 1) {
            await page.fill(0)
            const from = performance.now()
            await page.fill(50)
            document.getElementById('pages').offsetHeight
            times.push(performance.now() - from)
          }
          return times.sort((a, b) => a - b)
        }"""
    )
    assert times[0] < 100, times


def test_an_average_is_drawn_to_the_half_star_and_said(shown):
    stars = shown.page.get_by_role("img", name="4.5颗星，共5颗")
    lit = stars.locator("[class*='--on']")
    widths = [round(lit.nth(n).bounding_box()["width"], 1) for n in range(lit.count())]
    assert widths[:4] == [widths[0]] * 4
    assert widths[4:] == [round(widths[0] / 2, 1)]


def test_past_weeks_fold_away_and_the_next_month_stands_below_the_last_week(shown):
    """The gallery's month is 2026-11; its first day that can be chosen moves."""
    names = "() => [...document.querySelectorAll('page:not([hidden]) [class*=month-grid--number]')].map((one) => one.innerText)"
    set_min = "(monthMin) => host.pagesNow().at(-1).setData({ monthMin })"
    shown.page.evaluate(set_min, "2026-11-20")
    shown.settle()
    assert "9" not in shown.page.evaluate(names)
    shown.page.evaluate(set_min, "2026-11-29")
    shown.settle()
    shown.page.get_by_role("button", name=re.compile("^12月1日")).wait_for()
