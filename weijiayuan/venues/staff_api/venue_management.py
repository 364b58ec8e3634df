"""The keeper's day: check-in, walk-ins, closed days, hours, rules."""

from datetime import date
from typing import Any
from uuid import UUID

from weijiayuan.accounts.guards import require_role
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.venues import errors
from weijiayuan.venues.models import Booking, WalkIn
from weijiayuan.venues.queries import bookings, closures, keeper_overviews
from weijiayuan.venues.queries.search import Card
from weijiayuan.venues.rules.slot_identifiers import slot_name
from weijiayuan.venues.rules.states import BookingState
from weijiayuan.venues.rules.vocabulary import Use, VenueKind
from weijiayuan.venues.schemas import serializers
from weijiayuan.venues.schemas.management import (
    AffectedBookingsOut,
    ClosurePeriodIn,
    KeptVenuesIn,
    LastDayIn,
    VenueChangeOut,
    VenueChangesOut,
    VenueCheckInIn,
    VenueCheckInOut,
    VenueClosureIn,
    VenueClosureOut,
    VenueClosuresIn,
    VenueDayIn,
    VenueDayOut,
    VenueDescriptionIn,
    VenueHoursIn,
    VenueIn,
    VenueRetirementIn,
    VenueRulesIn,
    VenueWalkInIn,
    VenueWalkInOut,
    timetable_of,
)
from weijiayuan.venues.schemas.venues import TimetableIn, VenueOut, VenuesOut, rules_of
from weijiayuan.venues.service import attendance, keeper_permissions, venue_creation, venue_details
from weijiayuan.venues.service import venue_management as service
from weijiayuan.venues.service.venue_creation import NewVenue
from weijiayuan.venues.service.venue_details import Description
from weijiayuan.venues.service.venue_management import Affected
from weijiayuan.venues.staff_api.blueprint import ORGANISERS, keeper, venue_keeping
from weijiayuan.venues.staff_api.booking_rows import kept
from weijiayuan.web.messages import text
from weijiayuan.web.pagination import CursorMalformed, Page

OURS = (errors.VenueNotFound, errors.NotYourVenue)


@venue_keeping.get("/keeper/venues")
@venue_keeping.arguments(KeptVenuesIn, location="query")
@venue_keeping.response(200, VenuesOut)
@venue_keeping.refuses(CursorMalformed)
def list_kept(paging: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the venues I look after."""
    page = keeper_overviews.venues(keeper().territories, **paging)
    return Page([serializers.card(Card(one, None, None)) for one in page.items], page.next_cursor)


@venue_keeping.post("")
@venue_keeping.arguments(VenueIn)
@venue_keeping.response(201, VenueOut)
@venue_keeping.refuses(errors.CommunityNotFound, errors.NotYourVenue)
def found_venue(asked: dict[str, Any]) -> dict[str, Any]:
    """Add a venue in my territory, open every day from nine to nine until I say otherwise."""
    given = NewVenue(
        name=asked["name"],
        venue_kind=VenueKind(asked["kind"]),
        use=Use(asked["use"]),
        community_code=asked["community"],
        places=asked["places"],
        people_most=asked["people_most"],
        address=asked["address"],
        contact=asked["contact"],
        place=point_of(asked["place"]),
    )
    return serializers.venue(venue_creation.add_venue(given, keeper=keeper()), None, [])


@venue_keeping.get("/<uuid:venue_id>/day")
@venue_keeping.arguments(VenueDayIn, location="query")
@venue_keeping.response(200, VenueDayOut)
@venue_keeping.refuses(*OURS)
def show_day(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Show a day of a venue: who comes when, and who walked in."""
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    day: date = asked.get("date") or local_date(clock.now())
    return {
        "date": day,
        "bookings": kept(keeper_overviews.day(venue.id, day)),
        "walk_ins": keeper_overviews.walk_ins(venue.id, day),
    }


@venue_keeping.post("/check-ins", guard=require_role(*ORGANISERS))
@venue_keeping.arguments(VenueCheckInIn)
@venue_keeping.response(200, VenueCheckInOut)
@venue_keeping.refuses(
    errors.CodeNotFound, errors.TooEarly, errors.VisitOver, errors.NotConfirmed, errors.SlotFull
)
def check_in(asked: dict[str, Any]) -> dict[str, Any]:
    """Admit whoever shows this code or QR. Doing it again is harmless."""
    booking, is_first = attendance.check_in(
        asked["code"], keeper=keeper(*ORGANISERS), now=clock.now()
    )
    code = "venues.checked_in" if is_first else "venues.checked_in_before"
    return {
        "booking": kept([booking])[0],
        "is_first": is_first,
        "text": text(code, people=booking.people, at=booking.checked_in_at),
    }


@venue_keeping.post("/walk-ins")
@venue_keeping.arguments(VenueWalkInIn)
@venue_keeping.response(201, VenueWalkInOut)
@venue_keeping.refuses(
    *OURS,
    errors.SlotNotFound,
    errors.SlotFull,
    errors.SlotClosed,
    errors.TooEarly,
    errors.VisitOver,
)
def count_walk_in(asked: dict[str, Any]) -> WalkIn:
    """Count people who came without a booking."""
    name = slot_name(asked["slot_id"])
    return attendance.walk_in(name, asked["people"], keeper=keeper(), now=clock.now())


@venue_keeping.get("/<uuid:venue_id>/closures")
@venue_keeping.response(200, VenueClosureOut(many=True))
@venue_keeping.refuses(*OURS)
def list_closures(venue_id: UUID) -> Any:
    """List the closures to come."""
    return closures.coming(keeper_permissions.venue_of(keeper(), venue_id).id, now=clock.now())


@venue_keeping.post("/<uuid:venue_id>/closures/preview", idempotent=False, as_reader=True)
@venue_keeping.arguments(ClosurePeriodIn)
@venue_keeping.response(200, AffectedBookingsOut)
@venue_keeping.refuses(*OURS, errors.PeriodMalformed)
def preview_closure(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """List the bookings that a closure would touch, without closing anything."""
    span = Span(asked["starts_at"], asked["ends_at"])
    service.check_period(span)
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    return {
        "affected": kept(booked(bookings.standing(venue.id, span))),
        "activities": service.kept_for(venue, span, now=clock.now()),
    }


def booked(standing: Any) -> list[Booking]:
    return [one for one in standing if one.state is not BookingState.WAITING]


@venue_keeping.post("/<uuid:venue_id>/closures")
@venue_keeping.arguments(VenueClosureIn)
@venue_keeping.response(201, VenueChangeOut)
@venue_keeping.refuses(*OURS, errors.PeriodMalformed, errors.KeptForActivity)
def close_venue(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Close a venue for a while; everybody affected is told."""
    change = service.close(
        venue_id,
        Span(asked["starts_at"], asked["ends_at"]),
        reason=asked["reason"],
        affected=Affected(asked["bookings"]),
        keeper=keeper(),
        now=clock.now(),
    )
    return {"closure": change.closure, "affected": kept(change.affected)}


@venue_keeping.post("/closures/<uuid:closure_id>/lift")
@venue_keeping.response(200, VenueClosureOut)
@venue_keeping.refuses(errors.ClosureNotFound, *OURS, errors.KeptForActivity)
def reopen_venue(closure_id: UUID) -> Any:
    """Lift a closure; those who still wait are offered the places."""
    return service.reopen(closure_id, keeper=keeper(), now=clock.now())


@venue_keeping.post("/<uuid:venue_id>/hours/preview", idempotent=False, as_reader=True)
@venue_keeping.arguments(TimetableIn)
@venue_keeping.response(200, AffectedBookingsOut)
@venue_keeping.refuses(*OURS, errors.HoursMalformed)
def preview_hours(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """List the bookings that other hours would have no slot for, without changing anything."""
    timetable = timetable_of(asked)
    service.check_hours(timetable)
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    now = clock.now()
    return {
        "affected": kept(booked(service.orphans(venue, timetable, now=now))),
        "activities": service.outside(venue, timetable, now=now),
    }


@venue_keeping.put("/<uuid:venue_id>/hours")
@venue_keeping.arguments(VenueHoursIn)
@venue_keeping.response(200, VenueChangeOut)
@venue_keeping.refuses(*OURS, errors.HoursMalformed)
def change_hours(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Give a venue other opening hours; bookings they have no slot for are listed and told."""
    change = service.change_hours(
        venue_id,
        timetable_of(asked),
        affected=Affected(asked["bookings"]),
        keeper=keeper(),
        now=clock.now(),
    )
    return {
        "closure": None,
        "affected": kept(change.affected),
        "activities": change.activities,
    }


@venue_keeping.put("/<uuid:venue_id>")
@venue_keeping.arguments(VenueDescriptionIn)
@venue_keeping.response(200, VenueOut)
@venue_keeping.refuses(*OURS, FileUnusable, errors.ParticipantsTooMany)
def describe_venue(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Change what a venue says of itself; a new name or place is told to those who booked."""
    now, place = clock.now(), point_of(asked["place"])
    where = (place.lng, place.lat) if place else None
    given = Description(**asked | {"place": where})
    venue = venue_details.describe(venue_id, given, keeper=keeper(), now=now)
    return serializers.venue(venue, None, closures.coming(venue.id, now=now))


def point_of(place: dict[str, Any] | None) -> Point | None:
    """Return a place that was sent in the datum that is stored."""
    if place is None:
        return None
    return Point(place["lng"], place["lat"], Datum(place["datum"])).to(Datum.GCJ02)


@venue_keeping.post("/closures")
@venue_keeping.arguments(VenueClosuresIn)
@venue_keeping.response(201, VenueChangesOut)
@venue_keeping.refuses(*OURS, errors.PeriodMalformed, errors.KeptForActivity)
def close_venues(asked: dict[str, Any]) -> dict[str, Any]:
    """Close several venues at once, all or none."""
    changes = service.close_all(
        asked["venue_ids"],
        Span(asked["starts_at"], asked["ends_at"]),
        reason=asked["reason"],
        affected=Affected(asked["bookings"]),
        keeper=keeper(),
        now=clock.now(),
    )
    return {"items": [{"closure": one.closure, "affected": kept(one.affected)} for one in changes]}


@venue_keeping.post("/<uuid:venue_id>/retirement/preview", idempotent=False, as_reader=True)
@venue_keeping.arguments(LastDayIn)
@venue_keeping.response(200, AffectedBookingsOut)
@venue_keeping.refuses(*OURS)
def preview_retirement(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """List the bookings after a last day, without changing anything."""
    venue = keeper_permissions.venue_of(keeper(), venue_id)
    last_day, now = asked["last_day"], clock.now()
    lost = venue_details.without_after(venue, last_day, now=now)
    return {
        "affected": kept(booked(lost)),
        "activities": venue_details.held_after(venue, last_day, now=now),
    }


@venue_keeping.post("/<uuid:venue_id>/retirement")
@venue_keeping.arguments(VenueRetirementIn)
@venue_keeping.response(200, VenueChangeOut)
@venue_keeping.refuses(*OURS, errors.PeriodMalformed, errors.KeptForActivity)
def retire_venue(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Give a venue its last day; bookings after it are listed and told."""
    change = venue_details.retire(
        venue_id,
        asked["last_day"],
        reason=asked["reason"],
        affected=Affected(asked["bookings"]),
        keeper=keeper(),
        now=clock.now(),
    )
    return {"closure": None, "affected": kept(change.affected)}


@venue_keeping.put("/<uuid:venue_id>/rules")
@venue_keeping.arguments(VenueRulesIn)
@venue_keeping.response(200, VenueOut)
@venue_keeping.refuses(*OURS, errors.RulesMalformed, errors.CapacityTaken)
def change_rules(asked: dict[str, Any], venue_id: UUID) -> dict[str, Any]:
    """Change booking rules and capacity; more places go to those who wait."""
    now = clock.now()
    venue = service.change_rules(
        venue_id,
        rules_of(asked["rules"]),
        capacity=asked["capacity"],
        seat_names=asked["seat_names"],
        keeper=keeper(),
        now=now,
    )
    return serializers.venue(venue, None, closures.coming(venue.id, now=now))
