"""What a forgotten trigger left behind is set right by looking at what is."""

from datetime import timedelta

import pytest

from tests.capacity_claims import test_service
from tests.capacity_claims.test_service import NOW, hearing, seats_of, span
from tests.factories.claims import make_bookable
from weijiayuan.capacity_claims import periodic_tasks, reconciler, reconciler_registry
from weijiayuan.capacity_claims.reconciler_registry import Line, Waiting
from weijiayuan.capacity_claims.service import Wanted
from weijiayuan.db import transaction

pytestmark = pytest.mark.usefixtures("database")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def registries(monkeypatch):
    """The registries as they are, to be changed for one test."""
    monkeypatch.setattr(reconciler_registry, "LINES", {})
    monkeypatch.setattr(reconciler_registry, "HOLDERS", {})
    monkeypatch.setattr(reconciler, "LINES", reconciler_registry.LINES)
    monkeypatch.setattr(reconciler, "HOLDERS", reconciler_registry.HOLDERS)


def take(*wanted, **more):
    """Take the places and commit: the reconciler looks in transactions of its own."""
    with transaction():
        return test_service.take(*wanted, **more)


def waiting_for(*waiting):
    served = []
    line = Line(lambda now: waiting, lambda one, now: served.append(one))
    reconciler_registry.register_line("hearings", line)
    return served


def test_a_free_place_reaches_who_waits_for_it_by_overlap(registries):
    room, full = make_bookable(capacity=2), make_bookable()
    take(Wanted(room.id, span(9, 90)))
    take(Wanted(full.id, span(9, 90)))
    fits = Waiting(room.id, span(10), 1)
    served = waiting_for(fits, Waiting(room.id, span(10), 2), Waiting(full.id, span(10), 1))
    assert reconciler.serve_lines(NOW) == 1
    assert served == [fits]


def test_more_lines_than_a_step_are_all_served(registries, monkeypatch):
    monkeypatch.setattr(reconciler, "STEP", 2)
    room = make_bookable()
    served = waiting_for(*[Waiting(room.id, span(hour), 1) for hour in range(9, 16)])
    assert reconciler.serve_lines(NOW) == 7
    assert len(served) == 7


def test_places_of_who_occupies_nothing_any_more_are_freed_and_no_others(registries, monkeypatch):
    monkeypatch.setattr(reconciler, "STEP", 2)
    room, gone, there = make_bookable(capacity=9), [hearing() for _ in range(3)], hearing()
    take(Wanted(room.id, span(10)), holder=there)
    for holder in gone:
        take(Wanted(room.id, span(10), places=2), holder=holder)
    reconciler_registry.register_holder("hearing", lambda ids: {there.id} & set(ids))
    assert reconciler.free_abandoned(NOW) >= 3
    assert seats_of(room) == [1]


def test_holds_whose_time_is_over_go(registries):
    room, other = make_bookable(), make_bookable()
    take(Wanted(room.id, span(10)), holder=hearing(until=NOW + timedelta(minutes=30)))
    take(Wanted(other.id, span(10)), holder=hearing(until=NOW + timedelta(hours=2)))
    assert periodic_tasks.reconcile(LATER) == "1 holds cleared"
    assert (seats_of(room), seats_of(other)) == ([], [1])


def test_on_a_good_day_there_is_nothing_to_say(registries):
    room = make_bookable()
    take(Wanted(room.id, span(10)))
    assert periodic_tasks.reconcile(NOW) == ""
