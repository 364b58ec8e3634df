"""Questions that look across the ledger for the one screen: only open matters are counted."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select

from weijiayuan.accounts.rules import Territory
from weijiayuan.db import db
from weijiayuan.db.local_date_sql import local_day
from weijiayuan.events.access import within
from weijiayuan.events.models import Entry, Event, Supervision, stands_open
from weijiayuan.events.queries.next_deadlines import late_then, next_due
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.governance.rules.grid_risk import Standing

NEVER_WORKED_ON = (State.REJECTED, State.MERGED, State.WITHDRAWN)
COLUMNS = {
    "grid": Event.grid_code,
    "community": Event.community_code,
    "street": Event.street_code,
}


def standings(territories: Iterable[Territory], *, level: str, now: datetime) -> list[Standing]:
    """Return how many matters are open, by place, level and lateness."""
    place = func.coalesce(COLUMNS[level], "")
    due = next_due()
    is_late = case((due.c.due < now, 1), else_=0)
    rows = db.session.execute(
        select(place, Event.level, is_late, func.count())
        .outerjoin(due, due.c.of == Event.id)
        .where(stands_open(), within(list(territories)))
        .group_by(place, Event.level, is_late)
    )
    return [Standing(code, urgency, bool(late), count) for code, urgency, late, count in rows]


def standings_then(
    territories: Iterable[Territory], *, level: str, now: datetime
) -> list[Standing]:
    """Return how many matters were open at a moment that is over, by place, level and lateness.

    Levels and limits are those of today, and what was rejected, merged or withdrawn since is not
    counted: the ledger keeps what a matter is, not what it was every day.
    """
    place = func.coalesce(COLUMNS[level], "")
    late = late_then(now)
    is_late = case((late.c.of.is_not(None), 1), else_=0)
    rows = db.session.execute(
        select(place, Event.level, is_late, func.count())
        .outerjoin(late, late.c.of == Event.id)
        .where(
            Event.reported_at < now,
            or_(Event.closed_at.is_(None), Event.closed_at > now),
            Event.state.not_in(NEVER_WORKED_ON),
            within(list(territories)),
        )
        .group_by(place, Event.level, is_late)
    )
    return [Standing(code, urgency, bool(late), count) for code, urgency, late, count in rows]


def by_day(
    territories: Iterable[Territory], *, since: datetime
) -> tuple[dict[date, int], dict[date, int]]:
    """Return how many matters were reported, and how many closed, on each day from a moment on."""
    here = within(list(territories))
    found = []
    for column in (Event.reported_at, Event.closed_at):
        day = local_day(column)
        counted = select(day, func.count()).where(column >= since, here).group_by(day)
        found.append({row[0]: row[1] for row in db.session.execute(counted)})
    return found[0], found[1]


def open_supervisions(territories: Iterable[Territory]) -> int:
    """Return how many supervisions (督办) wait for a written reply."""
    waiting = select(func.count()).select_from(Supervision).join(Event)
    return (
        db.session.scalar(
            waiting.where(Supervision.replied_at.is_(None), within(list(territories)))
        )
        or 0
    )


def pulse(now: datetime) -> tuple[Any, ...]:
    """Return something that changes whenever the ledger does: how many lines this hour and last.

    Lines of anonymous matters carry the hour alone, so the newest moment would not tell.
    """
    since = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    lines = select(func.count()).select_from(Entry).where(Entry.at >= since)
    return since, db.session.scalar(lines)


def shows_samples() -> bool:
    """Tell whether one of the open matters is a sample, so that the screen can say so."""
    sample = select(Event.id).where(Event.is_sample, stands_open()).limit(1)
    return db.session.scalar(sample) is not None
