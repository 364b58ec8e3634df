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
        "电话一三七一二三四五六七八",
        "壹叁柒壹贰叁肆伍陆柒捌",
        "幺三七 幺二三四 五六七八",
        "1.3.7.1.2.3.4.5.6.7.8",
        "一3七1二3四5六7八",
        "wei信同号",
        "薇同号",
        "手机号同微信",
        "加我微❤",
        "➕V 详聊",
        "加薇了解",
        "扣扣736 291 845",
        "威信 hr_2020abc",
        "抖音私信我，号 gmzhaopin",
        "邮箱 hr.gm@example.cn",
        "飞机号 @gmjob",
        "来电1 3 8-0013 8000",
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
        "企业微信打卡",
        "负责加客户微信，维护老客户",
        "加微信群通知排班",
        "熟悉微信公众号运营",
        "微信小程序开发",
        "V领工衣发放",
        "保持微笑，更加微小的误差",
        "加班费一点五倍，周六双倍",
        "二〇二六年一月一日上岗",
        "三班两运转，一二三四号线都招",
        "同工同酬",
    ],
)
def test_ordinary_words_are_not(text):
    assert list(contacts({"duties": text})) == []
