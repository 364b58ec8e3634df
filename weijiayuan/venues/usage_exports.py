"""Figures as a table, in two formats, and as a picture."""

import csv
from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO, StringIO
from typing import Any

from weijiayuan.places.opening_hours import WEEKDAYS

Grid = Sequence[Sequence[float]]
CELL = 24
LEFT, TOP = 40, 44
BOM = "\ufeff"  # so that Excel reads the Chinese as UTF-8


def table(grid: Grid) -> str:
    """Write the grid as CSV: a row for each weekday, a column for each hour."""
    out = StringIO()
    csv.writer(out).writerows(rows(grid))
    return BOM + out.getvalue()


def workbook(grid: Grid) -> bytes:
    """Write the same table as an Excel workbook of one sheet."""
    from openpyxl import Workbook  # noqa: PLC0415  # heavy, and seldom asked for

    book, out = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("各时段使用人时")
    for row in rows(grid):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def rows(grid: Grid) -> Iterator[list[Any]]:
    """Yield the head, then each weekday with its person-hours by hour and in all."""
    yield ["星期", *[f"{hour}时" for hour in range(24)], "合计"]
    for weekday, row in zip(WEEKDAYS, grid, strict=True):
        yield [f"周{weekday}", *row, round(sum(row), 2)]


def heat_map(grid: Grid, *, title: str) -> str:
    """Draw the grid as SVG: the darker, the more person-hours; each cell tells its number."""
    most = max((cell for row in grid for cell in row), default=0) or 1
    cells = [
        _cell(weekday, hour, value, value / most)
        for weekday, row in enumerate(grid)
        for hour, value in enumerate(row)
    ]
    days = [
        f'<text x="8" y="{TOP + n * CELL + 17}">周{day}</text>' for n, day in enumerate(WEEKDAYS)
    ]
    hours = [f'<text x="{LEFT + n * CELL + 4}" y="{TOP - 6}">{n}</text>' for n in range(0, 24, 2)]
    width, height = LEFT + 24 * CELL + 8, TOP + 7 * CELL + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<text x="8" y="18" font-size="14">{escape(title)} 各时段使用人时</text>'
        f"{''.join(days)}{''.join(hours)}{''.join(cells)}</svg>"
    )


def _cell(weekday: int, hour: int, value: float, share: float) -> str:
    x, y = LEFT + hour * CELL, TOP + weekday * CELL
    note = f"周{WEEKDAYS[weekday]}{hour}时 {value:g}人时"
    return (
        f'<rect x="{x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" fill="#0b6b4f" '
        f'fill-opacity="{0.06 + 0.94 * share:.2f}"><title>{note}</title></rect>'
    )
