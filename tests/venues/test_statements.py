"""A booking asks the database as little as its promises allow, and believes nothing it saw early."""

from datetime import timedelta

import pytest

from tests.factories.accounts import make_resident
from tests.factories.venues import (
    LIUBAI,
    MONDAY,
    NINE,
    make_booking,
    make_reading_room,
    make_venue,
    slot_at,
)
from tests.venues.test_booking_api import book
from tests.venues.test_slot_page import counted
from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.places.opening_hours import Opening, Timetable
from weijiayuan.venues.errors import SlotFull, SlotNotFound
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.service import booking, venue_management
from weijiayuan.venues.service.booking import BookingRequest
from weijiayuan.venues.service.keeper_permissions import Keeper
from weijiayuan.venues.service.venue_management import Affected

TUESDAY = MONDAY + timedelta(days=1)
MORNINGS = Timetable((Opening(frozenset(range(1, 8)), 540, 720),), 60)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


def test_a_booking_takes_ten_statements(as_resident):
    me, venue = as_resident(), make_reading_room(seats=5)
    assert book(me, venue, TUESDAY, 9).status_code == 201
    with counted() as asked:
        assert book(me, venue, TUESDAY, 10).status_code == 201
    assert len(asked) == 10, asked


def test_who_is_too_late_costs_three_questions_and_no_lock(as_resident):
    venue, late = make_venue(), as_resident()
    make_booking(venue, TUESDAY, 10)
    book(late, venue, TUESDAY, 10)
    with counted() as asked:
        assert book(late, venue, TUESDAY, 10).json["code"] == "venues.slot_full"
    assert len(asked) == 3, asked
    assert all(one.startswith("SELECT") and "FOR" not in one.split() for one in asked)


def test_a_repeated_booking_is_answered_even_when_the_slot_is_full_by_then(as_resident):
    me, venue, key = as_resident(), make_venue(), {"Idempotency-Key": "once"}
    body = {"slot_id": str(slot_at(venue, TUESDAY, 10)), "people": 1}
    first = me.post("/api/v1/venues/bookings", json=body, headers=key)
    again = me.post("/api/v1/venues/bookings", json=body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json


def seen_early(venue, hour):
    look = booking.slot_lookup(slot_at(venue, TUESDAY, hour))
    return look, booking.check_available(look, BookingRequest(), now=NINE)


def held_by_all():
    return Keeper(make_resident().id, [Territory(TerritoryKind.DISTRICT, "440311")])


def test_a_slot_that_the_keeper_has_done_away_with_meanwhile_is_not_booked():
    venue = make_venue()
    look, sight = seen_early(venue, 15)
    venue_management.change_hours(
        venue.id, MORNINGS, affected=Affected.KEEP, keeper=held_by_all(), now=NINE
    )
    with pytest.raises(SlotNotFound):
        booking.book(look, sight, BookingRequest(), by=make_resident().id, now=NINE)


def test_places_that_the_keeper_has_taken_away_meanwhile_are_not_booked():
    venue = make_reading_room(seats=2)
    make_booking(venue, TUESDAY, 10)
    look, sight = seen_early(venue, 10)
    rules = BookingRules(days_ahead=14)
    venue_management.change_rules(venue.id, rules, capacity=1, keeper=held_by_all(), now=NINE)
    with pytest.raises(SlotFull):
        booking.book(
            look, sight, BookingRequest(), by=make_resident(community_code=LIUBAI).id, now=NINE
        )
