"""A resident's own bookings: make, wait, accept, cancel, carry in a calendar, rate, appeal."""

import re
from dataclasses import fields
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.errors import FamilyMemberNotFound
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.venues import errors
from weijiayuan.venues.api.blueprint import venues
from weijiayuan.venues.models import Booking
from weijiayuan.venues.queries import booking_limit_checks, booking_views, bookings
from weijiayuan.venues.rules import no_shows as conduct_rules
from weijiayuan.venues.rules.slot_identifiers import PATTERN, slot_name
from weijiayuan.venues.rules.vocabulary import BookableKind
from weijiayuan.venues.schemas.venues import (
    BookingIn,
    BookingOut,
    BookingPartyIn,
    BookingsOut,
    CalendarFeedOut,
    ConductOut,
    MyBookingsIn,
    NoShowAppealIn,
    NoShowAppealOut,
    VenueRatingIn,
    VenueRatingOut,
)
from weijiayuan.venues.service import booking as service
from weijiayuan.venues.service import booking_icalendar, no_show_appeals, satisfaction_rating
from weijiayuan.venues.service.bookable_targets import Availability
from weijiayuan.venues.service.booking import BookingRequest, Lookup
from weijiayuan.web.blueprint import open_to_all
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.messages import text
from weijiayuan.web.pagination import CursorMalformed, Page

BOOKING = BookingOut()
WHY_NOT = (
    errors.SlotFull,
    errors.SlotClosed,
    errors.SlotPast,
    errors.BookingClosed,
    errors.NotReleased,
    errors.TooManyPeople,
    errors.DayLimit,
    errors.WeekLimit,
    errors.KindLimit,
    errors.OverlapsOwn,
    errors.AlreadyBooked,
    errors.Suspended,
    errors.AgeNotAllowed,
    errors.AgeUnknown,
    errors.NotFromHere,
    errors.FamilyNotAllowed,
    errors.GroupNotAllowed,
    FamilyMemberNotFound,
)


def request_of(asked: dict[str, Any]) -> BookingRequest:
    """Return who wants to come, as the service knows it."""
    known = [one.name for one in fields(BookingRequest)]
    return BookingRequest(**{name: asked[name] for name in known if name in asked})


@venues.post("/bookings", looks_first=True)
@venues.arguments(BookingIn)
@venues.response(201, BookingOut)
@venues.refuses(errors.VenueNotFound, errors.SlotNotFound, errors.SlotOfAnotherVenue, *WHY_NOT)
def book_slot(asked: dict[str, Any]) -> Response:
    """Book a slot, first come first served."""
    now = clock.now()
    request = request_of(asked)
    look = service.slot_lookup(slot_name(asked["slot_id"]), venue_id=asked.get("venue_id"))
    return once_seen(
        partial(service.check_settled, look, request, now=now),
        partial(_booked, look, request, now),
    )


def _booked(look: Lookup, request: BookingRequest, now: datetime, sight: Availability) -> Response:
    made, target = service.book(look, sight, request, by=current_resident_id(), now=now)
    answer = jsonify(BOOKING.dump(booking_views.one(made, now=now, venue=target.venue)))
    answer.status_code = 201
    return answer


@venues.post("/slots/<string:slot_id>/waits")
@venues.arguments(BookingPartyIn)
@venues.response(201, BookingOut)
@venues.refuses(
    errors.VenueNotFound, errors.SlotNotFound, errors.SlotFree, errors.LineTooLong, *WHY_NOT
)
def wait_for_slot(asked: dict[str, Any], slot_id: str) -> dict[str, Any]:
    """Wait for a full slot; the first in the line is offered what becomes free."""
    if not re.fullmatch(PATTERN, slot_id):
        raise errors.SlotNotFound
    now = clock.now()
    look = service.slot_lookup(slot_name(slot_id))
    made = service.join_line(look, request_of(asked), by=current_resident_id(), now=now)
    return booking_views.one(made, now=now)


@venues.get("/bookings")
@venues.arguments(MyBookingsIn, location="query")
@venues.response(200, BookingsOut)
@venues.refuses(CursorMalformed)
def list_mine(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List my bookings of venues, the latest first."""
    return page_of_mine(BookableKind.VENUE, asked)


def page_of_mine(kind: BookableKind, asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Return a page of the caller's bookings of one kind."""
    now = clock.now()
    page = bookings.mine(
        current_resident_id(),
        kind=kind,
        coming=asked.get("coming"),
        now=now,
        limit=asked["limit"],
        cursor=asked["cursor"],
    )
    return Page(booking_views.shown(page.items, now=now), page.next_cursor)


@venues.get("/bookings/<uuid:booking_id>")
@venues.response(200, BookingOut)
@venues.refuses(errors.BookingNotFound)
def show_booking(booking_id: UUID) -> dict[str, Any]:
    """Show one booking of mine."""
    return shown_of(bookings.booking(booking_id, of=current_resident_id()))


def shown_of(booking: Booking) -> dict[str, Any]:
    return booking_views.one(booking, now=clock.now())


@venues.post("/bookings/<uuid:booking_id>/cancel")
@venues.response(200, BookingOut)
@venues.refuses(errors.BookingNotFound, errors.TooLateToCancel, IllegalMove)
def cancel_booking(booking_id: UUID) -> dict[str, Any]:
    """Give my booking, or my place in the line, up. Cancelling twice is harmless."""
    return shown_of(service.cancel(booking_id, by=current_resident_id(), now=clock.now()))


@venues.post("/bookings/<uuid:booking_id>/accept")
@venues.response(200, BookingOut)
@venues.refuses(
    errors.BookingNotFound,
    errors.OfferOver,
    errors.OverlapsOwn,
    errors.DayLimit,
    errors.WeekLimit,
    errors.KindLimit,
    errors.Suspended,
)
def accept_offer(booking_id: UUID) -> dict[str, Any]:
    """Take the place that was offered to me."""
    return shown_of(service.accept(booking_id, by=current_resident_id(), now=clock.now()))


@venues.post("/bookings/<uuid:booking_id>/confirm")
@venues.response(200, BookingOut)
@venues.refuses(errors.BookingNotFound, errors.NotHeld, errors.OverlapsOwn, errors.Suspended)
def confirm_hold(booking_id: UUID) -> dict[str, Any]:
    """Confirm a place that is held for me."""
    return shown_of(service.confirm(booking_id, by=current_resident_id(), now=clock.now()))


@venues.get("/bookings/<uuid:booking_id>.ics")
@venues.response(200, content_type="text/calendar")
@venues.refuses(errors.BookingNotFound)
def booking_calendar(booking_id: UUID) -> Response:
    """Return one booking as a calendar file."""
    booking = bookings.booking(booking_id, of=current_resident_id())
    return calendar_file(
        booking_icalendar.of_booking(booking, now=clock.now()), f"{booking.code}.ics"
    )


def calendar_file(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@venues.post("/feed")
@venues.response(201, CalendarFeedOut)
def open_feed() -> dict[str, str]:
    """Show the private calendar address of all my bookings; the first time, make it."""
    token = booking_icalendar.open_feed(current_resident_id())
    return {"url": f"/api/v1/venues/feeds/{token}.ics"}


@venues.post("/feed/renew")
@venues.response(201, CalendarFeedOut)
def renew_feed() -> dict[str, str]:
    """Make another private calendar address; calendars that know the old one get nothing more."""
    token = booking_icalendar.renew_feed(current_resident_id())
    return {"url": f"/api/v1/venues/feeds/{token}.ics"}


@venues.get("/feeds/<string:token>.ics", guard=open_to_all)
@venues.response(200, content_type="text/calendar")
@venues.refuses(errors.FeedNotFound)
def feed(token: str) -> Response:
    """Return the calendar behind a private address."""
    return calendar_file(booking_icalendar.of_feed(token, now=clock.now()), "weijiayuan.ics")


@venues.post("/bookings/<uuid:booking_id>/rating")
@venues.arguments(VenueRatingIn)
@venues.response(201, VenueRatingOut)
@venues.refuses(errors.BookingNotFound, errors.NotRatable, errors.RatingSettled)
def rate_visit(asked: dict[str, Any], booking_id: UUID) -> Any:
    """Rate a visit, or change my rating within a week."""
    return satisfaction_rating.rate(booking_id, **asked, by=current_resident_id(), now=clock.now())


@venues.post("/bookings/<uuid:booking_id>/appeal")
@venues.arguments(NoShowAppealIn)
@venues.response(201, NoShowAppealOut)
@venues.refuses(errors.BookingNotFound, errors.NoAppeal)
def contest_no_show(asked: dict[str, Any], booking_id: UUID) -> Any:
    """Contest a no-show of mine."""
    return no_show_appeals.appeal(
        booking_id, asked["text"], by=current_resident_id(), now=clock.now()
    )


@venues.get("/conduct")
@venues.response(200, ConductOut)
def my_conduct() -> dict[str, Any]:
    """Show my no-shows, and until when I am suspended if I am."""
    now, missed = clock.now(), booking_limit_checks.no_shows(current_resident_id())
    found = conduct_rules.suspension(missed, now=now)
    left = conduct_rules.left_before_suspension(missed, now=now)
    if found is not None:
        days = conduct_rules.APPEAL_WITHIN.days
        said = text("venues.suspended", until=found.until, days=days)
    else:
        said = text("venues.conduct_left", count=len(missed), left=left)
    until = found.until if found else None
    return {"no_shows": missed, "left": left, "suspended_until": until, "text": said}
