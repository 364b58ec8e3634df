from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from tests.factories import saved
from tests.factories.accounts import make_resident
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import at_local
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.places.opening_hours import Opening, Timetable
from weijiayuan.venues.models import Activity, Booking, Venue, stored
from weijiayuan.venues.queries import slots
from weijiayuan.venues.rules import booking_rules
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.service import activities, booking
from weijiayuan.venues.service.activities import Plan, SessionPlan
from weijiayuan.venues.service.booking import BookingRequest

numbers = count(1)
MONDAY = date(2026, 11, 23)
NINE = at_local(MONDAY, time(9))
LIUBAI = "440311001005"
DAILY = Timetable((Opening(frozenset(range(1, 8)), 540, 1260),), 60)
GENEROUS = BookingRules(days_ahead=14, per_day=None, per_week=None, max_people=10)


def make_venue(**given: Any) -> Venue:
    """A badminton court, open from nine to nine every day in slots of an hour."""
    timetable = given.pop("timetable", DAILY)
    rules = given.pop("rules", GENEROUS)
    usual = {
        "code": f"V{next(numbers)}",
        "name": "公明文化体育中心羽毛球场",
        "venue_kind": "court",
        "use": "exclusive",
        "people_most": 10,
        "capacity": 1,
        "community_code": LIUBAI,
        "street_code": LIUBAI[:9],
        "timetable_data": stored(hours.to_data(timetable)),
        "rules_data": stored(booking_rules.to_data(rules)),
    }
    return saved(Venue(**usual | given))


def make_reading_room(seats: int = 40, **given: Any) -> Venue:
    shared = {"name": "翠湖社区分馆", "venue_kind": "reading", "use": "shared"}
    return make_venue(**shared | {"capacity": seats, "people_most": seats} | given)


def span_at(day: date, hour: int) -> Span:
    starts_at = at_local(day, time(hour))
    return Span(starts_at, starts_at + timedelta(hours=1))


def slot_at(venue: Venue, day: date, hour: int) -> SlotName:
    return SlotName(venue.id, span_at(day, hour))


def make_booking(venue: Venue, day: date, hour: int, **given: Any) -> Booking:
    """A booking made through the service, as anybody would make it."""
    by = given.pop("by", None) or make_resident()
    now = given.pop("now", None) or clock.now()
    return booking.book_slot(slot_at(venue, day, hour), BookingRequest(**given), by=by.id, now=now)


def make_wait(venue: Venue, day: date, hour: int, **given: Any) -> Booking:
    by = given.pop("by", None) or make_resident()
    now = given.pop("now", None) or clock.now()
    look = booking.slot_lookup(slot_at(venue, day, hour))
    return booking.join_line(look, BookingRequest(**given), by=by.id, now=now)


def left_at(venue: Venue, day: date, hour: int, *, now: datetime | None = None) -> slots.Left:
    """What a stranger is shown of a slot."""
    found = slots.page(slots.face_of(venue), day, day, now=now or clock.now())
    return next(one for one in found if one.slot.span == span_at(day, hour))


def make_activity(*sessions: SessionPlan, publish: bool = True, **given: Any) -> Activity:
    """A course that registration is open for, with one session on the next day."""
    now = clock.now()
    usual = {
        "title": "少儿书法体验课",
        "activity_kind": "course",
        "summary": "笔墨纸砚由现场提供。",
        "organiser": "翠湖社区党群服务中心",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=20),
        "community_code": LIUBAI,
        "street_code": LIUBAI[:9],
        "rules": BookingRules(per_day=None, per_week=None, notice_minutes=0),
        "sessions": sessions or [session_on(now + timedelta(days=1))],
    }
    found = activities.plan(Plan(**usual | given), keeper=None)
    if publish:
        found.state = "published"
    return saved(found)


def session_on(*starts: datetime, capacity: int = 2, title: str = "第一场") -> SessionPlan:
    meetings = [Span(one, one + timedelta(hours=2)) for one in starts]
    return SessionPlan(title, capacity, meetings)


def states(*bookings: Booking) -> list[str]:
    """The states as they stand in the database now."""
    for one in bookings:
        db.session.refresh(one)
    return [one.state.value for one in bookings]
