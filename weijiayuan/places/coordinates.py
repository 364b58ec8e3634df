"""Coordinates and the two datums they come in: WGS-84 (GPS) and GCJ-02 (maps in China).

In the district the two lie about 600 m apart: mixing them puts every second point into the wrong
grid. Inside the house everything is GCJ-02, as WeChat's `<map>` draws it; converted once, at the
edge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Any

SEMI_MAJOR_AXIS = 6378245.0  # Krasovsky 1940, in metres
ECCENTRICITY_SQUARED = 0.00669342162296594323
CHINA_BOX = (72.004, 0.8293, 137.8347, 55.8271)  # where the shift applies: west south east north


class Datum(StrEnum):
    """Which reference a pair of coordinates belongs to; never assumed."""

    GCJ02 = "gcj02"
    WGS84 = "wgs84"


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map in degrees, with the datum it was measured in."""

    lng: float
    lat: float
    datum: Datum

    def to(self, datum: Datum) -> "Point":
        """Return the same place in the other datum."""
        if datum is self.datum:
            return self
        convert = to_gcj02 if datum is Datum.GCJ02 else to_wgs84
        return Point(*convert(self.lng, self.lat), datum)


def to_gcj02(lng: float, lat: float) -> tuple[float, float]:
    """Shift WGS-84 degrees to GCJ-02; outside China they stay as they are."""
    if not _is_shifted(lng, lat):
        return lng, lat
    east, north = _shift(lng, lat)
    return lng + east, lat + north


def to_wgs84(lng: float, lat: float) -> tuple[float, float]:
    """Undo the shift by fixed-point iteration, to within 1e-9 degrees (0.1 mm)."""
    if not _is_shifted(lng, lat):
        return lng, lat
    guess_lng, guess_lat = lng, lat
    for _ in range(8):
        east, north = _shift(guess_lng, guess_lat)
        guess_lng, guess_lat = lng - east, lat - north
    return guess_lng, guess_lat


def metres_between(one: Point, other: Point) -> float:
    """Return the distance in metres, whatever the two datums; within 0.1 % up to 100 km."""
    a, b = one.to(Datum.WGS84), other.to(Datum.WGS84)
    east, north = metres_per_degree((a.lat + b.lat) / 2)
    return hypot((a.lng - b.lng) * east, (a.lat - b.lat) * north)


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return the length of a degree of longitude and of latitude here, on the WGS-84 ellipsoid."""
    phi = radians(lat)
    east = 111412.84 * cos(phi) - 93.5 * cos(3 * phi) + 0.118 * cos(5 * phi)
    north = 111132.92 - 559.82 * cos(2 * phi) + 1.175 * cos(4 * phi)
    return east, north


def _is_shifted(lng: float, lat: float) -> bool:
    west, south, east, north = CHINA_BOX
    return west <= lng <= east and south <= lat <= north


def _shift(lng: float, lat: float) -> tuple[float, float]:
    """Return how far the datums lie apart here, in degrees east and north."""
    x, y = lng - 105.0, lat - 35.0
    both = _waves(x, ((20, 1 / 6), (20, 1 / 2)))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += both + _waves(x, ((20, 1), (40, 3), (150, 12), (300, 30)))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += both + _waves(y, ((20, 1), (40, 3), (160, 12), (320, 30)))
    return _in_degrees(east, north, lat)


def _waves(v: float, waves: tuple[tuple[float, float], ...]) -> float:
    """Sum the sines of the published formula, each an amplitude and a half-period."""
    return sum(height * sin(v / half * pi) for height, half in waves) * 2 / 3


def _in_degrees(east: float, north: float, lat: float) -> tuple[float, float]:
    flattened = 1 - ECCENTRICITY_SQUARED * sin(radians(lat)) ** 2
    meridian = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED) / (flattened * sqrt(flattened))
    parallel = SEMI_MAJOR_AXIS / sqrt(flattened) * cos(radians(lat))
    return degrees(east / parallel), degrees(north / meridian)


def point_of(place: Mapping[str, Any]) -> Point:
    """Return the point of `{"lng", "lat", "datum"}`, as the `Place` schema loads it."""
    return Point(place["lng"], place["lat"], Datum(place["datum"]))
