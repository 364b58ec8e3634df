"""Keepers: closed days, hours, capacity, a venue's facts, figures."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from tests.factories.accounts import make_resident
from tests.factories.files import make_photo
from tests.factories.venues import (
    DAILY,
    LIUBAI,
    MONDAY,
    NINE,
    left_at,
    make_booking,
    make_reading_room,
    make_venue,
    make_wait,
    states,
)
from tests.venues.test_attendance import at, check_in
from tests.venues.test_booking_api import book
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.notices.models import Notice
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Opening, Timetable
from weijiayuan.venues.service import attendance, time_driven_changes
from weijiayuan.venues.service import booking as service

TUESDAY = MONDAY + timedelta(days=1)

TEN = NINE + timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("at_nine", "database")


def notices_of(speaker):
    return [one["text"] for one in speaker.get("/api/v1/me/notices").json["items"]]


@pytest.mark.parametrize(
    ("territory", "found"),
    [
        (Territory(TerritoryKind.COMMUNITY, LIUBAI), True),
        (Territory(TerritoryKind.STREET, LIUBAI[:9]), True),
        (Territory(TerritoryKind.VENUE, "COURT-1"), True),
        (Territory(TerritoryKind.VENUE, "COURT-2"), False),
        (Territory(TerritoryKind.COMMUNITY, "440311002001"), False),
    ],
)
def test_keepers_see_and_open_only_what_they_keep(as_role, at_nine, territory, found):
    venue = make_venue(code="COURT-1")
    booking = make_booking(venue, MONDAY, 10)
    keeper = as_role(Role.VENUE_KEEPER, territory=territory)
    at_nine.move_to(TEN)
    assert check_in(keeper, booking.code).status_code == (200 if found else 404)
    assert keeper.get(f"/api/v1/venues/{venue.id}/day").status_code == (200 if found else 403)
    assert len(keeper.get("/api/v1/venues/keeper/venues").json["items"]) == int(found)


def test_residents_do_not_get_at_the_keepers_pages(as_resident):
    venue, me = make_venue(), as_resident()
    assert check_in(me, "123456").status_code == 403
    assert me.get(f"/api/v1/venues/{venue.id}/day").status_code == 403
    assert me.get("/api/v1/venues/keeper/requests").status_code == 403


def test_a_closed_day_is_previewed_then_shown_and_everybody_is_told(keeper, as_resident, client):
    venue, me = make_venue(), as_resident()
    booked = book(me, venue, TUESDAY, 10).json
    waiting = make_wait(venue, TUESDAY, 10)
    period = {"starts_at": at(TEN + timedelta(hours=23)), "ends_at": at(TEN + timedelta(hours=26))}
    path = f"/api/v1/venues/{venue.id}/closures"
    preview = keeper.post(f"{path}/preview", json=period).json["affected"]
    assert [one["id"] for one in preview] == [booked["id"]]
    assert me.get(f"/api/v1/venues/bookings/{booked['id']}").json["state"] == "confirmed"

    closed = keeper.post(path, json=period | {"reason": "换地板", "bookings": "call_off"})

    assert closed.status_code == 201
    shown = me.get(f"/api/v1/venues/bookings/{booked['id']}").json
    assert (shown["state"], shown["reason"]) == ("called_off", "换地板")
    assert states(waiting) == ["called_off"]
    assert left_at(venue, TUESDAY, 10).state == "closed"
    assert book(me, venue, TUESDAY, 10).json["code"] == "venues.slot_closed"
    closure = closed.json["closure"]
    for _ in range(2):
        assert keeper.post(f"/api/v1/venues/closures/{closure['id']}/lift").status_code == 200
    assert book(me, venue, TUESDAY, 10).status_code == 201


def test_kept_bookings_stand_through_a_closure(keeper, as_resident):
    venue, me = make_venue(), as_resident()
    booked = book(me, venue, TUESDAY, 10).json
    period = {
        "starts_at": at(NINE + timedelta(hours=24)),
        "ends_at": at(NINE + timedelta(hours=36)),
    }
    keeper.post(
        f"/api/v1/venues/{venue.id}/closures",
        json=period | {"reason": "内部活动", "bookings": "keep"},
    )
    assert me.get(f"/api/v1/venues/bookings/{booked['id']}").json["state"] == "confirmed"


def test_two_closures_may_begin_together_and_each_is_lifted_alone(keeper):
    venue = make_venue()
    period = {
        "starts_at": at(NINE + timedelta(hours=24)),
        "ends_at": at(NINE + timedelta(hours=36)),
    }
    path = f"/api/v1/venues/{venue.id}/closures"
    one, two = (
        keeper.post(path, json=period | {"reason": reason}).json["closure"] for reason in "甲乙"
    )
    keeper.post(f"/api/v1/venues/closures/{one['id']}/lift")
    assert left_at(venue, TUESDAY, 10).state == "closed"
    keeper.post(f"/api/v1/venues/closures/{two['id']}/lift")
    assert left_at(venue, TUESDAY, 10).state == "open"


HALF_PAST = hours.to_data(Timetable((Opening(frozenset(range(1, 8)), 570, 1260),), 60))


def test_other_hours_orphan_nobody(keeper, as_resident):
    venue, me = make_venue(), as_resident()
    booked = book(me, venue, TUESDAY, 10).json
    path = f"/api/v1/venues/{venue.id}/hours"
    preview = keeper.post(f"{path}/preview", json=HALF_PAST).json["affected"]
    assert [one["id"] for one in preview] == [booked["id"]]

    changed = keeper.put(path, json=HALF_PAST | {"bookings": "keep"})

    assert [one["id"] for one in changed.json["affected"]] == [booked["id"]]
    assert me.get(f"/api/v1/venues/bookings/{booked['id']}").json["state"] == "confirmed"
    items = me.get(f"/api/v1/venues/{venue.id}/slots?from={TUESDAY}&to={TUESDAY}").json["items"]
    by_start = {one["starts_at"][11:16]: one["state"] for one in items}
    assert by_start["09:30"] == by_start["10:30"] == "full"
    assert by_start["11:30"] == "open"
    clash = me.post("/api/v1/venues/bookings", json={"slot_id": items[1]["id"]})
    assert clash.json["code"] == "venues.slot_full"


def test_hours_that_cannot_be_meant_are_refused_with_reasons(keeper):
    wrong = hours.to_data(DAILY) | {"openings": hours.to_data(DAILY)["openings"] * 2}
    answer = keeper.put(f"/api/v1/venues/{make_venue().id}/hours", json=wrong)
    assert (answer.status_code, answer.json["fields"]) == (422, {"hours": ["开放时段不能重叠"]})


def test_more_places_go_to_those_who_wait(keeper):
    room = make_reading_room(seats=1)
    make_booking(room, TUESDAY, 10)
    waits = [make_wait(room, TUESDAY, 10) for _ in range(3)]
    rules = {"rules": {"max_people": 10}, "capacity": 3}
    answer = keeper.put(f"/api/v1/venues/{room.id}/rules", json=rules)
    assert answer.status_code == 200, answer.json
    assert states(*waits) == ["offered", "offered", "waiting"]
    fewer = keeper.put(f"/api/v1/venues/{room.id}/rules", json=rules | {"capacity": 2})
    assert fewer.json["detail"] == "11月24日(周二)10:00有3个名额被占用，不能少于这个数"


def test_figures_as_numbers_table_and_picture(keeper, at_nine):
    room = make_reading_room()
    came = make_booking(room, MONDAY, 10, people=4)
    make_booking(room, MONDAY, 11, people=2)
    at_nine.move_to(TEN)
    check_in(keeper, came.code)
    at_nine.move_to(TEN + timedelta(hours=3))
    with transaction():
        attendance.mark_missing(now=clock.now())
    path, query = f"/api/v1/venues/{room.id}/figures", f"?from={MONDAY}&to={TUESDAY}"
    figures = keeper.get(path + query).json
    assert (figures["booked"], figures["came"], figures["missed"], figures["people"]) == (
        2,
        1,
        1,
        4,
    )
    assert figures["grid"][0][10] == 4.0
    rows = keeper.get(f"{path}.csv{query}").data.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("周一,0.0,")
    assert rows[1].endswith(",4.0")
    book = openpyxl.load_workbook(BytesIO(keeper.get(f"{path}.xlsx{query}").data))
    monday = [cell.value for cell in book.active[2]]
    assert (monday[0], monday[11], monday[-1]) == ("周一", 4, 4)
    picture = keeper.get(f"{path}.svg{query}")
    assert picture.mimetype == "image/svg+xml"
    assert "周一10时 4人时" in picture.data.decode()
    assert keeper.get(f"{path}?from={TUESDAY}&to={MONDAY}").status_code == 422


def test_reminders_come_once_the_day_before_and_two_hours_before(at_nine):
    me = make_resident()
    booking = make_booking(make_venue(), TUESDAY, 12, by=me)

    def causes():
        wanted = select(Notice.template).where(Notice.resident_id == me.id).order_by(Notice.id)
        return list(db.session.scalars(wanted))

    for hours_on in (0, 3, 4, 24, 25, 26):
        at_nine.move_to(NINE + timedelta(hours=hours_on))
        for _ in range(2):
            with transaction():
                time_driven_changes.remind(now=clock.now())
    assert causes() == ["venues_confirmed", "venues_tomorrow", "venues_soon"]
    assert booking.reminded_day


def test_the_worker_passes_lapsed_offers_on_and_closes_lines_that_are_over(at_nine, app):
    venue = make_venue()
    booked = make_booking(venue, TUESDAY, 10)
    waits = [make_wait(venue, TUESDAY, 10) for _ in range(3)]

    with transaction():
        service.cancel(booked.id, by=booked.resident_id, now=clock.now())
    assert [one.state for one in waits] == ["offered", "waiting", "waiting"]
    at_nine.shift(timedelta(minutes=61))
    with transaction():
        assert time_driven_changes.settle_lapsed(now=clock.now()) == 1
        assert time_driven_changes.settle_lapsed(now=clock.now()) == 0
    assert [one.state for one in waits] == ["lapsed", "offered", "waiting"]
    at_nine.move_to(NINE + timedelta(hours=24, minutes=25))
    with transaction():
        time_driven_changes.settle_lapsed(now=clock.now())
        time_driven_changes.close_lines(now=clock.now())
    assert [one.state for one in waits] == ["lapsed", "lapsed", "lapsed"]
    assert left_at(venue, TUESDAY, 10).left == 1


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_moments_beyond_reckoning_are_refused(keeper, year):
    period = {
        "starts_at": f"{year}-01-01T00:00:00+08:00",
        "ends_at": f"{year}-12-31T23:59:59-08:00",
    }
    path = f"/api/v1/venues/{make_venue().id}/closures"
    answer = keeper.post(path, json=period | {"reason": "x"})
    assert (answer.status_code, set(answer.json["fields"])) == (422, {"starts_at", "ends_at"})


def test_a_keeper_describes_a_venue_and_its_photo_is_shown_to_everyone(keeper, client, as_resident):
    venue = make_venue()
    photo = make_photo(staff_id=keeper.staff.id)
    foreign = make_photo(as_resident().resident)
    said = {"contact": "0755-12345678", "equipment": ["灯光"], "notes": "请穿软底鞋"}
    path = f"/api/v1/venues/{venue.id}"

    answer = keeper.put(path, json=said | {"photo_id": str(photo.id)})

    assert answer.status_code == 200, answer.json
    shown = client.get(path).json
    assert (shown["contact"], shown["equipment"], shown["photo_id"]) == (
        "0755-12345678",
        ["灯光"],
        str(photo.id),
    )
    assert keeper.put(path, json={"photo_id": str(foreign.id)}).status_code == 422
    assert as_resident().put(path, json=said).status_code == 403
