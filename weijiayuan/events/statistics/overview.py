"""How the district stands: what is open now, what happened today, what happened ever.

Totals stand on the days that were added up, plus what came after them, so the answer costs the
same after a week and after ten years.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select, true

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db, insert_new
from weijiayuan.events.access import within
from weijiayuan.events.models import Entry, Event, stands_open
from weijiayuan.events.models.daily_statistics import EventDay
from weijiayuan.events.queries.next_deadlines import is_late
from weijiayuan.events.rules.vocabulary import OPEN, State
from weijiayuan.kernel import clock

MEASURES = {
    "report": "reported",
    "accept": "accepted",
    "close": "closed",
    "confirm": "closed",
    "reopen": "reopened",
}
NAMES = ("reported", "accepted", "closed", "reopened")
AT_ONCE_DAYS = 400
LATE_COMMITS = timedelta(minutes=10)  # what began before midnight may commit after it
PENDING = (State.SUBMITTED, State.RETURNED)


def overview(territories: Iterable[Territory], *, now: datetime) -> dict[str, int]:
    """Return the numbers of the one screen for these territories."""
    places = list(territories)
    here = within(places)
    by_state = _open_by_state(here)
    midnight = clock.at_local(clock.local_date(now), time())
    today = happened(midnight, now, places)
    ever = totals(places, now=midnight) + today
    return {
        "processing": sum(by_state.values()),
        "pending": sum(by_state[state] for state in PENDING),
        "overdue": overdue(here, now=now),
        "added_today": today["reported"],
        "solved_today": today["closed"],
        "total_case": ever["reported"],
        "total_accepted": ever["accepted"],
        "total_solved": ever["closed"] - ever["reopened"],
    }


def _open_by_state(here: ColumnElement[bool]) -> Counter[str]:
    rows = db.session.execute(
        select(Event.state, func.count()).where(stands_open(), here).group_by(Event.state)
    )
    return Counter({row[0]: row[1] for row in rows})


def open_by_state(territories: Iterable[Territory]) -> dict[str, int]:
    """Return how many matters stand in each open state."""
    found = _open_by_state(within(list(territories)))
    return {state.value: found[state] for state in State if state in OPEN}


def overdue(here: ColumnElement[bool], *, now: datetime) -> int:
    """Return how many open matters are late."""
    late = select(func.count()).select_from(Event).where(is_late(now), here)
    return db.session.scalar(late) or 0


def happened(since: datetime, until: datetime, places: Iterable[Territory]) -> Counter[str]:
    """Return how often each measured thing happened in a stretch of time."""
    wanted = select(Entry.action, func.count()).where(
        Entry.action.in_(list(MEASURES)), Entry.at >= since, Entry.at < until
    )
    if not any(each.kind is TerritoryKind.DISTRICT for each in places):
        wanted = wanted.join(Event, Event.id == Entry.event_id).where(within(places))
    found: Counter[str] = Counter()
    for action, count in db.session.execute(wanted.group_by(Entry.action)):
        found[MEASURES[action]] += count
    return found


def totals(places: Iterable[Territory], *, now: datetime) -> Counter[str]:
    """Return how often each measured thing ever happened."""
    places, last = list(places), last_day()
    if last is None or any(each.kind is TerritoryKind.GRID for each in places):
        return happened(datetime.min.replace(tzinfo=UTC), now, places)
    sums = [func.coalesce(func.sum(getattr(EventDay, f"total_{name}")), 0) for name in NAMES]
    row = db.session.execute(select(*sums).where(EventDay.day == last, _in(places))).one()
    added = Counter(dict(zip(NAMES, map(int, row), strict=True)))
    after = clock.at_local(last + timedelta(days=1), time())
    return added + happened(after, now, places) if after < now else added


def _in(places: Iterable[Territory]) -> ColumnElement[bool]:
    """Return the condition on days for streets, communities or the whole district."""
    parts = [
        true()
        if each.kind is TerritoryKind.DISTRICT
        else EventDay.community_code.startswith(each.code, autoescape=True)
        for each in places
    ]
    return or_(*parts) if parts else false()


def last_day() -> date | None:
    """Return the newest day that was added up."""
    return db.session.scalar(select(func.max(EventDay.day)))


def roll_up(now: datetime) -> int:
    """Add up the days that are over and were not yet; return how many. Safe to run twice."""
    yesterday = clock.local_date(now - LATE_COMMITS) - timedelta(days=1)
    last = last_day()
    first = last + timedelta(days=1) if last else _first_day()
    if first is None:
        return 0
    until = min(yesterday, first + timedelta(days=AT_ONCE_DAYS))
    so_far = _totals_on(last)
    days = [first + timedelta(days=count) for count in range((until - first).days + 1)]
    for day in days:
        _add_day(day, so_far)
    return len(days)


def _first_day() -> date | None:
    first = db.session.scalar(select(func.min(Entry.at)))
    return clock.local_date(first) if first else None


def _totals_on(day: date | None) -> dict[str, Counter[str]]:
    rows = db.session.scalars(select(EventDay).filter_by(day=day))
    return {
        row.community_code: Counter({name: getattr(row, f"total_{name}") for name in NAMES})
        for row in rows
    }


def _add_day(day: date, so_far: dict[str, Counter[str]]) -> None:
    start, end = (clock.at_local(day + timedelta(days=more), time()) for more in (0, 1))
    community = func.coalesce(Event.community_code, "")
    rows = db.session.execute(
        select(community, Entry.action, func.count())
        .join(Event, Event.id == Entry.event_id)
        .where(Entry.action.in_(list(MEASURES)), Entry.at >= start, Entry.at < end)
        .group_by(community, Entry.action)
    )
    today: dict[str, Counter[str]] = {}
    for code, action, count in rows:
        today.setdefault(code, Counter())[MEASURES[action]] += count
    for code, counts in today.items():
        so_far[code] = so_far.get(code, Counter()) + counts
    insert_new(EventDay, [_day_row(day, code, today, so_far) for code in sorted(so_far) or [""]])


def _day_row(
    day: date, code: str, today: dict[str, Counter[str]], so_far: dict[str, Counter[str]]
) -> dict[str, Any]:
    counts, sums = today.get(code, Counter()), so_far.get(code, Counter())
    return (
        {"day": day, "community_code": code}
        | {name: counts[name] for name in NAMES}
        | {f"total_{name}": sums[name] for name in NAMES}
    )
