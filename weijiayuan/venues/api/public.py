"""Finding venues and slots: open to all, cached by version."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.venues.api.blueprint import venues
from weijiayuan.venues.errors import PeriodMalformed, VenueNotFound
from weijiayuan.venues.queries import closures, search, slots
from weijiayuan.venues.queries.search import Asked
from weijiayuan.venues.schemas import serializers
from weijiayuan.venues.schemas.venues import (
    VenueOut,
    VenueRatingsOut,
    VenuesIn,
    VenueSlotsIn,
    VenueSlotsOut,
    VenuesOut,
)
from weijiayuan.web.blueprint import open_to_all
from weijiayuan.web.etags import conditional
from weijiayuan.web.pagination import CursorMalformed, Page
from weijiayuan.web.schemas import PageIn

LONGEST_PAGE = timedelta(days=42)
FARTHEST = timedelta(days=366)


@venues.get("", guard=open_to_all)
@venues.arguments(VenuesIn, location="query")
@venues.response(200, VenuesOut)
@venues.refuses(CursorMalformed)
def list_venues(asked: dict[str, Any]) -> Response:
    """List venues, the nearest first, each with its next free slot."""
    now = clock.now()
    wanted = asked_of(asked)
    return conditional(
        search.stamp(now=now),
        lambda: serializers.cards(
            search.venues(wanted, limit=asked["limit"], cursor=asked["cursor"], now=now)
        ),
    )


def asked_of(asked: dict[str, Any]) -> Asked:
    """Return what was asked for as the query knows it."""
    near = None
    if "near" in asked:
        lng, lat = (float(part) for part in asked["near"].split(","))
        near = Point(lng, lat, Datum(asked["datum"]))
    return Asked(
        community=asked.get("community"),
        kind=asked.get("kind"),
        near=near,
        radius=asked.get("radius"),
        on=asked.get("date"),
        free_now=asked["free_now"],
        q=asked.get("q"),
    )


@venues.get("/<uuid:venue_id>", guard=open_to_all)
@venues.response(200, VenueOut)
@venues.refuses(VenueNotFound)
def show_venue(venue_id: UUID) -> Response:
    """Show a venue with its hours and rules in plain words."""
    now = clock.now()
    face = slots.face(venue_id, now=now)
    minute = int(now.timestamp()) // 60
    return conditional(f"{face.version}.{face.calendar}.{minute}", lambda: _venue(venue_id, now))


def _venue(venue_id: UUID, now: datetime) -> dict[str, Any]:
    found = search.venue(venue_id)
    face = slots.face_of(found)
    today = local_date(now)
    page = slots.page(face, today, found.rules.last_day(now), now=now)
    free = next((one for one in page if one.state.value == "open"), None)
    return serializers.venue(found, free, closures.coming(venue_id, now=now))


@venues.get("/<uuid:venue_id>/slots", guard=open_to_all)
@venues.arguments(VenueSlotsIn, location="query")
@venues.response(200, VenueSlotsOut)
@venues.refuses(VenueNotFound, PeriodMalformed)
def list_slots(asked: dict[str, Any], venue_id: UUID) -> Response:
    """List the slots of some days with what is left of each; a week from today unless named."""
    now = clock.now()
    first, last = period(asked.get("from_"), asked.get("to"), today=local_date(now))
    face = slots.face(venue_id, now=now)
    return conditional(
        slots.version(face, first, last, now=now),
        lambda: serializers.slots(face, slots.page(face, first, last, now=now)),
    )


def period(first: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """Return the days asked for. Raises `PeriodMalformed` when they are too many or too far."""
    start = first or min(today, last or today)
    if abs(start - today) > FARTHEST:
        raise PeriodMalformed
    end = last or start + timedelta(days=7)
    if not timedelta(0) <= end - start <= LONGEST_PAGE:
        raise PeriodMalformed
    return start, end


@venues.get("/<uuid:venue_id>/ratings", guard=open_to_all, alike=True)
@venues.arguments(PageIn, location="query")
@venues.response(200, VenueRatingsOut)
@venues.refuses(VenueNotFound, CursorMalformed)
def list_ratings(paging: dict[str, Any], venue_id: UUID) -> Page[dict[str, Any]]:
    """List what visitors said, the newest first."""
    search.venue(venue_id)
    return ratings_of(venue_id, paging)


def ratings_of(subject_id: UUID, paging: dict[str, Any]) -> Page[dict[str, Any]]:
    """Return a page of ratings; words that were not let through are left out, their stars not."""
    page = search.ratings(subject_id, **paging)
    items = [
        {
            "id": one.id,
            "stars": one.stars,
            "text": one.text if one.is_shown else "",
            "is_shown": one.is_shown,
            "answer": one.answer,
            "created_at": one.created_at,
        }
        for one in page.items
    ]
    return Page(items, page.next_cursor)
