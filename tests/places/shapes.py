"""Small squares to reason about, and the shipped sample grids."""

from uuid import uuid4

from shapely import box

from tests.districts import GUANGMING
from weijiayuan.places import district_files
from weijiayuan.places.coordinates import Datum, Point, metres_per_degree
from weijiayuan.places.grid_finder import GridFacts, outline_of

ORIGIN = (113.9, 22.75)


def facts(code):
    return GridFacts(
        id=uuid4(),
        code=code,
        name=f"网格{code}",
        community_id=uuid4(),
        community_code=code[:12],
        community_name="光明社区",
        street_code=code[:9],
        street_name="光明街道",
        version=1,
        is_sample=True,
    )


def at_metres(east, north):
    """The point so many metres from the corner that the four squares share."""
    per_lng, per_lat = metres_per_degree(ORIGIN[1])
    return Point(ORIGIN[0] + east / per_lng, ORIGIN[1] + north / per_lat, Datum.GCJ02)


def square(code, east, north, side=100):
    low, high = at_metres(east, north), at_metres(east + side, north + side)
    return facts(code), box(low.lng, low.lat, high.lng, high.lat)


def sample_grids():
    return [
        (facts(feature["properties"]["code"]), outline_of(feature["geometry"]))
        for feature in district_files.sheet(GUANGMING, "sample_grids.geojson")["features"]
    ]
