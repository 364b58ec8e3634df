"""Figures of a venue: numbers, a table to download, and a picture by weekday and hour."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.kernel.time_span import Span
from weijiayuan.venues import errors
from weijiayuan.venues.queries import keeper_overviews, slots
from weijiayuan.venues.rules import usage_by_hour
from weijiayuan.venues.schemas.management import VenueFiguresIn, VenueFiguresOut
from weijiayuan.venues.service import keeper_permissions
from weijiayuan.venues.staff_api.blueprint import keeper, venue_keeping
from weijiayuan.venues.usage_exports import heat_map, table, workbook

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = timedelta(days=366)
REFUSALS = (errors.VenueNotFound, errors.NotYourVenue, errors.PeriodMalformed)


def period_of(asked: dict[str, Any]) -> Span:
    """Return the days asked for. Raises `PeriodMalformed` for more than a year."""
    if not timedelta(0) <= asked["to"] - asked["from_"] <= LONGEST:
        raise errors.PeriodMalformed
    return slots.days(asked["from_"], asked["to"])


@venue_keeping.get("/<uuid:venue_id>/figures")
@venue_keeping.arguments(VenueFiguresIn, location="query")
@venue_keeping.response(200, VenueFiguresOut)
@venue_keeping.refuses(*REFUSALS)
def show_figures(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Show how a venue was used: bookings by outcome, people, hours by weekday."""
    period = period_of(asked)
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    grid = usage_by_hour.by_weekday_and_hour(keeper_overviews.uses(venue.id, period))
    return asdict(keeper_overviews.tally(venue.id, period)) | {"grid": grid}


@venue_keeping.get("/<uuid:venue_id>/figures.csv")
@venue_keeping.arguments(VenueFiguresIn, location="query")
@venue_keeping.response(200, content_type="text/csv")
@venue_keeping.refuses(*REFUSALS)
def download_figures(asked: dict[str, Any], venue_id: UUID) -> Response:
    """Download person-hours by weekday and hour, as a spreadsheet reads them."""
    period = period_of(asked)
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    grid = usage_by_hour.by_weekday_and_hour(keeper_overviews.uses(venue.id, period))
    answer = Response(table(grid), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="venue-figures.csv"'
    return answer


@venue_keeping.get("/<uuid:venue_id>/figures.xlsx")
@venue_keeping.arguments(VenueFiguresIn, location="query")
@venue_keeping.response(200, content_type=SHEET)
@venue_keeping.refuses(*REFUSALS)
def sheet_figures(asked: dict[str, Any], venue_id: UUID) -> Response:
    """Download the same table as a workbook, which WeChat opens where it does not open CSV."""
    period = period_of(asked)
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    grid = usage_by_hour.by_weekday_and_hour(keeper_overviews.uses(venue.id, period))
    answer = Response(workbook(grid), mimetype=SHEET)
    answer.headers["Content-Disposition"] = 'attachment; filename="venue-figures.xlsx"'
    return answer


@venue_keeping.get("/<uuid:venue_id>/figures.svg")
@venue_keeping.arguments(VenueFiguresIn, location="query")
@venue_keeping.response(200, content_type="image/svg+xml")
@venue_keeping.refuses(*REFUSALS)
def picture_figures(asked: dict[str, Any], venue_id: UUID) -> Response:
    """Draw person-hours by weekday and hour."""
    period = period_of(asked)
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    grid = usage_by_hour.by_weekday_and_hour(keeper_overviews.uses(venue.id, period))
    return Response(heat_map(grid, title=venue.name), mimetype="image/svg+xml")
