"""Standing bookings, for who answers for a group."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.kernel import clock
from weijiayuan.venues import errors
from weijiayuan.venues.api.blueprint import venues
from weijiayuan.venues.models import Series
from weijiayuan.venues.schemas.venues import SeriesDatesOut, SeriesIn, SeriesListOut, SeriesOut
from weijiayuan.venues.service import standing_bookings
from weijiayuan.venues.service.standing_bookings import Wanted

WHY_NOT = (
    errors.VenueNotFound,
    errors.GroupNotAllowed,
    errors.TooManyPeople,
    errors.SeriesMalformed,
)


@venues.post("/series/preview", idempotent=False, as_reader=True)
@venues.arguments(SeriesIn)
@venues.response(200, SeriesDatesOut)
@venues.refuses(*WHY_NOT)
def preview_series(asked: dict[str, Any]) -> dict[str, Any]:
    """List the dates of a standing booking and which can be had, without booking any."""
    return {
        "dates": standing_bookings.dates(Wanted(**asked), by=current_resident_id(), now=clock.now())
    }


@venues.post("/series")
@venues.arguments(SeriesIn)
@venues.response(201, SeriesOut)
@venues.refuses(*WHY_NOT)
def ask_for_series(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask for a slot of every week for my group; the free dates are kept until it is decided."""
    made, dates = standing_bookings.ask(Wanted(**asked), by=current_resident_id(), now=clock.now())
    return written(made) | {"dates": dates}


@venues.get("/series")
@venues.response(200, SeriesListOut)
def my_series() -> dict[str, Any]:
    """List the standing bookings I answer for."""
    return {"items": [written(one) for one in standing_bookings.mine(current_resident_id())]}


@venues.post("/series/<uuid:series_id>/cancel")
@venues.response(200, SeriesOut)
@venues.refuses(errors.SeriesNotFound)
def cancel_series(series_id: UUID) -> dict[str, Any]:
    """Give up every date that is still to come."""
    return written(standing_bookings.cancel(series_id, by=current_resident_id(), now=clock.now()))


def written(found: Series) -> dict[str, Any]:
    """Write a standing booking with its dates as bookings."""
    names = ("id", "venue_id", "group_name", "purpose", "weekday", "starts", "people", "reason")
    days = {"first_day": found.first_day, "last_day": found.last_day}
    dates = [
        {"day": one.day, "state": one.state.value}
        for one in standing_bookings.bookings_of(found.id)
    ]
    facts = {name: getattr(found, name) for name in names} | days
    return facts | {"state": found.state.value, "dates": dates}
