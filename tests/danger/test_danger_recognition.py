"""Danger is recognised before any category: by ideas that meet, past denial, figure and dialect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.danger.labelled import labelled
from tools import teach_danger
from weijiayuan import danger
from weijiayuan.danger import explicit_danger_phrases, reference_data
from weijiayuan.events.rules import category_suggestion

LEAST_FOUND, MOST_FALSE = 0.97, 0.05
MOST_LOOKED_AT = 0.15
HELD_BACK = "eleventh"
PLAIN = "sixteenth"
"""As most would put it: never taught."""


def test_nearly_every_danger_is_found_in_every_hand():
    rows = [row for part in teach_danger.TAUGHT for row in labelled(f"{part}_danger")]
    found = {hand: [each for each in rows if each.hand == hand] for hand in "eygam"}

    assert len(rows) >= 600
    for hand, texts in found.items():
        missed = [each.text for each in texts if danger.recognise(each.text) is None]
        assert len(missed) <= max(1, len(texts) * (1 - LEAST_FOUND)), (hand, missed)


def test_few_ordinary_texts_raise_an_alarm():
    ordinary = [row.text for part in teach_danger.TAUGHT for row in labelled(f"{part}_ordinary")]
    ordinary += [text for code, text in category_suggestion.examples() if code != "10002"]
    false = [text for text in ordinary if danger.recognise(text)]

    assert len(ordinary) >= 1500
    assert len(false) <= MOST_FALSE * len(ordinary), false


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("老人晕倒在草坪上", "medical", "120"),
        ("草坪脏死了，还躺着个老头一动不动", "medical", "120"),
        ("门口又乱摆摊，两个人打架流血", "violence", "120"),
        ("灭火器过期没人管，现在三楼真的着火了", "fire", "119"),
        ("没有人受伤，可是燃气还在漏", "gas", "119"),
        ("隔離屋起火咗", "fire", "119"),
        ("活着没意思，想一了百了", "self_harm", "12356"),
        ("我妈有老年痴呆，出去没回来", "missing", "110"),
        ("🆘 他要砍我", "violence", "110"),
    ],
)
def test_a_danger_names_its_kind_and_whom_to_call(text, kind, number):
    found = danger.recognise(text)

    assert found is not None
    assert found.kind == kind
    assert number in found.call
    assert found.because
    assert found.advice


@pytest.mark.parametrize(
    "text",
    [
        "没有人受伤，只是护栏歪了",
        "消防通道被占",
        "灭火器过期",
        "摔了一跤，已经送医了，没大事",
        "气死我了，又乱停车",
        "打架的猫吵死了",
        "楼下烧烤店冒烟",
        "昨晚的火已经扑灭，要清垃圾",
        "防溺水讲座几点开始",
    ],
)
def test_denials_figures_and_what_is_over_raise_no_alarm(text):
    assert danger.recognise(text) is None


@pytest.mark.parametrize(
    "text", ["煤气罐堆放在门口", "没有人受伤", "楼道里给电瓶充电", "广告牌松动"]
)
def test_a_hazard_is_for_a_person_to_look_at(text):
    assert danger.recognise(text) is None
    assert danger.wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "小区里有毒蛇",
        "地上有一把刀",
        "垃圾桶边有注射器和血",
        "井盖塌陷",
        "有枪声",
        "外墙歪了",
        "狗像是被毒死的",
    ],
)
def test_what_may_harm_is_looked_at_whether_or_not_a_card_is_shown(text):
    assert danger.wants_person(text)


def test_every_sign_speaks_of_known_ideas_and_kinds():
    for sign in reference_data.signs():
        assert sign.kind in reference_data.kinds()
        assert set(sign.all) <= set(reference_data.ideas())
    assert all(kind.call and kind.advice for kind in reference_data.kinds().values())


@given(st.text(max_size=400))
def test_any_text_has_an_answer(text):
    found = danger.recognise(text)
    assert found is None or set(found.call) <= {"110", "119", "120", "12356"}


def test_danger_is_found_in_texts_that_the_weights_do_not_know():
    told = [row.text for row in labelled(f"{HELD_BACK}_danger")]
    calm = [row.text for row in labelled(f"{HELD_BACK}_ordinary")]
    missed = [text for text in told if danger.recognise(text) is None]
    false = [text for text in calm if danger.recognise(text)]

    assert len(missed) <= 0.05 * len(told), missed
    assert len(false) <= 0.08 * len(calm), false


def test_what_is_plainly_told_is_found_and_what_is_ordinary_is_left_alone():
    missed = [row.text for row in labelled(f"{PLAIN}_danger") if not danger.recognise(row.text)]
    false = [row.text for row in labelled(f"{PLAIN}_ordinary") if danger.recognise(row.text)]

    assert len(missed) <= (1 - LEAST_FOUND) * len(labelled(f"{PLAIN}_danger")), missed
    assert len(false) <= MOST_FALSE * len(labelled(f"{PLAIN}_ordinary")), false


@pytest.mark.parametrize(
    "text",
    ["药我都攒够了，今晚就不熬了", "别等我吃饭了，那边没有痛", "照顾好弟弟，密码是生日，我先走了"],
)
def test_who_hints_at_ending_it_gets_the_line_for_the_mind(text):
    found = danger.recognise(text)
    assert found is not None
    assert (found.kind, found.is_of_the_mind) == ("self_harm", True)


def test_most_dangers_get_the_card_of_their_own_kind():
    rows = [row for row in labelled(f"{HELD_BACK}_danger") if danger.recognise(row.text)]
    fitting = [row for row in rows if danger.recognise(row.text).kind == row.label]
    assert len(fitting) >= 0.85 * len(rows)


@pytest.mark.parametrize(
    "text",
    [
        "我骑电车，他变道不打灯，我飞出去三米，责任书写他全责",
        "楼上半夜还在拖椅子，我上去敲门他说年轻人不都这样",
    ],
)
def test_a_blow_and_who_it_strikes_stand_in_one_clause(text):
    found = danger.recognise(text)
    assert found is None or found.kind != "domestic"


FAMILIES = ("twentythird", "twentyfourth", "twentyfifth")
"""People in water, under a car, in a lift, behind a door; what was swallowed; blood before birth."""


def test_a_family_of_sayings_is_found_with_the_number_that_its_kind_calls_first():
    rows = [row for part in FAMILIES for row in labelled(f"{part}_danger")]
    first = {row.text: reference_data.kinds()[row.label].call[0] for row in rows}

    assert [each for each in first if danger.recognise(each) is None] == []
    assert [each for each in first if first[each] not in danger.recognise(each).call] == []


def test_their_ordinary_neighbours_raise_few_alarms():
    calm = [row.text for part in FAMILIES for row in labelled(f"{part}_ordinary")]

    assert len([each for each in calm if danger.recognise(each)]) <= 0.05 * len(calm)


def test_hints_that_name_no_danger_are_not_lost_again():
    """Three quarters of what nobody taught, at a sixth of false cards: what stands, not what is
    wanted. It was two thirds at a sixth; the threshold was chosen on two other sets."""
    told = [row.text for row in labelled("twentyseventh_danger")]
    calm = [row.text for row in labelled("twentyseventh_ordinary")]

    assert len([each for each in told if danger.recognise(each)]) >= 0.72 * len(told)
    assert len([each for each in calm if danger.recognise(each)]) <= 0.18 * len(calm)


def test_half_of_a_hand_that_saw_no_code_is_found_by_what_the_other_half_taught():
    """89.7 % at 17.2 %; 89.0 % and 18.6 % before its other half was taught, 80.7 % and 19.2 % by the
    reader before. What stands, not what is wanted."""
    told = [row.text for row in labelled("thirtysecond_danger")]
    calm = [row.text for row in labelled("thirtysecond_ordinary")]

    assert len([each for each in told if danger.recognise(each)]) >= 0.88 * len(told)
    assert len([each for each in calm if danger.recognise(each)]) <= 0.18 * len(calm)


def test_few_ordinary_texts_go_to_a_person():
    """A third of them did: a word of fire or of a knife was enough, whatever was said of it."""
    parts = (PLAIN, *teach_danger.AS_SAID)
    calm = [row.text for part in parts for row in labelled(f"{part}_ordinary")][::4]

    assert len([each for each in calm if danger.wants_person(each)]) <= MOST_LOOKED_AT * len(calm)


@pytest.mark.parametrize(
    "text",
    [
        "同事推荐我看一本书叫《自杀论》，图书馆系统里显示在馆，可是架上没有，写课程作业要用",
        "我住的那条路叫救火弄，导航老是导到隔壁区去，能不能跟地图公司说一下",
    ],
)
def test_words_of_danger_in_a_longer_text_are_weighed_and_decide_nothing_alone(text):
    assert explicit_danger_phrases.named(text).any
    assert danger.recognise(text) is None


@pytest.mark.parametrize(
    ("text", "first", "deed"),
    [
        ("孙子把纽扣电池咽下去了", "120", "纽扣电池"),
        ("孕妇见红了肚子一阵阵疼", "120", "侧着躺下"),
        ("隔壁屋几天没开门，有臭味", "110", "要破门打119"),
        ("电梯里困住了，谁来修", "119", "别扒门"),
        ("水浸到二楼了出不去", "119", "往高处走"),
        ("割腕了血止不住", "120", "压住伤口"),
        ("奶奶喝了百草枯", "120", "催吐"),
        ("孩子吃果冻呛住了，脸发紫", "120", "往上冲"),
    ],
)
def test_a_family_says_its_own_first_deed_and_number(text, first, deed):
    found = danger.recognise(text)

    assert found is not None
    assert found.call[0] == first
    assert deed in found.advice
    assert set(reference_data.kinds()[found.kind].call) <= set(found.call)


def test_who_asks_what_to_do_about_a_danger_asks_for_no_form():
    assert danger.recognise("煤气泄漏怎么办").kind == "gas"
    assert danger.recognise("孩子掉进河里怎么办").kind == "drowning"
