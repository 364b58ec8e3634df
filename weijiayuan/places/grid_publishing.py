"""Publishing a version of the grids: read, check against the district, replace as a whole."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shapely.geometry import mapping
from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.places import district_files
from weijiayuan.places.cache_invalidation import mark_changed
from weijiayuan.places.coordinates import Datum
from weijiayuan.places.errors import GridsMalformed, GridsOverlap
from weijiayuan.places.grid_finder import CoverageReport, Outline, coverage, outline_of, size_of
from weijiayuan.places.models import Community, Grid, GridVersion, Topic

logger = logging.getLogger(__name__)

TWICE_AT_MOST = 0.005  # of the area; outlines digitised apart never meet exactly
OUTSIDE_AT_MOST = 0.02  # of the area, beyond the district's own outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a set of grids comes from."""

    source: str
    as_of: date
    grade: str
    licence: str
    is_sample: bool


def publish_grids(
    features: Sequence[Mapping[str, Any]], *, datum: Datum, origin: Origin
) -> tuple[GridVersion, CoverageReport]:
    """Replace the grids by a new version; every process uses it from its next question on.

    Raises `GridsMalformed` naming each feature that is no grid, `GridsOverlap` when more than
    0.5 % is covered twice or 2 % lies outside the district. What is left open is only reported.
    """
    mark_changed(Topic.GRIDS)
    outlines = _read(features, datum)
    report = coverage(district_files.outline(district()), outlines)
    if report.overlap_km2 > report.area_km2 * TWICE_AT_MOST:
        raise GridsOverlap(km2=report.overlap_km2)
    if report.outside_km2 > report.area_km2 * OUTSIDE_AT_MOST:
        raise GridsOverlap(km2=report.outside_km2)
    version = _new_version(origin)
    communities = _communities_by_code()
    for feature, outline in zip(features, outlines, strict=True):
        _add_grid(version, feature["properties"], outline, communities)
    db.session.flush()
    logger.info("grids published", extra={"version": version.number, "grids": report.grids})
    return version, report


def _new_version(origin: Origin) -> GridVersion:
    newest = db.session.scalar(select(func.max(GridVersion.number))) or 0
    version = GridVersion(
        number=newest + 1,
        source=origin.source,
        as_of=origin.as_of,
        grade=origin.grade,
        licence=origin.licence,
        is_sample=origin.is_sample,
    )
    db.session.add(version)
    return version


def _add_grid(
    version: GridVersion,
    properties: Mapping[str, Any],
    outline: Outline,
    communities: Mapping[str, Community],
) -> None:
    inside = outline.representative_point()
    db.session.add(
        Grid(
            version_id=version.id,
            community_id=communities[properties["community"]].id,
            code=properties["code"],
            name=properties["name"],
            kind=properties.get("kind"),
            area_km2=size_of(outline),
            centre_lng=round(inside.x, 6),
            centre_lat=round(inside.y, 6),
            outline=mapping(outline),
        )
    )


def _communities_by_code() -> dict[str, Community]:
    """Return living communities by what grids name them by: code, or id while there is none."""
    living = db.session.scalars(select(Community).filter_by(valid_to=None))
    return {community.territory: community for community in living}


def _read(features: Sequence[Mapping[str, Any]], datum: Datum) -> list[Outline]:
    """Read every outline, or name every feature that cannot be one of ours."""
    communities, seen = _communities_by_code(), set[str]()
    outlines, faults = [], dict[str, list[str]]()
    for number, feature in enumerate(features):
        properties = feature["properties"]
        if properties["code"] in seen:
            faults[f"features.{number}"] = ["places.grid_code_twice"]
        if properties["community"] not in communities:
            faults[f"features.{number}"] = ["places.grid_without_community"]
        seen.add(properties["code"])
        try:
            outlines.append(outline_of(feature["geometry"], datum=datum))
        except ValueError:
            faults[f"features.{number}"] = ["places.grid_no_area"]
    if faults:
        raise GridsMalformed(count=len(faults), fields=faults)
    return outlines
