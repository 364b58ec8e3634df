"""The working-hours clock against known vectors, its laws, and a second calculator."""

from datetime import date, datetime, time, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.deadline_clocks.working_time import (
    ROUND_THE_CLOCK,
    Limit,
    OfficeHours,
    budget,
    due,
    keeper,
)
from weijiayuan.kernel.clock import CHINA

HOLIDAYS_2026 = [
    ("2026-01-01", 3), ("2026-02-15", 9), ("2026-04-04", 3), ("2026-05-01", 5),
    ("2026-06-19", 3), ("2026-09-25", 3), ("2026-10-01", 7),
]  # fmt: skip
MADE_UP_2026 = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


class Calendar2026:
    """The notice of the State Council for 2026, typed in by hand; other years Monday to Friday."""

    def __init__(self):
        self.off = {
            date.fromisoformat(first) + timedelta(days=n)
            for first, count in HOLIDAYS_2026
            for n in range(count)
        }
        self.made_up = {date.fromisoformat(day) for day in MADE_UP_2026}

    def is_working_day(self, day):
        return day in self.made_up or (day.weekday() < 5 and day not in self.off)


OFFICE = OfficeHours(Calendar2026())


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


VECTORS = [
    ("2026-02-13 17:00", "4h", "2026-02-14 12:00", "the make-up Saturday is worked"),
    ("2026-02-14 17:30", "4h", "2026-02-24 14:30", "over the Spring Festival"),
    ("2026-09-30 17:00", "2h", "2026-10-08 10:00", "over the National Day week"),
    ("2026-11-23 09:00", "3h", "2026-11-23 12:00", "ends with the window, not in the next"),
    ("2026-11-23 12:30", "1h", "2026-11-23 15:00", "a start at lunch waits for the office"),
    ("2026-11-23 03:00", "7h", "2026-11-23 18:00", "a whole office day"),
    ("2026-11-27 20:00", "1h", "2026-11-30 10:00", "Friday night starts on Monday"),
    ("2026-11-27 23:30", "2eh", "2026-11-28 01:30", "urgent hours never stop"),
    ("2026-02-14 17:30", "1d", "2026-02-24 18:00", "the first working day after"),
    ("2026-11-23 00:10", "1d", "2026-11-24 18:00", "the start day itself does not count"),
    ("2026-09-18 16:00", "2d", "2026-09-21 18:00", "the made-up Sunday is one of the two"),
    ("2026-11-23 09:00", "30cd", "2026-12-23 18:00", "thirty days, the first not counted"),
    ("2026-11-23 23:59", "5cd", "2026-11-30 18:00", "a last day on Saturday waits for Monday"),
    ("2026-09-01 10:00", "30cd", "2026-10-08 18:00", "the National Day week is waited out"),
    ("2026-01-15 10:00", "30cd", "2026-02-14 18:00", "a make-up Saturday is an end like any"),
]


@pytest.mark.parametrize(("start", "limit", "expected", "why"), VECTORS)
def test_known_moments(start, limit, expected, why):
    assert due(at(start), Limit.parse(limit), OFFICE) == at(expected), why


class Reference:
    """A second calculator that knows nothing of the first: it walks minute by minute."""

    def __init__(self, calendar, windows):
        self.worked = set()
        self.calendar = calendar
        for opens, closes in windows:
            first, last = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
            self.worked |= set(range(first, last))

    def counts(self, wall):
        minute = wall.hour * 60 + wall.minute
        return minute in self.worked and self.calendar.is_working_day(wall.date())

    def between(self, start, end):
        wall, stop, count = self._wall(start), self._wall(end), 0
        while wall < stop:
            count += self.counts(wall)
            wall += timedelta(minutes=1)
        return timedelta(minutes=count)

    def after(self, start, minutes):
        wall = self._wall(start)
        while minutes:
            minutes -= self.counts(wall)
            wall += timedelta(minutes=1)
        return wall.replace(tzinfo=CHINA)

    def _wall(self, moment):
        return moment.astimezone(CHINA).replace(tzinfo=None)


minutes_of_2026 = st.integers(0, 363 * 24 * 60).map(
    lambda minute: at("2026-01-01 00:00") + timedelta(minutes=minute)
)
window_cuts = st.lists(st.integers(0, 24 * 4 - 1), min_size=2, max_size=6, unique=True)


def windows_of(cuts):
    quarters = sorted(cuts)[: len(cuts) // 2 * 2]
    clock = [time(quarter // 4, quarter % 4 * 15) for quarter in quarters]
    return tuple(zip(clock[::2], clock[1::2], strict=True))


@given(start=minutes_of_2026, minutes=st.integers(1, 2500), cuts=window_cuts)
def test_due_times_agree_with_the_second_calculator(start, minutes, cuts):
    windows = windows_of(cuts)
    first, second = OfficeHours(Calendar2026(), windows), Reference(Calendar2026(), windows)
    span = min(minutes, sum(_length(window) for window in windows) * 5)

    assert first.after(start, timedelta(minutes=span)) == second.after(start, span)


@given(start=minutes_of_2026, length=st.integers(0, 20_000), cuts=window_cuts)
def test_spans_agree_with_the_second_calculator(start, length, cuts):
    windows = windows_of(cuts)
    end = start + timedelta(minutes=length)

    assert OfficeHours(Calendar2026(), windows).between(start, end) == Reference(
        Calendar2026(), windows
    ).between(start, end)


def _length(window):
    opens, closes = window
    return (closes.hour - opens.hour) * 60 + closes.minute - opens.minute


moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1)).map(  # noqa: DTZ001
    lambda wall: wall.replace(tzinfo=CHINA)
)
spans = st.timedeltas(timedelta(microseconds=1), timedelta(hours=200))


@given(start=moments, span=spans)
def test_what_is_due_after_a_span_lies_exactly_that_span_away(start, span):
    assert OFFICE.between(start, OFFICE.after(start, span)) == span


@given(start=moments, first=spans, second=spans)
def test_spans_add_up(start, first, second):
    assert OFFICE.after(OFFICE.after(start, first), second) == OFFICE.after(start, first + second)


@given(start=moments, end=moments, between=moments)
def test_time_between_is_additive_and_never_negative(start, end, between):
    start, between, end = sorted([start, between, end])

    whole = OFFICE.between(start, end)

    assert whole == OFFICE.between(start, between) + OFFICE.between(between, end)
    assert timedelta(0) <= whole <= end - start
    assert OFFICE.between(end, start) == timedelta(0)


@given(start=moments, days=st.integers(1, 60))
def test_a_limit_in_days_ends_at_closing_time_and_its_budget_leads_there(start, days):
    limit = Limit.parse(f"{days}d")

    ends = due(start, limit, OFFICE).astimezone(CHINA)

    assert ends.time() == time(18)
    assert Calendar2026().is_working_day(ends.date())
    assert OFFICE.after(start, budget(start, limit, OFFICE)) == ends


@given(start=moments, days=st.integers(1, 60), share=st.integers(1, 100))
def test_a_limit_in_calendar_days_ends_on_a_working_day_never_too_early(start, days, share):
    limit = Limit.parse(f"{days}cd")
    ends = due(start, limit, OFFICE)
    used = keeper(limit.unit, OFFICE).ends(start + budget(start, limit, OFFICE) * share / 100)

    assert Calendar2026().is_working_day(ends.astimezone(CHINA).date())
    assert ends.astimezone(CHINA).date() >= start.date() + timedelta(days=days)
    assert keeper(limit.unit, OFFICE).ends(ends) == ends
    assert used.astimezone(CHINA).time() == time(18)
    assert start < used <= ends


@given(start=moments, end=moments)
def test_round_the_clock_is_plain_subtraction(start, end):
    assert ROUND_THE_CLOCK.between(start, end) == max(end - start, timedelta(0))


def test_the_office_is_open_only_inside_its_windows():
    assert OFFICE.is_open(at("2026-02-14 09:00"))
    assert not OFFICE.is_open(at("2026-02-14 12:00"))
    assert not OFFICE.is_open(at("2026-02-15 10:00"))


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever():
    class Never:
        def is_working_day(self, day):
            return False

    with pytest.raises(OverflowError):
        OfficeHours(Never()).after(at("2026-01-01 00:00"), timedelta(hours=1))
    with pytest.raises(OverflowError):
        OfficeHours(Never()).closing_of_working_day(at("2026-01-01 00:00"), 1)


def test_ten_thousand_due_times_take_less_than_a_second():
    starts = [at("2026-01-05 08:00") + timedelta(minutes=47 * n) for n in range(10_000)]
    began = process_time()

    for start in starts:
        due(start, Limit.parse("14h"), OFFICE)

    assert process_time() - began < 1.0
