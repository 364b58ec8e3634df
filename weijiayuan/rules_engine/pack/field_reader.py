"""Taking a table apart field by field; what is missing, misspelt or of the wrong kind is noted."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from weijiayuan.rules_engine.pack.model import Place
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.pack.strict_yaml import Table

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_TEXT = 2_000


class Fields:
    """Reads the fields of one table. After the last, `done` reports the fields nobody knows."""

    def __init__(self, table: Table, problems: list[Problem]) -> None:
        self.table = table
        self.problems = problems
        self.read: set[str] = set()

    @property
    def place(self) -> Place:
        return Place(self.table.file, self.table.line)

    def place_of(self, key: str) -> Place:
        return Place(self.table.file, self.table.line_of(key))

    def wrong(self, key: str, text: str) -> None:
        """Note that a field is wrong."""
        place = self.place_of(key)
        self.problems.append(Problem(place.file, place.line, f"{key}:{text}"))

    def done(self) -> None:
        """Report the fields that were not read: they are misspelt or do not belong here."""
        for key in self.table:
            if key not in self.read:
                known = "、".join(sorted(self.read))
                self.wrong(key, f"没有这个字段,可用:{known}")

    def raw(self, key: str, *, optional: bool = False) -> Any:
        self.read.add(key)
        if key not in self.table and not optional:
            place = self.place
            self.problems.append(Problem(place.file, place.line, f"缺少 {key}"))
        return self.table.get(key)

    def text(self, key: str, *, optional: bool = False) -> str:
        value = self.raw(key, optional=optional)
        if value is None:
            return ""
        if isinstance(value, dict | list | bool) or not str(value).strip():
            self.wrong(key, "应当是文字")
            return ""
        if len(str(value)) > LONGEST_TEXT:
            self.wrong(key, f"文字超过 {LONGEST_TEXT} 字")
        return str(value).strip()

    def number_of_version(self, key: str) -> str:
        """Return a number that stands for one text: a blank beside it would make it another."""
        value = self.text(key)
        if value != str(self.table.get(key, "")):
            self.wrong(key, "前后不能有空格")
        return value

    def name(self, key: str) -> str:
        value = self.text(key)
        if value and not NAME.fullmatch(value):
            self.wrong(key, "应由小写字母、数字和下划线组成")
        return value

    def texts(self, key: str, *, optional: bool = False) -> list[str]:
        value = self.raw(key, optional=optional)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(key, "应当是文字的列表")
            return []
        return list(value)

    def one_of(self, key: str, known: Sequence[str], default: str | None = None) -> str:
        value = self.raw(key, optional=default is not None)
        if value is None:
            return default or known[0]
        if value not in known:
            self.wrong(key, f"应为以下之一:{'、'.join(known)}")
            return known[0]
        return str(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.raw(key, optional=True)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, "应为 true 或 false")
        return bool(value)

    def whole(self, key: str, *, low: int, high: int, default: int | None = None) -> int:
        value = self.raw(key, optional=default is not None)
        if value is None:
            return default if default is not None else low
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(key, f"应为 {low} 到 {high} 的整数")
            return low
        return value

    def decimal(self, key: str, *, low: float, high: float, default: float) -> float:
        value = self.raw(key, optional=True)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.wrong(key, "应为数")
            return default
        if not low <= value <= high:
            self.wrong(key, f"应在 {low} 到 {high} 之间")
        return float(value)

    def day(self, key: str, *, optional: bool = False) -> date | None:
        value = self.raw(key, optional=optional)
        if value is not None and not isinstance(value, date):
            self.wrong(key, "应为日期,例如 2026-01-01")
            return None
        return value

    def table_at(self, key: str, *, optional: bool = False) -> Table | None:
        value = self.raw(key, optional=optional)
        if value is not None and not isinstance(value, Table):
            self.wrong(key, "应当是“键: 值”的形式")
            return None
        return value

    def tables(self, key: str, *, optional: bool = False) -> dict[str, Table]:
        table = self.table_at(key, optional=optional)
        return dict(Fields(table, self.problems).entries()) if table is not None else {}

    def entries(self) -> Iterator[tuple[str, Table]]:
        """Yield every name of the table with the table it names."""
        for key, value in self.table.items():
            if not NAME.fullmatch(key):
                self.wrong(key, "名字应由小写字母、数字和下划线组成")
            elif not isinstance(value, Table):
                self.wrong(key, "应当是“键: 值”的形式")
            else:
                yield key, value
