"""What a draft of the rules may say, and what no draft may take away."""

import tomllib
from copy import deepcopy
from importlib.resources import files
from math import inf, nan

import pytest

from weijiayuan.events.rules import reference_data
from weijiayuan.sensing.rules.device_classes import FORBIDDEN_BY_LAW, Classes, ClassesInvalid
from weijiayuan.sensing.rules.rule_draft_limits import read_above_floor

SHIPPED = tomllib.loads(
    files("weijiayuan").joinpath("data", "sensing", "classes.toml").read_text("utf-8")
)
SMALL = SHIPPED | {"classes": SHIPPED["classes"][:2], "version": "2026-12-01"}
KINDS = {each["code"]: nth for nth, each in enumerate(SHIPPED["classes"])}
SMOKE = SHIPPED["classes"][KINDS["smoke"]]["lines"][0]
LAMP = SHIPPED["classes"][KINDS["lamp"]]["lines"][0]
ODD = [
    None,
    [],
    {},
    [None],
    "",
    "x" * 900,
    "\x00",
    -1,
    0,
    1.5,
    True,
    nan,
    inf,
    10**400,
    "道路",
    "../a",
]


def checked(content):
    return read_above_floor(content, categories=reference_data.categories())


def draft(*path, value, drop=False, of=SHIPPED):
    """What ships, with one value changed."""
    content = deepcopy(of) | {"version": "2026-12-01"}
    at = content
    for step in path[:-1]:
        at = at[step]
    if drop:
        at.pop(path[-1])
    else:
        at[path[-1]] = value
    return content


def of(kind, *path, value):
    return draft("classes", KINDS[kind], *path, value=value)


def test_what_ships_holds_its_own_floor():
    assert checked(SHIPPED).version == SHIPPED["version"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (draft("forbidden_places", value=SHIPPED["forbidden_places"][1:]), "不能删"),
        (draft("forbidden_places", value=[]), "forbidden_places"),
        (draft("forbidden_places", 0, "code", value="elsewhere"), "客房"),
        (draft("places", 0, "code", value="bath"), "既允许又禁止"),
        (draft("places", value=SHIPPED["places"][1:]), "不能删"),
        (of("smoke", "category", value="99999"), "没有 99999"),
        (of("smoke", "category", value="06010"), "只能在"),
        (of("smoke", "category", value=1013), "category"),
        (of("road_water", "lines", 0, "needed", value=2.5), "needed"),
        (of("road_water", "lines", 0, "needed", value=True), "needed"),
        (of("road_water", "lines", 0, "needed", value="3"), "needed"),
        (of("road_water", "lines", 0, "needed", value=0), "needed"),
        (of("road_water", "lines", 0, "needed", value=6), "needed"),
        (of("road_water", "lines", 0, "dwell_minutes", value=-1), "dwell_minutes"),
        (of("road_water", "lines", 0, "dwell_minutes", value=0.5), "dwell_minutes"),
        (of("road_water", "lines", 0, "lasts_minutes", value=-5), "lasts_minutes"),
        (of("road_water", "lines", 0, "level", value=9), "level"),
        (of("road_water", "lines", 0, "level", value=2), "两条线"),
        (of("road_water", "lines", 0, "raise", value=900), "不在"),
        (of("road_water", "lines", 0, "raise", value=30), "更严重"),
        (of("road_water", "lines", 0, "clear", value=20), "外侧"),
        (of("road_water", "lines", 0, "dwel_minutes", value=10), "不认识的字段"),
        (of("road_water", "lines", value=[]), "lines"),
        (of("road_water", "code", value="gas"), "写了两次"),
        (of("fire_lane", "camera", value=False), "是否摄像"),
        (of("smoke", "call", value=None), "电话"),
        (of("smoke", "unit", value="ppm"), "单位"),
        (of("slope", "stand_down", value=None), "由谁解除"),
        (of("smoke", "lines", 0, "level", value=3), "最重的一级"),
        (of("smoke", "lines", 0, "confirm", value=True), "先核实"),
        (of("smoke", "lines", 0, "raise", value=0), "解除"),
        (of("fire_lane", "lines", 0, "confirm", value=False), "由人核实"),
        (of("fire_lane", "name", value="人脸抓拍（摄像盒）"), "不识别人脸"),
        (of("fire_lane", "property", value="车牌"), "不识别人脸"),
        (of("lamp", "name", value="WiFi探针"), "不识别人脸"),
        (of("lamp", "property", value="手机IMSI"), "不识别人脸"),
        (of("gas", "mean_minutes", value=1440), "平均值"),
        (draft("places", 0, "name", value="女工冲凉房"), "法律禁止"),
        (draft("places", 0, "name", value="更 衣 間"), "法律禁止"),
        (of("road_water", "most", value=5000), "量程"),
        (of("road_water", "lines", 2, "raise", value=81), "两倍"),
        (of("fire_water", "lines", 0, "raise", value=0.04), "两倍"),
        (of("smoke", "lines", 0, value=SMOKE | {"needed": 2, "of": 2}), "次数太多"),
        (of("smoke", "lines", 0, value=SMOKE | {"lasts_minutes": 1}), "时间太长"),
        (of("lamp", "lines", 0, value=LAMP | {"needed": 7, "of": 9}), "次数太多"),
        (of("lamp", "lines", 0, value=LAMP | {"lasts_minutes": 60}), "时间太长"),
        (of("gas", "lines", value=SHIPPED["classes"][KINDS["gas"]]["lines"][1:]), "2级不能删"),
        (draft("version", value="1/2"), "version"),
        (draft("version", value=""), "version"),
        (draft("version", value="x" * 41), "version"),
        (draft("version", value=20261201), "version"),
        (draft("version", value="二〇二六"), "version"),
        (draft("version", value=None, drop=True), "缺少 version"),
        (draft("surprise", value=1), "不认识的字段"),
    ],
)
def test_a_draft_below_the_floor_is_refused_and_says_why(content, says):
    with pytest.raises(ClassesInvalid, match=says):
        checked(content)


def test_a_threshold_is_the_districts_to_move():
    assert checked(of("road_water", "lines", 0, "raise", value=20)).by_code["road_water"]


def places_in(content, path=()):
    """Every place of the content at which a value stands."""
    parts = content.items() if isinstance(content, dict) else enumerate(content)
    for step, value in parts:
        yield (*path, step)
        if isinstance(value, dict | list):
            yield from places_in(value, (*path, step))


def test_whatever_stands_anywhere_a_draft_is_read_or_refused_in_words():
    for path in places_in(SMALL):
        for odd in ODD:
            try:
                found = checked(draft(*path, value=odd, of=SMALL))
            except ClassesInvalid:
                continue
            else:
                assert isinstance(found, Classes)
                assert found.forbidden_places.keys() >= FORBIDDEN_BY_LAW.keys()
