"""What is due next of a matter: the first of its running clocks, whichever that is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Subquery, exists, func, or_, select

from weijiayuan.db import db
from weijiayuan.events.models import Event, EventClock, stands_open
from weijiayuan.events.rules.clock_kinds import ClockKind

OF_MATTERS = EventClock.event_id.is_not(None) & (EventClock.kind != ClockKind.REPLY)


def _runs() -> ColumnElement[bool]:
    """Return the condition for clocks that somebody works against: replies are of supervisions."""
    return EventClock.stopped_at.is_(None) & EventClock.due_at.is_not(None) & OF_MATTERS


def next_due() -> Subquery:
    """Return the matters with a running clock (`of`) and when they are due next (`due`).

    As many rows as there is work, not as there is history.
    """
    due = func.min(EventClock.due_at).label("due")
    wanted = select(EventClock.event_id.label("of"), due).where(_runs())
    return wanted.group_by(EventClock.event_id).subquery("next_due")


def has_deadline() -> ColumnElement[bool]:
    """Return the condition for matters with a running clock."""
    return exists().where(EventClock.event_id == Event.id, _runs())


def due_before(moment: datetime) -> ColumnElement[bool]:
    """Return the condition for matters of which something is due before a moment."""
    return Event.id.in_(select(EventClock.event_id).where(_runs(), EventClock.due_at < moment))


def is_late(now: datetime) -> ColumnElement[bool]:
    """Return the condition for late matters: open, with a limit that is over, whichever it is.

    This is what late means on the screen, in lists, on first pages and in what is exported.
    """
    return stands_open() & due_before(now)


def late_then(moment: datetime) -> Subquery:
    """Return the matters (`of`) of which a limit was over at a moment that has passed."""
    ran = or_(EventClock.stopped_at.is_(None), EventClock.stopped_at > moment)
    wanted = select(EventClock.event_id.label("of")).where(
        EventClock.due_at < moment, ran, OF_MATTERS
    )
    return wanted.distinct().subquery("late_then")


def next_clocks(event_ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """Return for each of these matters with a running clock its first: `kind` and `due_at`."""
    if not event_ids:
        return {}
    wanted: Any = (
        select(EventClock.event_id, EventClock.kind, EventClock.due_at)
        .where(_runs(), EventClock.event_id.in_(event_ids))
        .order_by(EventClock.due_at.desc(), EventClock.kind.desc())
    )
    return {row.event_id: row for row in db.session.execute(wanted)}
