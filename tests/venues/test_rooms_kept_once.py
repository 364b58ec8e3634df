"""A room is kept for one thing: activities that overlap, closed rooms, nights and crowds."""

from datetime import timedelta

import pytest

from tests.factories.venues import MONDAY, NINE, left_at, make_activity, make_booking, make_venue
from tests.factories.venues import session_on as on
from tests.venues.test_attendance import at
from weijiayuan.accounts.rules import Role

TUESDAY = MONDAY + timedelta(days=1)
TEN = NINE + timedelta(days=1, hours=1)
HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


@pytest.fixture
def room():
    return make_venue(name="二楼活动室", venue_kind="room", people_most=30)


def planned(room, *starts, **more):
    session = on(*starts, capacity=more.pop("capacity", 20))
    return make_activity(session, publish=False, venue_id=room.id, **more)


def publish(keeper, activity):
    return keeper.post(f"/api/v1/activities/{activity.id}/publish", json={})


def refusal(answer):
    return answer.status_code, answer.json["code"], answer.json["detail"]


def test_the_second_of_two_overlapping_activities_is_told_what_is_there(keeper, room):
    assert publish(keeper, planned(room, TEN, title="书法课")).status_code == 200
    second = publish(keeper, planned(room, TEN + HOUR, title="合唱排练"))
    assert refusal(second) == (
        409,
        "venues.room_kept",
        "11月24日(周二)10:00这里已留给“书法课”，请换一个时间或场地",
    )
    assert publish(keeper, planned(room, TEN + 2 * HOUR)).status_code == 200


def test_two_sessions_of_one_activity_cannot_share_the_room(keeper, room):
    twice = make_activity(on(TEN), on(TEN + HOUR), publish=False, venue_id=room.id)
    assert publish(keeper, twice).json["code"] == "venues.room_kept"
    assert left_at(room, TUESDAY, 10).state == "open"


def test_a_closed_room_takes_no_activity_and_says_why(keeper, room):
    closed = {"starts_at": at(TEN), "ends_at": at(TEN + HOUR), "reason": "检修电梯"}
    keeper.post(f"/api/v1/venues/{room.id}/closures", json=closed | {"bookings": "keep"})
    answer = publish(keeper, planned(room, TEN - HOUR))
    assert refusal(answer)[:2] == (409, "venues.room_closed")
    assert "检修电梯" in answer.json["detail"]


def test_at_three_in_the_morning_the_room_is_not_open(keeper, room):
    answer = publish(keeper, planned(room, NINE + timedelta(hours=18)))
    assert refusal(answer) == (
        409,
        "venues.outside_hours",
        "11月24日(周二)03:00不在场地的开放时间内（每天09:00至21:00）",
    )


def test_five_hundred_places_do_not_fit_a_room_for_thirty(keeper, room):
    answer = publish(keeper, planned(room, TEN, capacity=500))
    assert refusal(answer) == (
        409,
        "venues.room_too_small",
        "场地最多容纳30人，500个名额太多",
    )
    held = planned(room, TEN, capacity=30)
    publish(keeper, held)
    path = f"/api/v1/activities/{held.id}/sessions/{held.sessions[0].id}/capacity"
    assert keeper.post(path, json={"capacity": 31}).json["code"] == "venues.room_too_small"


def test_bookings_that_stand_there_are_named_too(keeper, room):
    make_booking(room, TUESDAY, 11)
    answer = publish(keeper, planned(room, TEN))
    assert refusal(answer)[:2] == (409, "venues.venue_in_use")
    assert "11:00" in answer.json["detail"]


def test_calling_one_off_makes_room_for_the_other(keeper, room):
    first, second = planned(room, TEN), planned(room, TEN + HOUR)
    publish(keeper, first)
    keeper.post(f"/api/v1/activities/{first.id}/call-off", json={"reason": "老师生病"})
    assert publish(keeper, second).status_code == 200
