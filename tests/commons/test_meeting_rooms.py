"""A meeting keeps a room that is open, that is a room, and that nothing else has."""

from datetime import time, timedelta

import pytest

from tests.commons.people import make_space
from tests.commons.test_topics_to_outcomes import BASE, SQUARE, called
from tests.factories.venues import make_booking, make_venue
from weijiayuan.accounts.rules import Role
from weijiayuan.capacity_claims.models import Bookable
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import at_local, local_date

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
