"""Scan, calibration, slow sums and surges: pure arithmetic against a second reckoning."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weijiayuan.governance.surge_detection.rules import (
    calibration,
    cusum_slow_rise,
    district_surge,
    scan_schedule,
    space_time_scan,
)
from weijiayuan.governance.surge_detection.rules.category_families import families
from weijiayuan.governance.surge_detection.rules.scan_zones import zones_around

LINE = [(float(x), 0.0) for x in range(0, 60, 10)]
ZONES = zones_around(LINE, most=3)


def reckoned(history, zones):
    """The statistic once more, in plain loops and exact sums."""
    best = (0.0, None, None)
    baseline = [
        sum(day[g] for day in history[: space_time_scan.BASELINE_DAYS]) + 0.5
        for g in range(len(LINE))
    ]
    for zone in zones.members:
        share = sum(baseline[g] for g in zone) / sum(baseline)
        for window in range(1, space_time_scan.LONGEST_WINDOW + 1):
            days = history[-window:]
            inside = sum(int(day[g]) for day in days for g in zone)
            total = sum(int(day[g]) for day in days for g in range(len(LINE)))
            usual = total * share
            if inside <= usual or total == 0:
                continue
            ratio = inside * math.log(inside / usual)
            if total > inside:
                ratio += (total - inside) * math.log((total - inside) / (total - usual))
            if ratio > best[0] + 1e-9:
                best = (ratio, zone, window)
    return best


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 10**6), mean=st.sampled_from([0.02, 0.3, 2.0]), zone=st.integers(0, 5))
def test_the_scan_equals_a_brute_force_reckoning(seed, mean, zone):
    chance = np.random.default_rng(seed)
    history = chance.poisson(mean, (space_time_scan.HISTORY, len(LINE)))
    history[-2:, zone] += chance.poisson(4 * mean, 2)
    found = space_time_scan.clusters(history, ZONES)
    ratio, place, window = reckoned(history.tolist(), ZONES)

    assert (found[0].statistic if found else 0.0) == pytest.approx(ratio)
    assert space_time_scan.statistics(history, ZONES)[-1] == pytest.approx(ratio)
    if found:
        assert (found[0].grids, found[0].days) == (place, window)


def test_a_zone_that_is_told_is_followed_only_by_zones_elsewhere():
    history = np.ones((space_time_scan.HISTORY, len(LINE)), dtype=int)
    history[-3:, 0] += 9
    history[-3:, 5] += 7
    first, second, *_ = space_time_scan.clusters(history, ZONES)

    assert (first.grids, first.days, first.observed) == ((0,), 3, 30)
    assert second.grids == (5,)
    assert not set(first.grids) & set(second.grids)


def test_a_storm_over_all_grids_lifts_none_of_them():
    history = np.full((space_time_scan.HISTORY, len(LINE)), 2)
    history[-2:] *= 5

    assert all(each.statistic < 1 for each in space_time_scan.clusters(history, ZONES))


def test_a_scan_of_too_few_days_is_refused():
    with pytest.raises(ValueError, match="63 days"):
        space_time_scan.clusters(np.zeros((10, len(LINE)), dtype=int), ZONES)


def test_zones_of_grids_equally_far_are_the_same_every_time():
    corners = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]

    assert zones_around(corners, most=2) == zones_around(list(corners), most=2)


@pytest.mark.parametrize("spread", [1.0, 1.5])
def test_the_line_raises_no_more_on_days_it_was_not_drawn_by(spread):
    means = np.random.default_rng(1).lognormal(0, 0.7, len(LINE)) * 2
    world = calibration.World(means, np.ones(7), spread, (0.5, 1.0))
    line = calibration.cluster_line(world, ZONES, np.random.default_rng(2), allowed=1.0)

    assert 0.3 <= calibration.false_rate(line, world, ZONES, np.random.default_rng(3)) <= 2.0
    assert line.recurrence_days(line.threshold) >= 100
    assert line.recurrence_days(line.curve[0]) == math.inf


def test_a_rarer_statistic_never_recurs_more_often():
    world = calibration.World(np.full(len(LINE), 1.0), np.ones(7), 1.2, (1.0,))
    line = calibration.cluster_line(world, ZONES, np.random.default_rng(5), allowed=1.0)
    often = [line.recurrence_days(value) for value in np.linspace(0, 20, 60)]

    assert often == sorted(often)


def test_the_spread_of_a_history_is_found_again():
    world = calibration.World(np.full(len(LINE), 3.0), np.ones(7), 1.8, (1.0,))
    days = calibration.imitate(world, 365, np.random.default_rng(7))

    assert calibration.world_of(days, first_weekday=0, gone=(1.0,)).spread == pytest.approx(
        1.8, abs=0.2
    )


def test_a_slow_rise_that_a_week_does_not_show_is_remembered():
    chance = np.random.default_rng(11)
    days = chance.poisson(1.0, (cusum_slow_rise.HISTORY + 80, len(LINE)))
    days[-50:, 2] = chance.poisson(2.0, 50)
    sums = cusum_slow_rise.sums(days, np.ones(len(days)))

    assert sums[-1].argmax() == 2
    assert sums[-1][2] > 3 * np.delete(sums[-1], 2).max()


def test_a_day_of_the_whole_district_is_held_against_its_own_weekday():
    days = np.tile(np.array([[4, 4, 4, 4, 4, 1, 1]]).T, (10, len(LINE)))[
        : space_time_scan.HISTORY + 7
    ]
    factors = district_surge.weekday_factors(days, 0)

    assert district_surge.surge(days, factors).recurrence_days < 20
    busy = days.copy()
    busy[-1] *= 12
    assert (
        district_surge.surge(busy, district_surge.weekday_factors(days, 0)).recurrence_days > 1000
    )


def test_the_tail_of_a_negative_binomial_sums_to_what_it_must():
    assert district_surge.tail(0, mean=3.0, spread=1.4) == pytest.approx(1.0)
    assert district_surge.tail(9, mean=3.0, spread=1.0) == pytest.approx(0.003803, abs=1e-5)
    assert 0 < district_surge.tail(300, mean=3.0, spread=1.4) < 1e-12


def test_looks_that_an_outage_left_out_are_made_and_none_older_than_a_week():
    now = datetime(2026, 11, 29, 4, 30, tzinfo=UTC)  # 12:30 in China

    assert len(list(scan_schedule.looks_until(now, after=now - timedelta(hours=1)))) == 1
    assert len(list(scan_schedule.looks_until(now, after=now - timedelta(days=40)))) == 14
    assert list(scan_schedule.looks_until(now, after=now - timedelta(minutes=20))) == []


def test_by_night_there_is_more_time_to_look():
    by_day = datetime(2026, 11, 29, 4, tzinfo=UTC)
    by_night = datetime(2026, 11, 29, 16, tzinfo=UTC)

    assert scan_schedule.seen_by(by_day) - by_day == timedelta(minutes=30)
    assert scan_schedule.seen_by(by_night) - by_night == timedelta(hours=2)


def test_every_category_belongs_to_one_family_alone():
    seen = [code for family in families().by_code.values() for code in family.categories]

    assert len(seen) == len(set(seen))
