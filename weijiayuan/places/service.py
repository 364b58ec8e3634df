"""What changes about the district: communities, grids and the calendar; and where a point lies."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update

from weijiayuan.db import db, insert_new
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import queries
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.errors import (
    CodeNotOfStreet,
    CommunityExists,
    CommunityNotFound,
    DayNotMarked,
    DayOutsideYear,
    EndsBeforeItBegan,
    StreetNotFound,
)
from weijiayuan.places.grid_finder import FoundGrid
from weijiayuan.places.models import CalendarDay, CalendarYear, Community, Revision, Street, Topic
from weijiayuan.places.working_calendar import DayKind, MarkedDay

logger = logging.getLogger(__name__)


def grid_at(point: Point | Mapping[str, Any]) -> FoundGrid | None:
    """Return the grid of a point: inside 0 m, up to 50 m outside the nearest, else None.

    Takes a `Point`, or `{"lng", "lat", "datum"}` as the `Place` schema loads it.
    """
    return queries.finder().find(point if isinstance(point, Point) else point_of(point))


def point_of(place: Mapping[str, Any]) -> Point:
    """Return the point of `{"lng", "lat", "datum"}`."""
    return Point(place["lng"], place["lat"], Datum(place["datum"]))


def mark_changed(topic: Topic) -> None:
    """Make every process read the topic again once this transaction has ended well."""
    changed = update(Revision).filter_by(topic=topic).values(token=new_id())
    if not db.session.execute(changed).rowcount:  # type: ignore[attr-defined]  # of an UPDATE
        insert_new(Revision, [{"topic": topic, "token": new_id()}])
    queries.forget_revisions()


def add_community(
    street_code: str,
    name: str,
    *,
    code: str | None,
    valid_from: date,
    source: str,
    split_from: Community | None = None,
) -> Community:
    """Add a community from a day on. Its code may come later, when one is published."""
    mark_changed(Topic.TERRITORY)
    street = queries.street(street_code)
    if street is None:
        raise StreetNotFound
    _check_free(street, name, code)
    community = Community(
        street_id=street.id,
        name=name,
        code=code,
        valid_from=valid_from,
        source=source,
        split_from_id=split_from.id if split_from else None,
    )
    db.session.add(community)
    db.session.flush()
    logger.info("community added", extra={"community_id": str(community.id)})
    return community


def _check_free(street: Street, name: str, code: str | None, *, but: UUID | None = None) -> None:
    if code is not None and not code.startswith(street.code):
        raise CodeNotOfStreet(street=street.name, prefix=street.code)
    if queries.is_name_taken(street.id, name, but=but):
        raise CommunityExists(name=name)
    if code is not None and queries.is_code_taken(code, but=but):
        raise CommunityExists(name=code)


def correct_community(community_id: UUID, *, name: str, code: str | None, source: str) -> Community:
    """Give a community its published code, or correct its name."""
    mark_changed(Topic.TERRITORY)
    mark_changed(Topic.GRIDS)
    community = _to_change(community_id)
    _check_free(community.street, name, code, but=community.id)
    community.name, community.code, community.source = name, code, source
    db.session.flush()
    return community


def split_community(
    community_id: UUID, *, into: Sequence[Mapping[str, Any]], on: date, source: str
) -> list[Community]:
    """End a community and let others begin in its place on the same day.

    Its grids stay until an administrator publishes a version that assigns them anew.
    """
    old = _to_change(community_id)
    if old.valid_from is not None and on <= old.valid_from:
        raise EndsBeforeItBegan(name=old.name)
    old.valid_to = on
    db.session.flush()
    return [
        add_community(
            old.street.code,
            part["name"],
            code=part.get("code"),
            valid_from=on,
            source=source,
            split_from=old,
        )
        for part in into
    ]


def _to_change(community_id: UUID) -> Community:
    community = queries.community_to_change(community_id)
    if community is None:
        raise CommunityNotFound
    return community


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
