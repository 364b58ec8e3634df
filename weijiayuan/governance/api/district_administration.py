"""Administrators keep the district's communities, calendar and grids.

It stands here and not in `places`, because that floor does not know who is asking.
"""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.places import calendar_administration, community_administration, grid_publishing
from weijiayuan.places.coordinates import Datum
from weijiayuan.places.errors import (
    CodeNotOfStreet,
    CommunityExists,
    CommunityNotFound,
    DayNotMarked,
    DayOutsideYear,
    EndsBeforeItBegan,
    GridsMalformed,
    GridsOverlap,
    StreetNotFound,
)
from weijiayuan.places.models import Community
from weijiayuan.places.schemas import (
    CommunityIn,
    CommunityOut,
    CommunityPartsOut,
    CorrectionIn,
    CoverageOut,
    GridVersionIn,
    MarkIn,
    SplitIn,
    YearIn,
)
from weijiayuan.places.working_calendar import DayKind, MarkedDay
from weijiayuan.web.blueprint import Blueprint

GRIDS_BYTES = 8 * 1024 * 1024

places_desk = Blueprint(
    "places-desk",
    __name__,
    url_prefix="/api/v1/places",
    guard=require_role(Role.ADMIN),
    description="区划、网格和工作日历的维护",
)


@places_desk.post("/communities")
@places_desk.arguments(CommunityIn)
@places_desk.response(201, CommunityOut)
@places_desk.refuses(StreetNotFound, CommunityExists, CodeNotOfStreet)
def add_community(asked: dict[str, Any]) -> Community:
    """Add a community from a day on; its code may be published later."""
    community = community_administration.add_community(
        asked["street"],
        asked["name"],
        code=asked["code"],
        valid_from=asked["valid_from"],
        source=asked["source"],
    )
    _note("community added", "community", community.id, source=asked["source"])
    return community


@places_desk.put("/communities/<uuid:community_id>")
@places_desk.arguments(CorrectionIn)
@places_desk.response(200, CommunityOut)
@places_desk.refuses(CommunityNotFound, CommunityExists, CodeNotOfStreet)
def correct_community(asked: dict[str, Any], community_id: UUID) -> Community:
    """Enter a community's published code, or correct its name."""
    community = community_administration.correct_community(community_id, **asked)
    _note("community corrected", "community", community.id, **asked)
    return community


@places_desk.post("/communities/<uuid:community_id>/split")
@places_desk.arguments(SplitIn)
@places_desk.response(201, CommunityPartsOut)
@places_desk.refuses(CommunityNotFound, CommunityExists, CodeNotOfStreet, EndsBeforeItBegan)
def split_community(asked: dict[str, Any], community_id: UUID) -> dict[str, list[Community]]:
    """End a community on a day and let two or more begin in its place."""
    parts = community_administration.split_community(community_id, **asked)
    _note("community split", "community", community_id, into=[str(part.id) for part in parts])
    return {"items": parts}


@places_desk.put("/calendar/years/<int:year>")
@places_desk.arguments(YearIn)
@places_desk.response(204)
@places_desk.refuses(DayOutsideYear)
def announce_year(asked: dict[str, Any], year: int) -> None:
    """Enter the State Council's notice for a year, all its days at once."""
    if not 1950 <= year <= 2150:
        raise DayOutsideYear(year=year)
    days = [MarkedDay(each["day"], DayKind(each["kind"]), each["name"]) for each in asked["days"]]
    calendar_administration.announce_year(year, days, source=asked["source"])
    _note("calendar year announced", "calendar", year, source=asked["source"], days=len(days))


@places_desk.put("/calendar/days/<day>")
@places_desk.arguments(MarkIn)
@places_desk.response(204)
@places_desk.refuses(DayOutsideYear)
def mark_day(asked: dict[str, Any], day: str) -> None:
    """Mark one day as off or worked, for instance after a typhoon."""
    marked = _day_of(day)
    calendar_administration.mark_day(
        marked, DayKind(asked["kind"]), name=asked["name"], source=asked["source"]
    )
    _note("calendar day marked", "calendar", marked, mark=asked["kind"], source=asked["source"])


@places_desk.delete("/calendar/days/<day>")
@places_desk.response(204)
@places_desk.refuses(DayOutsideYear, DayNotMarked)
def unmark_day(day: str) -> None:
    """Take back what was marked for a day."""
    marked = _day_of(day)
    calendar_administration.unmark_day(marked)
    _note("calendar day unmarked", "calendar", marked)


def _day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DayOutsideYear(year=text) from error


@places_desk.post("/grid-versions", max_bytes=GRIDS_BYTES)
@places_desk.arguments(GridVersionIn)
@places_desk.response(201, CoverageOut)
@places_desk.refuses(GridsMalformed, GridsOverlap)
def publish_grids(asked: dict[str, Any]) -> dict[str, object]:
    """Publish a new version of the grids and report how it covers the district."""
    origin = grid_publishing.Origin(
        source=asked["source"],
        as_of=asked["as_of"],
        grade=asked["grade"],
        licence=asked["licence"],
        is_sample=asked["sample"],
    )
    version, report = grid_publishing.publish_grids(
        asked["features"], datum=Datum(asked["datum"]), origin=origin
    )
    _note("grids published", "grid_version", version.number, source=asked["source"])
    return {"version": version.number} | asdict(report)


def _note(action: str, kind: str, subject: object, **facts: Any) -> None:
    audit.record(action, subject_kind=kind, subject_id=str(subject), **facts)
