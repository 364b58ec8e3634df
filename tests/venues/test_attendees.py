"""Who acts is not who comes: limits, overlaps and no-shows go by the attendee."""

from datetime import timedelta

import pytest

from tests.factories.accounts import make_family_member
from tests.factories.venues import (
    MONDAY,
    NINE,
    make_activity,
    make_booking,
    make_venue,
    session_on,
    slot_at,
    states,
)
from weijiayuan.venues.queries import booking_limit_checks
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.service import attendance

TUESDAY = MONDAY + timedelta(days=1)
DAY = timedelta(days=1)
ONE_A_DAY = BookingRules(days_ahead=14, per_day=1, per_week=None)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def mother(as_resident):
    return as_resident()


@pytest.fixture
def children(mother):
    born = MONDAY.replace(year=2018)
    return [make_family_member(mother.resident, birth_date=born, guardian=True) for _ in range(2)]


def register(speaker, activity, **more):
    return speaker.post(f"/api/v1/activities/{activity.id}/registrations", json=more)


def book(speaker, venue, hour, **more):
    body = {"slot_id": str(slot_at(venue, TUESDAY, hour)), "people": 1}
    return speaker.post("/api/v1/venues/bookings", json=body | more)


def test_two_children_of_one_mother_come_to_one_class(mother, children):
    lesson = make_activity(session_on(NINE + DAY, capacity=3))
    answers = [register(mother, lesson, member_id=str(child.id)) for child in children]
    assert [one.status_code for one in answers] == [201, 201], [one.json for one in answers]
    again = register(mother, lesson, member_id=str(children[0].id))
    assert again.status_code == 409


def test_the_mothers_court_at_ten_does_not_forbid_the_childs_class_at_ten(mother, children):
    make_booking(make_venue(), TUESDAY, 10, by=mother.resident)
    lesson = make_activity(session_on(NINE + DAY + timedelta(hours=1)))
    assert register(mother, lesson, member_id=str(children[0].id)).status_code == 201
    own = register(mother, lesson).json
    assert (own["code"], own["detail"][0]) == ("venues.overlaps_own", "您")


def test_limits_count_who_comes(mother, children):
    court = make_venue(rules=ONE_A_DAY)
    member = str(children[0].id)
    assert book(mother, court, 10).status_code == 201
    assert book(mother, court, 11, member_id=member).status_code == 201
    assert book(mother, court, 12).json["code"] == "venues.day_limit"
    childs = book(mother, court, 13, member_id=member).json
    assert childs["code"] == "venues.day_limit"
    assert "来的这位家人当天已达上限" in childs["detail"]


def test_a_childs_no_shows_suspend_the_child_and_not_the_mother(mother, children, at_nine):
    court, child = make_venue(), children[0]
    for hour in (10, 11, 12):
        make_booking(court, TUESDAY, hour, by=mother.resident, member_id=child.id)
    at_nine.move_to(NINE + DAY + timedelta(hours=6))
    attendance.mark_missing(now=NINE + DAY + timedelta(hours=6))
    assert len(booking_limit_checks.no_shows(child.id)) == 3
    assert booking_limit_checks.no_shows(mother.resident.id) == []
    assert book(mother, court, 16, member_id=str(child.id)).json["code"] == "venues.suspended"
    assert book(mother, court, 16).status_code == 201


def test_two_requests_for_one_child_are_still_judged_together(mother, children):
    child = children[0]
    first = make_booking(make_venue(), TUESDAY, 10, by=mother.resident, member_id=child.id)
    second = book(mother, make_venue(), 10, member_id=str(child.id))
    assert second.json["code"] == "venues.overlaps_own"
    assert second.json["detail"].startswith("来的这位家人在")
    assert states(first) == ["confirmed"]
