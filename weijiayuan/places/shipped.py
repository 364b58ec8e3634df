"""The files about the district that ship with the package; each says its source and its grade."""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from weijiayuan.places.calendar import DayKind, MarkedDay
from weijiayuan.places.finder import District, Outline, outline_of

SHEETS = (
    "boundary.geojson",
    "district.json",
    "sample_communities.geojson",
    "sample_grids.geojson",
    "service_points.json",
    "statutory_days.json",
)


def sheet(name: str) -> dict[str, Any]:
    """Read one shipped file. Every one states `source`, `as_of`, `grade`, `licence`, `sample`."""
    raw = files("weijiayuan").joinpath("data", "places", name).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(raw)
    return content


@cache
def district() -> District:
    """Return the district, ready to be asked whether a point lies in it."""
    return District(outline())


@cache
def outline() -> Outline:
    """Return the district's outline in GCJ-02 degrees, read once per process."""
    return outline_of(sheet("boundary.geojson")["features"][0]["geometry"])


@cache
def statutory_days() -> tuple[MarkedDay, ...]:
    """Return the statutory holidays of the years that no notice had announced when this shipped."""
    return tuple(
        MarkedDay(date.fromisoformat(day), DayKind.OFF, name)
        for year in sheet("statutory_days.json")["years"]
        for name, days in year.items()
        if name != "year"
        for day in days
    )
