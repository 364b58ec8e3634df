from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.places import district_files
from weijiayuan.places.announced_holidays import announced_by_package, marked_by_package
from weijiayuan.places.working_calendar import (
    DayKind,
    MarkedDay,
    WorkingCalendar,
    calendar_of,
    with_substitutes,
)

UNKNOWN_YEARS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.fixture(scope="module")
def calendar():
    return calendar_of(
        marked_by_package(),
        announced=announced_by_package(),
        statutory=district_files.statutory_days("cn"),
    )


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2026, 11, 23), True, "a Monday"),
        (date(2026, 11, 22), False, "a Sunday"),
        (date(2026, 2, 14), True, "a Saturday worked for Spring Festival"),
        (date(2026, 2, 23), False, "the last day of Spring Festival, a Monday"),
        (date(2026, 10, 10), True, "a Saturday worked for National Day"),
        (date(2025, 9, 28), True, "a Sunday worked for National Day"),
        (date(2025, 10, 8), False, "the eighth day of the double holiday of 2025"),
        (date(2027, 1, 1), False, "New Year's Day of a year not yet announced"),
        (date(2027, 2, 5), False, "the eve of Spring Festival, statutory since 2025"),
        (date(2027, 2, 9), False, "made up for the Saturday of Spring Festival"),
        (date(2027, 2, 10), False, "made up for the Sunday of Spring Festival"),
        (date(2027, 2, 11), True, "a Thursday, as far as anybody knows"),
        (date(2027, 10, 9), False, "a Saturday: work weekends cannot be foreseen"),
    ],
)
def test_days_are_worked_as_announced_or_by_rule(calendar, day, works, why):
    assert calendar.is_working_day(day) is works, why


def test_every_announced_day_agrees_with_the_package_it_came_from(calendar):
    days = (date(2004, 1, 1) + timedelta(n) for n in range(23 * 366))

    for day in (day for day in days if day.year <= 2026):
        assert calendar.is_working_day(day) is chinese_calendar.is_workday(day), day


def test_a_year_not_announced_is_marked_as_provisional(calendar):
    assert calendar.provisional_from == date(2027, 1, 1)
    assert calendar.is_provisional(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2026, 12, 31))


@given(day=UNKNOWN_YEARS)
def test_no_day_of_any_year_is_without_an_answer(calendar, day):
    assert calendar.is_working_day(day) in {True, False}
    assert calendar.is_working_day(calendar.next_working_day(day))


def test_an_empty_calendar_still_answers():
    empty = WorkingCalendar({}, frozenset())

    assert empty.is_working_day(date(2026, 11, 23))
    assert empty.is_provisional(date(2026, 11, 23))
    assert empty.provisional_from == date.min


def test_an_announced_year_replaces_the_statutory_guess():
    announced = MarkedDay(date(2027, 2, 13), DayKind.WORK, "春节")
    guess = MarkedDay(date(2027, 2, 5), DayKind.OFF, "春节")

    calendar = calendar_of([announced], announced={2027}, statutory=[guess])

    assert calendar.is_working_day(date(2027, 2, 13))
    assert calendar.is_working_day(date(2027, 2, 5))
    assert calendar.provisional_from == date(2028, 1, 1)


def test_a_day_entered_by_hand_wins_in_a_year_not_announced():
    closed = MarkedDay(date(2027, 8, 16), DayKind.OFF, "台风停工")

    calendar = calendar_of(
        [closed], announced={2026}, statutory=district_files.statutory_days("cn")
    )

    assert not calendar.is_working_day(date(2027, 8, 16))
    assert calendar.name_of(date(2027, 8, 16)) == "台风停工"
    assert calendar.is_provisional(date(2027, 8, 16))


def test_a_gap_ends_the_run_of_announced_years():
    calendar = calendar_of([], announced={2025, 2026, 2028})

    assert calendar.provisional_from == date(2027, 1, 1)
    assert not calendar.is_provisional(date(2028, 6, 1))


def test_a_holiday_on_a_weekend_is_made_up_on_the_next_weekday_that_is_free():
    saturday = MarkedDay(date(2028, 1, 1), DayKind.OFF, "元旦")

    days = {mark.day: mark.name for mark in with_substitutes([saturday])}

    assert days == {date(2028, 1, 1): "元旦", date(2028, 1, 3): "元旦补假"}


def test_two_holidays_at_a_weekend_are_made_up_on_two_days():
    both = [MarkedDay(date(2027, 5, day), DayKind.OFF, "劳动节") for day in (1, 2)]

    days = sorted(mark.day.day for mark in with_substitutes(both))

    assert days == [1, 2, 3, 4]


def test_every_statutory_year_has_thirteen_days():
    """《全国年节及纪念日放假办法》 art 2, as amended in 2024: 1 + 4 + 1 + 2 + 1 + 1 + 3."""
    years = {mark.day.year for mark in district_files.statutory_days("cn")}

    assert years == set(range(2027, 2051))
    assert len(district_files.statutory_days("cn")) == 13 * len(years)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_working_days_are_counted_from_the_day_after(calendar, start, count, end):
    assert calendar.add_working_days(start, count) == end


def test_working_days_are_not_counted_backwards(calendar):
    with pytest.raises(ValueError, match="forward"):
        calendar.add_working_days(date(2026, 1, 1), -1)


def test_a_term_that_ends_on_a_holiday_rolls_to_the_next_working_day(calendar):
    assert calendar.roll_forward(date(2026, 10, 3)) == date(2026, 10, 8)
    assert calendar.roll_forward(date(2026, 10, 10)) == date(2026, 10, 10)


def test_a_working_day_has_its_office_hours_in_utc(calendar):
    morning, afternoon = calendar.working_spans(date(2026, 2, 14))

    assert morning == (datetime(2026, 2, 14, 1, tzinfo=UTC), datetime(2026, 2, 14, 4, tzinfo=UTC))
    assert afternoon == (
        datetime(2026, 2, 14, 6, tzinfo=UTC),
        datetime(2026, 2, 14, 10, tzinfo=UTC),
    )


def test_a_unit_may_keep_other_hours_and_a_day_off_has_none(calendar):
    night = ((time(20), time(22)),)

    assert len(calendar.working_spans(date(2026, 2, 14), night)) == 1
    assert calendar.working_spans(date(2026, 2, 15), night) == ()
