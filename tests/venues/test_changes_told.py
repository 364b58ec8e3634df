"""What changes after people have booked is told to them, and their calendars follow."""

from datetime import timedelta

import icalendar
import pytest

from tests.factories.accounts import make_resident
from tests.factories.venues import (
    MONDAY,
    NINE,
    left_at,
    make_activity,
    make_booking,
    make_reading_room,
    make_venue,
    make_wait,
    session_on,
    span_at,
    states,
)
from tests.venues.test_activities_api import plan
from tests.venues.test_attendance import at
from tests.venues.test_attendees import register
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.notices.models import Notice
from weijiayuan.venues.models import Booking
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.service import activities, booking, time_driven_changes

TUESDAY = MONDAY + timedelta(days=1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


def told(resident, template):
    found = db.session.query(Notice).filter_by(resident_id=resident.id, template=template)
    return [one.text for one in found.order_by(Notice.id)]


def events(speaker, kind, booking_id):
    file = speaker.get(f"/api/v1/{kind}/{booking_id}.ics").data
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def published(**more):
    return make_activity(session_on(NINE + DAY, capacity=3), title="邻里羽毛球赛", **more)


def changed(activity, starts, **more):
    session = {
        "id": str(activity.sessions[0].id),
        "title": "第一场",
        "capacity": 3,
        "meetings": [{"starts_at": at(starts), "ends_at": at(starts + 2 * HOUR)}],
    }
    usual = {"organiser": activity.organiser, "summary": activity.summary}
    return plan(sessions=[session], closes_at=at(NINE + 20 * DAY), **usual | more)


def test_a_published_activity_moves_and_everybody_is_told(keeper, as_resident):
    activity, me, late = published(), as_resident(), as_resident()
    mine = register(me, activity).json
    register(as_resident(), activity)
    register(as_resident(), activity)
    waits = late.post(f"/api/v1/activities/{activity.id}/waits", json={}).json
    before = events(me, "activities/registrations", mine["id"])[0]["sequence"]

    starts = NINE + 3 * DAY
    answer = keeper.put(f"/api/v1/activities/{activity.id}", json=changed(activity, starts))

    assert (answer.status_code, answer.json["state"]) == (200, "open"), answer.json
    said = "邻里羽毛球赛有调整：时间由11月24日(周二)09:00改为11月26日(周四)09:00。"
    for who in (me, late):
        assert told(who.resident, "activity_changed")[0].startswith(said)
    shown = me.get(f"/api/v1/activities/registrations/{mine['id']}").json
    assert shown["slot"]["starts_at"] == "2026-11-26T01:00:00+00:00"
    assert shown["can_cancel"]
    assert late.get(f"/api/v1/activities/registrations/{waits['id']}").json["position"] == 1
    event = events(me, "activities/registrations", mine["id"])[0]
    assert event["sequence"] > before
    assert event["dtstart"].dt == starts
    assert me.get("/api/v1/me/matters").json["items"][0]["takes_place_at"].startswith("2026-11-26")
    assert register(as_resident(), activity).json["code"] == "venues.slot_full"


def test_an_activity_moves_to_another_room_and_leaves_the_first_free(keeper, as_resident):
    first, second = (make_venue(people_most=30, name=name) for name in ("一楼", "二楼"))
    activity = make_activity(session_on(NINE + DAY), publish=False, venue_id=first.id)
    keeper.post(f"/api/v1/activities/{activity.id}/publish", json={})
    me = as_resident()
    register(me, activity)
    body = changed(activity, NINE + DAY, venue_id=str(second.id))
    answer = keeper.put(f"/api/v1/activities/{activity.id}", json=body)
    assert answer.json["place_name"] == "二楼", answer.json
    assert left_at(first, TUESDAY, 9).state == "open"
    assert left_at(second, TUESDAY, 9).state == "closed"
    assert "地点由“一楼”改为“二楼”" in told(me.resident, "activity_changed")[0]


def test_a_room_that_is_taken_keeps_the_activity_where_it_was(keeper):
    first, second = make_venue(people_most=30), make_venue(people_most=30)
    activity = make_activity(session_on(NINE + DAY), publish=False, venue_id=first.id)
    keeper.post(f"/api/v1/activities/{activity.id}/publish", json={})
    make_booking(second, TUESDAY, 9)
    body = changed(activity, NINE + DAY, venue_id=str(second.id))
    answer = keeper.put(f"/api/v1/activities/{activity.id}", json=body)
    assert answer.json["code"] == "venues.venue_in_use"
    assert left_at(first, TUESDAY, 9).state == "closed"


def test_a_session_that_somebody_registered_for_cannot_go(keeper, as_resident):
    activity = make_activity(session_on(NINE + DAY), session_on(NINE + 2 * DAY))
    _, second = activity.sessions
    register(as_resident(), activity, session_id=str(second.id))
    body = changed(activity, NINE + DAY)
    answer = keeper.put(f"/api/v1/activities/{activity.id}", json=body)
    assert answer.json["code"] == "activities.session_taken"
    body["sessions"][0]["id"] = str(second.id)
    assert keeper.put(f"/api/v1/activities/{activity.id}", json=body).status_code == 200


def test_what_changes_nothing_for_who_comes_is_changed_without_a_notice(keeper, as_resident):
    activity, me = published(place_name="广场"), as_resident()
    register(me, activity)
    body = changed(activity, NINE + DAY, place_name="广场")
    keeper.put(f"/api/v1/activities/{activity.id}", json=body | {"closes_at": at(NINE + 9 * DAY)})
    assert told(me.resident, "activity_changed") == []


def describe(keeper, venue, **more):
    return keeper.put(f"/api/v1/venues/{venue.id}", json={"address": venue.address} | more)


def test_a_venue_is_renamed_moved_and_enlarged(keeper, as_resident):
    venue, me = make_venue(address="老街1号"), as_resident()
    mine = make_booking(venue, TUESDAY, 10, by=me.resident)
    before = events(me, "venues/bookings", mine.id)[0]["sequence"]
    place = {"lng": 113.93, "lat": 22.77, "datum": "gcj02"}
    answer = describe(
        keeper, venue, name="新羽毛球馆", address="新街2号", people_most=12, place=place
    )
    assert (answer.status_code, answer.json["people_most"]) == (200, 12), answer.json
    assert answer.json["place"]["lng"] == 113.93
    (said,) = told(me.resident, "venues_place_changed")
    assert "名称由“公明文化体育中心羽毛球场”改为“新羽毛球馆”" in said
    assert "地址由“老街1号”改为“新街2号”" in said
    event = events(me, "venues/bookings", mine.id)[0]
    assert (event["sequence"] > before, str(event["location"])) == (True, "新街2号")


def test_a_venue_does_not_shrink_below_who_is_booked(keeper):
    venue = make_venue(people_most=10)
    make_booking(venue, TUESDAY, 10, people=6)
    assert describe(keeper, venue, people_most=5).json["code"] == "venues.people_booked"
    assert describe(keeper, venue, people_most=6).status_code == 200


def test_a_venue_is_retired_with_a_date(keeper, client, at_nine):
    venue = make_venue(name="旧馆")
    kept, lost = make_booking(venue, TUESDAY, 10), make_booking(venue, TUESDAY + DAY, 10)
    path, last = f"/api/v1/venues/{venue.id}/retirement", {"last_day": TUESDAY.isoformat()}
    seen = keeper.post(f"{path}/preview", json=last).json["affected"]
    assert [one["id"] for one in seen] == [str(lost.id)]
    keeper.post(path, json=last | {"reason": "搬迁"})
    assert states(kept, lost) == ["confirmed", "called_off"]
    days = {"from": TUESDAY.isoformat(), "to": (TUESDAY + DAY).isoformat()}
    slots = client.get(f"/api/v1/venues/{venue.id}/slots", query_string=days).json["items"]
    assert {one["starts_at"][:10] for one in slots} == {TUESDAY.isoformat()}
    assert client.get("/api/v1/venues?q=旧馆").json["items"]
    hours = {"openings": [{"weekdays": [1, 2, 3], "opens": "09:00", "closes": "18:00"}]}
    hours |= {"slot_minutes": 60}
    assert keeper.put(f"/api/v1/venues/{venue.id}/hours", json=hours).status_code == 200
    assert not client.get(f"/api/v1/venues/{venue.id}/slots", query_string=days).json["items"][9:]
    at_nine.move_to(NINE + 3 * DAY)
    assert client.get("/api/v1/venues?q=旧馆").json["items"] == []


def test_several_venues_are_closed_at_once_or_none(keeper):
    first, second = make_venue(), make_venue()
    booked = [make_booking(one, TUESDAY, 10) for one in (first, second)]
    span = span_at(TUESDAY, 10)
    body = {"starts_at": at(span.starts_at), "ends_at": at(span.ends_at), "reason": "台风"}
    wrong = body | {"venue_ids": [str(first.id), str(booked[0].id)]}
    assert keeper.post("/api/v1/venues/closures", json=wrong).status_code == 404
    assert left_at(first, TUESDAY, 10).state == "full"
    both = body | {"venue_ids": [str(first.id), str(second.id)]}
    answer = keeper.post("/api/v1/venues/closures", json=both)
    assert (answer.status_code, len(answer.json["items"])) == (201, 2), answer.json
    assert states(*booked) == ["called_off", "called_off"]


def test_calendars_go_by_revisions_and_a_cancelled_event_rings_no_bell(as_resident, at_nine):
    venue, me = make_venue(), as_resident()
    mine = make_booking(venue, TUESDAY, 10, by=me.resident)
    (first,) = events(me, "venues/bookings", mine.id)
    assert first.walk("VALARM")
    at_nine.move_to(NINE - HOUR)  # the clock goes back
    me.post(f"/api/v1/venues/bookings/{mine.id}/cancel")
    (second,) = events(me, "venues/bookings", mine.id)
    assert second["sequence"] > first["sequence"] >= 0
    assert (str(second["status"]), second.walk("VALARM")) == ("CANCELLED", [])


def test_every_reminder_of_a_long_series_is_sent(monkeypatch):
    monkeypatch.setattr(time_driven_changes, "STEP", 4)
    activity = make_activity(session_on(NINE + DAY, NINE + 8 * DAY, capacity=13))
    room = make_reading_room(seats=13, rules=BookingRules(days_ahead=14, per_day=None))
    for _ in range(13):
        someone = make_resident()
        with transaction():
            activities.register(
                activity.id, None, booking.BookingRequest(), by=someone.id, now=NINE
            )
        make_booking(room, TUESDAY + 7 * DAY, 12, by=someone)
    with transaction():
        time_driven_changes.remind(now=NINE + 8 * DAY - HOUR)
    soon = db.session.query(Notice).filter_by(template="venues_soon").count()
    assert soon == 13
    assert db.session.query(Booking).filter_by(reminded_day=True).count() == 13


def test_who_waits_for_a_session_that_moved_is_served_there(keeper, as_resident):
    activity = make_activity(session_on(NINE + DAY, capacity=1))
    me, late = as_resident(), as_resident()
    mine = register(me, activity).json
    waits = late.post(f"/api/v1/activities/{activity.id}/waits", json={}).json
    body = changed(activity, NINE + 3 * DAY)
    body["sessions"][0]["capacity"] = 1
    assert keeper.put(f"/api/v1/activities/{activity.id}", json=body).status_code == 200
    me.post(f"/api/v1/activities/registrations/{mine['id']}/cancel")
    path = f"/api/v1/activities/registrations/{waits['id']}"
    assert late.get(path).json["state"] == "offered"
    assert late.post(f"{path}/accept").json["state"] == "confirmed"


def test_a_wait_keeps_its_slot_when_the_venue_is_renamed(keeper):
    venue = make_venue()
    make_booking(venue, TUESDAY, 10)
    waiting = make_wait(venue, TUESDAY, 10)
    describe(keeper, venue, name="新名字")
    assert states(waiting) == ["waiting"]
