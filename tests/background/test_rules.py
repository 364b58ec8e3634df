from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.background.rules import LONGEST_PAUSE, next_run, pause_after

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIVE = timedelta(minutes=5)


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        (NOON, NOON + FIVE),
        (NOON + timedelta(seconds=1), NOON + FIVE),
        (NOON + FIVE - timedelta(microseconds=1), NOON + FIVE),
        (NOON + FIVE, NOON + 2 * FIVE),
    ],
)
def test_turns_are_counted_from_the_epoch(now, turn):
    assert next_run(now, every=FIVE) == turn


@given(st.floats(0, 4e9), st.integers(5, 100_000))
def test_the_next_turn_is_ahead_and_at_most_one_period_away(at, seconds):
    now = datetime.fromtimestamp(at, UTC)
    period = timedelta(seconds=seconds)
    assert timedelta(0) < next_run(now, every=period) - now <= period


@given(st.integers(1, 10_000))
def test_pauses_grow_to_an_hour_and_no_further(failures):
    assert timedelta(0) < pause_after(failures) <= pause_after(failures + 1) <= LONGEST_PAUSE
