"""Loads what ships about the district into the database; safe to run twice."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from weijiayuan.db import db, insert_new
from weijiayuan.district.current_district import district
from weijiayuan.places import (
    announced_holidays,
    cache_invalidation,
    calendar_administration,
    district_files,
    grid_publishing,
    queries,
)
from weijiayuan.places.coordinates import Datum
from weijiayuan.places.models import Community, ServicePoint, Street, Topic
from weijiayuan.settings import BadSettings


@dataclass(frozen=True, slots=True)
class LoadedCounts:
    """How much of each was new."""

    streets: int
    communities: int
    grids: int
    service_points: int
    years: int


def load_district() -> LoadedCounts:
    """Insert what is missing; nothing that an administrator entered is changed."""
    content = district_files.sheet(district(), "territory.json")
    _refuse_another_district()
    streets = insert_new(Street, [_street(each) for each in content["streets"]])
    communities = _load_communities(content)
    if streets or communities:
        cache_invalidation.mark_changed(Topic.TERRITORY)
    return LoadedCounts(
        streets=streets,
        communities=communities,
        grids=_load_grids(),
        service_points=_load_service_points(),
        years=calendar_administration.seed_years(
            announced_holidays.announced_by_package(),
            announced_holidays.marked_by_package(),
            source=announced_holidays.SOURCE,
        ),
    )


def _refuse_another_district() -> None:
    """Keep the streets of two districts out of one database."""
    for code in db.session.scalars(select(Street.code)):
        if not district().holds(code):
            raise BadSettings(f"this database is of another district ({code}); see DISTRICT.")


def _street(given: dict[str, Any]) -> dict[str, Any]:
    as_of = given["as_of"]
    return given | {"as_of": date.fromisoformat(as_of) if as_of else None}


def _load_communities(content: dict[str, Any]) -> int:
    ids = _ids(Street)
    known = {(row.street_id, row.name) for row in db.session.scalars(select(Community))}
    fresh = [
        each for each in content["communities"] if (ids[each["street"]], each["name"]) not in known
    ]
    return insert_new(Community, [_community(each, ids[each["street"]], content) for each in fresh])


def _community(given: dict[str, Any], street_id: object, content: dict[str, Any]) -> dict[str, Any]:
    lng, lat = given["centre_gcj02"] or (None, None)
    return {
        "street_id": street_id,
        "name": given["name"],
        "code": given["code"],
        "centre_lng": lng,
        "centre_lat": lat,
        "source": given.get("source", content["source"]),
        "grade": given.get("grade", content["grade"]),
    }


def _load_grids() -> int:
    if queries.newest_version() is not None:
        return 0
    content = district_files.sheet(district(), "sample_grids.geojson")
    origin = grid_publishing.Origin(
        source=content["source"],
        as_of=date.fromisoformat(content["as_of"]),
        grade=content["grade"],
        licence=content["licence"],
        is_sample=content["sample"],
    )
    _, report = grid_publishing.publish_grids(
        content["features"], datum=Datum(content["datum"]), origin=origin
    )
    return report.grids


def _load_service_points() -> int:
    streets = {row.name: row.id for row in db.session.scalars(select(Street))}
    communities = {row.name: row.id for row in db.session.scalars(select(Community))}
    rows = [
        {
            "name": each["name"],
            "kind": each["kind"],
            "code": each["code"],
            "street_id": streets.get(each["street"]),
            "community_id": communities.get(each["community"]),
            "source": each["source"],
        }
        for each in district_files.sheet(district(), "service_points.json")["service_points"]
    ]
    known = set(db.session.scalars(select(ServicePoint.name)))
    return insert_new(ServicePoint, [row for row in rows if row["name"] not in known])


def _ids(model: type[Street]) -> dict[str, Any]:
    return {row.code: row.id for row in db.session.scalars(select(model))}
