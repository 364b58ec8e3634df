"""Finds the grid of a point, the same one every time, in a tree of outlines kept in metres."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import shapely
from shapely import MultiPolygon, Polygon, STRtree
from shapely.geometry import shape

from weijiayuan.places.coordinates import Datum, Point, metres_per_degree

ON_THE_LINE = 0.01  # metres: within a centimetre of a border a point lies in both grids
NEAR_ENOUGH = 50.0  # metres: how far outside every grid a point is still given to the nearest one

Outline = Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class GridFacts:
    """What is known of a grid without asking the database again."""

    id: UUID
    code: str
    name: str
    community_id: UUID
    community_code: str | None
    community_name: str
    street_code: str
    street_name: str
    version: int
    is_sample: bool


@dataclass(frozen=True, slots=True)
class FoundGrid:
    """A grid and how far outside it the point lies, in metres: 0 for a point inside."""

    grid: GridFacts
    metres: float


class Plane:
    """A flat map around one latitude, in metres: exact to 0.1 % across a district."""

    def __init__(self, lat: float) -> None:
        self._scale = np.array(metres_per_degree(lat))

    def flat(self, geometry: Any) -> Any:
        """Return a geometry in GCJ-02 degrees as one in metres."""
        return shapely.transform(geometry, lambda degrees: degrees * self._scale)

    def point(self, point: Point) -> shapely.Point:
        """Return a point in metres, whatever its datum."""
        here = point.to(Datum.GCJ02)
        return shapely.Point(here.lng * self._scale[0], here.lat * self._scale[1])


class GridFinder:
    """Outlines of one published version of the grids, ready to be asked.

    A point on a shared border or corner belongs to the grid with the lowest code. A point up to
    50 m outside every grid is given to the nearest one, as the outlines are not surveyed;
    distances are compared in centimetres.
    """

    def __init__(self, grids: Iterable[tuple[GridFacts, Outline]]) -> None:
        ordered = sorted(grids, key=lambda each: each[0].code)
        self.grids = [facts for facts, _ in ordered]
        self._plane = Plane(_middle_latitude([outline for _, outline in ordered]))
        self._outlines = [self._plane.flat(outline) for _, outline in ordered]
        self._tree = STRtree(self._outlines)

    def find(self, point: Point) -> FoundGrid | None:
        """Return the grid of a point, or None when it is more than 50 m from all of them."""
        here = self._plane.point(point)
        inside = self._tree.query(here, predicate="dwithin", distance=ON_THE_LINE)
        if len(inside):
            return FoundGrid(self.grids[inside.min()], 0.0)
        near = self._tree.query(here, predicate="dwithin", distance=NEAR_ENOUGH)
        if not len(near):
            return None
        metres, index = min((round(here.distance(self._outlines[i]), 2), int(i)) for i in near)
        return FoundGrid(self.grids[index], metres)

    def centres(self) -> list[tuple[float, float]]:
        """Return the centres of the outlines in the order of `grids`, in metres."""
        found = [outline.centroid for outline in self._outlines]
        return [(round(centre.x, 2), round(centre.y, 2)) for centre in found]


class Boundary:
    """The outline of a district, for the question whether a point lies in it."""

    def __init__(self, outline: Outline) -> None:
        self._plane = Plane(_middle_latitude([outline]))
        self._outline = self._plane.flat(outline)
        shapely.prepare(self._outline)

    def contains(self, point: Point) -> bool:
        """Say whether the point lies in the district or on its border."""
        return bool(self._outline.dwithin(self._plane.point(point), ON_THE_LINE))


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """How a set of grids covers the district, in square kilometres."""

    grids: int
    area_km2: float
    uncovered_km2: float
    outside_km2: float
    overlap_km2: float


def coverage(district: Outline, outlines: Sequence[Outline]) -> CoverageReport:
    """Measure what a set of grids covers, leaves open and covers twice."""
    plane = Plane(_middle_latitude([district]))
    whole = plane.flat(district)
    flat = [plane.flat(outline) for outline in outlines]
    union = shapely.union_all(flat)
    areas = {
        "area_km2": union.area,
        "uncovered_km2": whole.difference(union).area,
        "outside_km2": union.difference(whole).area,
        "overlap_km2": sum(each.area for each in flat) - union.area,
    }
    return CoverageReport(
        grids=len(flat), **{name: round(m2 / 1e6, 4) for name, m2 in areas.items()}
    )


def outline_of(geometry: Mapping[str, Any], *, datum: Datum = Datum.GCJ02) -> Outline:
    """Read a GeoJSON polygon into GCJ-02. ValueError when it is not a simple, closed area."""
    try:
        outline = shape(dict(geometry))
    except (AttributeError, IndexError, KeyError, TypeError, shapely.errors.ShapelyError) as error:
        raise ValueError("not a GeoJSON geometry") from error
    if not isinstance(outline, Polygon | MultiPolygon):
        raise ValueError("not an area")  # noqa: TRY004  # the value of a document, not an argument
    if outline.is_empty or not outline.is_valid or not np.isfinite(outline.bounds).all():
        raise ValueError(shapely.is_valid_reason(outline))
    return outline if datum is Datum.GCJ02 else _shifted(outline)


def size_of(outline: Outline) -> float:
    """Return the area of an outline in square kilometres, rounded to 0.001."""
    square_metres: float = Plane(outline.centroid.y).flat(outline).area
    return round(square_metres / 1e6, 3)


def _shifted(outline: Outline) -> Outline:
    def shift(corners: Any) -> Any:
        moved = [Point(x, y, Datum.WGS84).to(Datum.GCJ02) for x, y in corners]
        return np.array([(point.lng, point.lat) for point in moved])

    return shapely.transform(outline, shift)


def _middle_latitude(outlines: Sequence[Outline]) -> float:
    if not outlines:
        return 0.0
    _, south, _, north = shapely.total_bounds(outlines)
    return float(south + north) / 2
