"""When the calendar changes (a day decreed off, a weekend worked), running clocks follow it.

Which state of the calendar the clocks stand on is a row, so every change is taken once, whichever
worker comes first and however long none ran. A rung that was raised stays raised: the unique row
of the escalation keeps it from being raised again, also where its moment moved into the future.
"""

from collections.abc import Sequence

from sqlalchemy import select, update

from weijiayuan.db import db, insert_new
from weijiayuan.events.models import CalendarApplied, Event, EventClock
from weijiayuan.events.rules.clocks import ClockKind
from weijiayuan.events.rules.hours import TimeUnit
from weijiayuan.events.service import clockwork
from weijiayuan.places import queries as places
from weijiayuan.places.models import Topic


def follow_calendar() -> int:
    """Set the running clocks by the calendar, if it changed since; return how many moved."""
    token = places.revision(Topic.CALENDAR)
    if token is None or not insert_new(CalendarApplied, [{"token": token}]):
        return 0
    return recompute()


def recompute() -> int:
    """Set every running clock that counts office time by the calendar; return how many moved."""
    clocks = _running_clocks()
    hours, raised = clockwork.office(), clockwork.raised([clock.id for clock in clocks])
    before = {clock.id: clock.due_at for clock in clocks}
    for clock in clocks:
        clockwork.fit(clock, hours, raised[clock.id])
    moved = [clock for clock in clocks if clock.due_at != before[clock.id]]
    db.session.flush()
    _set_events([each for each in moved if each.kind is ClockKind.RESOLVE and each.event_id])
    return len(moved)


def _running_clocks() -> Sequence[EventClock]:
    """Return the clocks, locked; their matters before them, in the order everybody locks them."""
    runs = EventClock.stopped_at.is_(None) & (EventClock.unit != TimeUnit.URGENT_HOURS)
    of_clocks = select(EventClock.event_id).where(runs)
    matters = select(Event.id).where(Event.id.in_(of_clocks)).order_by(Event.id)
    db.session.execute(matters.with_for_update()).all()
    wanted = select(EventClock).where(runs).order_by(EventClock.id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).all()


def _set_events(clocks: list[EventClock]) -> None:
    """Let the matters show the due time of their resolution clock."""
    changes = [{"id": each.event_id, "due_at": each.due_at} for each in clocks]
    if changes:
        db.session.execute(update(Event), changes)
