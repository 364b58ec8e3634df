"""When the calendar changes (a day decreed off, a weekend worked), running clocks follow it.

Which state of the calendar the clocks stand on is a row, so every change is taken once, whichever
worker comes first and however long none ran.
"""

from sqlalchemy import func, select, update

from weijiayuan.clocks.calendar_changes import recalculate, runs_by_calendar
from weijiayuan.db import db, insert_new
from weijiayuan.events.models import CalendarApplied, Escalation, Event, EventClock
from weijiayuan.events.rules.clocks import ClockKind
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
    _lock_matters()
    moved = recalculate(EventClock, Escalation, clockwork.office())
    _set_events()
    return moved


def _lock_matters() -> None:
    """Lock the matters before their clocks, in the order everybody locks them."""
    of_clocks = select(EventClock.event_id).where(runs_by_calendar(EventClock))
    matters = select(Event.id).where(Event.id.in_(of_clocks)).order_by(Event.id)
    db.session.execute(select(func.count()).select_from(matters.with_for_update().subquery()))


def _set_events() -> None:
    """Let the matters show the due time of their resolution clock, in one statement."""
    of_clock = (
        (EventClock.event_id == Event.id)
        & (EventClock.kind == ClockKind.RESOLVE)
        & runs_by_calendar(EventClock)
    )
    differs = Event.due_at.is_distinct_from(EventClock.due_at)
    db.session.execute(
        update(Event)
        .where(of_clock, differs)
        .values(due_at=EventClock.due_at)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
