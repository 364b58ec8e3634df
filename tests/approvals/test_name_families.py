"""Names by what they are made of: families of words, letters that shops do not use, trade words."""

import pytest

from tests.approvals.test_never_approved import GROUND, rules, shop


@pytest.mark.parametrize(
    "name",
    [
        *("东海舰队", "合成旅", "纪检组", "督导组", "拆迁办", "音协", "学联", "天文台", "总领馆"),
        *("皖南事变", "九一八", "保皇派", "批斗", "皇民", "忠烈祠", "大主教", "撒旦", "炒币"),
        *("百病消", "包治百病", "祖传秘方", "药到病除", "全网第一", "独一无二", "绝对正品"),
    ],
)
def test_whole_families_of_words_are_looked_at_by_a_person(name):
    said = shop(f"{name}便利店")

    assert said.outcome in {"human", "correct"}
    assert {each[:2] for each in rules(said)} >= {"n6"}


@pytest.mark.parametrize(
    "name",
    [
        *("藏人自由日用品店", "自由西藏茶馆", "还我香港服装店", "穿山甲野味餐饮店", "孔雀肉餐饮店"),
        *(
            "野兔火锅餐饮店",
            "熊掌餐饮店",
            "送终日用品店",
            "灵堂花店",
            "白纸运动文具店",
            "暴动服装店",
        ),
        *("苍井空服装店", "深田咏美美发店", "扎小人日用品店", "洪兴社餐饮店", "九号帮餐饮店"),
        *("健康码日用品店", "苏康码日用品店", "粤省事日用品店", "跑分日用品店", "刷单日用品店"),
        *("收购银行卡日用品店", "王二小文具店", "向秀丽日用品店", "白求恩日用品店"),
    ],
)
def test_what_the_law_forbids_is_known_by_its_family_and_its_trade(name):
    said = shop(name)

    assert said.outcome in {"human", "correct"}
    assert {each[:2] for each in rules(said)} >= {"n6"}


@pytest.mark.parametrize(
    "name",
    [
        *("小蛮腰便利店", "军大衣便利店", "国色天香便利店", "铁观音便利店", "猫小姐便利店"),
        *("锅盔王便利店", "小棉袄便利店", "转角便利店", "打工人便利店", "老师傅便利店"),
        *("十里香便利店", "醉江南便利店", "北极星便利店", "大排面便利店", "孔雀便利店"),
        *("白天鹅便利店", "天鹅湖便利店", "自由行便利店", "雨伞便利店", "大象便利店"),
    ],
)
def test_a_lawful_name_is_kept_from_nobody_by_a_letter_in_it(name):
    assert shop(name).outcome == "auto"


@pytest.mark.parametrize("name", ["克格勃", "遁甲", "缉毒", "六爻", "虐猫", "摩萨德"])
def test_letters_that_names_of_shops_do_not_have_are_not_guessed(name):
    assert rules(shop(f"{name}便利店")) == {"n6_doubt"}


@pytest.mark.parametrize(
    "name",
    ["麦田", "老巷口", "阿珍", "王大姐", "百味", "渔舟", "鹿鸣", "丰收", "客家阿婆", "邻里乡亲"],
)
def test_names_of_familiar_letters_stay_with_the_machine(name):
    assert shop(f"{name}便利店").outcome == "auto"


@pytest.mark.parametrize("name", ["麒麟", "鼓楼", "同心"])
def test_a_county_that_may_mean_something_else_goes_to_a_person(name):
    assert rules(shop(f"{name}便利店")) == {"n3_meaning"}


@pytest.mark.parametrize("word", ["日用", "平价", "综合", "折扣"])
def test_a_word_before_the_trade_makes_no_other_name(word):
    read = GROUND.lexicon.reading(f"深圳市光明区棠梨{word}百货店", "individual", "limited")

    assert read.trade_name == "棠梨"


@pytest.mark.parametrize(
    ("name", "scope"),
    [("棠梨书店", "G5202"), ("棠梨老人公寓", "L6101"), ("棠梨保健品店", "G5202")],
)
def test_a_trade_that_takes_a_licence_nobody_here_gives_goes_to_a_person(name, scope):
    assert "n1_scope" in rules(shop(name, scope))
