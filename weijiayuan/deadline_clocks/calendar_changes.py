"""When the calendar changes (a day decreed off, a weekend worked), running clocks follow it.

Which state of the calendar a table's clocks stand on is a row, so every change is taken once,
whichever worker comes first and however long none ran. A rung that was raised stays raised: the
unique row keeps it from being raised again, also where its moment moved into the future.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, select, update

from weijiayuan.db import db, insert_new
from weijiayuan.deadline_clocks.models import CalendarApplied, RunningClock, Times, fitted
from weijiayuan.deadline_clocks.working_time import OfficeHours, TimeUnit
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic

COLUMNS = (
    "id", "unit", "started_at", "paused_at", "resumed_at", "earlier_pauses", "stopped_at",
    "allowed", "share", *Times._fields,
)  # fmt: skip


def runs_by_calendar(clocks: type[RunningClock]) -> ColumnElement[bool]:
    """Return the condition for clocks of this table that the calendar can move."""
    return clocks.stopped_at.is_(None) & (clocks.unit != TimeUnit.URGENT_HOURS)


def takes_change(clocks: type[Any]) -> bool:
    """Tell whether the calendar changed since this table's clocks were set by it; take it if so."""
    token = places.revision(Topic.CALENDAR)
    row = {"clocks": clocks.__tablename__, "token": token}
    return token is not None and bool(insert_new(CalendarApplied, [row]))


def recalculate(clocks: Any, rungs: Any, hours: OfficeHours) -> int:
    """Set every running clock of a table by the calendar; return how many due times moved.

    Plain rows in and one statement out: a district has ten thousand of them. Where clocks are
    locked behind what they run on, lock that first.
    """
    found, raised = _running(clocks), _raised(clocks, rungs)
    fits = [
        (row, fitted(row, clocks.ladder_of(row), hours, raised.get(row.id, ()))) for row in found
    ]
    _set(clocks, [each for each in fits if each[1] != _times(each[0])])
    return sum(row.due_at != times.due_at for row, times in fits)


def _times(row: Row[Any]) -> Times:
    return Times(*(getattr(row, name) for name in Times._fields))


def _running(clocks: Any) -> Sequence[Row[Any]]:
    columns = clocks.__table__.c
    names = [*COLUMNS, *clocks.ladder_columns]
    wanted: Any = select(*(columns[name] for name in names)).where(runs_by_calendar(clocks))
    return db.session.execute(wanted.order_by(clocks.id).with_for_update()).all()


def _raised(clocks: Any, rungs: Any) -> dict[UUID, set[int]]:
    """Return by running clock the rungs (percent) that were raised."""
    wanted = select(rungs.clock_id, rungs.percent).join(clocks, clocks.id == rungs.clock_id)
    found: dict[UUID, set[int]] = {}
    for clock_id, percent in db.session.execute(wanted.where(runs_by_calendar(clocks))):
        found.setdefault(clock_id, set()).add(percent)
    return found


def _set(clocks: Any, found: Sequence[tuple[Row[Any], Times]]) -> None:
    if not found:
        return
    table = clocks.__table__
    names = (*Times._fields, "clock_id")
    rows = [dict(zip(names, (*times, row.id), strict=True)) for row, times in found]
    setting = update(table).where(table.c.id == bindparam("clock_id"))
    db.session.flush()
    db.session.connection().execute(
        setting.values({name: bindparam(name) for name in Times._fields}), rows
    )
    db.session.expire_all()
