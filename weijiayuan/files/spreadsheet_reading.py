"""Sheets as bytes: a workbook, or text in whatever encoding and with whatever separator. Pure."""

import csv
import io
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.utils.cell import range_boundaries

from weijiayuan.kernel.transaction_mode import stay_out_of_writing

MOST_LINES = 5000
MOST_COLUMNS = 100
MOST_UNPACKED = 16 * 1024 * 1024
"""Bytes that a workbook may be when unpacked: 5,000 lines of addresses are a quarter of it."""
DEEPEST = 100
"""Elements within one another: a sheet has eight, a drawing some thirty."""
LONGEST_CELL = 10_000
MOST_MERGED = 100_000
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z$0-9:]+)["']""")
WORKBOOK = b"PK"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
SEPARATORS = ",;\t，；|"


class Unreadable(ValueError):
    """The bytes are no sheet; the message says why."""


def cells_of(body: bytes, *, heading: str) -> list[list[str]]:
    """Return the lines of a sheet, each as the texts of its cells. Raises `Unreadable`.

    `heading` is a word of the line of headings, by which the separator of a text is known.
    """
    stay_out_of_writing()
    if body.startswith(OLD_WORKBOOK):
        raise Unreadable("这是旧版 Excel 文件，请另存为 xlsx 再传")
    lines = _workbook(body) if body.startswith(WORKBOOK) else _text(body, heading)
    if len(lines) > MOST_LINES:
        raise Unreadable(f"一次最多 {MOST_LINES} 行")
    return lines


def _text(body: bytes, known: str) -> list[list[str]]:
    text = _decoded(body).lstrip("\ufeff")
    heading = next((line for line in text.splitlines() if known in line), text[:2000])
    separator = max(SEPARATORS, key=heading.count)
    if separator in "，；":
        text, separator = text.replace(separator, ","), ","
    try:
        return [row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise Unreadable("不是有效的 CSV 文件") from error


def _decoded(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("文件的编码认不出来，请另存为 xlsx 再传")


def _workbook(body: bytes) -> list[list[str]]:
    """Read the first sheet that says anything; a merged cell says the same in all its parts."""
    try:
        _check_size(body)
        book = openpyxl.load_workbook(io.BytesIO(body), data_only=True)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes the library say
        raise Unreadable("不是有效的 Excel 文件") from error
    for sheet in book.worksheets:
        said = _said_in(sheet)
        if said:
            return _lines(said)
    return []


def _check_size(body: bytes) -> None:
    """See that a workbook is no book: the library makes every cell that is merged, said or not."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
            raise Unreadable("文件太大，请分几次导入")
        for name in packed.namelist():
            _check_depth(packed.read(name))
        sheets = [each for each in packed.namelist() if each.startswith("xl/worksheets/")]
        merged = sum(_area(span) for name in sheets for span in MERGED.findall(packed.read(name)))
    if merged > MOST_MERGED:
        raise Unreadable("合并的单元格太多，请取消整列的合并再传")


def _check_depth(part: bytes) -> None:
    """Refuse a part whose elements nest without end, which takes the library seconds to leave."""
    depth = 0

    def entered(_name: str, _given: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("不是有效的 Excel 文件")

    def left(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = entered, left
    with suppress(expat.ExpatError):  # what is no XML is a picture, or the library says so
        parser.Parse(part, True)


def _area(span: bytes) -> int:
    left, top, right, bottom = (each or 1_048_576 for each in range_boundaries(span.decode()))
    return (right - left + 1) * (bottom - top + 1)


def _said_in(sheet: Any) -> dict[tuple[int, int], str]:
    """Return what the cells say that say anything, by row and column; the empty cost nothing."""
    said = {
        place: text
        for place, cell in sheet._cells.items()  # noqa: SLF001  # asking for a cell makes it
        if place[1] <= MOST_COLUMNS and (text := _said(cell.value))
    }
    if any(row > MOST_LINES for row, _ in said):
        raise Unreadable(f"一次最多 {MOST_LINES} 行")
    return said | _merged(sheet, said)


def _merged(sheet: Any, said: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Return what the parts of merged cells say, down to the last line that says anything."""
    last = max((row for row, _ in said), default=0)
    parts: dict[tuple[int, int], str] = {}
    for span in sheet.merged_cells.ranges:
        text = said.get((span.min_row, span.min_col))
        if text is None:
            continue
        for row in range(span.min_row, min(span.max_row, last) + 1):
            for column in range(span.min_col, min(span.max_col, MOST_COLUMNS) + 1):
                parts[row, column] = text
    return parts


def _lines(said: dict[tuple[int, int], str]) -> list[list[str]]:
    last, wide = (max(place[which] for place in said) for which in (0, 1))
    return [
        [said.get((row, column), "") for column in range(1, wide + 1)] for row in range(1, last + 1)
    ]


def _said(value: Any) -> str:
    """Return a cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    if len(text) > LONGEST_CELL:
        raise Unreadable(f"有一格超过 {LONGEST_CELL} 个字")
    return text
