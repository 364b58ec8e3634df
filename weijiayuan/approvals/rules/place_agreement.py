"""Whether the point on the map and the words of an address are in one part of the district."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from weijiayuan.places.coordinates import Datum, Point, metres_per_degree

FAR = 3000.0
"""Metres by which another community may be nearer than the one that the address names.

Outlines of communities are not surveyed and some are long: a nearer one within these is no sign.
"""


@dataclass(frozen=True)
class CommunityCentre:
    """A community, the street it belongs to, and about where it is."""

    name: str
    street: str
    centre: Point


def agrees(address: str, place: Point, centres: Sequence[CommunityCentre]) -> bool:
    """Tell whether a point can be where an address says; one that names no part can be anywhere."""
    named = _named(address, centres)
    if not named:
        return True
    here = place.to(Datum.GCJ02)
    east, north = metres_per_degree(here.lat)

    def away(each: CommunityCentre) -> float:
        return hypot((each.centre.lng - here.lng) * east, (each.centre.lat - here.lat) * north)

    return min(map(away, named)) <= min(map(away, centres)) + FAR


def _named(address: str, centres: Sequence[CommunityCentre]) -> list[CommunityCentre]:
    """Return the community that an address names, or else all of its street."""
    of_community = [each for each in centres if each.name in address]
    return of_community or [each for each in centres if each.street and each.street in address]


def centre(name: str, street: str, lng: float, lat: float) -> CommunityCentre:
    """Return a community by its centre in GCJ-02."""
    return CommunityCentre(name, street, Point(lng, lat, Datum.GCJ02))
