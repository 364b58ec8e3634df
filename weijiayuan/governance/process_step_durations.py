"""The six "first moments" (六个第一时间) as numbers: median, nine in ten, and how many."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from weijiayuan.db import db
from weijiayuan.events.models import Assignment, Event, Rating
from weijiayuan.notices.models import Notice
from weijiayuan.sensing.models import Alarm
from weijiayuan.web.messages import text

VERSION = "2026-11-30"
TOLD = ("tip_handled", "tip_closed")
STEPS = ("discovery", "report", "dispatch", "resolution", "feedback", "assessment")
AT_ONCE = 500
CAUSE_LENGTH = len("event:") + 36


def firsts(here: ColumnElement[bool], *, since: datetime, until: datetime) -> dict[str, Any]:
    """Return the six, over matters reported from a moment on and before another.

    `discovery` needs to know since when a thing was there, which only devices say; `report` is
    what lies between a device's alarm and its matter, as what people send is a matter at once.
    Without devices both are empty rather than made up. A shortening needs a baseline with a
    date, which nobody has entered.
    """
    rows = _matters(here, since=since, until=until)
    sensed = _sensed(rows)
    measured: Mapping[str, list[float]] = {
        "discovery": list(_minutes((row.raised_at, row.found_at) for row, _ in sensed)),
        "report": list(_minutes((row.found_at, reported_at) for row, reported_at in sensed)),
        "dispatch": list(_minutes((row.reported_at, row.dispatched_at) for row in rows)),
        "resolution": list(_minutes((row.dispatched_at, row.handled_at) for row in rows)),
        "feedback": list(_minutes(_feedback(rows))),
        "assessment": list(_minutes(_assessed(rows))),
    }
    return {
        "version": VERSION,
        "baseline": None,
        "items": [_line(step, measured.get(step, [])) for step in STEPS],
    }


def _matters(here: ColumnElement[bool], *, since: datetime, until: datetime) -> list[Any]:
    dispatched = (
        select(Assignment.event_id, func.min(Assignment.dispatched_at).label("dispatched_at"))
        .group_by(Assignment.event_id)
        .subquery()
    )
    wanted = (
        select(
            Event.id,
            Event.reported_at,
            Event.handled_at,
            Event.closed_at,
            dispatched.c.dispatched_at,
        )
        .outerjoin(dispatched, dispatched.c.event_id == Event.id)
        .where(Event.reported_at >= since, Event.reported_at < until, here)
    )
    return list(db.session.execute(wanted))


def _sensed(rows: Iterable[Any]) -> list[tuple[Any, datetime]]:
    """Return the alarms that made a matter, each with when that was reported."""
    reported = {row.id: row.reported_at for row in rows}
    found = []
    for some in _portions(reported):
        wanted = select(Alarm.event_id, Alarm.raised_at, Alarm.found_at).where(
            Alarm.event_id.in_(some), Alarm.joined.is_(False)
        )
        found += [(row, reported[row.event_id]) for row in db.session.execute(wanted)]
    return found


def _feedback(rows: Iterable[Any]) -> Iterator[tuple[datetime | None, datetime | None]]:
    """Yield from when a matter was handled until its reporter had the message."""
    handled = {row.id: row.handled_at for row in rows if row.handled_at}
    told: dict[UUID, datetime] = {}
    for some in _portions(handled):
        heads = [f"event:{each}" for each in some]
        wanted = select(Notice.cause, Notice.due_at).where(
            Notice.template.in_(TOLD), func.substr(Notice.cause, 1, CAUSE_LENGTH).in_(heads)
        )
        for cause, due_at in db.session.execute(wanted):
            matter = UUID(cause.split(":")[1])
            told[matter] = min(due_at, told.get(matter, due_at))
    for matter, at in told.items():
        yield handled[matter], at


def _assessed(rows: Iterable[Any]) -> Iterator[tuple[datetime | None, datetime | None]]:
    """Yield from when a matter was closed until its reporter rated it."""
    closed = {row.id: row.closed_at for row in rows if row.closed_at}
    for some in _portions(closed):
        rated = select(Rating.event_id, func.min(Rating.at)).where(Rating.event_id.in_(some))
        for matter, at in db.session.execute(rated.group_by(Rating.event_id)):
            yield closed[matter], at


def _portions(found: Mapping[UUID, object]) -> Iterator[list[UUID]]:
    ids = sorted(found)
    for begin in range(0, len(ids), AT_ONCE):
        yield ids[begin : begin + AT_ONCE]


def _minutes(spans: Iterable[tuple[datetime | None, datetime | None]]) -> Iterator[float]:
    for begun, ended in spans:
        if begun and ended and ended >= begun:
            yield (ended - begun).total_seconds() / 60


def _line(step: str, minutes: list[float]) -> dict[str, Any]:
    return {
        "id": step,
        "name": text(f"governance.first_{step}"),
        "formula": text(f"governance.first_{step}_formula"),
        "n": len(minutes),
        "median_minutes": round(median(minutes), 1) if minutes else None,
        "p90_minutes": _nine_in_ten(minutes),
    }


def _nine_in_ten(minutes: list[float]) -> float | None:
    """Return what nine in ten did not exceed.

    >>> _nine_in_ten([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    9.1
    """
    if len(minutes) < 2:
        return round(minutes[0], 1) if minutes else None
    return round(quantiles(minutes, n=10, method="inclusive")[-1], 1)
