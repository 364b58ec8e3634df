"""A simplified picture of the district for screens: whole numbers in a box, no map data.

A public map of China needs an approved base map; this is a schematic and says so (示意图).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely

from weijiayuan.places.finder import Outline, Plane

BOX_WIDTH = 1000
TOLERANCE_METRES = 120.0
NOTE = "示意图，非真实边界"


def schematic(
    shapes: Iterable[tuple[Mapping[str, Any], Outline]], *, is_sample: bool
) -> dict[str, Any]:
    """Draw outlines into a box 1000 wide, y downwards, with shared borders kept shared.

    `frame` gives the GCJ-02 degrees of the box's sides, so that a client can place a marker.
    """
    known = list(shapes)
    if not known:
        return {"note": NOTE, "sample": is_sample, "width": BOX_WIDTH, "height": 0, "shapes": []}
    west, south, east, north = (float(side) for side in shapely.total_bounds([o for _, o in known]))
    plane = Plane((south + north) / 2)
    flat = [plane.flat(outline) for _, outline in known]
    left, bottom, right, top = shapely.total_bounds(flat)
    scale = BOX_WIDTH / (right - left)
    simple = shapely.coverage_simplify(_fitted(flat), TOLERANCE_METRES)
    drawn = [
        {
            **facts,
            "rings": [
                drawn for ring in _rings(outline) if len(drawn := _ring(ring, left, top, scale)) > 2
            ],
        }
        for (facts, _), outline in zip(known, simple, strict=True)
    ]
    return {
        "note": NOTE,
        "sample": is_sample,
        "width": BOX_WIDTH,
        "height": round((top - bottom) * scale),
        "frame": {"west": west, "south": south, "east": east, "north": north, "datum": "gcj02"},
        "shapes": drawn,
    }


def _fitted(outlines: Sequence[Outline]) -> list[Outline]:
    """Return the outlines with every border shared to the metre, as simplifying them demands.

    Outlines from elsewhere meet only nearly, or meet where just one of them has a corner.
    """
    borders = shapely.union_all(shapely.boundary(outlines), grid_size=1.0)
    tree = shapely.STRtree(outlines)
    pieces: list[list[Any]] = [[] for _ in outlines]
    for piece in shapely.get_parts(shapely.polygonize([borders])):
        owners = tree.query(piece.representative_point(), predicate="within")
        if len(owners):
            pieces[owners.min()].append(piece)
    fitted: list[Any] = [shapely.union_all(mine) for mine in pieces]
    return fitted


def _rings(outline: Outline) -> list[Any]:
    parts = shapely.get_parts(outline)
    return [part.exterior for part in parts] + [hole for part in parts for hole in part.interiors]


def _ring(ring: Any, left: float, top: float, scale: float) -> list[list[int]]:
    """Return the corners of a ring in box units, without repeated ones."""
    corners = [[round((x - left) * scale), round((top - y) * scale)] for x, y in ring.coords[:-1]]
    return [corner for i, corner in enumerate(corners) if corner != corners[i - 1]]
