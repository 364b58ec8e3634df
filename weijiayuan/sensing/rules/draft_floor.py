"""What no version of the classes may take away, whoever approves it.

Law and safety of life stand in code: the places that article 8 forbids, what makes a box a camera,
who is called, and that a grave class stays grave. Where a line lies is the district's to decide.
"""

from collections.abc import Collection, Mapping
from typing import Any

from weijiayuan.sensing.rules.class_reading import read
from weijiayuan.sensing.rules.device_classes import (
    FORBIDDEN_BY_LAW,
    Classes,
    ClassesInvalid,
    DeviceClass,
    names_private_room,
)
from weijiayuan.sensing.rules.shipped_classes import shipped

SAME_FOR_EVER = {
    "unit": "单位",
    "camera": "是否摄像",
    "call": "先拨的电话",
    "stand_down": "由谁解除",
}


def read_above_floor(content: Mapping[str, Any], *, categories: Collection[str]) -> Classes:
    """Read a version that may be in force. Raises `ClassesInvalid`, saying what is wrong where."""
    draft = read(content)
    _check_places(draft)
    for kind in draft.by_code.values():
        _check_categories(kind, categories)
        if kind.code in shipped().by_code:
            _check_same(kind, shipped().by_code[kind.code])
    return draft


def _check_places(draft: Classes) -> None:
    if missing := [code for code in FORBIDDEN_BY_LAW if code not in draft.forbidden_places]:
        names = "、".join(FORBIDDEN_BY_LAW[code] for code in missing)
        raise ClassesInvalid(f"法律禁止安装的场所不能删：{names}")
    if renamed := [
        code for code, name in FORBIDDEN_BY_LAW.items() if draft.forbidden_places[code] != name
    ]:
        raise ClassesInvalid(f"法律禁止安装的场所不能改名：{'、'.join(renamed)}")
    if hidden := [name for name in draft.places.values() if names_private_room(name)]:
        raise ClassesInvalid(f"这样的场所法律禁止安装：{'、'.join(hidden)}")
    if both := sorted(draft.places.keys() & draft.forbidden_places.keys()):
        raise ClassesInvalid(f"场所 {'、'.join(both)} 不能既允许又禁止")
    if gone := sorted(shipped().places.keys() - draft.places.keys()):
        raise ClassesInvalid(f"已有设备可能在用的场所不能删：{'、'.join(gone)}")


def _check_categories(kind: DeviceClass, categories: Collection[str]) -> None:
    if unknown := sorted(kind.kindred - set(categories)):
        raise ClassesInvalid(f"{kind.code}：事项分类里没有 {'、'.join(unknown)}")


def _check_same(kind: DeviceClass, before: DeviceClass) -> None:
    for field, name in SAME_FOR_EVER.items():
        if getattr(kind, field) != getattr(before, field):
            raise ClassesInvalid(f"{kind.code}：{name}不能改")
    if kind.category != before.category and kind.category not in before.kindred:
        raise ClassesInvalid(
            f"{kind.code}：事项分类只能在 {'、'.join(sorted(before.kindred))} 中选"
        )
    graver, was = kind.lines[0], before.lines[0]
    if graver.level > was.level:
        raise ClassesInvalid(f"{kind.code}：最重的一级不能低于{was.level}级")
    if graver.below is not was.below:
        raise ClassesInvalid(f"{kind.code}：触发方向不能改")
    if not was.asks_first and graver.confirm:
        raise ClassesInvalid(f"{kind.code}：{was.level}级要马上处理，不能改成先核实")
