"""Devices of one place that fall silent together are one finding, told at once with number."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from tests.factories.sensing import make_device, measured
from tests.sensing.test_desk_api import URL
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db, transaction
from weijiayuan.notices.models import Notice
from weijiayuan.sensing.service import outages_and_retention


def fall_silent(now, devices):
    for each in devices:
        measured(each, [0, 0, 0])
    now.shift(timedelta(minutes=4, seconds=2))
    note()


def note():
    with transaction():
        outages_and_retention.note_silence(datetime.now(UTC))


def told(template, person):
    wanted = select(Notice).filter_by(template=template, resident_id=person.resident.id)
    return [each.text for each in db.session.scalars(wanted.order_by(Notice.created_at))]


def test_a_block_that_falls_silent_is_told_at_once_beside_an_older_ticket(now, admin, as_role):
    dispatcher = as_role(Role.DISPATCHER)
    make_device("leak_current", name="早就坏了")
    now.shift(timedelta(minutes=4, seconds=2))
    note()
    block = [make_device("leak_current", name=f"停电{nth}")[0] for nth in range(12)]
    fall_silent(now, [*block, make_device("smoke", name="静默烟")[0]])

    for person in (admin, dispatcher):
        (words,) = told("device_cut", person)
        assert "13台" in words
        assert "牛山路与光明大道交叉口" in words
        assert "12台" in words
        assert "烟感1台" in words
    assert len(told("device_silent", admin)) == 1
    cut, older = admin.get(f"{URL}/devices/tickets").json["items"]
    assert (cut["cause"], cut["count"], cut["for_life"]) == ("cut", 13, True)
    assert (older["cause"], older["count"]) == ("silent", 1)
    assert cut["due_at"] < older["due_at"]
    note()
    assert len(told("device_cut", admin)) == 1


def test_what_is_behind_a_gateway_is_told_by_its_gateway(now, admin):
    gateway, _ = make_device(name="网关一", interval_seconds=3600)
    fall_silent(now, [make_device("bin", gateway_id=gateway.id)[0] for _ in range(3)])

    (words,) = told("device_cut", admin)
    assert "网关“网关一”" in words


def test_two_silent_devices_or_such_as_never_spoke_are_no_cut(now, admin):
    for _ in range(5):
        make_device("bin")
    fall_silent(now, [make_device("bin")[0] for _ in range(2)])

    assert told("device_cut", admin) == []
    assert {one["cause"] for one in admin.get(f"{URL}/devices/tickets").json["items"]} == {"silent"}
