"""What an import would do, row by row, before anything is written."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from weijiayuan.directory.rules.entry_spreadsheet import NOT_THE_SAME, Row, SheetKind
from weijiayuan.directory.rules.near_duplicates import Known, metres
from weijiayuan.files.spreadsheet_tables import RowError
from weijiayuan.web import json


class Outcome(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Change:
    """What a row changes of an entry, in the words of the sheet."""

    column: str
    before: str
    after: str


@dataclass(slots=True)
class PlannedRow:
    """A row and what it would do: `values` by attribute of the entry, `changes` for people."""

    row: Row
    stored_id: UUID | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def outcome(self) -> Outcome:
        if self.errors:
            return Outcome.FAULTY
        if self.stored_id is None:
            return Outcome.ADDED
        return Outcome.CHANGED if self.changes else Outcome.UNCHANGED

    def refuse(self, column: str, problem: str) -> None:
        """Note what is wrong with the row."""
        self.errors.append(RowError(self.row.number, column, problem))

    def will(self, attribute: str, column: str, *, now: Any, after: Any, words: Any = str) -> None:
        """Note that an attribute changes, unless it is so already. `words` says it to people."""
        if now == after:
            return
        self.values[attribute] = after
        said = [words(each) if each not in (None, "", []) else "" for each in (now, after)]
        self.changes.append(Change(column, *said))

    def replaces_sample(self) -> None:
        """Note that the entry is a sample no more."""
        self.values["is_sample"] = False
        self.changes.append(Change("示例", "是", "否"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a whole list would do."""

    kind: SheetKind
    rows: tuple[PlannedRow, ...]
    ignored: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows have each outcome."""
        outcomes = [row.outcome for row in self.rows]
        return {each.value: outcomes.count(each) for each in Outcome}

    @property
    def problems(self) -> list[RowError]:
        return [error for row in self.rows for error in row.errors]

    @property
    def digest(self) -> str:
        """Return a mark of everything the list would do: another plan has another mark."""
        said = [
            [row.row.number, row.outcome, str(row.stored_id), *(list(_of(c)) for c in row.changes)]
            for row in self.rows
        ]
        return hashlib.sha256(json.dump_bytes(said)).hexdigest()[:32]


def _of(change: Change) -> tuple[str, str, str]:
    return change.column, change.before, change.after


def refuse_repeated(rows: Iterable[PlannedRow]) -> None:
    """Refuse rows whose number or entry stands in an earlier row already."""
    codes: dict[str, int] = {}
    entries: dict[UUID, int] = {}
    for each in rows:
        code, number = each.row.values.get("code"), each.row.number
        first = codes.setdefault(code, number) if code else number
        if first == number and each.stored_id is not None:
            first = entries.setdefault(each.stored_id, number)
        if first != number:
            each.refuse("编号", f"与第{first}行是同一个")


def refuse_near(planned: PlannedRow, entry: Known, found: Iterable[Known]) -> None:
    """Refuse a new row that may be an entry that is there, until somebody says that it is not."""
    if planned.row.values.get("is_another"):
        return
    for other in list(found)[:3]:
        where = f"第{other.row}行" if other.row else "已登记的"
        apart = metres(entry, other)
        far = "同一处" if apart is None else f"相距{round(apart)}米"
        planned.refuse(
            NOT_THE_SAME, f"可能就是{where}“{other.name}”（{far}）；确实不是，这一列写“是”"
        )


def code_for(prefix: str, parts: Mapping[str, Any] | Iterable[Any]) -> str:
    """Return a number for an entry whose list gives none: the same for the same entry."""
    text = "\n".join(str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:12].upper()}"


UNIQUE = {"code": "编号", "uscc": "统一社会信用代码", "list_no": "清单序号"}


def refuse_shared(rows: Iterable[PlannedRow]) -> None:
    """Refuse rows that would give to their entry what an earlier row gives to another."""
    seen: dict[tuple[str, Any], int] = {}
    for each in rows:
        for name in UNIQUE.keys() & each.values.keys():
            if each.values[name] in (None, ""):
                continue
            first = seen.setdefault((name, each.values[name]), each.row.number)
            if first != each.row.number:
                each.refuse(UNIQUE[name], f"与第{first}行相同，请写各自的{UNIQUE[name]}")
