from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.rules import (
    check_in_window,
    no_shows,
    satisfaction_rating,
    usage_by_hour,
    waiting_list,
)
from weijiayuan.venues.rules.check_in_window import Arrival
from weijiayuan.venues.rules.states import (
    CANCELLABLE,
    COUNTED,
    EXPIRING,
    LIVE,
    MOVES,
    OCCUPYING,
    WORDS,
    BookingState,
)
from weijiayuan.venues.rules.waiting_list import Waiter

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
SPAN = Span(NOON, NOON + timedelta(hours=1))
DAY = timedelta(days=1)
LINES = st.lists(st.integers(1, 9), max_size=12).map(
    lambda sizes: [Waiter(UUID(int=n), n, people) for n, people in enumerate(sizes, 1)]
)


@given(LINES, st.integers(0, 60), st.randoms())
def test_places_are_offered_in_order_and_never_more_than_are_free(waiting, free, chance):
    shuffled = list(waiting)
    chance.shuffle(shuffled)
    served = waiting_list.offers(shuffled, free)
    assert served == waiting[: len(served)]
    assert sum(one.people for one in served) <= free
    rest = waiting[len(served) :]
    assert not rest or rest[0].people > free - sum(one.people for one in served)


@given(LINES)
def test_positions_count_from_one(waiting):
    assert [waiting_list.position(waiting, one.booking_id) for one in waiting] == list(
        range(1, len(waiting) + 1)
    )
    assert waiting_list.position(waiting, UUID(int=99)) is None


@given(st.integers(-120, 600), st.integers(1, 240))
def test_an_offer_never_outlives_the_closing_of_booking(minutes_left, accept_minutes):
    closes_at = NOON + timedelta(minutes=minutes_left)
    until = waiting_list.offer_until(now=NOON, accept_minutes=accept_minutes, closes_at=closes_at)
    if minutes_left < 10:
        assert until is None
    else:
        assert NOON < until <= min(closes_at, NOON + timedelta(minutes=accept_minutes))


def test_the_third_no_show_within_ninety_days_suspends_for_thirty():
    days = [NOON, NOON + 40 * DAY, NOON + 80 * DAY]
    third = days[-1]
    assert no_shows.suspension(days[:2], now=third) is None
    assert no_shows.suspension(days, now=third) == no_shows.Suspension(third, third + 30 * DAY)
    assert no_shows.suspension(days, now=third + 30 * DAY) is None
    assert (
        no_shows.suspension([NOON, NOON + 40 * DAY, NOON + 90 * DAY], now=NOON + 91 * DAY) is None
    )


def test_no_shows_that_were_paid_for_do_not_count_again():
    days = [NOON + n * DAY for n in (0, 1, 2, 40)]
    assert no_shows.suspension(days, now=NOON + 41 * DAY) is None
    assert no_shows.left_before_suspension(days, now=NOON + 41 * DAY) == 2
    assert no_shows.left_before_suspension(days[:2], now=NOON + 2 * DAY) == 1
    assert no_shows.left_before_suspension(days[:2], now=NOON + 200 * DAY) == 3


@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 400))
def test_forgiving_one_never_makes_a_suspension_that_was_not_there_before(days, today):
    moments, now = [NOON + n * DAY for n in days], NOON + today * DAY
    assert no_shows.suspension(moments[:2], now=now) is None
    found = no_shows.suspension(moments, now=now)
    assert found is None or (found.since in moments and found.since <= now < found.until)


def test_an_appeal_is_heard_for_thirty_days():
    assert no_shows.may_appeal(NOON, now=NOON + 30 * DAY)
    assert not no_shows.may_appeal(NOON, now=NOON + 30 * DAY + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [
        (-16, Arrival.EARLY),
        (-15, Arrival.IN_TIME),
        (15, Arrival.IN_TIME),
        (16, Arrival.LATE),
        (59, Arrival.LATE),
        (60, Arrival.OVER),
    ],
)
def test_windows_of_checking_in(minutes, verdict):
    now = NOON + timedelta(minutes=minutes)
    assert check_in_window.arrival(SPAN, now=now, early_minutes=15, late_minutes=15) is verdict


def test_nobody_is_missing_after_the_end():
    assert check_in_window.missing_after(SPAN, 500) == SPAN.ends_at


def test_only_those_who_came_rate_and_only_for_a_while():
    came = BookingState.CHECKED_IN
    assert satisfaction_rating.may_rate(came, starts_at=NOON, now=NOON)
    assert not satisfaction_rating.may_rate(BookingState.NO_SHOW, starts_at=NOON, now=NOON)
    assert not satisfaction_rating.may_rate(came, starts_at=NOON, now=NOON + 31 * DAY)
    assert satisfaction_rating.may_edit(NOON, now=NOON + 7 * DAY)
    assert not satisfaction_rating.may_edit(NOON, now=NOON + 7 * DAY + timedelta(seconds=1))


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 600), st.integers(1, 9)), max_size=9)
)
def test_every_person_hour_is_in_the_picture_once(uses):
    spans = [
        usage_by_hour.Use(
            Span(NOON + timedelta(minutes=a), NOON + timedelta(minutes=a + b)), people
        )
        for a, b, people in uses
    ]
    grid = usage_by_hour.by_weekday_and_hour(spans)
    assert sum(map(sum, grid)) == pytest.approx(sum(b * n / 60 for _, b, n in uses), abs=1)


def test_the_table_of_moves_is_closed_and_every_state_has_words():
    assert set(MOVES) == set(WORDS) == set(BookingState)
    assert set().union(*MOVES.values()) <= set(BookingState)
    assert EXPIRING < OCCUPYING < LIVE
    assert all(BookingState.CANCELLED in MOVES[one] for one in CANCELLABLE)
    assert all(BookingState.LAPSED in MOVES[one] for one in EXPIRING)
    assert not COUNTED & {BookingState.WAITING, BookingState.CANCELLED}
