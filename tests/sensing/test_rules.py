"""Lines with hysteresis, classes as data, silence, precision and storms."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from weijiayuan.sensing.rules import alarm_policy
from weijiayuan.sensing.rules.device_classes import ClassesInvalid, read, shipped
from weijiayuan.sensing.rules.hysteresis import AlarmState, episodes

START = datetime(2026, 11, 29, tzinfo=UTC)
WATER = shipped().by_code["road_water"].lines[-1]  # level 3: 15 cm, clear at 12


def minutes(values):
    return [(START + timedelta(minutes=nth), float(value)) for nth, value in enumerate(values)]


def smooth_noise(chance, count, spread, memory=0.9):
    steps = chance.normal(0, spread * np.sqrt(1 - memory**2), count)
    found = np.zeros(count)
    for nth in range(1, count):
        found[nth] = memory * found[nth - 1] + steps[nth]
    return found


def test_a_level_that_hovers_at_its_line_raises_at_most_four_alarms_a_day():
    chance = np.random.default_rng(1)
    days = [
        len(list(episodes(minutes(15 + smooth_noise(chance, 1440, 2)), WATER))) for _ in range(20)
    ]

    assert np.mean(days) <= 4


def test_single_spikes_raise_nothing():
    chance = np.random.default_rng(2)
    values = 5 + smooth_noise(chance, 1440, 1)
    values[chance.integers(0, 1440, 5)] = 60

    assert list(episodes(minutes(values), WATER)) == []


def test_a_real_rise_is_told_within_six_minutes():
    chance = np.random.default_rng(3)
    late = []
    for _ in range(40):
        values = 5 + smooth_noise(chance, 400, 1)
        values[200:] += np.minimum(np.arange(200) * 0.5, 30)
        first = next(nth for nth, value in enumerate(values) if value >= 15)
        told = next(episodes(minutes(values), WATER)).raised_at
        late.append((told - START) / timedelta(minutes=1) - first)

    assert max(late) <= 6


def test_an_alarm_ends_only_after_it_was_calm_for_the_whole_dwell():
    readings = [5, 5, 16, 17, 18, 11, 11, 11, 14, *[11] * 11, 5]
    (only,) = episodes(minutes(readings), WATER)

    assert only.raised_at == START + timedelta(minutes=4)
    assert only.cleared_at == START + timedelta(minutes=19)
    assert only.peak == 18


def test_a_rule_that_waits_for_less_raises_below_its_line():
    pressure = shipped().by_code["fire_water"].lines[0]

    assert len(list(episodes(minutes([0.3, *[0.05] * 11]), pressure))) == 1
    assert list(episodes(minutes([0.3, *[0.05] * 10]), pressure)) == []
    assert list(episodes(minutes([0.3, *[0.1] * 20]), pressure)) == []
    assert list(episodes(minutes([*[0.05] * 9, 0.3, *[0.05] * 9]), pressure)) == []


def test_an_alarm_bit_raises_at_once():
    smoke = shipped().by_code["smoke"].lines[0]

    assert next(episodes(minutes([0, 1]), smoke)).raised_at == START + timedelta(minutes=1)


def test_what_a_line_knows_survives_being_written_down():
    state = AlarmState((True, False), START, None, START + timedelta(minutes=3))

    assert AlarmState.from_json(state.to_json()) == state


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"raise": 900}, "不在"),
        ({"clear": 20}, "外侧"),
        ({"needed": 6}, "needed"),
        ({"level": 9}, "级别"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused_by_name(change, says):
    line = {"level": 3, "raise": 15, "clear": 12, "needed": 3, "of": 5} | change
    water = {
        "code": "w", "name": "w", "property": "p", "unit": "cm", "least": 0, "most": 500,
        "category": "06012", "lines": [line],
    }  # fmt: skip
    with pytest.raises(ClassesInvalid, match=says):
        read({"version": "x", "classes": [water], "places": [], "forbidden_places": []})


def test_silence_begins_after_three_readings_and_a_minute():
    interval = timedelta(minutes=5)

    assert not alarm_policy.is_silent(START, interval=interval, now=START + timedelta(minutes=16))
    assert alarm_policy.is_silent(
        START, interval=interval, now=START + timedelta(minutes=16, seconds=1)
    )
    assert alarm_policy.is_silent(None, interval=interval, now=START)


def test_a_storm_is_ten_times_the_usual_and_not_a_handful():
    assert not alarm_policy.is_storm(9, usual=0.0)
    assert alarm_policy.is_storm(11, usual=1.0)
    assert not alarm_policy.is_storm(11, usual=2.0)
