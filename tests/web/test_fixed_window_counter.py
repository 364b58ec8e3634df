"""Counts of one process: a window each, whoever counts beside, and nothing kept for ever."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.web.fixed_window_counter import SWEEP_SECONDS, FixedWindowCounter

STEPS = st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 40)), max_size=60)


class Hands:
    """A clock that is set by hand."""

    def __init__(self):
        self.at = 1000.0

    def __call__(self):
        return self.at


@given(STEPS, st.integers(1, 4), st.floats(0.5, 60))
def test_within_a_window_so_many_hits_are_let_through_and_then_none(steps, most, seconds):
    hands = Hands()
    counter = FixedWindowCounter(hands)
    begun, times = {}, {}
    for name, later in steps:
        hands.at += later
        if name not in begun or begun[name] + seconds <= hands.at:
            begun[name], times[name] = hands.at, 0
        times[name] += 1
        assert counter.hit(name, most=most, seconds=seconds) == (times[name] <= most)


def test_what_has_ended_is_let_go():
    hands = Hands()
    counter = FixedWindowCounter(hands)
    for each in range(1000):
        counter.hit(str(each), most=5, seconds=10)
    hands.at += max(SWEEP_SECONDS, 10)
    counter.hit("late", most=5, seconds=10)
    assert len(counter) == 1


def test_of_many_at_one_time_exactly_so_many_are_let_through():
    counter, let, start = FixedWindowCounter(), [], threading.Barrier(8)

    def knock():
        start.wait()
        let.extend(counter.hit("door", most=500, seconds=600) for _ in range(200))

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(let) == 500
