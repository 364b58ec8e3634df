"""At the door: codes, windows, walk-ins, no-shows and what follows from them."""

from datetime import timedelta

import pytest

from tests.factories.venues import (
    MONDAY,
    NINE,
    make_booking,
    make_reading_room,
    make_venue,
    slot_at,
    states,
)
from tests.venues.test_booking_api import book
from weijiayuan.db import transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import CHINA
from weijiayuan.venues.service import attendance

TEN = NINE + timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


def check_in(keeper, code):
    return keeper.post("/api/v1/venues/check-ins", json={"code": code})


def at(moment):
    return moment.astimezone(CHINA).isoformat()


@pytest.mark.parametrize("written", ["{code}", " {code} ", "WJYV1.2026-11-23.{code}"])
def test_a_code_is_typed_or_scanned_and_repeating_is_harmless(keeper, at_nine, written):
    booking = make_booking(make_venue(), MONDAY, 10, people=3)
    at_nine.move_to(TEN - timedelta(minutes=10))

    first = check_in(keeper, written.format(code=booking.code))
    again = check_in(keeper, written.format(code=booking.code))

    assert (first.status_code, first.json["is_first"], first.json["text"]) == (
        200,
        True,
        "签到成功，3人",
    )
    assert (again.status_code, again.json["is_first"]) == (200, False)
    assert first.json["booking"]["state"] == "checked_in"


@pytest.mark.parametrize(
    ("minutes", "code"),
    [(-16, "venues.too_early"), (-15, None), (15, None), (40, None), (60, "venues.visit_over")],
)
def test_early_and_late_windows(keeper, at_nine, minutes, code):
    booking = make_booking(make_venue(), MONDAY, 10)
    at_nine.move_to(TEN + timedelta(minutes=minutes))
    answer = check_in(keeper, booking.code)
    assert answer.json.get("code") == code


def test_a_cancelled_booking_is_not_let_in_and_the_state_is_named(keeper, as_resident, at_nine):
    me = as_resident()
    booked = book(me, make_venue(), MONDAY, 12).json
    me.post(f"/api/v1/venues/bookings/{booked['id']}/cancel")
    at_nine.move_to(NINE + timedelta(hours=3))
    answer = check_in(keeper, booked["code"])
    assert (answer.status_code, answer.json["detail"]) == (409, "这个预约已取消，不能签到")


def test_walk_ins_are_counted_and_take_places(keeper, at_nine):
    room = make_reading_room(seats=5)
    make_booking(room, MONDAY, 10, people=3)
    at_nine.move_to(TEN)
    path, slot = "/api/v1/venues/walk-ins", str(slot_at(room, MONDAY, 10))
    assert keeper.post(path, json={"slot_id": slot, "people": 2}).status_code == 201
    full = keeper.post(path, json={"slot_id": slot, "people": 1})
    assert full.json["code"] == "venues.slot_full"
    day = keeper.get(f"/api/v1/venues/{room.id}/day").json
    assert ([one["people"] for one in day["walk_ins"]], len(day["bookings"])) == ([2], 1)


def miss(venue, resident, day, at_nine):
    """Book and stay away, until the time to come is over."""
    at_nine.move_to(NINE + timedelta(days=(day - MONDAY).days - 1))
    booking = make_booking(venue, day, 10, by=resident)
    at_nine.move_to(booking.missing_at + timedelta(seconds=1))
    with transaction():
        attendance.mark_missing(now=clock.now())
    return booking


def test_a_third_no_show_suspends_and_says_until_when_and_how_to_appeal(
    as_resident, keeper, at_nine
):
    venue, me = make_venue(), as_resident()
    missed = [miss(venue, me.resident, MONDAY + timedelta(days=n), at_nine) for n in (1, 3, 5)]
    refused = book(me, venue, MONDAY + timedelta(days=6), 10)
    assert (refused.status_code, refused.json["code"]) == (409, "venues.suspended")
    assert refused.json["detail"] == (
        "爽约已满3次，暂停预约至12月28日(周一)10:15；"
        "如有特殊情况，可在30天内打开未到场的预约提出申诉"
    )
    conduct = me.get("/api/v1/venues/conduct").json
    assert (len(conduct["no_shows"]), conduct["text"]) == (3, refused.json["detail"])

    path = f"/api/v1/venues/bookings/{missed[0].id}/appeal"
    assert me.post(path, json={"text": "当天发烧，有病历"}).status_code == 201
    assert me.post(path, json={"text": "再说一次"}).json["code"] == "venues.no_appeal"
    (contested,) = keeper.get("/api/v1/venues/keeper/no-shows?contested=true").json["items"]
    assert contested["appeal"]["text"] == "当天发烧，有病历"
    decided = keeper.post(f"{path}/decide", json={"grant": True, "reason": "情况属实"})
    assert decided.json["state"] == "granted"
    assert keeper.post(f"{path}/decide", json={"grant": False, "reason": "x"}).status_code == 409
    assert book(me, venue, MONDAY + timedelta(days=6), 10).status_code == 201


def test_no_shows_after_an_outage_carry_the_time_they_happened_at(at_nine):
    venue = make_venue()
    booking = make_booking(venue, MONDAY, 10)
    at_nine.move_to(NINE + timedelta(days=3))
    for expected in (1, 0):
        with transaction():
            assert attendance.mark_missing(now=clock.now()) == expected
    assert (booking.state, booking.missing_at) == ("no_show", TEN + timedelta(minutes=15))


def test_somebody_given_up_as_missing_is_still_let_in_while_there_is_room(keeper, at_nine):
    venue = make_venue()
    booking = make_booking(venue, MONDAY, 10)
    at_nine.move_to(TEN + timedelta(minutes=20))
    with transaction():
        attendance.mark_missing(now=clock.now())
    assert booking.state == "no_show"
    assert check_in(keeper, booking.code).json["booking"]["state"] == "checked_in"


def test_who_contests_and_then_comes_after_all_has_nothing_to_be_excused(
    keeper, as_resident, at_nine
):
    me = as_resident()
    late = miss(make_venue(), me.resident, MONDAY + timedelta(days=1), at_nine)
    path = f"/api/v1/venues/bookings/{late.id}/appeal"
    assert me.post(path, json={"text": "路上堵车"}).status_code == 201
    assert check_in(keeper, late.code).json["booking"]["state"] == "checked_in"
    decided = keeper.post(f"{path}/decide", json={"grant": True, "reason": "人已到"})
    assert (decided.status_code, decided.json["state"]) == (200, "granted")
    assert states(late) == ["checked_in"]


def test_only_who_came_rates_once_and_the_keeper_answers(
    as_resident, keeper, client, at_nine, wechat_of_app
):
    venue, me = make_venue(), as_resident()
    booked = book(me, venue, MONDAY, 10).json
    path = f"/api/v1/venues/bookings/{booked['id']}/rating"
    assert me.post(path, json={"stars": 5}).json["code"] == "venues.not_ratable"
    at_nine.move_to(TEN)
    check_in(keeper, booked["code"])
    assert me.post(path, json={"stars": 6}).status_code == 422
    assert me.post(path, json={"stars": 2, "text": "灯坏了一盏"}).status_code == 201
    assert me.post(path, json={"stars": 4, "text": "灯修好了"}).status_code == 201

    shown = client.get(f"/api/v1/venues/{venue.id}").json
    assert (shown["stars"], shown["ratings"]) == (4.0, 1)
    (mine,) = keeper.get("/api/v1/venues/keeper/ratings?unanswered=true").json["items"]
    keeper.post(f"/api/v1/venues/ratings/{mine['id']}/answer", json={"text": "谢谢提醒"})
    (public,) = client.get(f"/api/v1/venues/{venue.id}/ratings").json["items"]
    assert (public["stars"], public["text"], public["answer"]) == (4, "", "谢谢提醒")
    at_nine.shift(timedelta(days=8))
    assert me.post(path, json={"stars": 1}).json["code"] == "venues.rating_settled"
