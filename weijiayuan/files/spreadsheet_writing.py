"""Writes tables as files that spreadsheets open. No cell is ever read as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

from weijiayuan.kernel.transaction_mode import stay_out_of_writing

Cell = str | int | float | None
CSV, XLSX = "csv", "xlsx"
BOM = "\ufeff"  # so that spreadsheets read the Chinese as UTF-8
BEGINS_A_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDEST, NARROWEST = 60, 8


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula or a command.

    A sheet is opened, changed and saved by programs we do not know, so an apostrophe goes ahead
    of what begins like one, in every format. Numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless(" +1"), harmless("-3"), harmless("路灯")
    ("'=HYPERLINK(1)", "' +1", '-3', '路灯')
    """
    if not isinstance(cell, str):
        return cell
    kept = UNSTORABLE.sub("", cell)
    is_risky = BEGINS_A_FORMULA.match(kept) or kept.startswith(("\t", "\r", "\n"))
    return f"'{kept}" if is_risky and not NUMBER.fullmatch(kept) else kept


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the table as CSV in UTF-8 with a mark, every cell in quotes."""
    out = StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in [heads, *rows]:
        lines.writerow([harmless(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def as_xlsx(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return the table as a workbook of one sheet, its head fixed and its columns wide enough."""
    stay_out_of_writing()
    from openpyxl import Workbook  # noqa: PLC0415  # heavy, and seldom asked for

    book, out = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "Sheet1"
    for row in [heads, *rows]:
        sheet.append([harmless(cell) for cell in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", sheet.dimensions
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        letter = column[0].column_letter
        sheet.column_dimensions[letter].width = min(max(2 * longest, NARROWEST), WIDEST)
    book.save(out)
    return out.getvalue()
