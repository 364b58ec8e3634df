"""Slots are derived: no overlap, no gap but the one asked for, none on closed days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.kernel.clock import CHINA, local_date
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import (
    DayKind,
    OnHolidays,
    OnMakeupDays,
    Opening,
    Season,
    Timetable,
    at_minute,
    spans_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31))
WEEKDAYS = st.frozensets(st.integers(1, 7), min_size=1)
MONTH_DAYS = st.sampled_from([(day.month, day.day) for day in hours.LEAP_YEAR])
SEASONS = st.builds(Season, MONTH_DAYS, MONTH_DAYS)
KINDS = st.sampled_from(DayKind)


@st.composite
def openings(draw):
    """Stretches of a day that do not collide, whatever their weekdays and seasons."""
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=8)))
    stretches = list(zip(edges[::2], edges[1::2], strict=False))
    return tuple(Opening(draw(WEEKDAYS), a, b, draw(SEASONS)) for a, b in stretches)


TIMETABLES = st.builds(
    Timetable,
    openings=openings(),
    slot_minutes=st.integers(10, 240),
    gap_minutes=st.integers(0, 60),
    on_holidays=st.sampled_from(OnHolidays),
    on_makeup_days=st.sampled_from(OnMakeupDays),
)


def workday(day):
    return DayKind.ORDINARY


@given(TIMETABLES, DAYS, st.integers(0, 9), st.functions(like=workday, returns=KINDS, pure=True))
def test_slots_of_a_window_follow_each_other_without_overlap(timetable, first, days, calendar):
    spans = spans_between(timetable, first, first + timedelta(days=days), calendar=calendar)
    assert all(one.ends_at <= two.starts_at for one, two in pairwise(spans))
    assert all(one.ends_at - one.starts_at == slot_length(timetable) for one in spans)


@given(TIMETABLES, DAYS, KINDS)
def test_an_opening_is_filled_with_no_gap_but_the_one_asked_for(timetable, day, kind):
    spans = timetable.spans_on(day, kind)
    step = slot_length(timetable) + timedelta(minutes=timetable.gap_minutes)
    for opening in open_on(timetable, day, kind):
        inside = [
            one
            for one in spans
            if at_minute(day, opening.opens) <= one.starts_at < at_minute(day, opening.closes)
        ]
        starts = [one.starts_at for one in inside]
        assert all(two - one == step for one, two in pairwise(starts))
        rest = at_minute(day, opening.closes) - (
            starts[-1] + step if starts else at_minute(day, opening.opens)
        )
        assert rest < slot_length(timetable)
        assert not starts or starts[0] == at_minute(day, opening.opens)


@given(TIMETABLES, DAYS, KINDS)
def test_no_slot_lies_outside_the_hours_or_on_a_closed_day(timetable, day, kind):
    open_today = open_on(timetable, day, kind)
    for span in timetable.spans_on(day, kind):
        assert local_date(span.starts_at) == day
        assert any(
            at_minute(day, one.opens) <= span.starts_at
            and span.ends_at <= at_minute(day, one.closes)
            for one in open_today
        )
    if not open_today:
        assert timetable.spans_on(day, kind) == []


@given(TIMETABLES, DAYS, KINDS)
def test_walls_read_the_same_in_the_district_whatever_zone_the_machine_keeps(timetable, day, kind):
    for span in timetable.spans_on(day, kind):
        local = span.starts_at.astimezone(CHINA)
        minute = local.hour * 60 + local.minute
        assert any(
            (minute - one.opens) % (timetable.slot_minutes + timetable.gap_minutes) == 0
            for one in timetable.openings
        )


@given(TIMETABLES)
def test_a_timetable_survives_being_stored(timetable):
    assert hours.from_data(hours.to_data(timetable)) == timetable
    assert timetable.faults() == []


def open_on(timetable, day, kind):
    if kind is DayKind.HOLIDAY and timetable.on_holidays is OnHolidays.CLOSED:
        return []
    weekday = day.isoweekday()
    if kind is DayKind.HOLIDAY and timetable.on_holidays is OnHolidays.SUNDAY:
        weekday = 7
    if kind is DayKind.MAKEUP and timetable.on_makeup_days is OnMakeupDays.WORKDAY:
        weekday = 5
    return [
        one
        for one in timetable.openings
        if weekday in one.weekdays and one.season.has(day.month, day.day)
    ]


def slot_length(timetable):
    return timedelta(minutes=timetable.slot_minutes)


DAILY = frozenset(range(1, 8))


def test_a_leap_day_has_its_slots_and_the_next_day_its_own():
    timetable = Timetable((Opening(DAILY, 540, 720),), 60)
    spans = spans_between(timetable, date(2028, 2, 28), date(2028, 3, 1), calendar=workday)
    assert [local_date(one.starts_at) for one in spans] == [
        day for day in (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)) for _ in range(3)
    ]


@pytest.mark.parametrize(
    ("closes", "last_end"),
    [(1440, "00:00"), (1439, "23:00")],
)
def test_midnight_may_end_a_day_and_one_minute_before_it_cuts_no_slot_short(closes, last_end):
    timetable = Timetable((Opening(DAILY, 22 * 60, closes),), 60)
    last = timetable.spans_on(date(2026, 11, 23), DayKind.ORDINARY)[-1]
    assert f"{last.ends_at.astimezone(CHINA):%H:%M}" == last_end


@pytest.mark.parametrize(
    ("on_holidays", "hours_open"),
    [(OnHolidays.CLOSED, 0), (OnHolidays.USUAL, 2), (OnHolidays.SUNDAY, 1)],
)
def test_a_holiday_on_a_thursday(on_holidays, hours_open):
    week = Opening(frozenset({1, 2, 3, 4, 5, 6}), 540, 660)
    sunday = Opening(frozenset({7}), 540, 600)
    timetable = Timetable((week, sunday), 60, on_holidays=on_holidays)
    assert len(timetable.spans_on(date(2026, 10, 1), DayKind.HOLIDAY)) == hours_open


def test_a_sunday_worked_in_lieu_may_keep_workday_hours():
    timetable = Timetable(
        (Opening(frozenset(range(1, 6)), 540, 660),), 60, on_makeup_days=OnMakeupDays.WORKDAY
    )
    assert len(timetable.spans_on(date(2026, 10, 10), DayKind.MAKEUP)) == 2
    assert timetable.spans_on(date(2026, 10, 10), DayKind.ORDINARY) == []


@pytest.mark.parametrize(
    ("timetable", "fault"),
    [
        (Timetable((), 5), "slot_length"),
        (Timetable((), 60, gap_minutes=-1), "gap_length"),
        (Timetable((Opening(DAILY, 600, 600),), 60), "opening_order"),
        (Timetable((Opening(DAILY, 600, 2041),), 60), "opening_order"),
        (Timetable((Opening(frozenset(), 600, 700),), 60), "opening_days"),
        (Timetable((Opening(frozenset({8}), 600, 700),), 60), "opening_days"),
        (Timetable((Opening(DAILY, 600, 700, Season((2, 30), (3, 1))),), 60), "opening_days"),
        (
            Timetable((Opening(DAILY, 540, 700), Opening(frozenset({1}), 660, 800)), 60),
            "openings_collide",
        ),
    ],
)
def test_what_cannot_be_meant_is_named(timetable, fault):
    assert fault in timetable.faults()


def test_winter_and_summer_hours_do_not_collide():
    summer = Opening(DAILY, 480, 1200, Season((5, 1), (9, 30)))
    winter = Opening(DAILY, 540, 1080, Season((10, 1), (4, 30)))
    assert Timetable((summer, winter), 60).faults() == []


def test_hours_are_said_as_on_the_door():
    timetable = Timetable(
        (
            Opening(frozenset(range(1, 6)), 540, 1260),
            Opening(frozenset({6, 7}), 600, 1440, Season((7, 1), (8, 31))),
        ),
        60,
        on_holidays=OnHolidays.CLOSED,
        on_makeup_days=OnMakeupDays.WORKDAY,
    )
    assert hours.sentences(timetable) == [
        "周一至周五09:00至21:00",
        "7月1日至8月31日周六至周日10:00至24:00",
        "法定节假日闭馆",
        "调休上班日按周五时间开放",
    ]
    week = Opening(frozenset({1}), 540, 600)
    assert hours.sentences(Timetable((week,), 60, on_holidays=OnHolidays.SUNDAY))[-1] == (
        "法定节假日按周日时间开放"
    )
    assert hours.sentences(Timetable((), 60, on_holidays=OnHolidays.SUNDAY)) == ["暂不开放"]


NIGHTS = Timetable((Opening(frozenset({5, 6}), 22 * 60, 26 * 60),), 60)  # Friday and Saturday
FRIDAY = date(2026, 11, 27)


def clock_of(spans):
    return [f"{one.starts_at.astimezone(CHINA):%d %H}" for one in spans]


def test_an_evening_runs_past_midnight_and_its_slots_belong_to_the_day_they_begin_on():
    friday = spans_between(NIGHTS, FRIDAY, FRIDAY, calendar=workday)
    weekend = spans_between(NIGHTS, FRIDAY, FRIDAY + timedelta(days=2), calendar=workday)
    assert clock_of(friday) == ["27 22", "27 23"]
    assert clock_of(weekend) == [
        *("27 22", "27 23", "28 00", "28 01"),
        *("28 22", "28 23", "29 00", "29 01"),
    ]


def test_hours_from_ten_to_two_are_read_written_and_said():
    sent = hours.to_data(NIGHTS)
    assert (sent["openings"][0]["opens"], sent["openings"][0]["closes"]) == ("22:00", "02:00")
    assert hours.from_data(sent) == NIGHTS
    assert hours.sentences(NIGHTS)[0] == "周五至周六22:00至次日02:00"
    assert NIGHTS.faults() == []


def test_an_evening_that_meets_the_next_morning_collides():
    morning = Opening(frozenset({6}), 60, 600)
    sunday = Opening(frozenset({1}), 60, 600)
    assert Timetable((*NIGHTS.openings, morning), 60).faults() == ["openings_collide"]
    assert Timetable((*NIGHTS.openings, sunday), 60).faults() == []


def test_a_stretch_is_open_only_within_the_hours_and_across_openings_that_touch():
    touching = Timetable((Opening(DAILY, 540, 720), Opening(DAILY, 720, 1080)), 60)
    noon = hours.Span(at_minute(FRIDAY, 660), at_minute(FRIDAY, 800))
    night = hours.Span(at_minute(FRIDAY, 1430), at_minute(FRIDAY, 1500))
    assert touching.is_open(noon, workday)
    assert not touching.is_open(night, workday)
    assert NIGHTS.is_open(night, workday)


def test_after_its_last_day_a_venue_has_no_slots():
    last = Timetable((Opening(DAILY, 540, 1080),), 60, last_day=FRIDAY)
    days = spans_between(last, FRIDAY, FRIDAY + timedelta(days=3), calendar=workday)
    assert {local_date(one.starts_at) for one in days} == {FRIDAY}
    assert hours.from_data(hours.to_data(last)) == last
