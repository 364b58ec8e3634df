"""What waits for a keeper's decision: requests, contested no-shows, ratings without an answer."""

from typing import Any
from uuid import UUID

from weijiayuan.kernel import clock
from weijiayuan.venues import errors
from weijiayuan.venues.api.standing_bookings import written
from weijiayuan.venues.models import Rating
from weijiayuan.venues.queries import keeper_overviews
from weijiayuan.venues.schemas.activities import CallOffIn
from weijiayuan.venues.schemas.management import (
    AffectedBookingsOut,
    AffectedDecisionIn,
    AppealDecisionIn,
    KeptBookingOut,
    KeptBookingsOut,
    KeptRatingOut,
    KeptRatingsIn,
    KeptRatingsOut,
    NoShowsIn,
    RatingAnswerIn,
    RequestApprovalIn,
    RequestsIn,
    SeriesDecisionIn,
)
from weijiayuan.venues.schemas.venues import NoShowAppealOut, SeriesListOut, SeriesOut
from weijiayuan.venues.service import (
    calendar_changes,
    no_show_appeals,
    satisfaction_rating,
    standing_bookings,
)
from weijiayuan.venues.service import venue_management as service
from weijiayuan.venues.staff_api.blueprint import keeper, venue_keeping
from weijiayuan.venues.staff_api.booking_rows import kept
from weijiayuan.web.decided_as_read import decided_as_read, version_of
from weijiayuan.web.pagination import CursorMalformed, Page


@venue_keeping.get("/keeper/requests")
@venue_keeping.arguments(RequestsIn, location="query")
@venue_keeping.response(200, KeptBookingsOut)
@venue_keeping.refuses(CursorMalformed)
def list_requests(paging: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the requests that wait for approval."""
    page = keeper_overviews.requests(keeper().territories, now=clock.now(), **paging)
    return Page(kept(page.items), page.next_cursor)


@venue_keeping.post("/bookings/<uuid:booking_id>/approve")
@venue_keeping.arguments(RequestApprovalIn)
@venue_keeping.response(200, KeptBookingOut)
@venue_keeping.refuses(errors.BookingNotFound, errors.NotYourVenue, errors.NotPending)
@venue_keeping.refuses(errors.SecondPerson, errors.RequestChanged)
def approve(asked: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Approve a request in the version that was read."""
    revision, by = asked["revision"], keeper()
    made = service.approve(booking_id, revision=revision, keeper=by, now=clock.now())
    return kept([made])[0]


@venue_keeping.post("/bookings/<uuid:booking_id>/refuse")
@venue_keeping.arguments(CallOffIn)
@venue_keeping.response(200, KeptBookingOut)
@venue_keeping.refuses(errors.BookingNotFound, errors.NotYourVenue, errors.NotPending)
def refuse(asked: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Refuse a request, with the reason that the person is told."""
    made = service.refuse(booking_id, reason=asked["reason"], keeper=keeper(), now=clock.now())
    return kept([made])[0]


@venue_keeping.get("/keeper/no-shows")
@venue_keeping.arguments(NoShowsIn, location="query")
@venue_keeping.response(200, KeptBookingsOut)
@venue_keeping.refuses(CursorMalformed)
def list_no_shows(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List no-shows, the newest first; `contested` for those with an open appeal."""
    page = keeper_overviews.no_shows(keeper().territories, **asked)
    return Page(kept(page.items), page.next_cursor)


@venue_keeping.post("/bookings/<uuid:booking_id>/appeal/decide")
@venue_keeping.arguments(AppealDecisionIn)
@venue_keeping.response(200, NoShowAppealOut)
@venue_keeping.refuses(errors.NoShowNotFound, errors.NotYourVenue, errors.AppealDecided)
def decide_appeal(asked: dict[str, Any], booking_id: UUID) -> Any:
    """Excuse a no-show, or let it stand."""
    return no_show_appeals.decide(booking_id, **asked, keeper=keeper(), now=clock.now())


def _rating(found: Rating) -> dict[str, Any]:
    names = ("id", "stars", "text", "is_shown", "answer", "created_at", "subject_id")
    return {name: getattr(found, name) for name in names} | {"version": _rating_version(found)}


def _rating_version(found: Rating) -> str:
    return version_of(found.stars, found.text, found.is_shown, found.answer)


def _rating_now(rating_id: UUID) -> str:
    return _rating_version(satisfaction_rating.to_answer(rating_id, keeper=keeper()))


@venue_keeping.get("/keeper/ratings")
@venue_keeping.arguments(KeptRatingsIn, location="query")
@venue_keeping.response(200, KeptRatingsOut)
@venue_keeping.refuses(CursorMalformed)
def list_ratings(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List what visitors said about my venues and activities."""
    page = keeper_overviews.ratings(keeper().territories, **asked)
    return Page([_rating(each) for each in page.items], page.next_cursor)


@venue_keeping.post("/ratings/<uuid:rating_id>/answer")
@venue_keeping.arguments(RatingAnswerIn)
@venue_keeping.response(200, KeptRatingOut)
@venue_keeping.refuses(errors.RatingNotFound, errors.NotYourVenue)
@decided_as_read(_rating_now)
def answer_rating(asked: dict[str, Any], rating_id: UUID) -> dict[str, Any]:
    """Answer a rating in the venue's name."""
    found = satisfaction_rating.answer(rating_id, asked["text"], keeper=keeper(), now=clock.now())
    return _rating(found)


@venue_keeping.get("/keeper/affected")
@venue_keeping.response(200, AffectedBookingsOut)
def list_affected() -> dict[str, Any]:
    """List the bookings in my venues that no slot is left for, and activities outside the hours."""
    mine, now = keeper_overviews.all_venues(keeper().territories), clock.now()
    return {
        "affected": kept(calendar_changes.affected(mine, now=now)),
        "activities": calendar_changes.activities_outside(mine, now=now),
    }


@venue_keeping.post("/bookings/<uuid:booking_id>/affected")
@venue_keeping.arguments(AffectedDecisionIn)
@venue_keeping.response(200, KeptBookingOut)
@venue_keeping.refuses(errors.BookingNotFound, errors.NotYourVenue, errors.NotAffected)
def decide_affected(asked: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Keep a booking that has lost its slot, or call it off; the person is told."""
    found = calendar_changes.decide(
        booking_id, keep=asked["keep"], reason=asked["reason"], keeper=keeper(), now=clock.now()
    )
    return kept([found])[0]


@venue_keeping.get("/keeper/series")
@venue_keeping.response(200, SeriesListOut)
def list_series() -> dict[str, Any]:
    """List the standing bookings that wait for a decision in my venues."""
    mine = [one.id for one in keeper_overviews.all_venues(keeper().territories)]
    return {"items": [written(one) for one in standing_bookings.of_venues(mine)]}


@venue_keeping.post("/series/<uuid:series_id>/decision")
@venue_keeping.arguments(SeriesDecisionIn)
@venue_keeping.response(200, SeriesOut)
@venue_keeping.refuses(errors.SeriesNotFound, errors.NotYourVenue, errors.SeriesDecided)
def decide_series(asked: dict[str, Any], series_id: UUID) -> dict[str, Any]:
    """Approve or refuse all dates of a standing booking together."""
    return written(standing_bookings.decide(series_id, **asked, keeper=keeper(), now=clock.now()))
