from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.places.coordinates import (
    CHINA_BOX,
    Datum,
    Point,
    metres_between,
    to_gcj02,
    to_wgs84,
)

# Reference pairs of googollee/eviltransform (MIT), the usual test data for this conversion.
KNOWN = [
    ("Shanghai", (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ("Shenzhen", (113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ("Beijing", (116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
INVERSE = 1e-7  # degrees, one centimetre


@pytest.mark.parametrize(("where", "wgs84", "gcj02"), KNOWN)
def test_known_points_convert_both_ways(where, wgs84, gcj02):
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-12)
    assert to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-10)


@given(st.floats(73.0, 135.0), st.floats(3.5, 53.5))
def test_a_point_in_china_comes_back_to_itself(lng, lat):
    back = to_wgs84(*to_gcj02(lng, lat))

    assert back == pytest.approx((lng, lat), abs=INVERSE)


@given(st.floats(113.85, 114.02), st.floats(22.68, 22.84))
def test_the_datums_lie_about_six_hundred_metres_apart_in_the_district(lng, lat):
    point = Point(lng, lat, Datum.WGS84)
    taken_for_gcj02 = Point(lng, lat, Datum.GCJ02)

    assert 590 < metres_between(point, taken_for_gcj02) < 620


@pytest.mark.parametrize("place", [(2.35, 48.85), (-122.4, 37.8), (151.2, -33.9), (180.0, 90.0)])
def test_outside_china_nothing_is_shifted(place):
    assert to_gcj02(*place) == place
    assert to_wgs84(*place) == place


@pytest.mark.parametrize("corner", [CHINA_BOX[:2], CHINA_BOX[2:]])
def test_the_edge_of_the_box_is_answered(corner):
    assert hypot(*(a - b for a, b in zip(to_gcj02(*corner), corner, strict=True))) < 0.1


def test_a_point_already_in_the_datum_stays_the_same_object():
    point = Point(113.9, 22.7, Datum.GCJ02)

    assert point.to(Datum.GCJ02) is point


# Lengths on the WGS-84 ellipsoid by PROJ's geodesic (pyproj 3.7).
@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((113.9, 22.75), (113.95, 22.78), 6115.958530715456),
        ((113.86, 22.69), (114.0, 22.83), 21144.807194120687),
        ((113.93, 22.75), (113.93, 22.75), 0.0),
    ],
)
def test_distances_agree_with_the_geodesic(one, other, metres):
    measured = metres_between(Point(*one, Datum.WGS84), Point(*other, Datum.WGS84))

    assert measured == pytest.approx(metres, rel=1e-5, abs=1e-9)


def test_the_same_place_in_two_datums_is_no_distance_away():
    here = Point(113.93, 22.75, Datum.WGS84)

    assert metres_between(here, here.to(Datum.GCJ02)) < 0.01
