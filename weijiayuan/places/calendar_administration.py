"""What administrators enter of the calendar: announced years and single days."""

import logging
from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select

from weijiayuan.db import db
from weijiayuan.places.cache_invalidation import mark_changed
from weijiayuan.places.errors import DayNotMarked, DayOutsideYear
from weijiayuan.places.models import CalendarDay, CalendarYear, Topic
from weijiayuan.places.working_calendar import DayKind, MarkedDay

logger = logging.getLogger(__name__)


def announce_year(year: int, days: Sequence[MarkedDay], *, source: str) -> None:
    """Enter the whole notice of a year in place of what stood there; its days become final.

    A notice may name the last days of December before and the first of January after.
    """
    mark_changed(Topic.CALENDAR)
    first, last = date(year - 1, 12, 20), date(year + 1, 1, 10)
    if len({mark.day for mark in days}) < len(days):
        raise DayOutsideYear(year=year)
    if not all(first <= mark.day <= last for mark in days):
        raise DayOutsideYear(year=year)
    named = [mark.day for mark in days]
    stale = func.extract("year", CalendarDay.day) == year
    db.session.execute(delete(CalendarDay).where(stale | CalendarDay.day.in_(named)))
    db.session.execute(delete(CalendarYear).filter_by(year=year))
    db.session.add(CalendarYear(year=year, source=source))
    db.session.add_all(_rows(days, source))
    logger.info("calendar year announced", extra={"year": year, "days": len(days)})


def seed_years(years: Sequence[int], days: Sequence[MarkedDay], *, source: str) -> int:
    """Enter announced years that nobody has entered yet, and return how many there were."""
    known = set(db.session.scalars(select(CalendarYear.year)))
    fresh = [year for year in years if year not in known]
    if not fresh:
        return 0
    mark_changed(Topic.CALENDAR)
    db.session.add_all(CalendarYear(year=year, source=source) for year in fresh)
    taken = set(db.session.scalars(select(CalendarDay.day)))
    mine = [mark for mark in days if mark.day.year in fresh and mark.day not in taken]
    db.session.add_all(_rows(mine, source))
    return len(fresh)


def _rows(days: Sequence[MarkedDay], source: str) -> list[CalendarDay]:
    return [
        CalendarDay(day=each.day, kind=each.kind, name=each.name, source=source) for each in days
    ]


def mark_day(day: date, kind: DayKind, *, name: str, source: str) -> None:
    """Mark one day as off or worked, whatever was marked before."""
    mark_changed(Topic.CALENDAR)
    db.session.execute(delete(CalendarDay).filter_by(day=day))
    db.session.add(CalendarDay(day=day, kind=kind, name=name, source=source))
    logger.info("calendar day marked", extra={"day": day.isoformat(), "kind": kind.value})


def unmark_day(day: date) -> None:
    """Let the weekday rule decide again about a day."""
    mark_changed(Topic.CALENDAR)
    if not db.session.execute(delete(CalendarDay).filter_by(day=day)).rowcount:  # type: ignore[attr-defined]  # of a DELETE
        raise DayNotMarked
