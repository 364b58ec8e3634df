"""Tables in sheets: where the headings stand, which lines are rows, what their cells say. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weijiayuan.files.spreadsheet_cells import some
from weijiayuan.files.spreadsheet_reading import Unreadable, cells_of

LINES_BEFORE_HEADINGS = 10
TOTALS = ("合计", "小计", "总计", "共计", "备注", "说明", "填表", "注：", "注:", "制表", "审核人")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row. `row` counts as the sheet does, whatever stands above."""

    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it fills, how a cell is read, and if it may be empty."""

    heading: str
    field: str
    read: Callable[[str], Any]
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its number in the sheet, its cells by heading, and what is odd about it."""

    number: int
    cells: Mapping[str, str]
    errors: tuple[RowError, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet: its headings as the template names them, and its rows."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(
    body: bytes, *, key: str, needed: Iterable[str], also: Mapping[str, str], most: int
) -> Table:
    """Read the table whose headings have the word `key`; titles may stand above it.

    `also` names other words for a heading. Raises `Unreadable` when a needed heading is absent or
    there are more than `most` rows.
    """
    lines = cells_of(body, heading=key)
    count, present = _headings_in(lines, key, also)
    absent = [heading for heading in needed if heading not in present]
    if absent:
        raise Unreadable(f"缺少列：{'、'.join(absent)}")
    rows = [
        _line(number, present, cells)
        for number, cells in enumerate(lines[count:], start=count + 1)
        if not is_beside_the_rows(cells)
    ]
    if len(rows) > most:
        raise Unreadable(f"一次最多 {most} 行")
    return Table(tuple(present), tuple(rows))


def _headings_in(
    lines: Sequence[Sequence[str]], key: str, also: Mapping[str, str]
) -> tuple[int, list[str]]:
    """Return how many lines end with the headings, and the headings.

    Headings of two lines are merged downwards: the lower line says more.
    """
    found: tuple[int, list[str]] | None = None
    for number, line in enumerate(lines[:LINES_BEFORE_HEADINGS], start=1):
        present = [_heading(cell, also) for cell in line]
        if key in present:
            found = (number, present)
        elif found is not None:
            break
    return found or (1, [_heading(cell, also) for cell in lines[0]] if lines else [])


def _heading(cell: str, also: Mapping[str, str]) -> str:
    name = "".join(cell.split()).rstrip("*＊").split("（")[0].split("(")[0]
    return also.get(name, name)


def is_beside_the_rows(line: Sequence[str]) -> bool:
    """Say whether a line is blank, a sum, or a remark under the table."""
    said = [cell for cell in line if cell.strip()]
    return not said or said[0].strip().startswith(TOTALS)


def _line(number: int, present: Sequence[str], line: Sequence[str]) -> Line:
    """Return the cells of a row by heading; one heading twice may say one thing only."""
    cells: dict[str, str] = {}
    errors: list[RowError] = []
    for heading, cell in zip(present, (each.strip() for each in line), strict=False):
        if cells.get(heading) and cell and cells[heading] != cell:
            errors.append(RowError(number, heading, "有两列都叫这个名字，内容不一样"))
        cells[heading] = cells.get(heading) or cell
    if any(cell.strip() for cell in line[len(present) :]):
        errors.append(RowError(number, "行", "列数比表头多，是否少了引号"))
    return Line(number, cells, tuple(errors))


def fill(line: Line, columns: Iterable[Column], values: dict[str, Any]) -> Iterator[RowError]:
    """Read the cells of a row into `values`, yielding what cannot be read."""
    for column in columns:
        cell = line.cells.get(column.heading, "")
        if not cell and not column.is_needed:
            continue
        try:
            values[column.field] = column.read(some(cell))
        except ValueError as error:
            yield RowError(line.number, column.heading, str(error))
