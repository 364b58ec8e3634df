"""How many people reach an open door in a quarter of an hour. Pure; measured on people, not area.

People are not known by address: the people of a grid are spread evenly over points of a lattice
inside it. A point is covered if somebody who sets out there at the moment asked about finds a door
open on arrival, within so many minutes on foot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from weijiayuan.directory.rules.vocabulary import Pace
from weijiayuan.directory.rules.walking_time import DETOUR, METRES_A_MINUTE, reach
from weijiayuan.kernel.time_span import Span

STEP_METRES = 200.0
QUARTER = 15
WORST = 10
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Points in metres with the people each stands for; `grid` counts the grids as given."""

    x: Array
    y: Array
    people: Array
    grid: Array


NOBODY = Lattice(np.empty(0), np.empty(0), np.empty(0), np.empty(0, dtype=int))


@dataclass(frozen=True, slots=True)
class DoorAt:
    """A place in metres, and when it is open."""

    x: float
    y: float
    spans: tuple[Span, ...]


def lattice(outlines: Sequence[Any], people: Sequence[float], step: float = STEP_METRES) -> Lattice:
    """Return the points of every outline (in metres), its people shared evenly among them.

    A grid too small for the lattice has the one point inside it; without outlines none is there.
    """
    if not outlines:
        return NOBODY
    parts = [_points_in(outline, step) for outline in outlines]
    return Lattice(
        x=np.concatenate([part[:, 0] for part in parts]),
        y=np.concatenate([part[:, 1] for part in parts]),
        people=np.concatenate(
            [np.full(len(part), one / len(part)) for part, one in zip(parts, people, strict=True)]
        ),
        grid=np.concatenate([np.full(len(part), n) for n, part in enumerate(parts)]),
    )


def _points_in(outline: Any, step: float) -> Array:
    west, south, east, north = outline.bounds
    x = np.arange(np.floor(west / step) * step, east + step, step)
    y = np.arange(np.floor(south / step) * step, north + step, step)
    wide, high = (axis.ravel() for axis in np.meshgrid(x, y))
    inside = shapely.contains_xy(outline, wide, high)
    if inside.any():
        return np.column_stack([wide[inside], high[inside]])
    point = outline.representative_point()
    return np.array([[point.x, point.y]])


def covered(
    points: Lattice,
    doors: Sequence[DoorAt],
    *,
    at: datetime,
    pace: Pace = Pace.USUAL,
    within: int = QUARTER,
) -> Array:
    """Return for every point whether somebody who sets out there finds a door open on arrival."""
    found = np.zeros(len(points.x), dtype=bool)
    farthest = reach(within, pace)
    for door in doors:
        metres = np.hypot(points.x - door.x, points.y - door.y)
        near = metres <= farthest
        if near.any():
            seconds = metres[near] * DETOUR / METRES_A_MINUTE[pace] * 60
            found[near] |= _open_after(seconds, door.spans, at)
    return found


def _open_after(seconds: Array, spans: Sequence[Span], at: datetime) -> Array:
    is_open = np.zeros(len(seconds), dtype=bool)
    for span in spans:
        begins = (span.starts_at - at).total_seconds()
        ends = (span.ends_at - at).total_seconds()
        is_open |= (begins <= seconds) & (seconds < ends)
    return is_open


@dataclass(frozen=True, slots=True)
class Share:
    """The people of an area, and how many of them are covered."""

    people: float
    covered: float

    @property
    def share(self) -> float:
        """From 0 to 1; an area without people counts as covered."""
        return self.covered / self.people if self.people else 1.0


def by_grid(points: Lattice, found: Array, grids: int) -> list[Share]:
    """Return the share of every grid, in the order given."""
    people = np.bincount(points.grid, weights=points.people, minlength=grids)
    reached = np.bincount(points.grid, weights=points.people * found, minlength=grids)
    return [Share(float(all_), float(some)) for all_, some in zip(people, reached, strict=True)]


def worst(codes: Sequence[str], shares: Sequence[Share], most: int = WORST) -> list[str]:
    """Return the grids with the most people left out, by how many, then by code."""
    order = sorted(
        zip(codes, shares, strict=True),
        key=lambda each: (-round(each[1].people - each[1].covered, 6), each[0]),
    )
    return [code for code, each in order[:most] if each.covered < each.people]
