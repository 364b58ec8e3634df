"""The ladder of warnings is a function of time: it survives any outage."""

from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.deadline_clocks.test_working_time import OFFICE, at
from weijiayuan.deadline_clocks.escalation_ladder import Clock, Rung, next_moment, reached
from weijiayuan.deadline_clocks.working_time import ROUND_THE_CLOCK
from weijiayuan.kernel.clock import CHINA

LADDER = tuple(
    Rung(percent=percent, name=f"{percent} %", tells="handler")
    for percent in (50, 80, 100, 150, 200)
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 1)).map(  # noqa: DTZ001
    lambda wall: wall.replace(tzinfo=CHINA, microsecond=0)
)
hours = st.integers(1, 60).map(lambda number: timedelta(hours=number))


def four_hours(**given):
    usual = {"keeper": OFFICE, "budget": timedelta(hours=4), "started_at": at("2026-11-23 09:00")}
    return Clock(**usual | given)


def test_rungs_stand_at_their_share_of_the_working_time():
    moments = [four_hours().moment(rung.percent) for rung in LADDER]

    assert moments == [
        at("2026-11-23 11:00"),
        at("2026-11-23 14:12"),
        at("2026-11-23 15:00"),
        at("2026-11-23 17:00"),
        at("2026-11-24 10:00"),
    ]


def test_a_day_of_outage_raises_every_rung_with_its_true_moment():
    after = reached(four_hours(), LADDER, at("2026-11-24 09:00"))

    assert [each.rung.percent for each in after] == [50, 80, 100, 150]
    assert after[2].at == at("2026-11-23 15:00")


def test_a_stopped_clock_climbs_no_further():
    clock = four_hours(stopped_at=at("2026-11-23 14:20"))

    assert [each.rung.percent for each in reached(clock, LADDER, at("2026-12-31 00:00"))] == [
        50,
        80,
    ]
    assert next_moment(clock, LADDER, at("2026-11-23 14:30")) is None


def test_a_pause_moves_the_due_time_by_exactly_the_working_time_paused():
    paused = four_hours(pauses=((at("2026-11-23 10:00"), None),))
    resumed = four_hours(pauses=((at("2026-11-23 10:00"), at("2026-11-24 10:00")),))

    assert paused.due_at is None
    assert resumed.due_at == at("2026-11-24 15:00")
    assert reached(paused, LADDER, at("2026-12-31 00:00")) == []
    assert resumed.used(at("2026-11-24 12:00")) == timedelta(hours=3)


def test_a_rung_passed_before_the_pause_keeps_its_moment():
    clock = four_hours(pauses=((at("2026-11-23 11:30"), None),))

    assert clock.moment(50) == at("2026-11-23 11:00")
    assert clock.moment(80) is None


@given(start=starts, budget=hours, ticks=st.lists(st.integers(0, 500_000), max_size=8))
def test_ticking_often_or_once_reaches_the_same_rungs(start, budget, ticks):
    clock = Clock(keeper=OFFICE, budget=budget, started_at=start)
    end = start + timedelta(seconds=max(ticks, default=0))
    seen = {}

    for tick in sorted(ticks):
        for each in reached(clock, LADDER, start + timedelta(seconds=tick)):
            seen.setdefault(each.rung.percent, each.at)

    assert seen == {each.rung.percent: each.at for each in reached(clock, LADDER, end)} or not ticks


@given(start=starts, budget=hours, ran=hours, stood=hours)
def test_paused_time_is_neither_lost_nor_won(start, budget, ran, stood):
    pause, resume = start + ran, start + ran + stood
    clock = Clock(keeper=OFFICE, budget=budget, started_at=start, pauses=((pause, resume),))
    assume(clock.due_at > resume)

    assert OFFICE.between(start, clock.due_at) - OFFICE.between(pause, resume) == budget
    assert clock.used(clock.due_at) == budget


@given(start=starts, budget=hours, lengths=st.lists(hours, min_size=2, max_size=8))
def test_any_number_of_pauses_costs_no_time(start, budget, lengths):
    moment, pauses = start, []
    for ran, stood in zip(lengths[::2], lengths[1::2], strict=False):
        pauses.append((moment + ran, moment + ran + stood))
        moment += ran + stood
    clock = Clock(keeper=OFFICE, budget=budget, started_at=start, pauses=tuple(pauses))
    stood_still = sum(
        (OFFICE.between(paused, min(resumed, max(paused, clock.due_at)))
         for paused, resumed in pauses), timedelta(0),
    )  # fmt: skip

    assert OFFICE.between(start, clock.due_at) - stood_still == budget
    assert clock.used(clock.due_at) == budget


@given(start=starts, budget=hours, now=hours)
def test_the_next_moment_is_the_first_rung_not_yet_reached(start, budget, now):
    clock = Clock(keeper=ROUND_THE_CLOCK, budget=budget, started_at=start)
    moment = start + now

    upcoming = next_moment(clock, LADDER, moment)

    done = {each.rung.percent for each in reached(clock, LADDER, moment)}
    left = [clock.moment(rung.percent) for rung in LADDER if rung.percent not in done]
    assert upcoming == min(left, default=None)
