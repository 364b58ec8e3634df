"""A copy of what is kept, leaving, and the sample data."""

from datetime import timedelta

import pytest

from tests.factories.accounts import make_family_member
from tests.factories.venues import MONDAY, NINE, make_booking, make_venue, make_wait, states
from tests.venues.test_booking_api import book
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.places.district_loading import load_district
from weijiayuan.venues import personal_data, sample
from weijiayuan.venues.models import Booking

TUESDAY = MONDAY + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


def test_who_leaves_frees_the_place_for_the_next_and_their_words_are_gone(as_resident):
    venue, me = make_venue(), as_resident()
    child = make_family_member(me.resident)
    booked = book(me, venue, TUESDAY, 10, purpose="家庭聚会", member_id=str(child.id))
    waiting = make_wait(venue, TUESDAY, 10)
    copy = personal_data.export(me.resident.id)
    assert [one["purpose"] for one in copy["bookings"]] == ["家庭聚会"]

    with transaction():
        personal_data.forget(me.resident.id, now=NINE)

    assert states(waiting) == ["offered"]
    left = db.session.query(Booking).filter_by(code=booked.json["code"]).one()
    db.session.refresh(left)
    assert (left.state, left.purpose, left.member_id) == ("cancelled", "", None)


def test_a_family_member_can_be_taken_off_the_list_while_a_booking_names_them(as_resident):
    me = as_resident()
    child = make_family_member(me.resident)
    booking = make_booking(make_venue(), TUESDAY, 10, by=me.resident, member_id=child.id)
    with transaction():
        db.session.delete(child)
    db.session.refresh(booking)
    assert booking.member_id is None


def test_the_sample_is_loaded_once_and_can_be_booked_now(client, as_resident):
    with transaction():
        load_district()
    for expected in (True, False):
        with transaction():
            assert (not sample.load().startswith("0 sample venues")) is expected
    venues = client.get("/api/v1/venues?limit=50").json["items"]
    assert len(venues) == 50
    assert all(one["is_sample"] and one["next_free"] for one in venues)
    me = as_resident()
    slot = next(one for one in venues if one["kind"] == "reading")["next_free"]
    answer = me.post("/api/v1/venues/bookings", json={"slot_id": slot["id"], "people": 2})
    assert (answer.status_code, answer.json["state"]) == (201, "confirmed")
    activities = client.get("/api/v1/activities").json["items"]
    assert len(activities) == 8
    assert all(one["state"] == "open" and one["left"] == one["places"] for one in activities)
    assert any(one["stars"] for one in venues)
    assert clock.now() == NINE
