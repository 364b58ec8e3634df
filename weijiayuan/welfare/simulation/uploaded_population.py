"""A population that somebody sends as a table: one line a person, lines of one household together.

The first line names the columns: `household` (any mark; equal marks are one household, its first
line the applicant), `street` if there is one, and question ids. An empty cell is unknown. Money is
in yuan. Dates are `1946-11-30`, or a year alone. `3000..4500` is a range. Choices are ids or their
Chinese words, yes and no are 是 and 否 (true, false, 1, 0). How many people a household has follows
from its lines. What a cell said is never repeated in a message: only its line and column are.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

import numpy as np

from weijiayuan.rules_engine.evaluate.answers import Coder, checked_answer
from weijiayuan.rules_engine.evaluate.engine import bit_layout
from weijiayuan.rules_engine.evaluate.population_columns import (
    Array,
    Population,
    Subjects,
    column_of,
)
from weijiayuan.rules_engine.pack.model import Kind, Pack, Question, Subject
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.welfare.simulation.census import Census

MOST_PEOPLE = 200_000
MOST_PROBLEMS = 100
HOUSEHOLD, STREET = "household", "street"
METHOD = "上传的人群：只用于这一次试算，算完即删；空格按未知处理"
YES, NO = {"是", "有", "true", "1"}, {"否", "不是", "没有", "false", "0"}
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in one cell of the table, without what it said. Lines count from 1."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        return f"第{self.line}行 {self.column}：{self.text}"


class PeopleInvalid(Exception):
    """A table that cannot be read as people."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)


def csv_rows(body: bytes) -> Iterator[Row]:
    """Yield the lines of a CSV file in UTF-8 or, as Chinese Excel writes it, GB 18030."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("gb18030", errors="replace")
    if "\0" in text:
        raise PeopleInvalid([CellProblem(1, HOUSEHOLD, "不是 CSV 文件")])
    try:
        yield from csv.reader(StringIO(text, newline=""), strict=True)
    except csv.Error:
        raise PeopleInvalid([CellProblem(1, HOUSEHOLD, "不是 CSV 文件，引号没有成对")]) from None


def read_people(
    pack: Pack, rows: Iterable[Row], on: date, *, census: Census, most: int = MOST_PEOPLE
) -> Subjects:
    """Return the people of a table, or raise `PeopleInvalid` with up to a hundred problems."""
    table = _Table(pack, on, most, census.streets)
    table.read(rows)
    if table.problems:
        raise PeopleInvalid(table.problems[:MOST_PROBLEMS])
    return table.subjects()


class _Cells:
    """One column: reads each different text once, and remembers its code."""

    def __init__(self, question: Question, on: date) -> None:
        self.question = question
        self.on = on
        self.coder = Coder(question)
        self.codes: dict[str, Any] = {}
        self.values: list[Any] = []

    @property
    def unknown(self) -> Any:
        return self.code("")

    def code(self, text: str) -> Any:
        """Return what evaluators take for a cell, or raise `ValueError` with a sentence."""
        if text not in self.codes:
            answer = checked_answer(
                self.question, _meant(self.question, text.strip(), self.on), self.on
            )
            self.codes[text] = self.coder.encoded(answer, number_of(self.on))
        return self.codes[text]


class _Table:
    """A table while it is read."""

    def __init__(self, pack: Pack, on: date, most: int, known: tuple[str, ...]) -> None:
        self.pack = pack
        self.known = known
        self.on = on
        self.most = most
        self.problems: list[CellProblem] = []
        self.sizes: list[int] = []
        self.streets: list[int] = []
        self.bits = bit_layout(pack)
        names = [*self.bits.household, *self.bits.person]
        self.cells = {name: _Cells(pack.questions[name], on) for name in names}
        self.at_home = set(self.bits.household)

    def wrong(self, line: int, column: str, text: str) -> None:
        self.problems.append(CellProblem(line, column, text))

    def read(self, rows: Iterable[Row]) -> None:
        lines = enumerate(rows, start=1)
        heads = [head.strip() for head in next(lines, (1, ()))[1]]
        self._check(heads)
        if self.problems:
            return
        seen: set[str] = set()
        last = None
        for line, row in lines:
            if not any(row):
                continue
            if len(row) != len(heads):
                self.wrong(line, HOUSEHOLD, f"应有 {len(heads)} 格，实有 {len(row)} 格")
                continue
            cells = dict(zip(heads, row, strict=True))
            mark = cells.pop(HOUSEHOLD).strip()
            if mark != last:
                self._begin(line, mark, seen, cells.get(STREET, "").strip())
            self._person(line, cells, is_first=mark != last)
            last = mark
            if len(self.problems) >= MOST_PROBLEMS:
                return
            if sum(self.sizes[-1:]) > self.pack.largest_household:
                self.wrong(line, HOUSEHOLD, f"一户最多 {self.pack.largest_household} 人")
            if len(self.cells[self.bits.person[0]].values) > self.most:
                self.wrong(line, HOUSEHOLD, f"最多 {self.most} 人")
                return
        if not self.sizes:
            self.wrong(2, HOUSEHOLD, "一个人也没有")

    def _check(self, heads: list[str]) -> None:
        if HOUSEHOLD not in heads:
            self.wrong(1, HOUSEHOLD, "第一行要有 household 这一列，同一户的人写同一个户号")
        for head in heads:
            if heads.count(head) > 1:
                self.wrong(1, head[:40], "这一列出现了两次")
            elif head == self.pack.people_question:
                self.wrong(1, head, "不用写，人数由行数得出")
            elif head not in self.cells and head not in {HOUSEHOLD, STREET}:
                self.wrong(1, head[:40], "没有这个问题")

    def _begin(self, line: int, mark: str, seen: set[str], street: str) -> None:
        if not mark:
            self.wrong(line, HOUSEHOLD, "请填户号")
        if mark in seen:
            self.wrong(line, HOUSEHOLD, "同一户的人要写在相邻的行")
        seen.add(mark)
        name = street.removesuffix("街道")
        if name and name not in self.known:
            self.wrong(line, STREET, f"应为以下之一：{'、'.join(self.known)}")
        self.sizes.append(0)
        self.streets.append(self.known.index(name) if name in self.known else len(self.known))
        for question in self.bits.household:
            self.cells[question].values.append(self.cells[question].unknown)

    def _person(self, line: int, cells: dict[str, str], *, is_first: bool) -> None:
        self.sizes[-1] += 1
        for name in self.bits.person:
            column = self.cells[name]
            value = column.unknown
            if name in cells and not (is_first and column.coder.is_of_members):
                value = self._code(line, column, cells[name])
            if is_first and column.coder.is_of_members:
                value = 1
            column.values.append(value)
        for name in cells.keys() & self.at_home:
            self._shared(line, self.cells[name], cells[name], is_first=is_first)

    def _shared(self, line: int, column: _Cells, text: str, *, is_first: bool) -> None:
        """Read what is asked once a household: it stands in the first line that has it."""
        if not text.strip():
            return
        value, before = self._code(line, column, text), column.values[-1]
        if column.question.subject is Subject.APPLICANT and not is_first:
            self.wrong(line, column.question.id, "只在一户的第一行填写")
        elif before not in (column.unknown, value):
            self.wrong(line, column.question.id, "与同一户前面写的不一样")
        column.values[-1] = value

    def _code(self, line: int, column: _Cells, text: str) -> Any:
        try:
            return column.code(text)
        except ValueError as error:
            self.wrong(line, column.question.id, str(error))
            return column.unknown

    def subjects(self) -> Subjects:
        sizes = np.array(self.sizes, dtype=np.int64)
        people = [(size, size) for size in self.sizes]
        self.cells[self.pack.people_question].values[:] = people
        columns = {name: column_of(c.question, c.values) for name, c in self.cells.items()}
        population = Population(
            {name: columns[name] for name in self.bits.household},
            {name: columns[name] for name in self.bits.person},
            sizes,
            np.zeros(len(sizes), dtype=np.int64),
        )
        ages = _ages(columns["birth_date"], number_of(self.on))
        return Subjects(population, ages, np.array(self.streets), METHOD, is_exact=False)


def _ages(born: tuple[Array, Array], on: int) -> Array:
    """Return completed years, or -1 where the date of birth is not known to the day."""
    low, high = born
    years = (on - low.astype(np.int64)) // 10_000
    return np.where(low == high, years, -1)


def _meant(question: Question, text: str, on: date) -> object:
    """Return the answer that a cell means, in the form in which people send it."""
    if not text:
        return None
    if question.kind is Kind.YES_NO:
        said = text.lower()
        return True if said in YES else False if said in NO else text
    if question.kind is Kind.CHOICE:
        return next((one.id for one in question.choices if one.text == text), text)
    low, is_span, high = text.partition("..")
    if question.kind is Kind.DATE:
        if not is_span and len(text) == 4:
            low, is_span, high = _year(text, on)
        return {"from": _day(low), "to": _day(high)} if is_span else _day(text)
    ends = [_number(question, end) for end in (low, high or low)]
    return {"min": ends[0], "max": ends[1]} if is_span else ends[0]


def _year(text: str, on: date) -> tuple[str, str, str]:
    """Return a year as a span of its days, as far as they are past."""
    first, last = f"{text}-01-01", f"{text}-12-31"
    return first, "..", max(first, min(last, on.isoformat()))


def _day(text: str) -> str:
    """Return a date as it is written on the wire; spreadsheets write 1946/11/30 or 1946/1/3."""
    parts = text.strip().replace("/", "-").split("-")
    return "-".join(part.zfill(2) for part in parts)


def _number(question: Question, text: str) -> object:
    try:
        figure = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        raise ValueError("应为数字") from None
    scale = 100 if question.kind is Kind.MONEY else 1
    if not figure.is_finite() or abs(figure) > 10**13 or figure * scale % 1:
        raise ValueError("应为数字，金额最多两位小数" if scale == 100 else "应为整数")
    return int(figure * scale)
