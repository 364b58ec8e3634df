"""Nine things people come for, as they do them on the telephone, finger by finger.

Each begins on the first page as somebody finds it, and ends where the screen says it is done.
Fingers are counted by the browser: what a person taps, not what a test calls.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from tests.browser.test_tips import GPS, choose_photos
from tests.files.pictures import as_bytes, scene
from weijiayuan.kernel import clock

HOME, ME = "pages/home/home", "pages/me/me"
COUNTED = """() => { window.fingers = 0; addEventListener('pointerup', (event) => {
    if (event.isTrusted) window.fingers += 1; }, true); }"""
GUARD = "Object.assign(host.run('core/steady.js'), { echo: 400, rest: 600 })"
CALC = "pages/welfare/ask/ask"
MOST_QUESTIONS = 12


class Hand:
    """A finger on a telephone whose guard against shaking hands is on, as residents have it."""

    def __init__(self, phone):
        self.phone, self.page = phone, phone.page
        phone.open(HOME)
        self.page.get_by_role("link", name=re.compile("^查补贴|^福利")).first.wait_for()
        self.page.evaluate(GUARD)
        self.page.evaluate(COUNTED)

    @property
    def taps(self) -> int:
        return int(self.page.evaluate("window.fingers"))

    def tap(self, name, role="button"):
        """Tap what is called so once the page takes taps."""
        found = self.page.get_by_role(role, name=re.compile(name)).filter(visible=True).first
        found.wait_for()
        self.page.wait_for_timeout(REST)
        found.tap()
        self.phone.let_arrive()

    def sees(self, text):
        self.phone.sees(text)


REST = 650
"""Milliseconds for which a page that changed takes no taps."""


def benefits_at_80(hand: Hand) -> None:
    """Ends where the line says what she can have already; the other questions can wait."""
    hand.tap("^查补贴", "link")
    hand.tap("满六十")
    sure = hand.page.get_by_text(re.compile("^已能领 [0-9]+ 项")).filter(visible=True)
    for _ in range(MOST_QUESTIONS):
        hand.page.wait_for_timeout(REST)
        if sure.count():
            return hand.sees("高龄老人津贴")
        answer(hand, hand.page.locator("page:not([hidden]) .title").first.inner_text())
    raise AssertionError(hand.phone.text)


def answer(hand: Hand, question: str):
    if "出生" in question:
        hand.tap("只记得年份")
        hand.phone.write("哪一年", str(clock.local_date(clock.now()).year - 81))
        hand.tap("下一题")
        return
    for words, choice in {"共有几位": "^1$", "户": "光明", "住在哪里": "光明"}.items():
        if words in question and hand.page.get_by_role("radio", name=re.compile(choice)).count():
            hand.tap(choice, "radio")
            return
    no = "^(不是|没有|无|都不是)"
    if hand.page.get_by_role("radio", name=re.compile(no)).count():
        hand.tap(no, "radio")
    else:
        hand.tap("不清楚，先跳过")


def lamp_with_photo(hand: Hand):
    hand.tap("^随手拍", "link")
    hand.page.get_by_role("button", name="拍照或选图").wait_for()
    hand.page.wait_for_timeout(REST)
    choose_photos(hand.phone, as_bytes(scene(320, 240)))
    hand.phone.write("是什么问题", "门口的路灯不亮了")
    hand.tap("用我现在的位置")
    hand.tap("^提交$")
    hand.sees("编号")


def court_tomorrow(hand: Hand):
    hand.tap("^订场地", "link")
    hand.tap("^筛选")
    hand.tap("球场", "tab")
    hand.tap("看结果")
    hand.tap("羽毛球场", "link")
    tomorrow = clock.local_date(clock.now()) + timedelta(days=1)
    hand.tap(f"{tomorrow.month}月{tomorrow.day}日，")
    hand.tap("[0-9]{2}:00–.*余", "radio")
    hand.tap("确定预约")
    hand.sees("约好了")


def haircut(hand: Hand):
    hand.tap("^便民集市", "link")
    hand.tap("便民服务大集市", "link")
    hand.tap("报名：义剪")
    hand.tap("确认报名")
    hand.sees("号")
    hand.phone.wait_for_route("pages/markets/ticket/ticket")


def cleaning_near_me(hand: Hand):
    hand.phone.write("搜服务、政策、场地、岗位", "保洁")
    hand.tap("^搜索$")
    hand.phone.wait_for_route("pages/search/search")
    hand.page.get_by_role("heading", name="岗位", exact=True).wait_for()
    hand.tap("保洁|清洁", "link")
    hand.phone.wait_for_route("pages/jobs/job/job")


def my_tip(hand: Hand):
    hand.tap("^我的事项", "link")
    hand.tap("路灯", "link")
    hand.phone.wait_for_route("pages/tips/tip/tip")


def cancel(hand: Hand):
    hand.tap("^订场地", "link")
    hand.tap("我的预约")
    hand.tap("羽毛球场", "link")
    hand.tap("取消预约")
    hand.page.wait_for_timeout(REST)
    hand.page.locator("dialog").get_by_role("button", name="取消预约").tap()
    hand.sees("已取消")


def larger_letters(hand: Hand):
    hand.tap("^用长者版")
    hand.page.wait_for_selector("html[data-elder]", state="attached")


def a_persons_help(hand: Hand):
    hand.phone.write("搜服务、政策、场地、岗位", "不会填")
    hand.tap("^搜索$")
    hand.page.evaluate(
        "addEventListener('click', (event) => { window.dialled ||= event.target.href }, true)"
    )
    hand.tap("打电话问人")
    hand.page.wait_for_function("() => (window.dialled || '').startsWith('tel:')")


TASKS: dict[str, tuple[str, Callable[[Hand], None], int]] = {
    "benefits": ("81岁查补贴", benefits_at_80, 6),
    "lamp": ("路灯坏了，带照片", lamp_with_photo, 6),
    "court": ("明天的球场", court_tomorrow, 9),
    "haircut": ("集市理发报名", haircut, 5),
    "cleaning": ("附近的保洁岗位", cleaning_near_me, 3),
    "tip": ("看我的线索", my_tip, 3),
    "cancel": ("取消预约", cancel, 5),
    "letters": ("字放大", larger_letters, 1),
    "help": ("找人帮忙", a_persons_help, 3),
}
"""By a short name: what it is called, how it is done, the most taps it may take.

Of a booking and of a sign-up one tap answers WeChat's question whether it may send messages.
"""
GRANTED = {
    "geolocation": {"longitude": GPS["longitude"], "latitude": GPS["latitude"]},
    "permissions": ["geolocation"],
}
