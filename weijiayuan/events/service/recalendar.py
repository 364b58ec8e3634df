"""When the calendar changes (a day decreed off, a weekend worked), running clocks follow it.

Which state of the calendar the clocks stand on is a row, so every change is taken once, whichever
worker comes first and however long none ran. A rung that was raised stays raised: the unique row
of the escalation keeps it from being raised again, also where its moment moved into the future.
"""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, func, select, update

from weijiayuan.clocks.working_time import TimeUnit
from weijiayuan.db import db, insert_new
from weijiayuan.events.models import CalendarApplied, Escalation, Event, EventClock
from weijiayuan.events.rules.clocks import ClockKind
from weijiayuan.events.service import clockwork
from weijiayuan.events.service.clockwork import Times
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic

CLOCKS = cast("Table", EventClock.__table__)
RUNS = EventClock.stopped_at.is_(None) & (EventClock.unit != TimeUnit.URGENT_HOURS)
COLUMNS = [
    CLOCKS.c[name]
    for name in (
        "id", "kind", "unit", "started_at", "paused_at", "resumed_at", "stopped_at",
        "allowed", "share", *Times._fields,
    )
]  # fmt: skip


def follow_calendar() -> int:
    """Set the running clocks by the calendar, if it changed since; return how many moved."""
    token = places.revision(Topic.CALENDAR)
    if token is None or not insert_new(CalendarApplied, [{"token": token}]):
        return 0
    return recompute()


def recompute() -> int:
    """Set every running clock that counts office time by the calendar; return how many moved.

    Plain rows in and one statement out: a district has ten thousand of them.
    """
    hours, clocks, raised = clockwork.office(), _running_clocks(), _raised()
    fitted = [(each, clockwork.fitted(each, hours, raised.get(each.id, ()))) for each in clocks]
    _set_clocks([each for each in fitted if each[1] != _times(each[0])])
    _set_events()
    return sum(clock.due_at != times.due_at for clock, times in fitted)


def _times(clock: Row[Any]) -> Times:
    return Times(*(getattr(clock, name) for name in Times._fields))


def _running_clocks() -> Sequence[Row[Any]]:
    """Return the clocks, locked; their matters before them, in the order everybody locks them."""
    of_clocks = select(EventClock.event_id).where(RUNS)
    matters = select(Event.id).where(Event.id.in_(of_clocks)).order_by(Event.id)
    db.session.execute(select(func.count()).select_from(matters.with_for_update().subquery()))
    wanted: Any = select(*COLUMNS).where(RUNS).order_by(EventClock.id).with_for_update()
    return db.session.execute(wanted).all()


def _raised() -> dict[UUID, set[int]]:
    """Return by running clock the rungs (percent) that were raised."""
    wanted = select(Escalation.clock_id, Escalation.percent)
    found: dict[UUID, set[int]] = {}
    for clock_id, percent in db.session.execute(
        wanted.join(EventClock, EventClock.id == Escalation.clock_id).where(RUNS)
    ):
        found.setdefault(clock_id, set()).add(percent)
    return found


def _set_clocks(found: Sequence[tuple[Row[Any], Times]]) -> None:
    if not found:
        return
    names = (*Times._fields, "clock_id")
    rows = [dict(zip(names, (*times, clock.id), strict=True)) for clock, times in found]
    setting = update(CLOCKS).where(CLOCKS.c.id == bindparam("clock_id"))
    db.session.flush()
    db.session.connection().execute(
        setting.values({name: bindparam(name) for name in Times._fields}), rows
    )


def _set_events() -> None:
    """Let the matters show the due time of their resolution clock, in one statement."""
    of_clock = (EventClock.event_id == Event.id) & (EventClock.kind == ClockKind.RESOLVE) & RUNS
    differs = Event.due_at.is_distinct_from(EventClock.due_at)
    db.session.execute(
        update(Event)
        .where(of_clock, differs)
        .values(due_at=EventClock.due_at)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
