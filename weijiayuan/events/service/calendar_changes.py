"""When the calendar changes, the running clocks follow it, and what is shown of their matters."""

from sqlalchemy import func, select, update

from weijiayuan.db import db
from weijiayuan.deadline_clocks.calendar_changes import recalculate, runs_by_calendar, takes_change
from weijiayuan.events.models import Escalation, Event, EventClock
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.service import matter_clocks


def follow_calendar() -> int:
    """Set the running clocks by the calendar, if it changed since; return how many moved."""
    return recompute() if takes_change(EventClock) else 0


def recompute() -> int:
    """Set every running clock that counts office time by the calendar; return how many moved."""
    _lock_matters()
    moved = recalculate(EventClock, Escalation, matter_clocks.office())
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
