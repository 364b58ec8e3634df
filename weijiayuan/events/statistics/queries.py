"""The counts behind the figures, by grid, unit, category or as a whole."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select

from weijiayuan.accounts.rules import Territory
from weijiayuan.db import db
from weijiayuan.events.access import within
from weijiayuan.events.models import Assignment, Entry, Event, runs_late
from weijiayuan.events.rules.vocabulary import Level
from weijiayuan.events.statistics.rules.rate_definitions import Counts

GROUPS: dict[str, Any] = {
    "all": literal("all"),
    "grid": func.coalesce(Event.grid_code, ""),
    "community": func.coalesce(Event.community_code, ""),
    "street": func.coalesce(Event.street_code, ""),
    "unit": func.coalesce(Event.unit_code, ""),
    "category": func.coalesce(Event.category_code, ""),
}
GRASS_ROOTS = 2  # level of a unit: 0 grid, 1 community, 2 street


def counts(
    territories: Iterable[Territory], *, by: str, since: datetime, until: datetime, now: datetime
) -> dict[str, Counts]:
    """Return what happened from `since` until before `until`, by group."""
    group, here = GROUPS[by], within(list(territories))
    closed = [Event.closed_at >= since, Event.closed_at < until, here]
    late = [runs_late(now), here]
    found: dict[str, Counts] = defaultdict(Counts)
    for row in _closed(group, closed):
        found[row[0]] = replace(found[row[0]], **dict(zip(CLOSED, row[1:], strict=True)))
    for name, rows in {
        "open_overdue": _tally(group, late),
        "reopened": _entries(group, ["reopen"], since, until, here),
        "checked": _entries(group, ["verify", "rework"], since, until, here),
        "reworked": _entries(group, ["rework"], since, until, here),
        "dispatched": _assigned(group, since, until, here),
        "returned": _assigned(group, since, until, here, Assignment.returned_at.is_not(None)),
    }.items():
        for key, count in rows:
            found[key] = replace(found[key], **{name: count})
    for key, spent in _hours(group, closed).items():
        found[key] = replace(found[key], hours=tuple(spent))
    return dict(sorted(found.items()))


CLOSED = ("closed", "closed_in_time", "closed_grass_roots", "closed_micro", "closed_on_site")


def _closed(group: Any, conditions: list[Any]) -> Any:
    micro = Event.level == Level.MICRO.value
    return db.session.execute(
        select(
            group,
            func.count(),
            _sum(Event.in_time.is_(True)),
            _sum(Event.highest_level <= GRASS_ROOTS),
            _sum(micro),
            _sum(micro & Event.on_the_spot.is_(True)),
        )
        .where(*conditions)
        .group_by(group)
    )


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _tally(group: Any, conditions: list[Any]) -> Any:
    return db.session.execute(select(group, func.count()).where(*conditions).group_by(group))


def _entries(group: Any, actions: list[str], since: datetime, until: datetime, here: Any) -> Any:
    return db.session.execute(
        select(group, func.count())
        .select_from(Entry)
        .join(Event, Event.id == Entry.event_id)
        .where(Entry.action.in_(actions), Entry.at >= since, Entry.at < until, here)
        .group_by(group)
    )


def _assigned(group: Any, since: datetime, until: datetime, here: Any, *more: Any) -> Any:
    by_unit = group is GROUPS["unit"]
    key = Assignment.unit_code if by_unit else group
    return db.session.execute(
        select(key, func.count())
        .select_from(Assignment)
        .join(Event, Event.id == Assignment.event_id)
        .where(Assignment.dispatched_at >= since, Assignment.dispatched_at < until, here, *more)
        .group_by(key)
    )


def _hours(group: Any, conditions: list[Any]) -> dict[str, list[float]]:
    """Return how long each closed matter took from report to result, in hours."""
    spent: dict[str, list[float]] = defaultdict(list)
    rows = db.session.execute(
        select(group, Event.reported_at, Event.handled_at).where(
            *conditions, Event.handled_at.is_not(None)
        )
    )
    for key, reported_at, handled_at in rows:
        spent[key].append((handled_at - reported_at).total_seconds() / 3600)
    return spent
