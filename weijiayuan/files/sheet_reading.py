"""Sheets as bytes: a workbook, or text in whatever encoding and with whatever separator. Pure."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl

MOST_LINES = 5000
MOST_COLUMNS = 100
MOST_UNPACKED = 64 * 1024 * 1024
WORKBOOK = b"PK"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
SEPARATORS = ",;\t，；|"


class Unreadable(ValueError):
    """The bytes are no sheet; the message says why."""


def cells_of(body: bytes, *, heading: str) -> list[list[str]]:
    """Return the lines of a sheet, each as the texts of its cells. Raises `Unreadable`.

    `heading` is a word of the line of headings, by which the separator of a text is known.
    """
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
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            size = sum(each.file_size for each in packed.infolist())
        small = size <= MOST_UNPACKED
        book = openpyxl.load_workbook(io.BytesIO(body), data_only=True) if small else None
    except Exception as error:  # whatever a broken workbook makes the library say
        raise Unreadable("不是有效的 Excel 文件") from error
    if book is None:
        raise Unreadable("文件太大，请分几次导入")
    for sheet in book.worksheets:
        lines = list(_lines(sheet))
        if any(cell for line in lines for cell in line):
            return lines
    return []


def _lines(sheet: Any) -> Iterator[list[str]]:
    rows, wide = min(sheet.max_row, MOST_LINES + 1), min(sheet.max_column, MOST_COLUMNS)
    merged = {
        (row, column): sheet.cell(span.min_row, span.min_col).value
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row, min(span.max_row, rows) + 1)
        for column in range(span.min_col, min(span.max_col, wide) + 1)
    }
    for row in range(1, rows + 1):
        yield [
            _said(merged.get((row, column), sheet.cell(row, column).value))
            for column in range(1, wide + 1)
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
    return str(value).strip()
