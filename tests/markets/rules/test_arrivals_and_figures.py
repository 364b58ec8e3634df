from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.kernel.errors import Refused
from weijiayuan.kernel.state_machine import check_move
from weijiayuan.markets.rules.check_in_merging import Scan, ScanOutcome, earliest, merge, outcome
from weijiayuan.markets.rules.market_statistics import TicketFacts, count, per_service
from weijiayuan.markets.rules.states import (
    MARKET_MOVES,
    TICKET_MOVES,
    AgeGroup,
    MarketState,
    TicketState,
    age_group,
    shown_state,
)

NINE = datetime(2026, 11, 28, 1, tzinfo=UTC)
scans = st.lists(
    st.builds(
        Scan,
        st.sampled_from(["K7", "M2", "QA", "ZZ"]),
        st.integers(-90, 90).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    ),
    max_size=12,
)


def told(list_of_scans):
    return earliest(list_of_scans, received_at=NINE + timedelta(hours=1))


@given(scans, scans)
def test_lists_can_be_synced_in_any_order(one, two):
    assert merge(told(one), told(two)) == merge(told(two), told(one)) == told(one + two)


@given(scans, scans, scans)
def test_lists_can_be_synced_in_any_grouping(one, two, three):
    left = merge(merge(told(one), told(two)), told(three))
    assert left == merge(told(one), merge(told(two), told(three)))


@given(scans)
def test_a_list_synced_twice_changes_nothing(one):
    assert merge(told(one), told(one)) == told(one)
    assert told(one + one) == told(one)


@given(scans)
def test_a_clock_ahead_of_time_does_not_make_arrivals_in_the_future(one):
    assert all(moment <= NINE + timedelta(hours=1) for moment in told(one).values())


@pytest.mark.parametrize(
    ("state", "holds", "expected"),
    [
        (TicketState.HELD, True, ScanOutcome.WELCOME),
        (TicketState.SKIPPED, True, ScanOutcome.WELCOME),
        (TicketState.ARRIVED, True, ScanOutcome.AGAIN),
        (TicketState.CALLED, True, ScanOutcome.AGAIN),
        (TicketState.SERVED, True, ScanOutcome.AGAIN),
        (TicketState.NO_SHOW, True, ScanOutcome.WELCOME),
        (TicketState.NO_SHOW, False, ScanOutcome.NOT_HELD),
        (TicketState.WITHDRAWN, False, ScanOutcome.NOT_HELD),
        (TicketState.WAITING, False, ScanOutcome.NOT_HELD),
    ],
)
def test_what_a_scan_does(state, holds, expected):
    assert outcome(state, holds_place=holds) is expected


def test_figures_count_each_ticket_once():
    def ticket(state, service="haircut", **more):
        return TicketFacts(
            service, state, more.pop("age", AgeGroup.UNKNOWN), more.pop("walk_in", False), **more
        )

    served = {
        "arrived_at": NINE,
        "called_at": NINE + timedelta(minutes=10),
        "served_at": NINE + timedelta(minutes=25),
        "stars": 4,
    }
    tickets = [
        ticket(TicketState.SERVED, age=AgeGroup.OLD, **served),
        ticket(TicketState.SERVED, walk_in=True, age=AgeGroup.OLD, **served | {"stars": 5}),
        ticket(TicketState.NO_SHOW),
        ticket(TicketState.WITHDRAWN, "clinic"),
        ticket(TicketState.EXPIRED, "clinic"),
    ]
    whole = count(tickets)
    assert (whole.signed_up, whole.walk_ins, whole.came, whole.served) == (4, 1, 2, 2)
    assert (whole.no_shows, whole.withdrawn, whole.still_waiting) == (1, 1, 1)
    assert (whole.mean_wait_minutes, whole.mean_service_minutes, whole.mean_stars) == (10, 15, 4.5)
    assert whole.by_age == {AgeGroup.OLD: 2}
    assert {service: figures.came for service, figures in per_service(tickets).items()} == {
        "haircut": 2,
        "clinic": 0,
    }
    assert count([]).mean_stars is None


def test_the_clock_makes_a_market_run_and_end_without_a_worker():
    noon = NINE + timedelta(hours=3)
    states = [
        shown_state(MarketState.PUBLISHED, NINE, noon, now=NINE + timedelta(hours=hours))
        for hours in (-1, 0, 2, 3)
    ]
    assert states == [
        MarketState.PUBLISHED,
        MarketState.RUNNING,
        MarketState.RUNNING,
        MarketState.OVER,
    ]
    assert shown_state(MarketState.CANCELLED, NINE, noon, now=noon) is MarketState.CANCELLED


@pytest.mark.parametrize("moves", [MARKET_MOVES, TICKET_MOVES])
def test_every_state_has_its_moves_and_no_state_moves_to_itself(moves):
    kind = type(next(iter(moves)))
    assert set(moves) == set(kind)
    for old in kind:
        for new in kind:
            if new in moves[old]:
                assert new is not old
                check_move(moves, old, new)
            else:
                with pytest.raises(Refused):
                    check_move(moves, old, new)


def test_ages_fall_into_groups():
    assert [age_group(age).value for age in (0, 17, 18, 59, 60, 79, 80, 104, None)] == [
        "0-17",
        "0-17",
        "18-59",
        "18-59",
        "60-79",
        "60-79",
        "80+",
        "80+",
        "unknown",
    ]
