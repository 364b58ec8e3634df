"""Lines with hysteresis, classes as data, silence, precision and storms."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.sensing.rules import alarm_policy
from weijiayuan.sensing.rules.builtin_device_classes import shipped
from weijiayuan.sensing.rules.hysteresis import AlarmState, draw

MINUTE = timedelta(minutes=1)
START = datetime(2026, 11, 29, tzinfo=UTC)
WATER = shipped().by_code["road_water"].lines[-1]  # level 3: 15 cm, clear at 12


def raised(readings, line):
    return draw(readings, line, interval=MINUTE)[0]


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
    days = [len(raised(minutes(15 + smooth_noise(chance, 1440, 2)), WATER)) for _ in range(20)]

    assert np.mean(days) <= 4


def test_single_spikes_raise_nothing():
    chance = np.random.default_rng(2)
    values = 5 + smooth_noise(chance, 1440, 1)
    values[chance.integers(0, 1440, 5)] = 60

    assert raised(minutes(values), WATER) == []


@given(
    st.lists(st.floats(0, 500), min_size=1, max_size=40),
    st.integers(0, 86_399_999),
    st.integers(1, 29_000),
)
def test_a_burst_of_readings_raises_nothing_where_several_are_needed(values, begin, lasts):
    """Within half an interval, wherever it begins: two readings at most, and a line needs three."""
    first = START + timedelta(milliseconds=begin)
    step = timedelta(milliseconds=lasts) / len(values)
    assert raised([(first + nth * step, value) for nth, value in enumerate(values)], WATER) == []


@given(st.integers(0, 59_999), st.sampled_from([(5, 10, 9), (5, 8, 7), (20, 3, 2), (1, 3, 0)]))
def test_what_most_readings_of_each_interval_deny_raises_nothing(begin, pace):
    """A spike now and then, of a device faster than registered, wherever an interval begins."""
    step, every, which = pace
    first = START + timedelta(milliseconds=begin)
    readings = [
        (first + timedelta(seconds=step * nth), 60.0 if nth % every == which else 3.0)
        for nth in range(120)
    ]
    assert raised(readings, shipped().by_code["road_water"].lines[0]) == []


@given(st.integers(0, 59_999))
def test_two_high_intervals_of_five_are_too_few_however_fast_a_device_speaks(begin):
    first = START + timedelta(milliseconds=begin)
    values = [3, 16, 3, 16, 3, 3, 16, 3, 3, 3]
    assert (
        raised([(first + nth * MINUTE / 3, float(v)) for nth, v in enumerate(values)], WATER) == []
    )


@given(st.integers(0, 59_999), st.sampled_from([1, 5, 20, 30, 60]))
def test_a_rise_is_told_as_soon_at_any_pace(begin, step):
    first = START + timedelta(milliseconds=begin)
    readings = [(first + timedelta(seconds=step * nth), 20.0) for nth in range(300 // step)]
    assert raised(readings, WATER)[0].raised_at <= first + 2 * MINUTE


def test_an_alarm_bit_is_no_vote_of_its_interval():
    smoke = shipped().by_code["smoke"].lines[0]
    quick = [(START + timedelta(seconds=nth), float(nth == 7)) for nth in range(8)]

    assert len(raised(quick, smoke)) == 1


def test_a_device_that_speaks_twice_as_often_as_it_should_is_heard_as_soon():
    often = [(START + nth * MINUTE / 2, 20.0) for nth in range(12)]
    assert raised(often, WATER)[0].raised_at <= START + 2 * MINUTE


def test_a_real_rise_is_told_within_six_minutes():
    chance = np.random.default_rng(3)
    late = []
    for _ in range(40):
        values = 5 + smooth_noise(chance, 400, 1)
        values[200:] += np.minimum(np.arange(200) * 0.5, 30)
        first = next(nth for nth, value in enumerate(values) if value >= 15)
        told = raised(minutes(values), WATER)[0].raised_at
        late.append((told - START) / timedelta(minutes=1) - first)

    assert max(late) <= 6


def test_an_alarm_ends_only_after_it_was_calm_for_the_whole_dwell():
    readings = [5, 5, 16, 17, 18, 11, 11, 11, 14, *[11] * 11, 5]
    (only,) = raised(minutes(readings), WATER)

    assert only.raised_at == START + timedelta(minutes=4)
    assert only.cleared_at == START + timedelta(minutes=19)
    assert only.peak == 18


def test_silence_is_not_calm_and_its_time_is_no_dwell():
    high = minutes([16, 17, 18])
    calm = [(START + timedelta(minutes=nth), 5.0) for nth in (4, 60, 65)]

    assert raised([*high, *calm[:2]], WATER)[0].cleared_at is None
    assert raised([*high, *calm], WATER)[0].cleared_at is None
    dwelt = minutes([*[18] * 4, *[5] * 11])
    assert raised([*high, *dwelt[3:]], WATER)[0].cleared_at is not None


def test_silence_is_not_what_lasted_either():
    pressure = shipped().by_code["fire_water"].lines[0]
    apart = [(START + timedelta(minutes=nth), 0.05) for nth in (0, 1, 2, 40, 41, 42)]

    assert raised(apart, pressure) == []


def test_a_rule_that_waits_for_less_raises_below_its_line():
    pressure = shipped().by_code["fire_water"].lines[0]

    assert len(raised(minutes([0.3, *[0.05] * 11]), pressure)) == 1
    assert raised(minutes([0.3, *[0.05] * 10]), pressure) == []
    assert raised(minutes([0.3, *[0.1] * 20]), pressure) == []
    assert raised(minutes([*[0.05] * 9, 0.3, *[0.05] * 9]), pressure) == []


def test_an_alarm_bit_raises_at_once():
    smoke = shipped().by_code["smoke"].lines[0]

    assert raised(minutes([0, 1]), smoke)[0].raised_at == START + timedelta(minutes=1)


def test_what_a_line_knows_survives_being_written_down():
    state = AlarmState((True, False), START, None, START + timedelta(minutes=3))

    assert AlarmState.from_json(state.to_json()) == state


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
