"""A holiday announced late takes slots away: those who booked are listed and told."""

from datetime import date, time, timedelta

import pytest

from tests.factories.accounts import make_resident
from tests.factories.venues import DAILY, make_booking, make_venue, make_wait, states
from tests.venues.test_changes_told import told
from weijiayuan.accounts.rules import Role
from weijiayuan.db import transaction
from weijiayuan.kernel.clock import at_local
from weijiayuan.places import calendar_administration
from weijiayuan.places.opening_hours import OnHolidays, Timetable
from weijiayuan.places.working_calendar import DayKind, MarkedDay
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.service import booking, calendar_changes

DAY = date(2027, 2, 11)
NOW = at_local(DAY - timedelta(days=7), time(10))
CLOSED_ON_HOLIDAYS = Timetable(DAILY.openings, 60, on_holidays=OnHolidays.CLOSED)
RULES = BookingRules(days_ahead=14, per_day=None, per_week=None, max_people=10)
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def a_week_before(at_nine):
    at_nine.move_to(NOW)


@pytest.fixture
def venue():
    mark_some_day()
    found = make_venue(timetable=CLOSED_ON_HOLIDAYS, rules=RULES)
    calendar_changes.look_through(now=NOW)
    return found


def mark_some_day():
    with transaction():
        calendar_administration.mark_day(
            date(2027, 12, 31), DayKind.OFF, name="示例", source="示例"
        )


def announce():
    with transaction():
        calendar_administration.announce_year(
            2027, [MarkedDay(DAY, DayKind.OFF, "春节")], source="国办发明电〔2026〕1号（示例）"
        )


def test_those_whose_slot_is_gone_are_told_and_listed(venue, as_role):
    booked, me = make_booking(venue, DAY, 10), make_resident()
    waiting = make_wait(venue, DAY, 10, by=me)
    other = make_booking(venue, DAY + timedelta(days=1), 10)
    announce()
    assert calendar_changes.look_through(now=NOW) == 2
    assert states(booked, waiting, other) == ["confirmed", "called_off", "confirmed"]
    assert "不开放" in told(booked.resident, "venues_calendar")[0]
    assert told(other.resident, "venues_calendar") == []
    keeper = as_role(Role.VENUE_KEEPER)
    listed = keeper.get("/api/v1/venues/keeper/affected").json["affected"]
    assert [one["id"] for one in listed] == [str(booked.id)]
    assert calendar_changes.look_through(now=NOW) == 0


@pytest.mark.parametrize(("keep", "state"), [(True, "confirmed"), (False, "called_off")])
def test_the_keeper_decides_and_the_person_hears(venue, as_role, keep, state):
    booked, keeper = make_booking(venue, DAY, 10), as_role(Role.VENUE_KEEPER)
    announce()
    calendar_changes.look_through(now=NOW)
    path = f"/api/v1/venues/bookings/{booked.id}/affected"
    answer = keeper.post(path, json={"keep": keep, "reason": "值班开门"})
    assert (answer.status_code, answer.json["state"]) == (200, state), answer.json
    template = "venues_kept" if keep else "venues_called_off"
    assert "值班开门" in told(booked.resident, template)[0]
    assert keeper.get("/api/v1/venues/keeper/affected").json["affected"] == []
    assert keeper.post(path, json={"keep": keep, "reason": "x"}).status_code == 409


def test_nobody_is_offered_a_day_that_the_calendar_closed(venue):
    booked = make_booking(venue, DAY, 10)
    waiting = make_wait(venue, DAY, 10)
    announce()
    calendar_changes.look_through(now=NOW)
    with transaction():
        booking.cancel(booked.id, by=booked.resident_id, now=NOW)
    assert states(waiting) == ["called_off"]


def test_a_venue_that_stays_open_on_holidays_tells_nobody():
    mark_some_day()
    open_always = make_venue(timetable=DAILY, rules=RULES)
    calendar_changes.look_through(now=NOW)
    booked = make_booking(open_always, DAY, 10)
    announce()
    calendar_changes.look_through(now=NOW)
    assert told(booked.resident, "venues_calendar") == []
