"""Lists of devices as installers keep them: Chinese headings, one device a row. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from weijiayuan.files.spreadsheet_cells import day, one_of, some, whole, words
from weijiayuan.files.spreadsheet_reading import Unreadable, cells_of

CODE = "编号"
HEADINGS = (
    CODE, "类别", "名称", "经度", "纬度", "坐标系", "地址", "场所", "责任单位", "责任单位电话",
    "安装依据", "备案号", "间隔秒数", "安装日期", "网关编号",
)  # fmt: skip
ALSO = {
    **dict.fromkeys(("设备编号", "设备编码"), CODE),
    **dict.fromkeys(("设备类别", "类型", "设备类型"), "类别"),
    **dict.fromkeys(("设备名称", "点位名称"), "名称"),
    **dict.fromkeys(("安装地址", "位置"), "地址"),
    **dict.fromkeys(("电话", "联系电话"), "责任单位电话"),
    **dict.fromkeys(("间隔", "上报间隔", "采样间隔"), "间隔秒数"),
    **dict.fromkeys(("所属网关", "网关"), "网关编号"),
}
LINES_BEFORE_HEADINGS = 10
MOST_DEVICES = 500
DATUMS = {"GCJ-02/火星坐标": "gcj02", "WGS-84/GPS": "wgs84"}


@dataclass(slots=True)
class DeviceRow:
    """A row of a list: what it says of a device, and what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Column and sentence."""


def read(body: bytes, *, kinds: Mapping[str, str], places: Mapping[str, str]) -> list[DeviceRow]:
    """Return the rows of a list of devices. Raises `Unreadable` where it is none.

    `kinds` and `places`: the codes of the classes and places in force by name.
    """
    lines = cells_of(body, heading=CODE)
    number, present = _headings(lines)
    if missing := [each for each in HEADINGS[:9] if each not in present]:
        raise Unreadable(f"缺少表头：{'、'.join(missing)}")
    readers = _readers(kinds, places)
    rows = []
    for at, line in enumerate(lines[number:], start=number + 1):
        cells = {name: cell.strip() for name, cell in zip(present, line, strict=False)}
        if any(cells.values()):
            rows.append(_row(at, cells, readers))
    if not 0 < len(rows) <= MOST_DEVICES:
        raise Unreadable(f"一次要有1到{MOST_DEVICES}台设备，这里有{len(rows)}台")
    _note_twice(rows)
    return rows


def _headings(lines: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    for number, line in enumerate(lines[:LINES_BEFORE_HEADINGS], start=1):
        present = [_heading(cell) for cell in line]
        if CODE in present:
            return number, present
    return 0, []


def _heading(cell: str) -> str:
    name = re.split(r"[（(]", "".join(cell.split()).rstrip("*＊"))[0]
    return ALSO.get(name, name)


def _row(at: int, cells: Mapping[str, str], readers: Mapping[str, Any]) -> DeviceRow:
    row = DeviceRow(at)
    for name, (heading, reader) in readers.items():
        try:
            row.values[name] = reader(cells.get(heading, ""))
        except ValueError as error:
            row.problems.append((heading, str(error)))
    return row


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{3,40}", text):
        raise ValueError("编号用3到40个字母、数字和连字符")
    return text


def _degrees(text: str) -> float:
    try:
        found = float(some(text))
    except ValueError:
        raise ValueError("要写度数，例如 113.94493") from None
    if not -180 <= found <= 180:
        raise ValueError("要写度数，例如 113.94493")
    return found


def _telephone(text: str) -> str:
    if not re.fullmatch(r"[0-9+\- ]{0,20}", text):
        raise ValueError("电话只能有数字和 + -")
    return text


def _some(most: int) -> Callable[[str], str]:
    return lambda text: words(most)(some(text))


def _readers(
    kinds: Mapping[str, str], places: Mapping[str, str]
) -> dict[str, tuple[str, Callable[[str], Any]]]:
    """Return how each field is read; classes and places go by name or code."""
    both = {**kinds, **{code: code for code in kinds.values()}}
    where = {**places, **{code: code for code in places.values()}}
    return {
        "code": (CODE, _code),
        "kind": ("类别", one_of(both)),
        "name": ("名称", _some(60)),
        "lng": ("经度", _degrees),
        "lat": ("纬度", _degrees),
        "datum": ("坐标系", one_of(DATUMS | {"gcj02": "gcj02", "wgs84": "wgs84"})),
        "address": ("地址", _some(120)),
        "place_kind": ("场所", one_of(where)),
        "owner": ("责任单位", _some(80)),
        "owner_phone": ("责任单位电话", _telephone),
        "basis": ("安装依据", words(400)),
        "filed_no": ("备案号", words(60)),
        "interval_seconds": ("间隔秒数", whole(10, 86400, counted="秒")),
        "installed_on": ("安装日期", day),
        "gateway": ("网关编号", lambda text: _code(text) if text else ""),
    }


def _note_twice(rows: Sequence[DeviceRow]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        code = row.values.get("code")
        if code is not None and seen.setdefault(code, row.number) != row.number:
            row.problems.append((CODE, f"与第{seen[code]}行重复"))
