"""Lists of posts as employers send them: a CSV with Chinese headings, read row by row."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from weijiayuan.jobs.rules import uscc
from weijiayuan.jobs.rules.occupations import KIND_WORDS, UNIT_SIGNS, occupations
from weijiayuan.kernel.money import Money

MOST_ROWS = 2000
MOST_YUAN = 1_000_000


class Unreadable(ValueError):
    """The text is no table of posts; the message names what is missing."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row. `row` counts as the sheet does: the heading is row 1."""

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


def some(text: str) -> str:
    """Return the text, or refuse an empty cell."""
    if not text:
        raise ValueError("请填写")
    return text


def yuan(text: str) -> int:
    """Return a sum of yuan as fen."""
    try:
        amount = Decimal(text.replace(",", "").removesuffix("元"))
    except InvalidOperation:
        raise ValueError("金额要写数字，如 4500") from None
    if not amount.is_finite() or not 0 < amount <= MOST_YUAN:
        raise ValueError("金额不对")
    return Money.yuan(amount).fen


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within limits."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
            raise ValueError(f"要写{least}到{most}之间的整数")
        return int(text)

    return read


def minutes(text: str) -> int:
    """Return hours a day as minutes."""
    try:
        hours = Decimal(text)
    except InvalidOperation:
        raise ValueError("小时要写数字，如 8") from None
    if not hours.is_finite() or not 0 < hours <= 24:
        raise ValueError("小时要在24以内")
    return int(hours * 60)


def day(text: str) -> date:
    """Return a date written 2026-12-31 or 2026/12/31."""
    try:
        parts = [int(part) for part in text.replace("/", "-").split("-")]
        return date(*parts)
    except (ValueError, TypeError):
        raise ValueError("日期要写成 2026-12-31") from None


def yes(text: str) -> bool:
    """Return yes or no."""
    if text not in ("是", "否"):
        raise ValueError("只能写 是 或 否")
    return text == "是"


def one_of(words: dict[str, str]) -> Callable[[str], str]:
    """Return a reader of one of some words, giving what it stands for."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"只能写 {'、'.join(words)}")
        return words[text]

    return read


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
        Column("编号", "source_ref", some),
        Column("岗位名称", "title", some),
        Column("类型", "kind", one_of(KINDS)),
        Column("职业", "occupation", one_of(trades), is_needed=False),
        Column("工作内容", "duties", some),
        Column("招聘条件", "requirements", some),
        Column("人数", "wanted", whole(1, 10_000)),
        Column("最低工资", "pay_min_fen", yuan),
        Column("最高工资", "pay_max_fen", yuan, is_needed=False),
        Column("计薪单位", "pay_unit", one_of(UNITS)),
        Column("保底工资", "base_pay_fen", yuan, is_needed=False),
        Column("社区代码", "community_code", some),
        Column("地址", "address", some),
        Column("每天小时", "minutes_per_day", minutes, is_needed=False),
        Column("每周天数", "days_per_week", whole(1, 7), is_needed=False),
        Column("合同月数", "contract_months", whole(0, 600), is_needed=False),
        Column("试用月数", "probation_months", whole(0, 24), is_needed=False),
        Column("缴社保", "insured", yes, is_needed=False),
        Column("包吃", "board", yes, is_needed=False),
        Column("包住", "lodging", yes, is_needed=False),
        Column("福利", "benefits", str, is_needed=False),
        Column("有效期至", "valid_until", day),
    )


CODE_HEADING = "统一社会信用代码"


def headings() -> list[str]:
    """Return the headings of the template."""
    return [CODE_HEADING, *(column.heading for column in columns())]


def read_table(text: str) -> list[ReadRow]:
    """Read the rows of a table. Raises `Unreadable` when it is none."""
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), restkey="更多", restval="")
    try:
        present = [(name or "").strip() for name in lines.fieldnames or []]
        lines.fieldnames = present
        absent = [
            heading
            for heading in [CODE_HEADING, *(each.heading for each in columns() if each.is_needed)]
            if heading not in present
        ]
        if absent:
            raise Unreadable(f"缺少列：{'、'.join(absent)}")
        rows = [read_row(number, cells) for number, cells in enumerate(lines, start=2)]
    except csv.Error as error:
        raise Unreadable("不是有效的 CSV 文件") from error
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"一次最多 {MOST_ROWS} 行")
    return rows


def read_row(number: int, cells: dict[str, Any]) -> ReadRow:
    """Read one row, gathering everything that is wrong with it."""
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    code = str(cells.get(CODE_HEADING) or "").strip()
    try:
        code = uscc.parse(code).text
    except uscc.BadCode:
        errors.append(RowError(number, CODE_HEADING, "不是有效的统一社会信用代码"))
    if cells.get("更多"):
        errors.append(RowError(number, "行", "列数比表头多，是否少了引号"))
    errors += fill(number, cells, values)
    return ReadRow(number, code, values, tuple(errors))


def fill(number: int, cells: dict[str, Any], values: dict[str, Any]) -> Iterator[RowError]:
    """Read the cells of a row into `values`, yielding what cannot be read."""
    for column in columns():
        cell = str(cells.get(column.heading) or "").strip()
        if not cell and not column.is_needed:
            continue
        try:
            values[column.field] = column.read(cell)
        except ValueError as error:
            yield RowError(number, column.heading, str(error))
