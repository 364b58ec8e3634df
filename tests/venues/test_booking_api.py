"""The story of a booking, through the API, on both databases."""

from datetime import timedelta

import icalendar
import pytest

from tests.engines import ONE_DATABASE
from tests.factories.accounts import make_family_member, make_resident
from tests.factories.venues import (
    MONDAY,
    NINE,
    make_booking,
    make_reading_room,
    make_venue,
    slot_at,
)
from tests.venues.keepers import approve
from weijiayuan.accounts.rules import Role
from weijiayuan.places.opening_hours import Opening, Timetable
from weijiayuan.venues.rules.booking_rules import Approval, BookingRules

TUESDAY = MONDAY + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_nine")


def book(speaker, venue, day, hour, **more):
    body = {"slot_id": str(slot_at(venue, day, hour)), "people": 2} | more
    return speaker.post("/api/v1/venues/bookings", json=body)


def wait(speaker, venue, day, hour, **more):
    return speaker.post(f"/api/v1/venues/slots/{slot_at(venue, day, hour)}/waits", json=more)


def slots(client, venue, day):
    found = client.get(f"/api/v1/venues/{venue.id}/slots?from={day}&to={day}")
    assert found.status_code == 200, found.json
    return found.json["items"]


def test_a_resident_finds_a_court_and_books_it(client, as_resident):
    venue, me = make_venue(lng=113.93, lat=22.75), as_resident()
    found = client.get("/api/v1/venues?near=113.931,22.751&datum=gcj02&kind=court").json["items"]
    assert [one["id"] for one in found] == [str(venue.id)]
    assert 100 < found[0]["metres"] < 200
    assert found[0]["next_free"]["starts_at"] == "2026-11-23T10:00:00+08:00"

    answer = book(me, venue, TUESDAY, 10, purpose="打球")

    assert answer.status_code == 201, answer.json
    assert answer.json["state"] == "confirmed"
    assert answer.json["code"].isdigit()
    assert len(answer.json["code"]) == 6
    assert answer.json["ticket"] == f"WJYV1.2026-11-24.{answer.json['code']}"
    assert answer.json["slot"]["id"] == str(slot_at(venue, TUESDAY, 10))
    mine = me.get("/api/v1/venues/bookings").json["items"]
    assert [one["id"] for one in mine] == [answer.json["id"]]
    slot = slots(client, venue, TUESDAY)[1]
    assert (slot["left"], slot["state"], slot["state_text"]) == (0, "full", "约满")


def test_who_comes_second_is_told_so_and_offered_the_waiting_list(as_resident):
    venue = make_venue()
    make_booking(venue, TUESDAY, 10)

    answer = book(as_resident(), venue, TUESDAY, 10)

    assert (answer.status_code, answer.json["code"]) == (409, "venues.slot_full")
    assert "约满" in answer.json["detail"]
    assert "候补" in answer.json["detail"]


def test_a_cancelled_place_goes_to_the_next_in_line_and_is_never_seen_by_strangers(
    client, as_resident
):
    venue, first, second, stranger = make_venue(), as_resident(), as_resident(), as_resident()
    booked = book(first, venue, TUESDAY, 10).json
    waiting = wait(second, venue, TUESDAY, 10)
    assert (waiting.status_code, waiting.json["state"], waiting.json["position"]) == (
        201,
        "waiting",
        1,
    )

    assert first.post(f"/api/v1/venues/bookings/{booked['id']}/cancel").json["state"] == "cancelled"

    assert slots(client, venue, TUESDAY)[1]["left"] == 0
    assert book(stranger, venue, TUESDAY, 10).json["code"] == "venues.slot_full"
    offered = second.get(f"/api/v1/venues/bookings/{waiting.json['id']}").json
    assert offered["state"] == "offered"
    assert offered["until"] == "2026-11-23T02:00:00+00:00"
    accepted = second.post(f"/api/v1/venues/bookings/{offered['id']}/accept")
    assert (accepted.status_code, accepted.json["state"]) == (200, "confirmed")


def test_an_offer_that_nobody_takes_goes_on_to_the_next_even_if_no_worker_ran(as_resident, at_nine):
    venue, first, second, third = make_venue(), as_resident(), as_resident(), as_resident()
    booked = book(first, venue, TUESDAY, 10).json
    waits = [wait(one, venue, TUESDAY, 10).json for one in (second, third)]
    first.post(f"/api/v1/venues/bookings/{booked['id']}/cancel")
    at_nine.shift(timedelta(minutes=61))

    late = second.post(f"/api/v1/venues/bookings/{waits[0]['id']}/accept")
    assert late.json["code"] == "venues.offer_over"
    assert book(as_resident(), venue, TUESDAY, 10).json["code"] == "venues.slot_full"
    assert wait(as_resident(), venue, TUESDAY, 10).status_code == 201

    assert second.get(f"/api/v1/venues/bookings/{waits[0]['id']}").json["state"] == "lapsed"
    assert third.get(f"/api/v1/venues/bookings/{waits[1]['id']}").json["state"] == "offered"


def test_the_calendar_file_opens(as_resident):
    me = as_resident()
    booked = book(me, make_venue(), TUESDAY, 10).json

    answer = me.get(f"/api/v1/venues/bookings/{booked['id']}.ics")

    assert answer.mimetype == "text/calendar"
    (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["dtstart"].dt == NINE + timedelta(days=1, hours=1)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
    assert booked["code"] in event["description"]


def test_the_private_feed_stays_the_same_until_somebody_wants_another(client, as_resident):
    me = as_resident()
    venue = make_venue()
    book(me, venue, TUESDAY, 10)
    gone = book(me, venue, TUESDAY, 12).json
    me.post(f"/api/v1/venues/bookings/{gone['id']}/cancel")
    old = me.post("/api/v1/venues/feed").json["url"]
    assert me.post("/api/v1/venues/feed").json["url"] == old
    assert client.get(old).status_code == 200
    url = me.post("/api/v1/venues/feed/renew").json["url"]

    events = icalendar.Calendar.from_ical(client.get(url).data).walk("VEVENT")

    assert len(events) == 1
    assert client.get(old).status_code == 404


def test_somebody_elses_booking_is_not_found_whatever_is_tried(as_resident):
    booking = make_booking(make_venue(), TUESDAY, 10)
    stranger = as_resident()
    path = f"/api/v1/venues/bookings/{booking.id}"
    tries = [
        stranger.get(path),
        stranger.get(f"{path}.ics"),
        stranger.post(f"{path}/cancel"),
        stranger.post(f"{path}/accept"),
        stranger.post(f"{path}/confirm"),
        stranger.post(f"{path}/rating", json={"stars": 5}),
        stranger.post(f"{path}/appeal", json={"text": "x"}),
    ]
    assert [(one.status_code, one.json["code"]) for one in tries] == [
        (404, "venues.booking_not_found")
    ] * 7


@ONE_DATABASE
@pytest.mark.parametrize(
    ("people", "status"), [(0, 422), (-1, 422), (10**9, 422), (1.5, 422), (True, 422), (11, 409)]
)
def test_impossible_numbers_of_people_get_a_clear_answer(as_resident, people, status):
    answer = book(as_resident(), make_venue(), TUESDAY, 10, people=people)
    assert answer.status_code == status
    if status == 422:
        assert answer.json["fields"]["people"]
    else:
        assert answer.json["detail"] == "最多可以预约10人"


def test_bad_slots_get_a_clear_answer(as_resident):
    venue, other, me = make_venue(), make_venue(), as_resident()
    foreign = book(me, venue, TUESDAY, 10, venue_id=str(other.id))
    night = book(me, venue, TUESDAY, 3)
    unknown = me.post("/api/v1/venues/bookings", json={"slot_id": "nonsense"})
    past = book(me, venue, MONDAY - timedelta(days=1), 10)
    far = book(me, venue, MONDAY + timedelta(days=20), 10)
    soon = book(me, venue, MONDAY, 9)
    assert [
        (one.status_code, one.json["code"]) for one in (foreign, night, unknown, past, far, soon)
    ] == [
        (409, "venues.slot_of_another_venue"),
        (404, "venues.slot_not_found"),
        (422, "web.malformed"),
        (409, "venues.slot_past"),
        (409, "venues.not_released"),
        (409, "venues.slot_past"),
    ]
    assert far.json["detail"] == "该时段11月29日(周日)09:00开始预约"


def test_limits_say_which_one_was_reached(as_resident):
    rules = BookingRules(per_day=1, per_week=2, kind_per_week=2, days_ahead=14)
    venue, other, me = make_venue(rules=rules), make_venue(rules=rules), as_resident()
    assert book(me, venue, TUESDAY, 10, people=1).status_code == 201
    again = book(me, venue, TUESDAY, 12, people=1)
    same_time = book(me, other, TUESDAY, 10, people=1)
    assert book(me, other, TUESDAY + timedelta(days=1), 10, people=1).status_code == 201
    kind = book(me, other, TUESDAY + timedelta(days=2), 10, people=1)
    assert [one.json["code"] for one in (again, same_time, kind)] == [
        "venues.day_limit",
        "venues.overlaps_own",
        "venues.kind_limit",
    ]
    assert again.json["detail"] == "每人每天最多预约1次，您当天已达上限"


def test_ages_and_families(as_resident):
    me = as_resident()
    child = make_family_member(me.resident, birth_date=MONDAY.replace(year=2018))
    venue = make_venue(rules=BookingRules(min_age=6, max_age=14, per_day=None))
    unknown = book(me, venue, TUESDAY, 10, people=1)
    adult = book(me, venue, TUESDAY, 10, people=1, born="1990-01-01")
    booked = book(me, venue, TUESDAY, 10, people=1, member_id=str(child.id))
    stranger = make_family_member(make_resident())
    foreign = book(me, venue, TUESDAY, 11, people=1, member_id=str(stranger.id))
    assert unknown.json["detail"] == "限6至14岁，请填写参加人的出生日期"
    assert adult.json["code"] == "venues.age_not_allowed"
    assert (booked.status_code, booked.json["member_id"]) == (201, str(child.id))
    assert foreign.status_code == 404


def test_a_reading_room_has_a_place_for_each_person_and_no_more(client, as_resident):
    room = make_reading_room(seats=3)
    assert book(as_resident(), room, TUESDAY, 10, people=2).status_code == 201
    assert slots(client, room, TUESDAY)[1]["left"] == 1
    assert book(as_resident(), room, TUESDAY, 10, people=2).json["code"] == "venues.slot_full"
    assert book(as_resident(), room, TUESDAY, 10, people=1).status_code == 201
    assert slots(client, room, TUESDAY)[1]["state"] == "full"


def test_approval_keeps_the_place_and_refusal_passes_it_on(client, as_resident, as_role):
    venue = make_venue(rules=BookingRules(approval=Approval.ALWAYS, max_people=5))
    keeper, me, next_one = as_role(Role.VENUE_KEEPER), as_resident(), as_resident()
    asked = book(me, venue, TUESDAY, 10)
    assert asked.json["state"] == "pending"
    assert slots(client, venue, TUESDAY)[1]["left"] == 0
    waiting = wait(next_one, venue, TUESDAY, 10).json
    (request,) = keeper.get("/api/v1/venues/keeper/requests").json["items"]

    refused = keeper.post(
        f"/api/v1/venues/bookings/{request['id']}/refuse", json={"reason": "场地检修"}
    )

    assert refused.json["state"] == "refused"
    shown = me.get(f"/api/v1/venues/bookings/{asked.json['id']}").json
    assert (shown["state_text"], shown["reason"]) == ("未通过审核", "场地检修")
    offered = next_one.get(f"/api/v1/venues/bookings/{waiting['id']}").json
    assert offered["state"] == "offered"
    taken = next_one.post(f"/api/v1/venues/bookings/{waiting['id']}/accept").json
    approved = approve(keeper, taken["id"])
    assert (taken["state"], approved.json["state"]) == ("pending", "confirmed")


def test_a_hold_is_confirmed_in_time_or_lapses(as_resident, at_nine):
    venue = make_venue(rules=BookingRules(hold_minutes=15, max_people=5, per_day=None))
    me, other = as_resident(), as_resident()
    held = book(me, venue, TUESDAY, 10).json
    forgotten = book(other, venue, TUESDAY, 11).json
    assert held["state"] == "held"
    assert me.post(f"/api/v1/venues/bookings/{held['id']}/confirm").json["state"] == "confirmed"
    at_nine.shift(timedelta(minutes=16))
    late = other.post(f"/api/v1/venues/bookings/{forgotten['id']}/confirm")
    assert late.json["code"] == "venues.not_held"
    assert book(me, venue, TUESDAY, 11).status_code == 201


def test_it_can_be_too_late_to_cancel_but_not_to_cancel_twice(as_resident, at_nine):
    venue, me = make_venue(), as_resident()
    booked = book(me, venue, TUESDAY, 10).json
    free = book(me, venue, TUESDAY, 14).json
    path = "/api/v1/venues/bookings/{}/cancel"
    at_nine.move_to(NINE + timedelta(hours=24))
    late = me.post(path.format(booked["id"]))
    once, twice = (me.post(path.format(free["id"])) for _ in range(2))
    assert late.json["code"] == "venues.too_late_to_cancel"
    assert (once.json["state"], twice.json["state"]) == ("cancelled", "cancelled")


def test_everybody_reads_the_rules_before_booking(client):
    shown = client.get(f"/api/v1/venues/{make_venue().id}").json
    assert "每天09:00放出14天后的时段" in shown["rules"]
    assert shown["hours"] == ["每天09:00至21:00"]


def test_the_same_key_books_once(as_resident):
    venue, me = make_venue(), as_resident()
    body = {"slot_id": str(slot_at(venue, TUESDAY, 10))}
    one, two = (me.post("/api/v1/venues/bookings", json=body, key="the-same") for _ in range(2))
    assert one.json == two.json
    assert two.headers["Idempotency-Replayed"] == "true"
    other_key = me.post("/api/v1/venues/bookings", json=body)
    assert other_key.json["code"] in {"venues.slot_full", "venues.overlaps_own"}


def test_a_slot_at_midnight_is_checked_in_a_quarter_of_an_hour_before(as_role, at_nine):
    nights = Timetable((Opening(frozenset(range(1, 8)), 22 * 60, 26 * 60),), 60)
    venue, keeper = make_venue(timetable=nights), as_role(Role.VENUE_KEEPER)
    booked = make_booking(venue, TUESDAY + timedelta(days=1), 0)
    at_nine.move_to(booked.starts_at - timedelta(minutes=15))
    seen = keeper.post("/api/v1/venues/check-ins", json={"code": booked.code})
    assert (seen.status_code, seen.json.get("is_first")) == (200, True), seen.json
