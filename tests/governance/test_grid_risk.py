import pytest

from weijiayuan.governance.rules.grid_risk import Standing, risks, table


@pytest.mark.parametrize(
    ("level", "is_late", "count", "points"),
    [(1, False, 1, 8), (2, False, 1, 4), (3, False, 1, 2), (4, False, 1, 1), (4, True, 3, 6)],
)
def test_a_matter_weighs_by_level_and_twice_when_late(level, is_late, count, points):
    assert table().points(Standing("g", level, is_late, count)) == points


@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "calm"), (3, "calm"), (4, "watch"), (11, "watch"), (12, "high"), (24, "urgent")],
)
def test_bands_begin_at_their_points(points, band):
    assert table().band(points) == band


def test_the_risk_of_a_place_is_the_sum_of_its_matters():
    found = risks(
        [Standing("a", 1, True, 1), Standing("a", 4, False, 5), Standing("b", 3, False, 1)],
        known=table(),
    )

    assert (found["a"].points, found["a"].band, found["a"].open, found["a"].overdue) == (
        21,
        "high",
        6,
        1,
    )
    assert found["a"].by_level == {1: 1, 4: 5}
    assert found["b"].points == 2
