"""A freed place reaches who waits for it, however the day was cut and whoever forgot."""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from tests.factories.accounts import make_resident
from tests.factories.venues import (
    GENEROUS,
    MONDAY,
    NINE,
    make_booking,
    make_reading_room,
    make_venue,
    make_wait,
    slot_at,
    span_at,
    states,
)
from tests.venues.test_attendance import at
from weijiayuan.accounts.rules import Role
from weijiayuan.capacity_claims import reconciler
from weijiayuan.capacity_claims import service as claims
from weijiayuan.db import db, transaction
from weijiayuan.kernel.clock import at_local
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Opening, Timetable
from weijiayuan.venues.models import Booking, stored
from weijiayuan.venues.rules import booking_rules as rules
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.service import booking
from weijiayuan.venues.service.booking import BookingRequest

TUESDAY = MONDAY + timedelta(days=1)
HALF_AS_LONG_AGAIN = Timetable((Opening(frozenset(range(1, 8)), 540, 1260),), 90)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


def recut(venue):
    with transaction():
        venue.timetable_data = stored(hours.to_data(HALF_AS_LONG_AGAIN))


def wait_for(venue, span):
    look = booking.slot_lookup(SlotName(venue.id, span))
    with transaction():
        return booking.join_line(look, BookingRequest(), by=make_resident().id, now=NINE)


def cancel(one):
    with transaction():
        booking.cancel(one.id, by=one.resident_id, now=NINE)


def ninety(hour, minute):
    starts_at = at_local(TUESDAY, time(hour, minute))
    return Span(starts_at, starts_at + timedelta(minutes=90))


def test_a_kept_booking_of_other_hours_frees_the_slots_it_overlapped():
    venue = make_venue()
    kept = make_booking(venue, TUESDAY, 10)
    recut(venue)
    before, after = wait_for(venue, ninety(9, 0)), wait_for(venue, ninety(10, 30))
    cancel(kept)
    assert states(before, after) == ["offered", "offered"]


def test_who_waited_under_the_old_hours_is_offered_what_the_new_ones_free():
    venue = make_venue()
    first = make_booking(venue, TUESDAY, 11)
    waiting = make_wait(venue, TUESDAY, 11)
    recut(venue)
    cancel(first)
    assert states(waiting) == ["offered"]
    again = booking.slot_lookup(SlotName(venue.id, ninety(10, 30)))()[1]
    assert again.free == 0


def test_the_reconciler_finds_a_free_place_that_nobody_offered():
    venue = make_venue()
    taken, waiting = make_booking(venue, TUESDAY, 10), make_wait(venue, TUESDAY, 10)
    with transaction():  # as an operator's statement would, or a change of ours that forgot
        db.session.execute(update(Booking).filter_by(id=taken.id).values(state="cancelled"))
    assert reconciler.free_abandoned(NINE) == 1
    assert reconciler.serve_lines(NINE) == 1
    assert states(waiting) == ["offered"]


def test_nobody_joins_the_line_of_a_closed_slot(keeper, as_resident):
    venue = make_venue()
    make_booking(venue, TUESDAY, 10)
    period = {"starts_at": at(span_at(TUESDAY, 10).starts_at), "reason": "检修"}
    period |= {"ends_at": at(span_at(TUESDAY, 10).ends_at), "bookings": "keep"}
    assert keeper.post(f"/api/v1/venues/{venue.id}/closures", json=period).status_code == 201
    answer = as_resident().post(
        f"/api/v1/venues/slots/{slot_at(venue, TUESDAY, 10)}/waits", json={"people": 1}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "venues.slot_closed")


def test_an_offer_ends_when_the_slot_is_closed(keeper, as_resident):
    venue, me = make_venue(), as_resident()
    taken = make_booking(venue, TUESDAY, 10)
    waiting = make_wait(venue, TUESDAY, 10, by=me.resident)
    cancel(taken)
    assert states(waiting) == ["offered"]
    period = {"starts_at": at(span_at(TUESDAY, 10).starts_at), "reason": "检修"}
    period |= {"ends_at": at(span_at(TUESDAY, 10).ends_at), "bookings": "keep"}
    keeper.post(f"/api/v1/venues/{venue.id}/closures", json=period)
    assert states(waiting) == ["called_off"]
    answer = me.post(f"/api/v1/venues/bookings/{waiting.id}/accept", json={})
    assert answer.status_code == 409


def test_who_comes_too_late_does_not_take_the_offer_back(as_resident, at_nine):
    """A hold lapsed; the place is the next in line's, whoever asks first."""
    holding = BookingRules(days_ahead=14, per_day=None, per_week=None, hold_minutes=10)
    venue = make_venue(rules=holding)
    make_booking(venue, TUESDAY, 10)
    waiting = make_wait(venue, TUESDAY, 10)
    at_nine.move_to(NINE + timedelta(minutes=11))
    body = {"slot_id": str(slot_at(venue, TUESDAY, 10)), "people": 1}
    answer = as_resident().post("/api/v1/venues/bookings", json=body)
    assert answer.json["code"] == "venues.slot_full"
    assert states(waiting) == ["offered"]


def test_fewer_places_move_people_to_the_seats_that_stay(keeper):
    room = make_reading_room(seats=3)
    gone = [make_booking(room, TUESDAY, 10) for _ in range(2)]
    stays = make_booking(room, TUESDAY, 10)
    for one in gone:
        cancel(one)
    rules_now = {"rules": rules.to_data(GENEROUS), "capacity": 1}
    answer = keeper.put(f"/api/v1/venues/{room.id}/rules", json=rules_now)
    assert (answer.status_code, answer.json.get("places")) == (200, 1), answer.json
    with transaction():
        assert not claims.shrink(room.id, 0, now=NINE)
    assert states(stays) == ["confirmed"]
