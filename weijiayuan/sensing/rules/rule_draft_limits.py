"""What no version of the classes may take away, whoever approves it.

Law and safety of life stand in code: the places that article 8 forbids, what makes a box a camera,
who is called, that a grave class stays grave, that no person is recognised. Where a line lies is
the district's to decide, within twice what ships: one that is never reached is one switched off.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from weijiayuan.sensing.rules.builtin_device_classes import shipped
from weijiayuan.sensing.rules.device_class_parser import read
from weijiayuan.sensing.rules.device_classes import (
    FORBIDDEN_BY_LAW,
    Classes,
    ClassesInvalid,
    DeviceClass,
    Line,
    names_private_room,
)
from weijiayuan.sensing.rules.person_recognition import recognises

SAME_FOR_EVER = {
    "unit": "单位",
    "camera": "是否摄像",
    "call": "先拨的电话",
    "stand_down": "由谁解除",
    "least": "量程下限",
    "most": "量程上限",
}
MOST_TIMES = 2.0
"""So many times as far, as often or as long as what ships a line may be moved, and no further."""
LEAST_LASTS = timedelta(minutes=10)


def read_above_floor(content: Mapping[str, Any], *, categories: Collection[str]) -> Classes:
    """Read a version that may be in force. Raises `ClassesInvalid`, saying what is wrong where."""
    draft = read(content)
    _check_places(draft)
    for kind in draft.by_code.values():
        _check_categories(kind, categories)
        _check_persons(kind)
        if kind.code in shipped().by_code:
            _check_same(kind, shipped().by_code[kind.code])
            _check_reachable(kind, shipped().by_code[kind.code])
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


def _check_persons(kind: DeviceClass) -> None:
    """Refuse what recognises persons, and a camera whose word nobody looks at."""
    if recognises(kind.code.replace("_", " "), kind.name, kind.property):
        raise ClassesInvalid(f"{kind.code}：本系统不识别人脸、步态、车牌等个人身份")
    if kind.camera and not all(line.asks_first for line in kind.lines):
        raise ClassesInvalid(f"{kind.code}：摄像类设备的告警都要先由人核实")


def _check_reachable(kind: DeviceClass, before: DeviceClass) -> None:
    """Refuse lines that lie so far off, or need so much, that they are as good as none."""
    if kind.mean_over > MOST_TIMES * before.mean_over:
        raise ClassesInvalid(f"{kind.code}：不能改按更长时间的平均值触发，等于关掉")
    was = {line.level: line for line in before.lines}
    for line in kind.lines:
        shipped_line = was.get(line.level, before.lines[-1])
        if _is_too_far(line, shipped_line):
            raise ClassesInvalid(f"{kind.code}：{line.level}级的阈值不能放宽到原来的两倍以上")
        stricter = 1.0 if kind.call else MOST_TIMES
        if line.needed > stricter * shipped_line.needed:
            raise ClassesInvalid(f"{kind.code}：{line.level}级要求的读数次数太多，等于关掉")
        if line.lasts > max(stricter * shipped_line.lasts, LEAST_LASTS * (stricter > 1)):
            raise ClassesInvalid(f"{kind.code}：{line.level}级要求持续的时间太长，等于关掉")
    if missing := sorted(was.keys() - {line.level for line in kind.lines}):
        raise ClassesInvalid(f"{kind.code}：{'、'.join(map(str, missing))}级不能删")


def _is_too_far(line: Line, before: Line) -> bool:
    if line.below:
        return line.raises_at * MOST_TIMES < before.raises_at
    return line.raises_at > before.raises_at * MOST_TIMES


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
