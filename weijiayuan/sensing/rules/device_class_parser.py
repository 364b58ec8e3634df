"""Reads a version of the classes, strictly: what is not understood is refused, never let by.

A field with a slip in its name would silently be its default, and a rule with it never raise.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, cast

from weijiayuan.sensing.rules.device_classes import (
    LEVELS,
    YES_OR_NO,
    Classes,
    ClassesInvalid,
    DeviceClass,
    Line,
)

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{2,39}")
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
CALLS = (None, "110", "119", "120", "122")
STANDS_DOWN = (None, "engineer")
MOST_NEEDED = 60
MOST_DWELL = 7 * 24 * 60
MOST_MEAN = 24 * 60
MOST_CLASSES = 100
MOST_WORDS = 80
LONGEST = 60
LARGEST = 1e9

Reader = Callable[[Any], Any]


def read(content: Mapping[str, Any]) -> Classes:
    """Read a version of the classes. Raises `ClassesInvalid`, naming what is at fault."""
    found = _fields("规则", content, CONTENT)
    known = [_class(each) for each in found["classes"]]
    places = _places(found["places"])
    forbidden = _places(found["forbidden_places"])
    if twice := _twice(each.code for each in known):
        raise ClassesInvalid(f"类别 {twice} 写了两次")
    return Classes(
        version=found["version"],
        note=found["note"],
        by_code={each.code: each for each in known},
        places=places,
        forbidden_places=forbidden,
    )


def _fields(where: str, row: Any, readers: Mapping[str, tuple[Reader, Any]]) -> dict[str, Any]:
    """Read a row by its readers; a field without a default must be there, and no other may be."""
    if not isinstance(row, Mapping):
        raise ClassesInvalid(f"{where}：应当是一组字段")
    if odd := sorted(str(each) for each in row.keys() - readers.keys()):
        raise ClassesInvalid(f"{where}：不认识的字段 {'、'.join(odd[:3])}")
    found = {}
    for name, (reader, default) in readers.items():
        if name not in row:
            if default is REQUIRED:
                raise ClassesInvalid(f"{where}：缺少 {name}")
            found[name] = default
            continue
        try:
            found[name] = reader(row[name])
        except ValueError as error:
            if isinstance(error, ClassesInvalid):
                raise
            raise ClassesInvalid(f"{where}：{name} {error}") from error
    return found


def _number(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not -LARGEST <= value <= LARGEST:
        raise ValueError("要是有限的数")
    return cast("float", value)


def _whole(least: int, most: int) -> Reader:
    def reader(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"要是{least}到{most}的整数")
        return value

    return reader


def _yes_or_no(value: Any) -> bool:
    if value is not True and value is not False:
        raise ValueError("只能是 true 或 false")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise ValueError(f"要写1到{LONGEST}个字")
    return value


def _note(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 10 * LONGEST:
        raise ValueError("太长")
    return value


def _like(pattern: re.Pattern[str], says: str) -> Reader:
    def reader(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(says)
        return value

    return reader


def _one_of(known: tuple[Any, ...]) -> Reader:
    def reader(value: Any) -> Any:
        if value not in known:
            raise ValueError(f"只能是 {'、'.join(str(each) for each in known if each)}")
        return value

    return reader


def _list_of(reader: Reader, *, least: int, most: int) -> Reader:
    def read_all(value: Any) -> list[Any]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise ValueError(f"要有{least}到{most}项")
        return [reader(each) for each in value]

    return read_all


def _as_it_is(value: Any) -> Any:
    return value


REQUIRED = object()
CATEGORY = _like(re.compile(r"\d{5}"), "要是五位事项分类代码")
CONTENT = {
    "version": (_like(VERSION, "要用3到40个字母、数字、点和连字符"), REQUIRED),
    "note": (_note, ""),
    "classes": (_list_of(_as_it_is, least=1, most=MOST_CLASSES), REQUIRED),
    "places": (_list_of(_as_it_is, least=1, most=MOST_CLASSES), REQUIRED),
    "forbidden_places": (_list_of(_as_it_is, least=1, most=MOST_CLASSES), REQUIRED),
}
PLACE = {"code": (_like(CODE, "要用小写字母、数字和下划线"), REQUIRED), "name": (_words, REQUIRED)}
CLASS = {
    "code": (_like(CODE, "要用小写字母、数字和下划线"), REQUIRED),
    "name": (_words, REQUIRED),
    "property": (_words, REQUIRED),
    "unit": (_words, REQUIRED),
    "least": (_number, REQUIRED),
    "most": (_number, REQUIRED),
    "category": (CATEGORY, REQUIRED),
    "kindred": (_list_of(CATEGORY, least=0, most=MOST_WORDS), []),
    "words": (_list_of(_words, least=0, most=MOST_WORDS), []),
    "things": (_list_of(_words, least=0, most=MOST_WORDS), []),
    "signs": (_list_of(_words, least=0, most=MOST_WORDS), []),
    "unlike": (_list_of(_words, least=0, most=MOST_WORDS), []),
    "elsewhere": (_list_of(_words, least=0, most=MOST_WORDS), []),
    "camera": (_yes_or_no, False),
    "either_way": (_yes_or_no, False),
    "call": (_one_of(CALLS), None),
    "stand_down": (_one_of(STANDS_DOWN), None),
    "mean_minutes": (_whole(0, MOST_MEAN), 0),
    "lines": (_list_of(_as_it_is, least=1, most=len(LEVELS)), REQUIRED),
}
LINE = {
    "level": (_whole(LEVELS[0], LEVELS[-1]), REQUIRED),
    "raise": (_number, REQUIRED),
    "clear": (_number, REQUIRED),
    "below": (_yes_or_no, False),
    "over": (_yes_or_no, False),
    "needed": (_whole(1, MOST_NEEDED), 1),
    "of": (_whole(1, MOST_NEEDED), 1),
    "dwell_minutes": (_whole(0, MOST_DWELL), 0),
    "lasts_minutes": (_whole(0, MOST_DWELL), 0),
    "confirm": (_yes_or_no, False),
    "category": (CATEGORY, None),
}


def _places(rows: list[Any]) -> dict[str, str]:
    found = [_fields("场所", each, PLACE) for each in rows]
    if twice := _twice(each["code"] for each in found):
        raise ClassesInvalid(f"场所 {twice} 写了两次")
    return {each["code"]: each["name"] for each in found}


def _twice(codes: Iterable[str]) -> str | None:
    return next((code for code, times in Counter(codes).items() if times > 1), None)


def _class(row: Any) -> DeviceClass:
    code = row.get("code") if isinstance(row, Mapping) else None
    given = _fields(f"类别 {code}", row, CLASS)
    lines = [_line(f"{given['code']} {_level(each)}级", each) for each in given.pop("lines")]
    found = DeviceClass(
        lines=tuple(sorted(lines, key=lambda line: line.level)),
        mean_over=timedelta(minutes=given.pop("mean_minutes")),
        kindred=frozenset([given["category"], *given.pop("kindred")]),
        words=tuple(given.pop("words")),
        things=tuple(given.pop("things")),
        signs=tuple(given.pop("signs")),
        unlike=tuple(given.pop("unlike")),
        elsewhere=tuple(given.pop("elsewhere")),
        **given,
    )
    _check(found)
    return found


def _level(row: Any) -> Any:
    return row.get("level") if isinstance(row, Mapping) else None


def _line(where: str, row: Any) -> Line:
    given = _fields(where, row, LINE)
    return Line(
        level=given["level"],
        raises_at=given["raise"],
        clears_at=given["clear"],
        below=given["below"],
        needed=given["needed"],
        of=given["of"],
        dwell=timedelta(minutes=given["dwell_minutes"]),
        confirm=given["confirm"],
        over=given["over"],
        lasts=timedelta(minutes=given["lasts_minutes"]),
        category=given["category"],
    )


def _check(kind: DeviceClass) -> None:
    if not kind.least < kind.most:
        raise ClassesInvalid(f"{kind.code}：least 要小于 most")
    if kind.unit == YES_OR_NO and (kind.least, kind.most) != (0, 1):
        raise ClassesInvalid(f"{kind.code}：报警位只有0和1")
    for line in kind.lines:
        _check_line(kind, line)
        if line.category is not None and line.category not in kind.kindred:
            raise ClassesInvalid(f"{kind.code} {line.level}级：category 要在 kindred 里")
    if len({line.level for line in kind.lines}) < len(kind.lines):
        raise ClassesInvalid(f"{kind.code}：同一级别有两条线")
    for graver, milder in zip(kind.lines, kind.lines[1:], strict=False):
        _check_order(kind, graver, milder)


def _check_line(kind: DeviceClass, line: Line) -> None:
    where = f"{kind.code} {line.level}级"
    if line.needed > line.of:
        raise ClassesInvalid(f"{where}：needed 要在1和 of 之间")
    if not all(kind.least <= each <= kind.most for each in (line.raises_at, line.clears_at)):
        raise ClassesInvalid(f"{where}：线不在 {kind.least} 到 {kind.most} 之间")
    wrong_side = line.clears_at < line.raises_at if line.below else line.clears_at > line.raises_at
    if wrong_side:
        raise ClassesInvalid(f"{where}：解除线在触发线的外侧，会反复报警")
    if not any(line.is_reached(each) for each in (kind.least, kind.most)):
        raise ClassesInvalid(f"{where}：没有读数能到这条线")
    if not any(line.is_calm(each) for each in (kind.least, kind.most)):
        raise ClassesInvalid(f"{where}：没有读数能解除")


def _check_order(kind: DeviceClass, graver: Line, milder: Line) -> None:
    """A graver line lies further out, on the same side."""
    apart = graver.raises_at - milder.raises_at
    if graver.below is not milder.below or (apart >= 0 if graver.below else apart <= 0):
        raise ClassesInvalid(f"{kind.code}：{graver.level}级的线要比{milder.level}级更严重")
