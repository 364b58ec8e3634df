import random

import pytest
import shapely
from shapely import box

from tests.districts import GUANGMING
from tests.places.shapes import ORIGIN, at_metres, sample_grids, square
from weijiayuan.places import district_files
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.grid_finder import GridFinder, coverage, outline_of, size_of

FOUR = [square("SW", -100, -100), square("SE", 0, -100), square("NW", -100, 0), square("NE", 0, 0)]


@pytest.fixture(scope="module")
def district_finder():
    return GridFinder(sample_grids())


def code_at(finder, point):
    found = finder.find(point)
    return found.grid.code if found else None


@pytest.mark.parametrize(
    ("east", "north", "code", "why"),
    [
        (50, 50, "NE", "inside"),
        (-50, 50, "NW", "inside"),
        (0, 50, "NE", "on the border of NE and NW: the lower code"),
        (50, 0, "NE", "on the border of NE and SE"),
        (0, 0, "NE", "on the corner of all four"),
        (0.02, 50, "NE", "two centimetres east of the border"),
        (-0.02, 50, "NW", "two centimetres west of it"),
    ],
)
def test_a_point_has_one_grid(east, north, code, why):
    assert code_at(GridFinder(FOUR), at_metres(east, north)) == code, why


def test_the_answer_does_not_depend_on_the_order_of_the_grids():
    for seed in range(10):
        shuffled = random.Random(seed).sample(FOUR, k=4)
        assert code_at(GridFinder(shuffled), at_metres(0, 0)) == "NE"


@pytest.mark.parametrize(
    ("east", "metres"), [(101, 1.0), (149.5, 49.5), (150.5, None), (5000, None)]
)
def test_a_point_outside_goes_to_the_nearest_grid_up_to_fifty_metres(east, metres):
    found = GridFinder(FOUR).find(at_metres(east, 50))

    assert (found and found.metres) == (pytest.approx(metres, abs=0.06) if metres else None)


def test_nearest_ties_are_broken_by_code():
    left, right = square("B", -110, 0), square("A", 10, 0)

    assert code_at(GridFinder([left, right]), at_metres(0, 50)) == "A"


def test_without_any_grid_nothing_is_found():
    assert GridFinder([]).find(at_metres(0, 0)) is None


def test_the_datum_is_honoured(district_finder):
    """Mixing the datums would put more than half of the points into the wrong sample grid."""
    dice = random.Random(440311)
    spots = [(dice.uniform(113.87, 113.99), dice.uniform(22.70, 22.82)) for _ in range(2000)]
    here = [Point(lng, lat, Datum.GCJ02) for lng, lat in spots]
    inside = [point for point in here if district_finder.find(point)]
    converted = [point.to(Datum.WGS84) for point in inside]
    mistaken = [Point(point.lng, point.lat, Datum.GCJ02) for point in converted]

    def differing(others):
        pairs = zip(inside, others, strict=True)
        return sum(code_at(district_finder, a) != code_at(district_finder, b) for a, b in pairs)

    assert differing(converted) == 0
    assert differing(mistaken) / len(inside) > 0.5


def test_every_corner_of_the_sample_grids_lies_in_a_grid(district_finder):
    for _, outline in sample_grids():
        for lng, lat in shapely.get_coordinates(outline):
            assert district_finder.find(Point(lng, lat, Datum.GCJ02)).metres == 0


def test_the_sample_grids_cover_the_district_once():
    boundary = outline_of(
        district_files.sheet(GUANGMING, "boundary.geojson")["features"][0]["geometry"]
    )

    report = coverage(boundary, [outline for _, outline in sample_grids()])

    assert report.grids == 126
    assert report.uncovered_km2 < 0.01
    assert report.outside_km2 < 0.01
    assert report.overlap_km2 < 0.01


def test_the_district_has_the_area_the_geodesic_gives():
    """155.9016 km² by PROJ (pyproj 3.7); official pages say 155.38 for the unshifted outline."""
    boundary = outline_of(
        district_files.sheet(GUANGMING, "boundary.geojson")["features"][0]["geometry"]
    )

    assert size_of(boundary) == pytest.approx(155.9016, abs=0.005)


@pytest.mark.parametrize(
    ("lng", "lat", "inside"),
    [
        (113.9122222, 22.7761111, True),
        (113.8, 22.5, False),
        (114.06, 22.54, False),
        (0.0, 0.0, False),
    ],
)
def test_points_in_and_out_of_the_district(lng, lat, inside):
    assert district_files.boundary(GUANGMING).contains(Point(lng, lat, Datum.WGS84)) is inside


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Point", "coordinates": [113.9, 22.7]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "nonsense"},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, None], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [float("inf"), 0], [1, 1], [0, 0]]]},
        {"type": "Torus", "coordinates": []},
    ],
)
def test_what_is_not_an_area_is_refused(geometry):
    with pytest.raises(ValueError):
        outline_of(geometry)


def test_an_outline_given_in_wgs84_is_shifted():
    lng, lat = ORIGIN
    square = shapely.geometry.mapping(box(lng, lat, lng + 0.001, lat + 0.001))

    shifted = outline_of(square, datum=Datum.WGS84)

    assert shifted.bounds[:2] == pytest.approx(
        [getattr(Point(lng, lat, Datum.WGS84).to(Datum.GCJ02), name) for name in ("lng", "lat")],
        abs=1e-6,
    )
