"""Hints that something was reported before. A hint is shown to people; no machine ever merges."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, ceil, cos, floor, radians, sin, sqrt
from uuid import UUID

from rapidfuzz import fuzz

EARTH_METRES = 6_371_008.8
CELL_DEGREES = 0.002
TEXT_ALIKE = 70.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A report as it is compared. Coordinates are degrees, of all in one datum."""

    id: UUID | None
    lng: float
    lat: float
    category: str | None
    text: str
    reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    id: UUID
    metres: int
    alike: float
    because: tuple[str, ...]


def metres_between(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    """Return the great-circle distance in metres."""
    half_lat, half_lng = radians(other_lat - lat) / 2, radians(other_lng - lng) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(half_lng) ** 2
    return 2 * EARTH_METRES * asin(sqrt(min(1.0, chord)))


def cell(lng: float, lat: float) -> int:
    """Return the number of the index cell (about 220 m high, 205 m wide here) of a place."""
    return floor(lat / CELL_DEGREES) * 1_000_000 + floor(lng / CELL_DEGREES)


def cells_around(lng: float, lat: float, metres: float) -> list[int]:
    """Return the cells that hold every place within this distance."""
    high = ceil(metres / (CELL_DEGREES * 111_195))
    wide = ceil(metres / (CELL_DEGREES * 111_195 * max(cos(radians(lat)), 0.01)))
    row, column = floor(lat / CELL_DEGREES), floor(lng / CELL_DEGREES)
    return [
        (row + up) * 1_000_000 + column + right
        for up in range(-high, high + 1)
        for right in range(-wide, wide + 1)
    ]


def hints(
    new: Candidate, earlier: Iterable[Candidate], *, metres: int, days: int, limit: int = 5
) -> list[Hint]:
    """Return what may be the same matter, most alike first, each with its reasons."""
    found = (_compare(new, old, metres, days) for old in earlier)
    return sorted(
        (hint for hint in found if hint), key=lambda hint: (-hint.alike, hint.metres, hint.id)
    )[:limit]


def _compare(new: Candidate, old: Candidate, metres: int, days: int) -> Hint | None:
    distance = metres_between(new.lng, new.lat, old.lng, old.lat)
    apart = abs(new.reported_at - old.reported_at)
    if old.id is None or old.id == new.id:
        return None
    if distance > metres or apart > timedelta(days=days):
        return None
    same_kind = new.category is not None and new.category == old.category
    alike = fuzz.ratio(new.text, old.text) if new.text else 0.0
    asks_nothing = new.category is None and not new.text
    if alike < TEXT_ALIKE and not same_kind and not asks_nothing:
        return None
    because = [f"相距{round(distance)}米"]
    because += ["同一类别"] if same_kind else []
    because += [f"文字相似度{round(alike)}%"] if alike >= TEXT_ALIKE else []
    return Hint(id=old.id, metres=round(distance), alike=alike, because=tuple(because))
