"""The hot page: a month of one venue in two queries, one and a 304 when nothing changed."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.engines import ONE_DATABASE
from tests.factories.venues import (
    DAILY,
    MONDAY,
    NINE,
    make_booking,
    make_reading_room,
    make_venue,
    make_wait,
)
from weijiayuan.db import db, transaction
from weijiayuan.places import calendar_administration
from weijiayuan.places.opening_hours import OnHolidays, Timetable
from weijiayuan.places.working_calendar import DayKind
from weijiayuan.venues.rules.booking_rules import BookingRules

TUESDAY = MONDAY + timedelta(days=1)
pytestmark = pytest.mark.usefixtures("at_nine", "database")


@contextmanager
def counted():
    """The statements that the database is asked meanwhile."""
    asked = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            asked.append(statement)

    engine = db.engine.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def month_of(venue):
    return f"/api/v1/venues/{venue.id}/slots?from={MONDAY}&to={MONDAY + timedelta(days=30)}"


def test_a_month_takes_two_queries_and_one_when_nothing_changed(client):
    venue = make_venue()
    client.get(month_of(venue))
    make_booking(venue, TUESDAY, 10)
    with counted() as asked:
        answer = client.get(month_of(venue))
    assert len(answer.json["items"]) == 31 * 12
    assert len(asked) == 2, asked
    with counted() as asked:
        again = client.get(month_of(venue), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert len(asked) == 1
    with counted() as asked:
        client.get(month_of(venue))
    assert len(asked) == 1


def test_a_list_of_venues_takes_as_many_queries_for_many_as_for_one(client):
    make_venue()
    client.get("/api/v1/venues")  # what every process reads once is read now
    make_reading_room()
    with counted() as one:
        client.get("/api/v1/venues")
    for _ in range(4):
        make_reading_room()
    with counted() as six:
        assert len(client.get("/api/v1/venues").json["items"]) == 6
    assert len(six) <= len(one) <= 5


def test_whatever_changes_is_seen_at_once(client, at_nine):
    venue = make_venue(rules=BookingRules(hold_minutes=15, max_people=5, per_day=None))
    path = f"/api/v1/venues/{venue.id}/slots?from={TUESDAY}&to={TUESDAY}"
    tags = [client.get(path).headers["ETag"]]

    def changed():
        tag = client.get(path).headers["ETag"]
        tags.append(tag)
        return tag not in tags[:-1]

    make_booking(venue, TUESDAY, 10)
    assert changed()
    assert not changed()
    make_wait(venue, TUESDAY, 10)
    assert changed()
    at_nine.shift(timedelta(minutes=16))
    assert changed(), "the hold has lapsed, whether a worker ran or not"
    at_nine.move_to(NINE + timedelta(hours=23, minutes=31))
    assert changed(), "booking of the first slot has closed"
    with transaction():
        calendar_administration.mark_day(TUESDAY, DayKind.OFF, name="台风停工", source="test")
    assert changed(), "the calendar was changed"


def test_a_holiday_closes_who_closes_on_holidays(client):
    timetable = Timetable(DAILY.openings, 60, on_holidays=OnHolidays.CLOSED)
    venue = make_venue(timetable=timetable)
    path = f"/api/v1/venues/{venue.id}/slots?from={TUESDAY}&to={TUESDAY}"
    assert len(client.get(path).json["items"]) == 12
    with transaction():
        calendar_administration.mark_day(TUESDAY, DayKind.OFF, name="台风停工", source="test")
    assert client.get(path).json["items"] == []


def test_slots_say_when_they_are_released(client):
    venue = make_venue(rules=BookingRules(days_ahead=7))
    day = MONDAY + timedelta(days=8)
    slot = client.get(f"/api/v1/venues/{venue.id}/slots?from={day}&to={day}").json["items"][0]
    assert (slot["state"], slot["opens_at"]) == ("not_yet", "2026-11-24T09:00:00+08:00")


@ONE_DATABASE
@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-24&to=2026-11-23",
        "from=2026-11-23&to=2027-01-23",
        "from=0001-01-01&to=0001-01-02",
        "from=9999-12-31",
        "from=tomorrow",
        "to=0001-01-01",
    ],
)
def test_impossible_days_get_a_clear_answer(client, query):
    answer = client.get(f"/api/v1/venues/{make_venue().id}/slots?{query}")
    assert answer.status_code == 422, answer.json


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("near=113.93,22.75&datum=gcj02", ["近", "远", "无"]),
        ("near=113.93,22.75&datum=gcj02&radius=1200", ["近"]),
        ("near=113.925126,22.753026&datum=wgs84&radius=1200", ["近"]),
        ("kind=reading", ["无"]),
        ("q=近", ["近"]),
        ("q=%25", []),
        ("free_now=true", ["近"]),
        ("date=2026-11-24", ["近", "远", "无"]),
    ],
)
def test_finding(client, at_nine, query, names):
    at_nine.move_to(NINE + timedelta(minutes=10))
    near = make_venue(name="近", lng=113.931, lat=22.751)
    far = make_venue(name="远", lng=113.98, lat=22.80)
    make_reading_room(name="无", timetable=Timetable((), 60) if "free" in query else DAILY)
    if "free" in query:
        make_booking(far, MONDAY, 9, now=NINE - timedelta(hours=1))
    found = client.get(f"/api/v1/venues?{query}").json["items"]
    assert sorted(one["name"] for one in found) == sorted(names)
    if "near" in query:
        assert [one["name"] for one in found] == names
    assert near


def test_a_place_without_its_datum_is_refused(client):
    assert client.get("/api/v1/venues?near=113.93,22.75").status_code == 422


def test_pages_of_venues_skip_nothing(client):
    made = {str(make_venue(name=f"球场{n}").id) for n in range(5)}
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(
            f"/api/v1/venues?limit=2&cursor={cursor}" if cursor else "/api/v1/venues?limit=2"
        ).json
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_days_beyond_reckoning_are_refused_everywhere(client, day):
    assert client.get(f"/api/v1/venues?date={day}").status_code == 422
    assert client.get(f"/api/v1/activities?date={day}").status_code == 422
