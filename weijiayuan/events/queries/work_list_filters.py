"""What somebody asks a list of matters for, as conditions that either engine answers in time.

SQLite keeps no statistics: it takes an index that fits a condition however many rows that is, and
then sorts them. A condition that holds for a great part of the ledger is therefore written so that
no index fits it, unless that index holds the order asked for; one that holds for few is written as
a list of ids.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from weijiayuan.accounts.rules import TerritoryKind
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event, is_supervised, stands_in, stands_open
from weijiayuan.events.queries import matters_awaiting_person, next_deadlines
from weijiayuan.events.rules.vocabulary import OPEN as OPEN_STATES
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import as_written

SEARCHED = timedelta(days=90)
NUMBER = re.compile(r"\d{6}-[0-9A-Z]{6}")
OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters of a list; None leaves out.

    `q` is a whole number, or words of what was reported in the last `SEARCHED` days. `due` keeps
    what is due before now (`late`), before tomorrow or within seven days; `mine` what waits for
    this person's next step.
    """

    state: str | None = None
    grid: str | None = None
    unit: str | None = None
    category: str | None = None
    overdue: bool | None = None
    q: str | None = None
    due: str | None = None
    mine: bool = False
    level: int | None = None
    source: str | None = None
    supervised: bool | None = None
    words_due: bool | None = None
    danger: bool | None = None

    def fixes(self, key: str) -> bool:
        """Tell whether these filters leave one value of what a list could be sorted by."""
        alike = {
            "state": self.state if self.state != OPEN else None,
            "level": self.level,
            "source": self.source,
            "category": self.category,
            "unit": self.unit,
            "place": self.grid,
        }
        return alike.get(key) is not None

    def leaves_few(self, order: str) -> bool:
        """Tell whether so little is left that it is better gathered than met along an order.

        Along the order of report there are indexes for each place, unit, category and state.
        """
        if (
            self.due
            or self.mine
            or self.overdue
            or self.supervised
            or self.words_due
            or self.danger
        ):
            return True
        is_of_work = self.state == OPEN or self.state in OPEN_STATES
        narrow = self.grid or self.unit or self.category or is_of_work
        return bool(narrow) and order.removeprefix("-") != "reported"

    def conditions(
        self, who: Who, *, now: datetime, walks_by_report: bool, in_groups: bool
    ) -> Iterator[ColumnElement[bool]]:
        """Return the conditions.

        `walks_by_report` where the list stands in order of report, `in_groups` where groups do.
        """
        yield from self._of_place(who)
        yield from self._of_work(who, now)
        if self.level is not None:
            yield _among(Event.level, self.level, 0, walks_by_report=walks_by_report)
        if self.source is not None:
            yield _among(Event.source, self.source, "", walks_by_report=walks_by_report)
        if self.q is not None:
            yield _speaks_of(self.q, now, walks_by_report=walks_by_report or in_groups)

    def _of_place(self, who: Who) -> Iterator[ColumnElement[bool]]:
        if self.grid is not None:
            yield Event.grid_code == self.grid
        if self.unit is not None:
            yield Event.unit_code == self.unit
        if self.category is not None:
            is_narrow = bool(self.grid or self.unit) or _sees_little(who)
            yield _of_category(self.category, is_narrow=is_narrow)

    def _of_work(self, who: Who, now: datetime) -> Iterator[ColumnElement[bool]]:
        if self.state is not None:
            yield stands_open() if self.state == OPEN else stands_in(State(self.state))
        if self.mine:
            yield matters_awaiting_person.waits_for(who)
        if self.due is not None:
            yield _due(self.due, now)
        if self.overdue is not None:
            late = next_deadlines.is_late(now)
            yield late if self.overdue else ~late
        if self.supervised is not None:
            some = Event.id.in_(select(Event.id).where(is_supervised()))
            yield some if self.supervised else Event.supervision == 0
        if self.words_due is not None:
            waits = Event.words_due_at.is_not(None)
            yield waits if self.words_due else ~waits
        if self.danger is not None:
            told = Event.danger.is_not(None)
            yield told if self.danger else ~told


def _due(due: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition for what is late, or due before tomorrow or within seven days."""
    if due == "late":
        return next_deadlines.is_late(now)
    days = {"today": 1, "week": 7}[due]
    return next_deadlines.due_before(
        clock.at_local(clock.local_date(now) + timedelta(days=days), time())
    )


def _sees_little(who: Who) -> bool:
    """Tell whether somebody sees one grid's or unit's matters, which have indexes of their own."""
    small = (TerritoryKind.GRID, TerritoryKind.UNIT)
    return any(each.territory.kind in small for each in who.granted)


def _of_category(category: str, *, is_narrow: bool) -> ColumnElement[bool]:
    """Return the condition for a category, without its index where a grid or unit holds fewer."""
    return _among(Event.category_code, category, "", walks_by_report=not is_narrow)


def _among(
    column: Any, value: object, nothing: object, *, walks_by_report: bool
) -> ColumnElement[bool]:
    """Return the condition for a value of which there is much.

    Its index holds the order of report: for any other order the value is looked at row by row.
    """
    kept: ColumnElement[bool] = column == value
    return kept if walks_by_report else func.coalesce(column, nothing) == value


def _speaks_of(q: str, now: datetime, *, walks_by_report: bool) -> ColumnElement[bool]:
    """Return the condition for a search. Chinese has no words to index: the days bound it.

    For any order but that of report the days are read first, as they lie in the table.
    """
    number = as_written(q)
    if NUMBER.fullmatch(number):
        return Event.number == number
    holds = (Event.text, Event.address, Event.number)
    found = or_(*(column.icontains(q, autoescape=True) for column in holds))
    spoken = (Event.reported_at >= now - SEARCHED) & found
    return spoken if walks_by_report else Event.id.in_(select(Event.id).where(spoken))
