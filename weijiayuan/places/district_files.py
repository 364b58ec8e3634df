"""The files about places that ship with a district; each says its source and its grade."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from weijiayuan.district.profile import DATA, DistrictProfile
from weijiayuan.places.grid_finder import Boundary, Outline, outline_of
from weijiayuan.places.working_calendar import DayKind, MarkedDay

SHEETS = (
    "boundary.geojson",
    "sample_communities.geojson",
    "sample_grids.geojson",
    "service_points.json",
    "territory.json",
)


def sheet(district: DistrictProfile, name: str) -> dict[str, Any]:
    """Read one file of a district. Every one states `source`, `as_of`, `grade`, `licence`."""
    return read(district.folder / "places" / name)


@cache
def boundary(district: DistrictProfile) -> Boundary:
    """Return the district's boundary, ready to be asked whether a point lies in it."""
    return Boundary(outline(district))


@cache
def outline(district: DistrictProfile) -> Outline:
    """Return the district's outline in GCJ-02 degrees, read once per process."""
    return outline_of(sheet(district, "boundary.geojson")["features"][0]["geometry"])


@cache
def statutory_days(region: str) -> tuple[MarkedDay, ...]:
    """Return the statutory holidays of the years that no notice had announced when this shipped."""
    return tuple(
        MarkedDay(date.fromisoformat(day), DayKind.OFF, name)
        for year in read(DATA / "calendars" / region / "statutory_days.json")["years"]
        for name, days in year.items()
        if name != "year"
        for day in days
    )


def read(path: Path) -> dict[str, Any]:
    """Read a shipped JSON file."""
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
