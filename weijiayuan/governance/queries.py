"""Questions that look across the ledger for the one screen: only open matters are counted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from weijiayuan.accounts.rules import Territory
from weijiayuan.db import db
from weijiayuan.events.access import within
from weijiayuan.events.models import Entry, Event, Supervision, stands_open
from weijiayuan.governance.rules import Standing

COLUMNS = {
    "grid": Event.grid_code,
    "community": Event.community_code,
    "street": Event.street_code,
}


def standings(territories: Iterable[Territory], *, level: str, now: datetime) -> list[Standing]:
    """Return how many matters are open, by place, level and lateness."""
    place = func.coalesce(COLUMNS[level], "")
    is_late = case(((Event.due_at < now) & Event.handled_at.is_(None), 1), else_=0)
    rows = db.session.execute(
        select(place, Event.level, is_late, func.count())
        .where(stands_open(), within(list(territories)))
        .group_by(place, Event.level, is_late)
    )
    return [Standing(code, urgency, bool(late), count) for code, urgency, late, count in rows]


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
