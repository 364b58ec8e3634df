"""Whoever has never been here can send what they came to say: nothing rests on what a phone keeps."""

import re

import pytest

from tests.browser.phone import NARROWEST

HELP = "pages/appeals/ask/ask"
STORY = "老板拖欠我三个月工资，一直说没钱"
THREAT = "昨晚他拿刀上门说要杀了我"
FIRST_CALL = re.compile("^拨打")
LONG = "他从去年冬天开始就这样，一喝酒就骂人，邻居也都听见过。" * 5


def tell(phone, story=STORY):
    """Write a story into 我有难处 and look at the roads."""
    phone.write("发生了什么", story)
    phone.tap("看看有哪几条路")
    phone.page.get_by_role("button", name="不留名提交").wait_for()
    phone.write("想请谁做什么", "请公司付清工资")


@pytest.mark.parametrize("button", ["提交，拿回执", "不留名提交"])
def test_help_is_asked_for_from_an_empty_phone(phone, button):
    phone.open(HELP)
    tell(phone)
    phone.tap(button)
    phone.sees("现在由" if "拿" in button else "已收到，请抄下回执号")


def test_an_anonymous_appeal_is_one_however_often_the_finger_comes_down(phone):
    sent = []
    phone.page.on("request", lambda it: sent.append(it.url) if it.url.endswith("nymous") else None)
    phone.open(HELP)
    tell(phone)
    phone.page.get_by_role("button", name="不留名提交").evaluate("it => { it.click(); it.click() }")
    phone.sees("已收到，请抄下回执号")
    assert len(sent) == 1
    assert not phone.page.get_by_role("button", name="不留名提交").is_visible()
    receipt = phone.page.get_by_label("回执号", exact=True).inner_text()
    phone.write("请输入回执号的最后四位", re.sub(r"\D", "", receipt)[-4:])
    phone.let_arrive()
    phone.tap("我已抄好")
    phone.sees("已经有一个人负责这件事")


@pytest.mark.parametrize("button", ["提交，拿回执", "不留名提交"])
def test_danger_that_came_with_the_last_words_is_shown_after_sending(phone, button):
    phone.open(HELP)
    tell(phone)
    phone.write("发生了什么", THREAT)
    phone.let_arrive()
    phone.tap(button)
    phone.sees("请先打电话")
    phone.photograph(f"var/screenshots/stories/danger-late-{len(button)}.png")


def in_view(phone):
    """The first number to call, whole on the screen."""
    box = phone.page.get_by_role("button", name=FIRST_CALL).first.bounding_box()
    bars = phone.page.locator("#pages").bounding_box()
    return bars["y"] <= box["y"] and box["y"] + box["height"] <= bars["y"] + bars["height"]


@pytest.mark.parametrize("elder", [False, True], ids=["usual", "elder"])
@pytest.mark.parametrize(
    ("route", "label", "words"),
    [
        (HELP, "发生了什么", THREAT),
        (HELP, "发生了什么", LONG + THREAT),
        ("pages/tips/send/send", "是什么问题", "楼下有人被刀砍伤，流了很多血"),
    ],
    ids=["help", "help-long", "tip"],
)
def test_the_number_to_call_is_where_one_looks(phone, elder, route, label, words):
    phone.page.set_viewport_size(NARROWEST)
    phone.open(route)
    if elder:
        phone.use_elder()
    phone.write(label, words)
    if route == HELP:
        phone.tap("看看有哪几条路")
    else:
        phone.page.get_by_role("textbox", name=label).blur()
    phone.page.get_by_role("button", name=FIRST_CALL).first.wait_for()
    phone.settle()
    phone.photograph(f"var/screenshots/stories/danger-seen-{elder}-{len(words)}.png")
    assert in_view(phone)
