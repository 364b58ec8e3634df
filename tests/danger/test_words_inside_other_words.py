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
