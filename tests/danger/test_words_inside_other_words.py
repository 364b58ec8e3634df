"""Grave characters inside words of something else name no danger of that kind."""

import pytest

from weijiayuan import danger


@pytest.mark.parametrize(
    "said",
    ["救命通道被几台面包车塞死晒", "桥底下的水都到膝盖了，车熄火了", "积水里电动车熄火了"],
)
def test_a_stalled_car_is_no_fire_and_a_lane_for_fire_engines_no_cry(said):
    found = danger.recognise(said)

    assert found is None or found.kind not in ("fire", "violence", "crime")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("救命啊，通道着火了", "fire"),
        ("救命通道堵着，楼上着火了", "fire"),
        ("暴雨涵洞里车熄火，水到胸口了", "trapped"),
        ("车子在隧道熄火，水快淹到车窗了，我出不来", "trapped"),
        ("发现轿车内遗留一名幼儿，车辆熄火，室外气温36度", "child"),
    ],
)
def test_a_danger_beside_them_is_found(said, kind):
    found = danger.recognise(said)

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "said",
    [
        "我电脑中毒了，网上办事的材料全打不开",
        "排气管砰砰像开枪，飙车的能不能抓",
        "伞挂在天桥栏杆外面，谁家的",
        "塑料模特的手断了丢在路边，吓人一跳，快清走",
        "门口那家天天喊血本无归跳楼大甩卖，城管管不管",
        "冷到没知觉，等车半小时，站台修一下",
    ],
)
def test_things_noises_and_exaggerations_raise_no_card(said):
    assert danger.recognise(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "电脑坏了，孩子中毒了在吐",
        "有人开枪，像放鞭炮一样",
        "有个男的站在天桥栏杆外面",
        "师傅的手断了，流了好多血",
        "老板说要跳楼，人已经在楼顶",
    ],
)
def test_what_is_meant_beside_such_words_is_found(said):
    assert danger.recognise(said) is not None
