"""Lists of posts as employers send them: sheets with Chinese headings, read row by row."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weijiayuan.files.sheet_cells import day, one_of, some, whole, words, yes
from weijiayuan.files.sheet_reading import Unreadable, cells_of
from weijiayuan.jobs.rules import uscc
from weijiayuan.jobs.rules.occupations import KIND_WORDS, UNIT_SIGNS, occupations
from weijiayuan.jobs.rules.spreadsheet_cells import Pay, minutes, pay

MOST_ROWS = 2000
LINES_BEFORE_HEADINGS = 10
TOTALS = ("合计", "小计", "总计", "共计", "备注", "说明", "填表", "注：", "注:", "制表", "审核人")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row. `row` counts as the sheet does, whatever stands above."""

    row: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the table: its values by field, or what is wrong with it."""

    row: int
    uscc: str
    values: dict[str, Any]
    errors: tuple[RowError, ...]


KINDS = {words.split("（")[0]: kind.value for kind, words in KIND_WORDS.items()}
UNITS = {sign: unit.value for unit, sign in UNIT_SIGNS.items()}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it fills, how a cell is read, and if it may be empty."""

    heading: str
    field: str
    read: Callable[[str], Any]
    is_needed: bool = True


def columns() -> tuple[Column, ...]:
    """Return the columns of the template in order."""
    trades = {each.name: each.code for each in occupations().values()}
    return (
        Column("编号", "source_ref", words(40)),
        Column("岗位名称", "title", words(40)),
        Column("类型", "kind", one_of(KINDS)),
        Column("职业", "occupation", one_of(trades), is_needed=False),
        Column("工作内容", "duties", words(2000, lines=True)),
        Column("招聘条件", "requirements", words(2000, lines=True)),
        Column("人数", "wanted", whole(1, 10_000, counted="人名个位")),
        Column("最低工资", "pay_min_fen", pay),
        Column("最高工资", "pay_max_fen", pay, is_needed=False),
        Column("计薪单位", "pay_unit", one_of(UNITS)),
        Column("保底工资", "base_pay_fen", pay, is_needed=False),
        Column("社区代码", "community_code", words(40)),
        Column("地址", "address", words(120)),
        Column("每天小时", "minutes_per_day", minutes, is_needed=False),
        Column("每周天数", "days_per_week", whole(1, 7, counted="天"), is_needed=False),
        Column("合同月数", "contract_months", whole(0, 600, counted="个月"), is_needed=False),
        Column("试用月数", "probation_months", whole(0, 24, counted="个月"), is_needed=False),
        Column("缴社保", "insured", yes, is_needed=False),
        Column("包吃", "board", yes, is_needed=False),
        Column("包住", "lodging", yes, is_needed=False),
        Column("福利", "benefits", words(1000, lines=True), is_needed=False),
        Column("有效期至", "valid_until", day),
    )


CODE_HEADING = "统一社会信用代码"
ALSO = {"社区": "社区代码", "所属社区": "社区代码", "信用代码": CODE_HEADING, "招聘人数": "人数"}


def headings() -> list[str]:
    """Return the headings of the template."""
    return [CODE_HEADING, *(column.heading for column in columns())]


def read_table(body: bytes) -> list[ReadRow]:
    """Read the rows of a sheet. Raises `Unreadable` when it is none."""
    lines = cells_of(body, heading="信用代码")
    number, present = _headings_in(lines)
    absent = [
        heading
        for heading in [CODE_HEADING, *(each.heading for each in columns() if each.is_needed)]
        if heading not in present
    ]
    if absent:
        raise Unreadable(f"缺少列：{'、'.join(absent)}")
    rows = [
        read_row(at, present, line)
        for at, line in enumerate(lines[number:], start=number + 1)
        if not is_beside_the_rows(line)
    ]
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"一次最多 {MOST_ROWS} 行")
    return rows


def _headings_in(lines: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Return how many lines end with the headings, and the headings; titles may stand above."""
    for number, line in enumerate(lines[:LINES_BEFORE_HEADINGS], start=1):
        present = [_heading(cell) for cell in line]
        if CODE_HEADING in present:
            return number, present
    return 1, [_heading(cell) for cell in lines[0]] if lines else []


def _heading(cell: str) -> str:
    name = "".join(cell.split()).rstrip("*＊").split("（")[0].split("(")[0]
    return ALSO.get(name, name)


def is_beside_the_rows(line: Sequence[str]) -> bool:
    """Say whether a line is blank, a sum, or a remark under the table."""
    said = [cell for cell in line if cell.strip()]
    return not said or said[0].strip().startswith(TOTALS)


def read_row(number: int, present: Sequence[str], line: Sequence[str]) -> ReadRow:
    """Read one row, gathering everything that is wrong with it."""
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    cells = {name: cell.strip() for name, cell in zip(present, line, strict=False)}
    code = cells.get(CODE_HEADING, "")
    try:
        code = uscc.parse(code).text
    except uscc.BadCode:
        errors.append(RowError(number, CODE_HEADING, "不是有效的统一社会信用代码"))
    if any(cell.strip() for cell in line[len(present) :]):
        errors.append(RowError(number, "行", "列数比表头多，是否少了引号"))
    errors += fill(number, cells, values)
    errors += settle_pay(number, values)
    return ReadRow(number, code, values, tuple(errors))


def fill(number: int, cells: dict[str, str], values: dict[str, Any]) -> Iterator[RowError]:
    """Read the cells of a row into `values`, yielding what cannot be read."""
    for column in columns():
        cell = cells.get(column.heading, "")
        if not cell and not column.is_needed:
            continue
        try:
            values[column.field] = column.read(some(cell))
        except ValueError as error:
            if column.field == "pay_unit" and not cell:
                continue  # the sum may name it
            yield RowError(number, column.heading, str(error))


def settle_pay(number: int, values: dict[str, Any]) -> Iterator[RowError]:
    """Turn cells of pay into sums; a range or a unit may stand in the first of them."""
    read = {
        name: values[name]
        for name in ("pay_min_fen", "pay_max_fen", "base_pay_fen")
        if isinstance(values.get(name), Pay)
    }
    for name, each in read.items():
        values[name] = each.least
    first: Pay | None = read.get("pay_min_fen")
    if first and first.most is not None:
        values.setdefault("pay_max_fen", first.most)
    if first and first.unit:
        values.setdefault("pay_unit", first.unit)
    if first and "pay_unit" not in values:
        yield RowError(number, "计薪单位", "请填写")
    least = values.get("pay_min_fen", 0)
    if (values.get("pay_max_fen") or least) < least:
        yield RowError(number, "最高工资", "最高工资不能低于最低工资")
