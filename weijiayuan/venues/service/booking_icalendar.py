"""Bookings as iCalendar (RFC 5545): one file, or a private address that calendars subscribe to."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from icalendar import Alarm, Calendar, Event
from sqlalchemy import delete, select

from weijiayuan.db import db
from weijiayuan.kernel.ids import new_token
from weijiayuan.venues.errors import FeedNotFound
from weijiayuan.venues.models import Booking, Feed
from weijiayuan.venues.queries import bookings
from weijiayuan.venues.rules.states import WORDS, BookingState
from weijiayuan.venues.service import bookable_targets, keeper_permissions

KEPT = timedelta(days=90)
STATUS = {BookingState.CONFIRMED: "CONFIRMED", BookingState.CHECKED_IN: "CONFIRMED"}


def of_booking(booking: Booking, *, now: datetime) -> bytes:
    """Return one booking as a calendar file, with an event for each date of a series."""
    return _file(_events(booking, now=now))


def _file(events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Weijiayuan//venues//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "微家园预约")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(booking: Booking, *, now: datetime) -> Iterable[Event]:
    target = bookable_targets.of_booking(booking)
    subject = keeper_permissions.subject_of(booking)
    where = getattr(subject, "address", "") or getattr(subject, "place_name", "") or target.title
    for number, meeting in enumerate(target.meetings):
        event = Event()
        event.add("uid", f"{booking.id}-{number}@weijiayuan")
        event.add("dtstamp", now)
        event.add("last-modified", booking.changed_at)
        event.add("sequence", booking.revision + subject.place_revision)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("summary", target.title)
        event.add("location", where)
        event.add("description", f"{WORDS[booking.state]}，签到码 {booking.code}")
        event.add("status", _status(booking.state))
        if event["status"] != "CANCELLED":
            event.add_component(_alarm(target.title))
        yield event


def _status(state: BookingState) -> str:
    if state in STATUS:
        return STATUS[state]
    waiting = {BookingState.WAITING, BookingState.OFFERED, BookingState.HELD, BookingState.PENDING}
    return "TENTATIVE" if state in waiting else "CANCELLED"


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=-2))
    return alarm


def open_feed(resident_id: UUID) -> str:
    """Return the token of a resident's private calendar address: the same as before, if any."""
    known = db.session.scalar(select(Feed).filter_by(resident_id=resident_id))
    if known is not None and known.token is not None:
        return known.token
    return renew_feed(resident_id)


def renew_feed(resident_id: UUID) -> str:
    """Give a resident another private calendar address and end the old one. Returns its token."""
    token = new_token()
    db.session.execute(delete(Feed).filter_by(resident_id=resident_id))
    db.session.add(Feed(resident_id=resident_id, token_hash=hash_of(token), token=token))
    return token


def of_feed(token: str, *, now: datetime) -> bytes:
    """Return every booking that stands, from three months back. Raises `FeedNotFound`."""
    wanted = select(Feed.resident_id).filter_by(token_hash=hash_of(token))
    resident_id = db.session.scalar(wanted)
    if resident_id is None:
        raise FeedNotFound
    found = bookings.for_calendar(resident_id, since=now - KEPT)
    return _file(event for one in found for event in _events(one, now=now))


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
