"""Activities: planned, published, registered for, waited for, called off."""

from datetime import timedelta

import icalendar
import pytest

from tests.factories.accounts import make_family_member
from tests.factories.venues import (
    LIUBAI,
    MONDAY,
    NINE,
    left_at,
    make_activity,
    make_booking,
    make_venue,
    session_on,
)
from tests.venues.test_attendance import at, check_in
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.venues.rules.booking_rules import BookingRules

TUESDAY = MONDAY + timedelta(days=1)
DAY = timedelta(days=1)
ELSEWHERE = Territory(TerritoryKind.VENUE, "another")
pytestmark = pytest.mark.usefixtures("at_nine")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


def register(speaker, activity, **more):
    return speaker.post(f"/api/v1/activities/{activity.id}/registrations", json=more)


def test_registering_waiting_and_moving_up(client, as_resident):
    activity = make_activity(session_on(NINE + DAY, capacity=1))
    me, next_one = as_resident(), as_resident()
    mine = register(me, activity)
    assert (mine.status_code, mine.json["state"]) == (201, "confirmed"), mine.json
    assert register(me, activity).json["code"] in {"venues.slot_full", "venues.already_booked"}
    assert register(next_one, activity).json["code"] == "venues.slot_full"
    waiting = next_one.post(f"/api/v1/activities/{activity.id}/waits", json={})
    assert (waiting.status_code, waiting.json["position"]) == (201, 1)
    assert client.get(f"/api/v1/activities/{activity.id}").json["waiting"] == 1
    me.post(f"/api/v1/activities/registrations/{mine.json['id']}/cancel")
    path = f"/api/v1/activities/registrations/{waiting.json['id']}"
    assert next_one.get(path).json["state"] == "offered"
    assert next_one.post(f"{path}/accept").json["state"] == "confirmed"
    assert client.get(f"/api/v1/activities/{activity.id}").json["left"] == 0


def test_a_series_is_one_registration_with_a_date_for_each_lesson(as_resident, keeper, at_nine):
    activity = make_activity(session_on(NINE + DAY, NINE + 8 * DAY, NINE + 15 * DAY))
    me = as_resident()
    booked = register(me, activity).json
    assert len(booked["session"]["meetings"]) == 3
    file = me.get(f"/api/v1/activities/registrations/{booked['id']}.ics").data
    assert len(icalendar.Calendar.from_ical(file).walk("VEVENT")) == 3
    venue = make_venue()
    assert make_booking(venue, MONDAY + 3 * DAY, 9, by=me.resident).state == "confirmed"
    for weeks in range(3):
        at_nine.move_to(NINE + DAY + timedelta(weeks=weeks))
        seen = check_in(keeper, booked["code"]).json
        assert seen["is_first"], seen
        assert not check_in(keeper, booked["code"]).json["is_first"]


def test_one_of_several_sessions_must_be_named(as_resident):
    activity = make_activity(session_on(NINE + DAY), session_on(NINE + 2 * DAY))
    me = as_resident()
    assert register(me, activity).json["code"] == "activities.session_not_found"
    one = str(activity.sessions[1].id)
    assert register(me, activity, session_id=one).status_code == 201


def test_children_come_with_a_guardian_and_questions_are_answered(as_resident):
    question = {"id": "size", "text": "衣服尺码", "required": True, "choices": ["S", "M"]}
    rules = BookingRules(min_age=6, max_age=12, per_day=None, per_week=None)
    activity = make_activity(rules=rules, questions=[question])
    me = as_resident()
    child = make_family_member(me.resident, birth_date=MONDAY.replace(year=2018))
    ward = make_family_member(me.resident, birth_date=MONDAY.replace(year=2017), guardian=True)
    missing = register(me, activity, member_id=str(ward.id))
    wrong = register(me, activity, member_id=str(ward.id), answers={"size": "XL"})
    alone = register(me, activity, member_id=str(child.id), answers={"size": "S"})
    good = register(me, activity, member_id=str(ward.id), answers={"size": "S"})
    assert (missing.status_code, missing.json["fields"]) == (
        422,
        {"answers.size": ["请回答这个问题，或选择给出的选项"]},
    )
    assert wrong.status_code == 422
    assert alone.json["code"] == "activities.guardian_needed"
    assert (good.status_code, good.json["answers"]) == (201, {"size": "S"})


def test_registration_windows(as_resident, at_nine):
    early = make_activity(opens_at=NINE + timedelta(hours=1))
    closing = make_activity(closes_at=NINE + timedelta(hours=1))
    me = as_resident()
    assert register(me, early).json["code"] == "activities.registration_not_open"
    at_nine.move_to(NINE + timedelta(hours=2))
    assert register(me, closing).json["code"] == "activities.registration_closed"


def plan(**more):
    starts = NINE + DAY + timedelta(hours=1)
    session = {
        "capacity": 2,
        "meetings": [{"starts_at": at(starts), "ends_at": at(starts + timedelta(hours=2))}],
    }
    return {
        "title": "邻里羽毛球赛",
        "kind": "sport",
        "summary": "双打，自带球拍。",
        "organiser": "翠湖社区",
        "opens_at": at(NINE),
        "closes_at": at(NINE + timedelta(hours=20)),
        "community": LIUBAI,
        "sessions": [session],
    } | more


def test_an_activity_keeps_its_venue_free_and_calling_it_off_tells_all(keeper, as_resident, client):
    venue, me = make_venue(), as_resident()
    draft = keeper.post("/api/v1/activities", json=plan(venue_id=str(venue.id)))
    assert (draft.status_code, draft.json["state"]) == (201, "draft"), draft.json
    path = f"/api/v1/activities/{draft.json['id']}"
    assert client.get(path).status_code == 404
    published = keeper.post(f"{path}/publish")
    assert published.json["state"] == "open", published.json
    assert left_at(venue, TUESDAY, 10).state == left_at(venue, TUESDAY, 11).state == "closed"
    assert left_at(venue, TUESDAY, 9).state == "open"
    (kept,) = keeper.get(f"/api/v1/venues/{venue.id}/closures").json
    lifted = keeper.post(f"/api/v1/venues/closures/{kept['id']}/lift")
    assert lifted.json["code"] == "venues.kept_for_activity"
    assert "邻里羽毛球赛" in lifted.json["detail"]
    burst = {"starts_at": at(NINE), "ends_at": at(NINE + 3 * DAY), "reason": "水管爆裂"}
    closed = keeper.post(f"/api/v1/venues/{venue.id}/closures", json=burst)
    assert closed.json["code"] == "venues.kept_for_activity"
    assert left_at(venue, TUESDAY, 10).state == "closed"
    mine = me.post(f"{path}/registrations", json={}).json
    assert [one["id"] for one in keeper.get(f"{path}/registrations").json["items"]] == [mine["id"]]

    off = keeper.post(f"{path}/call-off", json={"reason": "台风"})

    assert off.json["state"] == "cancelled"
    shown = me.get(f"/api/v1/activities/registrations/{mine['id']}").json
    assert (shown["state"], shown["reason"]) == ("called_off", "台风")
    assert left_at(venue, TUESDAY, 10).state == "open"
    assert keeper.post(f"/api/v1/venues/{venue.id}/closures", json=burst).status_code == 201
    assert me.post(f"{path}/registrations", json={}).json["code"] == "activities.activity_over"


def test_a_draft_is_written_anew_and_what_was_called_off_is_not(keeper, as_role, client):
    venue, other = make_venue(), as_role(Role.VENUE_KEEPER, territory=ELSEWHERE)
    draft = keeper.post("/api/v1/activities", json=plan(venue_id=str(venue.id))).json
    path = f"/api/v1/activities/{draft['id']}"
    dates = [NINE + days * DAY for days in (3, 10)]
    series = {"title": "两堂课", "capacity": 7, "meetings": [hour_from(one) for one in dates]}
    rules = {**draft["booking_rules"], "min_age": 60}
    changed = plan(title="太极入门", place_name="小广场", sessions=[series], rules=rules)

    assert other.put(path, json=changed).status_code == 403
    assert keeper.put(path, json=plan(venue_id=str(draft["id"]))).status_code == 404
    seen = keeper.put(path, json=changed)

    assert (seen.status_code, seen.json["state"]) == (200, "draft"), seen.json
    assert (seen.json["title"], seen.json["venue_id"]) == ("太极入门", None)
    assert (seen.json["place_name"], seen.json["ages"]) == ("小广场", "60岁及以上")
    (session,) = seen.json["sessions"]
    assert (session["title"], session["places"], len(session["meetings"])) == ("两堂课", 7, 2)
    assert [seen.json["starts_at"], seen.json["ends_at"]] == [
        session["meetings"][0]["starts_at"],
        session["meetings"][1]["ends_at"],
    ]
    assert keeper.get("/api/v1/activities/keeper").json["items"][0]["places"] == 7
    keeper.post(f"{path}/publish")
    assert client.get(path).json["title"] == "太极入门"
    keeper.post(f"{path}/call-off", json={"reason": "场地维修"})
    assert keeper.put(path, json=changed).json["code"] == "activities.not_a_draft"


def hour_from(moment):
    return {"starts_at": at(moment), "ends_at": at(moment + timedelta(hours=1))}


def test_an_activity_does_not_push_bookings_aside(keeper):
    venue = make_venue()
    make_booking(venue, TUESDAY, 11)
    draft = keeper.post("/api/v1/activities", json=plan(venue_id=str(venue.id))).json
    answer = keeper.post(f"/api/v1/activities/{draft['id']}/publish")
    assert answer.json["code"] == "venues.venue_in_use"


def test_a_larger_room_promotes_at_once(keeper, as_resident):
    activity = make_activity(session_on(NINE + DAY, capacity=1))
    register(as_resident(), activity)
    me = as_resident()
    waiting = me.post(f"/api/v1/activities/{activity.id}/waits", json={}).json
    session = activity.sessions[0]
    path = f"/api/v1/activities/{activity.id}/sessions/{session.id}/capacity"
    assert keeper.post(path, json={"capacity": 2}).status_code == 200
    assert me.get(f"/api/v1/activities/registrations/{waiting['id']}").json["state"] == "offered"


def test_activities_are_listed_soonest_first_page_by_page(client):
    later = make_activity(session_on(NINE + 5 * DAY), title="讲座")
    sooner = make_activity(session_on(NINE + 2 * DAY), title="太极拳")
    make_activity(publish=False)
    first = client.get("/api/v1/activities?limit=1").json
    second = client.get(f"/api/v1/activities?limit=1&cursor={first['next_cursor']}").json
    assert [first["items"][0]["id"], second["items"][0]["id"]] == [str(sooner.id), str(later.id)]
    assert second["next_cursor"] is None
    found = client.get("/api/v1/activities?q=太极").json["items"]
    assert [one["title"] for one in found] == ["太极拳"]
    assert client.get("/api/v1/activities?q=%25").json["items"] == []


def test_ratings_of_activities(client, as_resident, keeper, at_nine):
    activity = make_activity()
    me = as_resident()
    mine = register(me, activity).json
    at_nine.move_to(NINE + DAY)
    check_in(keeper, mine["code"])
    path = f"/api/v1/activities/registrations/{mine['id']}/rating"
    assert me.post(path, json={"stars": 5}).status_code == 201
    shown = client.get(f"/api/v1/activities/{activity.id}").json
    assert (shown["stars"], shown["ratings"]) == (5.0, 1)
    assert len(client.get(f"/api/v1/activities/{activity.id}/ratings").json["items"]) == 1


def test_sessions_that_cannot_be_meant_are_refused(keeper):
    meeting = {"starts_at": at(NINE + DAY), "ends_at": at(NINE)}
    backwards = plan(sessions=[{"capacity": 2, "meetings": [meeting]}])
    nobody = plan()
    nobody["sessions"][0]["capacity"] = 0
    crowd = plan()
    crowd["sessions"][0]["capacity"] = 10**9
    for wrong in (backwards, nobody, crowd, plan(sessions=[]), plan(closes_at=at(NINE - DAY))):
        assert keeper.post("/api/v1/activities", json=wrong).status_code == 422
