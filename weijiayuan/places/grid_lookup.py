"""In which grid a point lies."""

from collections.abc import Mapping
from typing import Any

from weijiayuan.places import queries
from weijiayuan.places.coordinates import Point, point_of
from weijiayuan.places.grid_finder import FoundGrid


def grid_at(point: Point | Mapping[str, Any]) -> FoundGrid | None:
    """Return the grid of a point: inside 0 m, up to 50 m outside the nearest, else None.

    Takes a `Point`, or `{"lng", "lat", "datum"}` as the `Place` schema loads it.
    """
    return queries.finder().find(point if isinstance(point, Point) else point_of(point))
