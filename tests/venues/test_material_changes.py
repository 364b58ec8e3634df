"""What changes under those who come, and each conflict in its own words."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.venues import (
    MONDAY,
    NINE,
    left_at,
    make_activity,
    make_booking,
    make_venue,
    session_on,
)
from tests.venues.test_activities_api import plan
from tests.venues.test_attendance import at
from tests.venues.test_attendees import register
from tests.venues.test_changes_told import changed, told
from weijiayuan.accounts.rules import Role
from weijiayuan.capacity_claims import room_occupancy
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.service import WHOLE_KEPT, Holder, Wanted
from weijiayuan.db import transaction
from weijiayuan.kernel.time_span import Span

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEN = NINE + DAY + HOUR
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


@pytest.fixture
def room(at_nine, database):
    return make_venue(name="二楼活动室", venue_kind="room", people_most=30)


@pytest.fixture
def held(keeper, room):
    """A published activity in a room."""
    found = make_activity(
        session_on(TEN, capacity=3), publish=False, venue_id=room.id, title="书法课"
    )
    assert keeper.post(f"/api/v1/activities/{found.id}/publish", json={}).status_code == 200
    return found


def put(keeper, activity, starts, **more):
    body = changed(activity, starts, venue_id=str(activity.venue_id), **more)
    return keeper.put(f"/api/v1/activities/{activity.id}", json=body)


@pytest.mark.parametrize("by_id", [True, False])
def test_an_activity_in_a_room_moves_as_one_anywhere_does(keeper, room, held, as_resident, by_id):
    me = as_resident()
    assert register(me, held).status_code == 201
    body = changed(held, TEN + 5 * HOUR, venue_id=str(room.id))
    if not by_id:
        body["sessions"][0].pop("id")

    answer = keeper.put(f"/api/v1/activities/{held.id}", json=body)

    assert answer.status_code == 200, answer.json
    assert (
        "时间由11月24日(周二)10:00改为11月24日(周二)15:00"
        in told(me.resident, "activity_changed")[0]
    )
    assert left_at(room, (MONDAY + DAY), 10).state == "open"
    assert left_at(room, (MONDAY + DAY), 15).state == "closed"
    assert put(keeper, held, TEN).status_code == 200  # and back


@pytest.mark.parametrize(
    ("starts", "capacity", "code"),
    [
        (TEN + 3 * HOUR, 3, "venues.room_kept"),
        (TEN + 17 * HOUR, 3, "venues.outside_hours"),
        (TEN, 500, "venues.room_too_small"),
        (TEN + DAY, 3, "venues.venue_in_use"),
    ],
)
def test_each_conflict_of_a_change_tells_its_own_story(  # noqa: PLR0917  # fixtures and facts
    keeper, room, held, starts, capacity, code
):
    other = make_activity(
        session_on(TEN + 3 * HOUR), publish=False, venue_id=room.id, title="合唱排练"
    )
    keeper.post(f"/api/v1/activities/{other.id}/publish", json={})
    make_booking(room, MONDAY + 2 * DAY, 10)
    body = changed(held, starts, venue_id=str(room.id))
    body["sessions"][0]["capacity"] = capacity

    answer = keeper.put(f"/api/v1/activities/{held.id}", json=body)

    assert (answer.status_code, answer.json["code"]) == (409, code), answer.json
    if code == "venues.room_kept":
        assert "合唱排练" in answer.json["detail"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"summary": "现场购买保健品，自带现金"}, "说明由“笔墨纸砚由现场提供。”改为“现场购买"),
        ({"organiser": "某公司"}, "主办方由“翠湖社区党群服务中心”改为“某公司”"),
        ({"contact": "微信 abc"}, "联系方式改为“微信 abc”"),
        ({"title": "保健品推介会"}, "名称由“邻里羽毛球赛”改为“保健品推介会”"),
    ],
)
def test_who_registered_is_told_whatever_changes_for_them(keeper, as_resident, given, said):
    activity = make_activity(session_on(NINE + DAY, capacity=3), title="邻里羽毛球赛")
    me = as_resident()
    register(me, activity)
    usual = {
        "title": activity.title,
        "summary": activity.summary,
        "organiser": activity.organiser,
        "kind": "course",
    }

    body = changed(activity, NINE + DAY, **usual | given)
    answer = keeper.put(f"/api/v1/activities/{activity.id}", json=body)

    assert answer.status_code == 200, answer.json
    assert said in told(me.resident, "activity_changed")[0]


@pytest.mark.parametrize("what", ["change", "call_off"])
def test_who_entered_a_draw_is_told_too(keeper, as_resident, what):
    made = keeper.post(
        "/api/v1/activities",
        json=plan(
            by_draw=True,
            closes_at=at(NINE + 2 * DAY),
            sessions=[
                {
                    "title": "第一场",
                    "capacity": 1,
                    "meetings": [{"starts_at": at(NINE + 5 * DAY), "ends_at": at(TEN + 5 * DAY)}],
                }
            ],
        ),
    ).json
    path = f"/api/v1/activities/{made['id']}"
    keeper.post(f"{path}/publish", json={})
    me = as_resident()
    entered = me.post(f"{path}/draw-entries", json={})
    assert entered.status_code == 201, entered.json

    if what == "call_off":
        keeper.post(f"{path}/call-off", json={"reason": "台风"})
        assert len(told(me.resident, "venues_called_off")) == 1
        return
    session = keeper.get(f"/api/v1/activities/keeper/{made['id']}").json["sessions"][0]
    moved = {
        "id": session["id"],
        "title": "第一场",
        "capacity": 1,
        "meetings": [{"starts_at": at(NINE + 6 * DAY), "ends_at": at(TEN + 6 * DAY)}],
    }
    body = plan(by_draw=True, closes_at=at(NINE + 2 * DAY), sessions=[moved])
    assert keeper.put(path, json=body).status_code == 200
    assert "时间由" in told(me.resident, "activity_changed")[0]


def hours(**more):
    opening = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "14:00", "closes": "18:00"}
    usual = {"openings": [opening], "slot_minutes": 60, "gap_minutes": 0}
    return usual | {"on_holidays": "usual", "on_makeup_days": "usual"} | more


def test_hours_that_leave_an_activity_outside_name_it_before_and_after(keeper, room, held):
    path = f"/api/v1/venues/{room.id}/hours"

    seen = keeper.post(f"{path}/preview", json=hours()).json["activities"]
    done = keeper.put(path, json=hours(bookings="keep")).json["activities"]
    listed = keeper.get("/api/v1/venues/keeper/affected").json["activities"]

    assert [each["title"] for each in seen] == ["书法课"]
    assert done == seen == listed
    assert put(keeper, held, TEN + 5 * HOUR).status_code == 200
    assert keeper.get("/api/v1/venues/keeper/affected").json["activities"] == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"equipment": []}, "设备"),
        ({"notes": "每小时收费五十元"}, "使用说明改为“每小时收费五十元”"),
        ({"place": {"lng": 113.9, "lat": 22.7, "datum": "gcj02"}}, "位置有改动"),
        ({"address": "别处1号"}, "地址改为“别处1号”"),
    ],
)
def test_who_booked_a_venue_is_told_whatever_changes_for_them(keeper, as_resident, given, said):
    venue = make_venue(equipment=["投影仪"])
    me = as_resident()
    make_booking(venue, MONDAY + DAY, 10, by=me.resident)

    body = {"address": "", "notes": "", "contact": "", "equipment": ["投影仪"]} | given
    answer = keeper.put(f"/api/v1/venues/{venue.id}", json=body)

    assert answer.status_code == 200, answer.json
    assert said in told(me.resident, "venues_place_changed")[0]


@pytest.fixture
def residents_meeting(room, monkeypatch):
    """What another service keeps the room for."""
    meeting = uuid4()
    monkeypatch.setitem(
        room_occupancy.TITLES, "of-another", lambda ids: dict.fromkeys(ids, "居民议事会")
    )
    with transaction():
        wanted = Wanted(room.id, Span(TEN, TEN + 2 * HOUR), seat=WHOLE_KEPT)
        claims.take_all([wanted], holder=Holder("of-another", meeting), now=NINE)
    return meeting


@pytest.mark.usefixtures("residents_meeting")
def test_an_activity_over_what_another_service_holds_there_is_told_its_name(keeper, room):
    activity = make_activity(
        session_on(TEN + HOUR), publish=False, venue_id=room.id, title="书法课"
    )

    answer = keeper.post(f"/api/v1/activities/{activity.id}/publish", json={})

    assert (answer.status_code, answer.json["code"]) == (409, "venues.room_kept")
    assert "居民议事会" in answer.json["detail"]
    assert "书法课" not in answer.json["detail"]


@pytest.mark.usefixtures("residents_meeting")
@pytest.mark.parametrize("what", ["close", "retire"])
def test_a_room_is_not_closed_over_what_another_service_holds_there(keeper, room, what):
    if what == "close":
        body = {"starts_at": at(TEN), "ends_at": at(TEN + HOUR), "reason": "检修"}
        answer = keeper.post(f"/api/v1/venues/{room.id}/closures", json=body | {"bookings": "keep"})
    else:
        body = {"last_day": str(MONDAY), "reason": "搬迁"}
        answer = keeper.post(f"/api/v1/venues/{room.id}/retirement", json=body)

    assert (answer.status_code, answer.json["code"]) == (409, "venues.kept_for_activity")
    assert "居民议事会" in answer.json["detail"]
