"""Rolls as offices keep them: a sheet with Chinese headings, one unit a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weijiayuan.commons.rules.floor_area_units import DM2_PER_M2, MOST_M2, read_m2
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.files.spreadsheet_cells import some, words, yes
from weijiayuan.files.spreadsheet_reading import cells_of

UNIT = "房号"
AREA = "面积"
BUYER = "买受人编号"
HEADINGS = (UNIT, AREA, "业主", BUYER, "未售", "代表")
ALSO = {
    **dict.fromkeys(("户号", "单元", "户", "门牌", "姓名编号", "居民"), UNIT),
    **dict.fromkeys(("专有部分面积", "建筑面积", "平方米", "面积㎡"), AREA),
    **dict.fromkeys(("产权人", "买受人", "权利人"), "业主"),
    **dict.fromkeys(("权利人编号", "证件号码", "证件号", "身份证号", "统一社会信用代码"), BUYER),
    **dict.fromkeys(("开发商未售", "未交付"), "未售"),
    **dict.fromkeys(("居民代表", "是否代表"), "代表"),
}
SUMS = ("合计", "小计", "总计", "共计")
LINES_BEFORE_HEADINGS = 10


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row, which is counted as the sheet does."""

    row: int
    column: str
    problem: str


def read_roll(body: bytes) -> tuple[list[dict[str, Any]], list[RowError]]:
    """Return the units of a sheet and what cannot be read. Raises `Unreadable` when it is none.

    >>> sheet = [["房号", "面积"], ["1-101", "88.5㎡"]]
    >>> read_roll(chr(10).join(map(",".join, sheet)).encode())[0][0]["area_m2"]
    8850
    """
    lines = cells_of(body, heading=UNIT)
    number, present = _headings(lines)
    if UNIT not in present:
        return [], [RowError(1, UNIT, f"找不到表头“{UNIT}”")]
    rows: list[dict[str, Any]] = []
    errors: list[RowError] = []
    for at, line in enumerate(lines[number:], start=number + 1):
        cells = {name: cell.strip() for name, cell in zip(present, line, strict=False)}
        if not any(cells.values()) or cells[UNIT].startswith(SUMS):
            continue
        row, wrong = _row(at, cells)
        rows.append(row)
        errors += wrong
    return rows, errors + _twice(rows)


def _headings(lines: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Return how many lines end with the headings, and the headings."""
    for number, line in enumerate(lines[:LINES_BEFORE_HEADINGS], start=1):
        present = [_heading(cell) for cell in line]
        if UNIT in present:
            return number, present
    return 0, []


def _heading(cell: str) -> str:
    name = "".join(cell.split()).rstrip("*＊").split("（")[0].split("(")[0]
    return ALSO.get(name, name)


def _row(at: int, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[RowError]]:
    row: dict[str, Any] = {"at": at}
    errors = []
    for field, (heading, reader) in READERS.items():
        try:
            row[field] = reader(cells.get(heading, ""))
        except ValueError as error:
            errors.append(RowError(at, heading, str(error)))
    return row, errors


def area(text: str) -> int:
    """Return m² as whole 0.01 m², 0 for an empty cell. Raises `ValueError`."""
    plain = text.replace(",", "").removesuffix("平方米") or "0"
    try:
        found = read_m2(plain)
    except ValueError:
        raise ValueError("面积写成平方米，最多两位小数") from None
    if not 0 <= found <= MOST_M2 * DM2_PER_M2:
        raise ValueError(f"面积要在0到{MOST_M2}平方米之间")
    return found


def _tick(text: str) -> bool:
    return bool(text) and yes(text)


def _unit(text: str) -> str:
    return words(60)(some(text))


READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "unit": (UNIT, _unit),
    "area_m2": (AREA, area),
    "owner": ("业主", words(60)),
    "buyer": (BUYER, words(60)),
    "unsold": ("未售", _tick),
    "delegate": ("代表", _tick),
}


def _twice(rows: Sequence[Mapping[str, Any]]) -> list[RowError]:
    """Return the rows whose unit stands in the sheet before."""
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        first = seen.setdefault(key_of(row.get("unit", "")), row["at"])
        if first != row["at"]:
            found.append(RowError(row["at"], UNIT, f"与第{first}行重复"))
    return found
