"""Activities for residents: find, register, wait, rate."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.lottery_draws.errors import AlreadyEntered, DrawClosed, NotEntered
from weijiayuan.venues import errors
from weijiayuan.venues.api.bookings import (
    BOOKING,
    WHY_NOT,
    calendar_file,
    page_of_mine,
    request_of,
    shown_of,
)
from weijiayuan.venues.api.public import ratings_of
from weijiayuan.venues.queries import booking_views, bookings, search
from weijiayuan.venues.queries.search import ActivityAsked
from weijiayuan.venues.rules.vocabulary import BookableKind
from weijiayuan.venues.schemas import serializers
from weijiayuan.venues.schemas.activities import (
    ActivitiesIn,
    ActivitiesOut,
    ActivityOut,
    DrawEntryIn,
    DrawEntryOut,
    DrawLeaveIn,
    RegistrationIn,
)
from weijiayuan.venues.schemas.venues import (
    BookingOut,
    BookingsOut,
    MyBookingsIn,
    VenueRatingIn,
    VenueRatingOut,
    VenueRatingsOut,
)
from weijiayuan.venues.service import activities as service
from weijiayuan.venues.service import booking as booking_service
from weijiayuan.venues.service import booking_icalendar, registration_draws, satisfaction_rating
from weijiayuan.venues.service.bookable_targets import Availability
from weijiayuan.venues.service.booking import Lookup
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.idempotency import once_seen
from weijiayuan.web.pagination import CursorMalformed, Page
from weijiayuan.web.schemas import PageIn

activities = Blueprint("activities", __name__, guard=require_resident, description="活动报名")

REFUSALS = (
    errors.ActivityNotFound,
    errors.SessionNotFound,
    errors.ActivityOver,
    errors.RegistrationNotOpen,
    errors.RegistrationClosed,
    errors.GuardianNeeded,
    errors.AnswerMissing,
)


@activities.get("", guard=open_to_all, alike=True)
@activities.arguments(ActivitiesIn, location="query")
@activities.response(200, ActivitiesOut)
@activities.refuses(CursorMalformed)
def list_activities(asked: dict[str, Any]) -> dict[str, Any]:
    """List activities that are not over, the soonest first, with the places left."""
    now = clock.now()
    page = search.activities(
        ActivityAsked(
            community=asked.get("community"),
            kind=asked.get("kind"),
            on=asked.get("date"),
            open_now=asked["open_now"],
            q=asked.get("q"),
        ),
        limit=asked["limit"],
        cursor=asked["cursor"],
        now=now,
    )
    sessions = search.sessions_of([one.id for one in page.items])
    items = [
        serializers.activity_card(one, sessions.get(one.id, []), now=now) for one in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


@activities.get("/<uuid:activity_id>", guard=open_to_all)
@activities.response(200, ActivityOut)
@activities.refuses(errors.ActivityNotFound)
def show_activity(activity_id: UUID) -> Response:
    """Show an activity with its sessions, dates and questions."""
    now = clock.now()
    found = search.activity(activity_id)
    sessions = search.sessions_of([activity_id]).get(activity_id, [])
    versions = ".".join(str(one.version) for one in sessions)
    state = serializers.activity_state(found, now=now)
    stars = f"{found.stars_total}.{found.stars_count}"
    return conditional(
        f"{versions}.{state}.{stars}", lambda: _activity(activity_id, sessions, now=now)
    )


def _activity(activity_id: UUID, sessions: Any, *, now: datetime) -> dict[str, Any]:
    meetings = search.meetings_of([one.id for one in sessions])
    return serializers.activity(search.activity(activity_id), sessions, meetings, now=now)


@activities.post("/<uuid:activity_id>/registrations", looks_first=True)
@activities.arguments(RegistrationIn)
@activities.response(201, BookingOut)
@activities.refuses(*REFUSALS, *WHY_NOT)
def register(asked: dict[str, Any], activity_id: UUID) -> Response:
    """Register myself, or a family member, for a session."""
    now, request = clock.now(), request_of(asked)

    def look() -> tuple[Lookup, Availability]:
        search.activity(activity_id)
        lookup = service.session_lookup(activity_id, asked["session_id"], request)
        return lookup, booking_service.check_settled(lookup, request, now=now)

    def act(seen: tuple[Lookup, Availability]) -> Response:
        by = current_resident_id()
        made, _ = booking_service.book(*seen, request, by=by, now=now)
        answer = jsonify(BOOKING.dump(booking_views.one(made, now=now)))
        answer.status_code = 201
        return answer

    return once_seen(look, act)


@activities.post("/<uuid:activity_id>/waits")
@activities.arguments(RegistrationIn)
@activities.response(201, BookingOut)
@activities.refuses(*REFUSALS, errors.SlotFree, errors.LineTooLong, *WHY_NOT)
def wait_for_place(asked: dict[str, Any], activity_id: UUID) -> dict[str, Any]:
    """Wait for a place in a full session."""
    now = clock.now()
    search.activity(activity_id)
    made = service.join_line(
        activity_id, asked["session_id"], request_of(asked), by=current_resident_id(), now=now
    )
    return booking_views.one(made, now=now)


@activities.post("/<uuid:activity_id>/draw-entries")
@activities.arguments(DrawEntryIn)
@activities.response(201, DrawEntryOut)
@activities.refuses(*REFUSALS, errors.NotByDraw, DrawClosed, AlreadyEntered)
def enter_draw(asked: dict[str, Any], activity_id: UUID) -> Any:
    """Enter myself, or a family member, in the draw for places."""
    search.activity(activity_id)
    session_id, request = asked["session_id"], request_of(asked)
    return registration_draws.enter(
        activity_id, session_id, request, by=current_resident_id(), now=clock.now()
    )


@activities.post("/<uuid:activity_id>/draw-entries/withdraw")
@activities.arguments(DrawLeaveIn)
@activities.response(204)
@activities.refuses(*REFUSALS, errors.NotByDraw, DrawClosed, NotEntered)
def leave_draw(asked: dict[str, Any], activity_id: UUID) -> None:
    """Take an entry back while the draw is open."""
    for_id = asked["member_id"] or current_resident_id()
    registration_draws.leave(activity_id, asked["session_id"], for_id=for_id, now=clock.now())


@activities.get("/registrations")
@activities.arguments(MyBookingsIn, location="query")
@activities.response(200, BookingsOut)
@activities.refuses(CursorMalformed)
def list_mine(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List my registrations, the latest first."""
    return page_of_mine(BookableKind.SESSION, asked)


@activities.get("/registrations/<uuid:booking_id>")
@activities.response(200, BookingOut)
@activities.refuses(errors.BookingNotFound)
def show_registration(booking_id: UUID) -> dict[str, Any]:
    """Show one registration of mine."""
    return shown_of(bookings.booking(booking_id, of=current_resident_id()))


@activities.post("/registrations/<uuid:booking_id>/cancel")
@activities.response(200, BookingOut)
@activities.refuses(errors.BookingNotFound, errors.TooLateToCancel, IllegalMove)
def cancel_registration(booking_id: UUID) -> dict[str, Any]:
    """Give my registration, or my place in the line, up."""
    return shown_of(booking_service.cancel(booking_id, by=current_resident_id(), now=clock.now()))


@activities.post("/registrations/<uuid:booking_id>/accept")
@activities.response(200, BookingOut)
@activities.refuses(errors.BookingNotFound, errors.OfferOver, errors.OverlapsOwn, errors.Suspended)
def accept_offer(booking_id: UUID) -> dict[str, Any]:
    """Take the place that was offered to me."""
    return shown_of(booking_service.accept(booking_id, by=current_resident_id(), now=clock.now()))


@activities.get("/registrations/<uuid:booking_id>.ics")
@activities.response(200, content_type="text/calendar")
@activities.refuses(errors.BookingNotFound)
def registration_calendar(booking_id: UUID) -> Response:
    """Return a registration as a calendar file, every date of a series in it."""
    booking = bookings.booking(booking_id, of=current_resident_id())
    return calendar_file(
        booking_icalendar.of_booking(booking, now=clock.now()), f"{booking.code}.ics"
    )


@activities.post("/registrations/<uuid:booking_id>/rating")
@activities.arguments(VenueRatingIn)
@activities.response(201, VenueRatingOut)
@activities.refuses(errors.BookingNotFound, errors.NotRatable, errors.RatingSettled)
def rate_activity(asked: dict[str, Any], booking_id: UUID) -> Any:
    """Rate an activity I came to, or change my rating within a week."""
    return satisfaction_rating.rate(booking_id, **asked, by=current_resident_id(), now=clock.now())


@activities.get("/<uuid:activity_id>/ratings", guard=open_to_all, alike=True)
@activities.arguments(PageIn, location="query")
@activities.response(200, VenueRatingsOut)
@activities.refuses(errors.ActivityNotFound, CursorMalformed)
def list_ratings(paging: dict[str, Any], activity_id: UUID) -> Page[dict[str, Any]]:
    """List what participants said, the newest first."""
    search.activity(activity_id)
    return ratings_of(activity_id, paging)
