"""A meeting keeps a room that is open, that is a room, and that nothing else has."""

from datetime import time, timedelta

import pytest

from tests.commons.people import make_roll, make_space
from tests.commons.test_topics_to_outcomes import BASE, SQUARE, called
from tests.factories.accounts import make_resident
from tests.factories.venues import make_booking, make_venue
from weijiayuan.accounts.rules import Role
from weijiayuan.background import run_due
from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import at_local, local_date
from weijiayuan.notices.models import Notice

DAY = timedelta(days=1)


@pytest.fixture
def tomorrow(database):
    """The day after today; its hours are counted from its midnight."""
    return local_date(clock.now()) + DAY


@pytest.fixture
def call(as_desk, tomorrow):
    space, desk = make_space(**SQUARE), as_desk(Role.SECRETARY)

    def meeting(room_id, hour, *, title="八点钟会客厅"):
        starts = at_local(tomorrow, time(hour))
        times = {
            "starts_at": starts.isoformat(),
            "ends_at": (starts + timedelta(hours=1)).isoformat(),
        }
        asked = called(space, "parlour", 1, room_id=str(room_id), title=title, **times)
        return desk.post(f"{BASE}/meetings", json=asked)

    return meeting


def test_at_three_in_the_morning_the_room_is_not_open(call):
    room = make_venue(name="二楼活动室", venue_kind="room")

    refused = call(room.id, 3)

    assert (refused.status_code, refused.json["code"]) == (409, "commons.room_shut")
    assert "每天09:00至21:00" in refused.json["detail"]
    assert call(room.id, 19).status_code == 201


def test_a_meeting_is_told_what_the_room_is_kept_for(call, tomorrow):
    room = make_venue(name="二楼活动室", venue_kind="room")
    assert call(room.id, 19, title="楼道灯议事").status_code == 201
    make_booking(room, tomorrow, 15)

    over_meeting, over_booking = call(room.id, 19), call(room.id, 15)

    assert over_meeting.json["code"] == over_booking.json["code"] == "commons.room_taken"
    assert "楼道灯议事" in over_meeting.json["detail"]
    assert "已有预约" in over_booking.json["detail"]


def test_what_is_no_room_is_not_found(call):
    with transaction():
        judge = Bookable(capacity=1)
        db.session.add(judge)

    assert call(judge.id, 19).json["code"] == "commons.room_not_found"


def notices(resident, template):
    list(run_due(clock.now()))
    found = db.session.query(Notice).filter_by(resident_id=resident.id, template=template)
    return [one.text for one in found.order_by(Notice.id)]


@pytest.fixture
def keeper(as_role):
    return as_role(Role.VENUE_KEEPER)


def described(room, **given):
    return {"name": room.name, "address": room.address, "people_most": 60} | given


def evening(day):
    starts = at_local(day, time(19))
    return {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}


EVENINGS = {
    "openings": [{"weekdays": [1, 2, 3, 4, 5, 6, 7], "opens": "18:00", "closes": "21:00"}],
    "slot_minutes": 60,
}


def test_hours_that_leave_a_meeting_out_name_it_to_keeper_and_secretary(call, keeper, as_desk):
    room = make_venue(name="二楼活动室", venue_kind="room")
    made = call(room.id, 10, title="楼道灯议事").json

    path = f"/api/v1/venues/{room.id}/hours"
    answers = [
        keeper.post(f"{path}/preview", json=EVENINGS).json,
        keeper.put(path, json=EVENINGS).json,
        keeper.get("/api/v1/venues/keeper/affected").json,
    ]

    named = [[one["title"] for one in answer["activities"]] for answer in answers]
    assert named == [["楼道灯议事"]] * 3
    draft = as_desk(Role.SECRETARY).get(f"{BASE}/meetings/{made['id']}/draft").json
    assert "18:00至21:00" in draft["room_shut"]


def test_closing_or_retiring_a_room_names_its_meeting_before_it_is_refused(call, keeper, tomorrow):
    room = make_venue(name="二楼活动室", venue_kind="room")
    call(room.id, 10, title="楼道灯议事")
    period = {
        "starts_at": at_local(tomorrow, time(9)).isoformat(),
        "ends_at": at_local(tomorrow, time(12)).isoformat(),
    }
    last = {"last_day": (tomorrow - DAY).isoformat()}

    shown = [
        keeper.post(f"/api/v1/venues/{room.id}/closures/preview", json=period).json,
        keeper.post(f"/api/v1/venues/{room.id}/retirement/preview", json=last).json,
    ]

    assert [[one["title"] for one in each["activities"]] for each in shown] == [["楼道灯议事"]] * 2


def test_what_changes_of_a_room_is_told_to_who_is_invited(as_desk, keeper, tomorrow):
    me, space = make_resident(), make_space(**SQUARE)
    make_roll(space, [me])
    room = make_venue(name="二楼活动室", venue_kind="room", people_most=60)
    where = {"room_id": str(room.id), "place": "服务中心二楼活动室"}
    asked = called(space, "parlour", 1, **where, **evening(tomorrow))
    made = as_desk(Role.SECRETARY).post(f"{BASE}/meetings", json=asked).json

    keeper.put(f"/api/v1/venues/{room.id}", json=described(room, name="三楼议事厅"))
    keeper.put(f"/api/v1/venues/{room.id}", json=described(room, name="三楼议事厅", people_most=30))

    renamed, smaller = notices(me, "commons_meeting_room")
    assert "名称由“二楼活动室”改为“三楼议事厅”" in renamed
    assert "可容纳人数由60人改为30人" in smaller
    detail = keeper.get(f"{BASE}/meetings/{made['id']}").json
    assert (detail["place"], detail["room_shut"]) == ("服务中心三楼议事厅", "")


def test_who_was_invited_hears_that_a_meeting_is_called_off(as_desk, tomorrow):
    me, space, desk = make_resident(), make_space(**SQUARE), as_desk(Role.SECRETARY)
    make_roll(space, [me])
    asked = called(space, "parlour", 1, **evening(tomorrow))
    made = desk.post(f"{BASE}/meetings", json=asked).json

    desk.post(f"{BASE}/meetings/{made['id']}/cancel", json={"reason": "当天停电"})

    assert "已取消：当天停电" in notices(me, "commons_meeting_called_off")[0]
    assert notices(me, "commons_meeting") == []
