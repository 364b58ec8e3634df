from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.kernel.time_span import Span
from weijiayuan.markets.rules.overlap_hint import Plan, clashes
from weijiayuan.markets.rules.service_slot_capacity import (
    MenuLine,
    Places,
    capacity,
    spread,
    stations_needed,
    usual_places,
    windows,
)
from weijiayuan.markets.rules.stall_queue import (
    InLine,
    ahead_of,
    expected_call,
    first_turn,
    label,
    next_up,
    pace,
    turn_after_missing,
)
from weijiayuan.markets.rules.states import ItemMode

NINE = datetime(2026, 11, 28, 1, tzinfo=UTC)
minutes = st.integers(1, 60)
spans = st.integers(1, 600).map(lambda length: Span(NINE, NINE + timedelta(minutes=length)))


@given(spans, minutes, st.integers(1, 200))
def test_the_stations_needed_are_enough_and_not_one_too_many(span, per_person, places):
    stations = stations_needed(span, minutes=per_person, places=places)
    if span.length >= timedelta(minutes=per_person):
        assert capacity(span, minutes=per_person, stations=stations) >= places
        if stations > 1:
            assert capacity(span, minutes=per_person, stations=stations - 1) < places


@given(st.integers(0, 500))
def test_the_usual_split_gives_out_every_place(total):
    split = usual_places(total)
    assert split.total == total
    assert min(split.sign_up, split.walk_in, split.elder) >= 0


@given(spans, minutes, st.integers(5, 90))
def test_windows_cover_the_time_without_a_gap(span, per_person, window_minutes):
    line = MenuLine(
        "haircut", "队", span, per_person, 1, Places(1), ItemMode.WINDOWS, window_minutes
    )
    cut = windows(line)
    assert cut[0].starts_at == span.starts_at
    assert cut[-1].ends_at == span.ends_at
    assert all(one.ends_at == two.starts_at for one, two in pairwise(cut))
    if span.length >= timedelta(minutes=per_person):
        assert all(window.length >= timedelta(minutes=per_person) for window in cut)


@given(
    st.integers(0, 99),
    st.integers(0, 30),
    st.integers(0, 9),
    st.lists(minutes, min_size=1, max_size=12),
)
def test_places_are_spread_over_windows_to_the_last_one(sign_up, walk_in, elder, lengths):
    spans = [Span(NINE, NINE + timedelta(minutes=length)) for length in lengths]
    shares = spread(Places(sign_up, walk_in, elder), spans)
    assert sum(share.sign_up for share in shares) == sign_up
    assert sum(share.walk_in for share in shares) == walk_in
    assert sum(share.elder for share in shares) == elder
    assert min(min(share.sign_up, share.walk_in, share.elder) for share in shares) >= 0


def test_a_queue_has_one_window():
    span = Span(NINE, NINE + timedelta(hours=3))
    assert windows(MenuLine("haircut", "队", span, 15, 2, Places(24))) == [span]


lines = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 40), st.booleans()), unique_by=lambda one: one[:2]
).map(lambda rows: [InLine(window, first_turn(number), here) for window, number, here in rows])


@given(lines)
def test_people_are_called_in_order_and_nobody_twice(line):
    left = [(one, one.place) for one in line]
    called = []
    while (place := next_up(left)) is not None:
        called.append(place)
        left = [(one, key) for one, key in left if key != place]
    assert called == sorted(one.place for one in line if one.arrived)


@given(lines)
def test_who_is_next_has_nobody_ahead(line):
    first = next_up([(one, one) for one in line])
    if first is not None:
        assert ahead_of(first, line) == 0


@given(st.sets(st.integers(2, 60)), st.integers(1, 60))
def test_who_missed_the_call_waits_for_three_who_are_here_and_no_more(numbers, own):
    others = sorted(first_turn(number) for number in numbers - {own})
    back = turn_after_missing(first_turn(own), others)
    before = [turn for turn in others if turn < back]
    assert len(before) >= min(3, len(others))
    if back != first_turn(own):
        assert len(before) == min(3, len(others))


@given(minutes, st.lists(minutes, max_size=40), st.integers(1, 5), st.integers(0, 50))
def test_the_estimate_grows_with_people_ahead_and_shrinks_with_stations(
    planned, took, stations, ahead
):
    served = [timedelta(minutes=each) for each in took]
    going = pace(planned, served, stations=stations)
    recent = [timedelta(minutes=planned), *served[-20:]]
    assert (
        min(recent) - timedelta(microseconds=5)
        <= going.per_person
        <= max(recent) + timedelta(microseconds=5)
    )
    at = expected_call(ahead, going, opens_at=NINE, now=NINE - timedelta(hours=1))
    assert at >= NINE
    assert expected_call(ahead + 1, going, opens_at=NINE, now=NINE) >= at
    wider = pace(planned, served, stations=stations + 1)
    assert expected_call(ahead, wider, opens_at=NINE, now=NINE) <= at


def test_a_slow_morning_moves_the_estimate():
    slow = pace(10, [timedelta(minutes=20)] * 20, stations=2)
    assert slow.per_person > timedelta(minutes=18)
    ten_past = NINE + timedelta(minutes=10)
    assert expected_call(4, slow, opens_at=NINE, now=ten_past) > ten_past + timedelta(minutes=36)


def test_labels_are_unique_over_windows():
    labels = {label(window, number) for window in range(60) for number in range(1, 130)}
    assert len(labels) == 60 * 129


def test_two_stalls_within_ten_minutes_clash():
    nine_to_half = Span(NINE, NINE + timedelta(minutes=30))
    close = Span(NINE + timedelta(minutes=39), NINE + timedelta(minutes=60))
    far = Span(NINE + timedelta(minutes=40), NINE + timedelta(minutes=60))
    assert clashes(nine_to_half, [Plan("close", close), Plan("far", far)]) == ["close"]
