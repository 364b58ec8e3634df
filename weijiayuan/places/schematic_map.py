"""A simplified picture of the district for screens: whole numbers in a box, no map data.

A public map of China needs an approved base map; this is a schematic and says so (示意图).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import shapely

from weijiayuan.places.grid_finder import GridFacts, Outline, Plane

BOX_WIDTH = 1000
TOLERANCE_METRES = 120.0
NOTE = "示意图，非真实边界"
LEVELS = ("street", "community", "grid")

Label = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Frame:
    """How metres on the plane become whole numbers in a box, y downwards."""

    left: float
    top: float
    scale: float
    height: int

    @classmethod
    def around(cls, outlines: Sequence[Outline]) -> Self:
        """Return the frame in which the outlines fill the width of the box."""
        left, bottom, right, top = (float(side) for side in shapely.total_bounds(outlines))
        scale = BOX_WIDTH / (right - left)
        return cls(left, top, scale, round((top - bottom) * scale))

    def rings_of(self, outline: Outline) -> list[list[list[int]]]:
        """Return the rings of an outline, outer ones first; what shrank to a line is left out."""
        parts = shapely.get_parts(outline)
        rings = [part.exterior for part in parts]
        rings += [hole for part in parts for hole in part.interiors]
        return [drawn for ring in rings if len(drawn := self._corners(ring)) > 2]

    def _corners(self, ring: Any) -> list[list[int]]:
        corners = [
            [round((x - self.left) * self.scale), round((self.top - y) * self.scale)]
            for x, y in ring.coords[:-1]
        ]
        return [corner for i, corner in enumerate(corners) if corner != corners[i - 1]]


def label_of(grid: GridFacts, level: str) -> Label:
    """Return what a shape says on this level; grids with the same label are drawn as one."""
    if level == "street":
        return {"code": grid.street_code, "name": grid.street_name}
    if level == "community":
        return {
            "code": grid.community_code,
            "name": grid.community_name,
            "street": grid.street_code,
        }
    return {"code": grid.code, "name": grid.name, "community": grid.community_code}


def schematic(shapes: Sequence[tuple[Label, Outline]], *, is_sample: bool) -> dict[str, Any]:
    """Draw outlines into a box 1000 wide with shared borders kept shared; equal labels are joined.

    `frame` gives the GCJ-02 degrees of the box's sides, so that a client can place a marker.
    """
    picture = {"note": NOTE, "sample": is_sample, "width": BOX_WIDTH, "height": 0, "shapes": []}
    if not shapes:
        return picture
    bounds = shapely.total_bounds([outline for _, outline in shapes])
    west, south, east, north = (float(side) for side in bounds)
    plane = Plane((south + north) / 2)
    flat = [plane.flat(outline) for _, outline in shapes]
    frame = Frame.around(flat)
    joined = _joined([label for label, _ in shapes], flat)
    simple = shapely.coverage_simplify(list(joined.values()), TOLERANCE_METRES)
    return picture | {
        "height": frame.height,
        "frame": {"west": west, "south": south, "east": east, "north": north, "datum": "gcj02"},
        "shapes": [
            {**dict(label), "rings": frame.rings_of(outline)}
            for label, outline in zip(joined, simple, strict=True)
        ],
    }


def _joined(labels: Sequence[Label], outlines: Sequence[Outline]) -> dict[Any, Any]:
    """Join outlines by label, with every border shared to the metre as simplifying demands.

    Outlines from elsewhere meet only nearly, or meet where just one of them has a corner.
    """
    borders = shapely.union_all(shapely.boundary(outlines), grid_size=1.0)
    tree = shapely.STRtree(outlines)
    pieces: dict[Any, list[Any]] = {tuple(label.items()): [] for label in labels}
    for piece in shapely.get_parts(shapely.polygonize([borders])):
        owners = tree.query(piece.representative_point(), predicate="within")
        if len(owners):
            pieces[tuple(labels[owners.min()].items())].append(piece)
    return {label: shapely.union_all(mine) for label, mine in pieces.items()}
