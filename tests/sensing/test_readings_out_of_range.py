"""Beyond the end of its range a device says the gravest that it can; never silence, never calm."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.sensing import make_device, measured
from tests.sensing.conftest import Wire
from tests.sensing.test_alarms_from_readings import found_alarms
from tests.sensing.test_desk_api import URL
from tests.sensing.test_wire import stored
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.notices.models import Notice
from weijiayuan.sensing import observation_queries, reading_queries
from weijiayuan.sensing.rules.builtin_device_classes import shipped
from weijiayuan.sensing.service import outages_and_retention

GRAVEST = {code: kind.lines[0].level for code, kind in shipped().by_code.items()}
BEYOND = [
    ("gas", 101), ("smoke", 255), ("cable_heat", 350), ("road_water", 600),
    ("leak_current", 20000), ("manhole_tilt", -60), ("manhole_tilt", 200), ("fire_water", -0.01),
    ("fire_lane", 255), ("bin", 255), ("lamp", 255), ("site_dust", 30000), ("slope", -40),
    ("slope", -20000), ("slope", 20000),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), BEYOND)
def test_beyond_the_end_to_which_its_lines_point_is_an_alarm(now, kind, value):
    device, _ = make_device(kind)
    measured(device, [value] * 65)

    assert min(each.level for each in found_alarms()) == GRAVEST[kind]


def note_ranges():
    with transaction():
        return outages_and_retention.note_ranges(datetime.now(UTC))


def test_a_saturated_head_is_grey_and_a_ticket_that_is_told_at_once(now, admin, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    device, _ = make_device("gas")
    measured(device, [0, 101, 101, 101, 101])
    assert note_ranges() == (1, 0)
    assert note_ranges() == (0, 0)

    (shown,) = admin.get(f"{URL}/devices").json["items"]
    assert (shown["is_out_of_range"], shown["is_silent"]) == (True, False)
    (ticket,) = admin.get(f"{URL}/devices/tickets").json["items"]
    assert (ticket["cause"], ticket["for_life"]) == ("range", True)
    told = db.session.scalars(select(Notice).filter_by(template="device_range")).all()
    assert {each.resident_id for each in told} == {admin.resident.id, dispatcher.resident.id}
    moment = datetime.now(UTC)
    assert observation_queries.silent_by_grid(moment, now=moment)[device.grid_code] == (1, 1)

    now.shift(timedelta(minutes=1))
    measured(device, [3])
    db.session.expire_all()
    assert note_ranges() == (0, 1)
    assert not admin.get(f"{URL}/devices").json["items"][0]["is_out_of_range"]


def test_beyond_the_other_end_nothing_is_said_and_the_device_is_grey(now, admin):
    device, _ = make_device("gas")
    measured(device, [30, 30, 30])
    now.shift(timedelta(minutes=20))
    measured(device, [-5] * 20)
    db.session.expire_all()

    assert [each.cleared_at for each in found_alarms(level=1)] == [None]
    assert admin.get(f"{URL}/devices").json["items"][0]["is_out_of_range"]


def test_what_nothing_in_public_space_measures_is_refused(now, client):
    device, key = make_device()
    body = {"phenomenonTime": "2026-11-29T12:00:00+08:00", "result": 1e308}
    answer = Wire(client, key).post(f"Datastreams('{device.datastream_id}')/Observations", body)

    assert (answer.status_code, stored()) == (422, 0)


def test_what_was_beyond_the_range_is_added_up_too(now):
    device, _ = make_device("cable_heat")
    measured(device, [350, 350])
    until = datetime.now(UTC)

    held = reading_queries.held_readings(device, since=until - timedelta(hours=1), until=until)
    assert [value for _, value in held] == [300, 300]
    now.shift(timedelta(days=31))
    with transaction():
        assert outages_and_retention.roll_up(datetime.now(UTC)) > 0
