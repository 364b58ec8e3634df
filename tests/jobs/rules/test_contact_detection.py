"""Numbers and accounts in a post's words go to a person."""

import pytest

from weijiayuan.jobs.rules.contact_detection import contacts


@pytest.mark.parametrize(
    "text",
    [
        "有意者电13912345678",
        "电话：139-1234-5678",
        "１３９１２３４５６７８",
        "座机0755-27123456",
        "QQ：12345678",
        "加qq群 87654321",
        "扣扣是1234567",
        "微信号:hr_2026abc",
        "VX hr20260101",
    ],
)
def test_a_way_round_the_platform_is_found(text):
    assert [(each.rule, each.level.value) for each in contacts({"duties": text})] == [
        ("contact", "review")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "月薪5000-7000元",
        "年薪150000元",
        "工号20261234567",
        "入职后进微信群",
        "负责QQ和微信客服",
        "统一社会信用代码91440300MA5FRF7Q5X",
        "2026年12月31日前到岗",
    ],
)
def test_ordinary_words_are_not(text):
    assert list(contacts({"duties": text})) == []
