"""Lists of posts as employers send them: sheets with Chinese headings, read row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weijiayuan.files import spreadsheet_tables
from weijiayuan.files.spreadsheet_cells import one_of, words, yes
from weijiayuan.files.spreadsheet_tables import Column, Line, RowError, fill
from weijiayuan.jobs.rules import unified_social_credit_code
from weijiayuan.jobs.rules.occupations import KIND_WORDS, UNIT_SIGNS, occupations
from weijiayuan.jobs.rules.spreadsheet_cells import (
    FUND,
    Pay,
    days_a_week,
    how_many,
    insured,
    last_day,
    minutes,
    months,
    pay,
    pay_unit,
)

MOST_ROWS = 2000
UNIT_HEADING = "计薪单位"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the table: its values by field, or what is wrong with it."""

    row: int
    uscc: str
    values: dict[str, Any]
    errors: tuple[RowError, ...]


KINDS = {words.split("（")[0]: kind.value for kind, words in KIND_WORDS.items()}
UNITS = {sign: unit.value for unit, sign in UNIT_SIGNS.items()}


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
        Column("人数", "wanted", how_many(1, 10_000)),
        Column("最低工资", "pay_min_fen", pay),
        Column("最高工资", "pay_max_fen", pay, is_needed=False),
        Column(UNIT_HEADING, "pay_unit", pay_unit(UNITS)),
        Column("保底工资", "base_pay_fen", pay, is_needed=False),
        Column("社区代码", "community_code", words(40)),
        Column("地址", "address", words(120)),
        Column("用工单位", "user_employer", words(80), is_needed=False),
        Column("每天小时", "minutes_per_day", minutes, is_needed=False),
        Column("每周天数", "days_per_week", days_a_week, is_needed=False),
        Column("合同月数", "contract_months", months(600, endless=0), is_needed=False),
        Column("试用月数", "probation_months", months(24), is_needed=False),
        Column("缴社保", "insured", insured, is_needed=False),
        Column("包吃", "board", yes, is_needed=False),
        Column("包住", "lodging", yes, is_needed=False),
        Column("福利", "benefits", words(1000, lines=True), is_needed=False),
        Column("有效期至", "valid_until", last_day),
    )


CODE_HEADING = "统一社会信用代码"
ALSO = {"社区": "社区代码", "所属社区": "社区代码", "信用代码": CODE_HEADING, "招聘人数": "人数"}


def headings() -> list[str]:
    """Return the headings of the template."""
    return [CODE_HEADING, *(column.heading for column in columns())]


def read_table(body: bytes) -> list[ReadRow]:
    """Read the rows of a sheet. Raises `Unreadable` when it is none."""
    needed = [CODE_HEADING, *(each.heading for each in columns() if each.is_needed)]
    table = spreadsheet_tables.read_table(
        body, key=CODE_HEADING, needed=needed, also=ALSO, most=MOST_ROWS
    )
    return [read_row(line) for line in table.lines]


def read_row(line: Line) -> ReadRow:
    """Read one row, gathering everything that is wrong with it."""
    values: dict[str, Any] = {}
    errors = list(line.errors)
    code = line.cells.get(CODE_HEADING, "")
    try:
        code = unified_social_credit_code.parse(code).text
    except unified_social_credit_code.BadCode:
        errors.append(RowError(line.number, CODE_HEADING, "不是有效的统一社会信用代码"))
    errors += [error for error in fill(line, columns(), values) if not _may_be_told(line, error)]
    errors += settle_pay(line.number, values)
    keep_fund(line, values)
    return ReadRow(line.number, code, values, tuple(errors))


def keep_fund(line: Line, values: dict[str, Any]) -> None:
    """Keep that the housing fund is paid as well, which the column of insurance says by the way."""
    said = line.cells.get("缴社保", "")
    if FUND.search(said) and not FUND.search(values.get("benefits", "")):
        values["benefits"] = "，".join(filter(None, (values.get("benefits"), said)))


def _may_be_told(line: Line, error: RowError) -> bool:
    """Say whether the sum itself may name what is missing: the unit of pay."""
    return error.column == UNIT_HEADING and not line.cells.get(UNIT_HEADING)


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
    if first:
        values.setdefault("pay_unit", first.likely_unit)
    least = values.get("pay_min_fen", 0)
    if (values.get("pay_max_fen") or least) < least:
        yield RowError(number, "最高工资", "最高工资不能低于最低工资")
