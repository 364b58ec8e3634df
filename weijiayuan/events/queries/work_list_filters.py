"""What a list of matters can be narrowed to, as conditions of its question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_

from weijiayuan.accounts.rules import TerritoryKind
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event, runs_late, stands_in, stands_open
from weijiayuan.events.queries import matters_awaiting_person, next_deadlines
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.kernel import clock

SEARCHED = timedelta(days=90)
NUMBER = re.compile(r"\d{6}-[0-9A-Za-z]{6}")


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What somebody asks of a list; None asks nothing.

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


def conditions(filters: Filters, *, who: Who, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a matter, for this person at this moment."""
    yield from _of_state_and_place(filters)
    yield from _of_marks(filters)
    if filters.mine:
        yield matters_awaiting_person.waits_for(who)
    if filters.due is not None:
        yield next_deadlines.due_before(_until(filters.due, now))
    if filters.category is not None:
        is_narrow = filters.grid is not None or filters.unit is not None or _sees_little(who)
        yield _of_category(filters.category, is_narrow=is_narrow)
    if filters.q is not None:
        yield _speaks_of(filters.q, now)
    if filters.overdue is not None:
        late = runs_late(now)
        yield late if filters.overdue else ~late


def _of_state_and_place(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.state == "open":
        yield stands_open()
    elif filters.state is not None:
        yield stands_in(State(filters.state))
    if filters.grid is not None:
        yield Event.grid_code == filters.grid
    if filters.unit is not None:
        yield Event.unit_code == filters.unit


def _of_marks(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.level is not None:
        yield Event.level == filters.level
    if filters.source is not None:
        yield Event.source == filters.source
    if filters.supervised is not None:
        yield Event.supervision > 0 if filters.supervised else Event.supervision == 0
    if filters.words_due is not None:
        waits = Event.words_due_at.is_not(None)
        yield waits if filters.words_due else ~waits


def _until(due: str, now: datetime) -> datetime:
    """Return the moment before which something has to be due."""
    if due == "late":
        return now
    days = {"today": 1, "week": 7}[due]
    return clock.at_local(clock.local_date(now) + timedelta(days=days), time())


def _sees_little(who: Who) -> bool:
    """Tell whether somebody sees one grid's or unit's matters, which have indexes of their own."""
    small = (TerritoryKind.GRID, TerritoryKind.UNIT)
    return any(each.territory.kind in small for each in who.granted)


def _of_category(category: str, *, is_narrow: bool) -> ColumnElement[bool]:
    """Return the condition for a category.

    SQLite keeps no statistics and would take the index of a category where that of a grid or unit
    holds far fewer: there the column is written so that no index fits it.
    """
    column: Any = func.coalesce(Event.category_code, "") if is_narrow else Event.category_code
    found: ColumnElement[bool] = column == category
    return found


def _speaks_of(q: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition for a search. Chinese has no words to index: the days bound it."""
    if NUMBER.fullmatch(q):
        return Event.number == q.upper()
    holds = (Event.text, Event.address, Event.number)
    found = or_(*(column.icontains(q, autoescape=True) for column in holds))
    return (Event.reported_at >= now - SEARCHED) & found
