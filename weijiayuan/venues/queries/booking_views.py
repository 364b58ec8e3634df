"""Bookings as people see them, with all that belongs beside them, in a few questions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select

from weijiayuan.capacity_claims.models import Claim
from weijiayuan.db import db
from weijiayuan.kernel.time_span import Span
from weijiayuan.venues.models import (
    Activity,
    Appeal,
    Booking,
    Rating,
    Session,
    Venue,
)
from weijiayuan.venues.queries import search
from weijiayuan.venues.rules import check_in_window, no_shows, satisfaction_rating
from weijiayuan.venues.rules.booking_rules import BookingRules
from weijiayuan.venues.rules.slot_identifiers import SlotName
from weijiayuan.venues.rules.states import CANCELLABLE, WORDS, BookingState


class Place(Protocol):
    """What is shown of a venue beside a booking."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def lng(self) -> float | None: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def contact(self) -> str: ...
    @property
    def rules(self) -> BookingRules: ...


def shown(
    bookings: Sequence[Booking], *, now: datetime, venue: Place | None = None
) -> list[dict[str, Any]]:
    """Return the bookings with what they are for, their place in the line, stars and appeals.

    `venue` is what all of them are for, if it is at hand.
    """
    bookables = {one.bookable_id for one in bookings}
    venues = {venue.id: venue} if venue else _by_id(Venue, bookables)
    sessions = _by_id(Session, bookables - venues.keys())
    activities = _by_id(Activity, {one.activity_id for one in sessions.values()})
    meetings = search.meetings_of(list(sessions)) if sessions else {}
    stars = _by_booking(Rating, bookings, {BookingState.CHECKED_IN})
    appeals = _by_booking(Appeal, bookings, {BookingState.NO_SHOW, BookingState.EXCUSED})
    places = _positions(bookings)
    seats = _seats(bookings, venues)
    found = []
    for one in bookings:
        session = sessions.get(one.bookable_id)
        activity = activities[session.activity_id] if session else None
        place = venues.get(one.bookable_id)
        found.append(
            _facts(one, place, activity, now=now)
            | {
                "session": _session(session, meetings) if session else None,
                "position": places.get(one.id),
                "seats": seats.get(one.id, []),
                "rating": _rating(stars.get(one.id)),
                "appeal": _appeal(appeals.get(one.id)),
            }
        )
    return found


def one(booking: Booking, *, now: datetime, venue: Place | None = None) -> dict[str, Any]:
    """Return one booking as people see it."""
    return shown([booking], now=now, venue=venue)[0]


def _by_id(model: Any, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Return rows by id, asking nothing for no ids, nor for a single one that is at hand."""
    if len(ids) == 1:
        found = db.session.get(model, next(iter(ids)))
        return {found.id: found} if found else {}
    rows = db.session.scalars(select(model).where(model.id.in_(ids))) if ids else ()
    return {row.id: row for row in rows}


def _by_booking(
    model: Any, bookings: Sequence[Booking], states: Collection[BookingState]
) -> dict[UUID, Any]:
    """Return the rows that belong to bookings, asking only about states that can have one."""
    ids = [one.id for one in bookings if one.state in states]
    rows = db.session.scalars(select(model).where(model.booking_id.in_(ids))) if ids else ()
    return {row.booking_id: row for row in rows}


def _facts(
    booking: Booking, venue: Place | None, activity: Activity | None, *, now: datetime
) -> dict[str, Any]:
    state = booking.state
    rules = venue.rules if venue else activity.rules if activity else None
    late_to_cancel = state is BookingState.CONFIRMED and now > booking.cancel_until
    return {
        "id": booking.id,
        "code": booking.code,
        "ticket": check_in_window.ticket(booking.code, booking.day.isoformat()),
        "state": state.value,
        "state_text": WORDS[state],
        "people": booking.people,
        "purpose": booking.purpose,
        "group_name": booking.group_name,
        "member_id": booking.member_id,
        "reason": booking.reason,
        "until": booking.until,
        "cancel_until": booking.cancel_until,
        "can_cancel": state in CANCELLABLE and not late_to_cancel,
        "can_rate": satisfaction_rating.may_rate(state, starts_at=booking.starts_at, now=now),
        "can_appeal": state is BookingState.NO_SHOW
        and no_shows.may_appeal(booking.missing_at, now=now),
        "checked_in_at": booking.checked_in_at,
        "early_minutes": rules.early_minutes if rules else 0,
        "late_minutes": rules.late_minutes if rules else 0,
        "created_at": booking.created_at,
        "slot": _slot(booking, venue),
        "venue": _venue(venue),
        "activity": _activity(activity),
        "answers": booking.answers,
        "series_id": booking.series_id,
    }


def _seats(bookings: Sequence[Booking], venues: Mapping[UUID, Any]) -> dict[UUID, list[str]]:
    """Return what the places of bookings are called, where places have names."""
    named = {id_: venue.seat_names for id_, venue in venues.items() if venue.seat_names}
    ids = {one.id: one.bookable_id for one in bookings if one.bookable_id in named}
    if not ids:
        return {}
    rows = db.session.execute(
        select(Claim.holder_id, Claim.seat)
        .where(Claim.holder_id.in_(ids), Claim.seat > 0)
        .order_by(Claim.seat)
    )
    found: dict[UUID, list[str]] = {}
    for holder_id, seat in rows:
        names = named[ids[holder_id]]
        found.setdefault(holder_id, []).append(names[seat - 1] if seat <= len(names) else str(seat))
    return found


def _slot(booking: Booking, venue: Place | None) -> dict[str, Any]:
    name = str(SlotName(venue.id, booking.span)) if venue else str(booking.bookable_id)
    return {"id": name, "starts_at": booking.starts_at, "ends_at": booking.ends_at}


def _venue(venue: Place | None) -> dict[str, Any] | None:
    if venue is None:
        return None
    return {
        "id": venue.id,
        "name": venue.name,
        "address": venue.address,
        "lng": venue.lng,
        "lat": venue.lat,
        "contact": venue.contact,
    }


def _activity(activity: Activity | None) -> dict[str, Any] | None:
    if activity is None:
        return None
    return {"id": activity.id, "title": activity.title, "place_name": activity.place_name}


def _session(session: Session, meetings: Any) -> dict[str, Any]:
    spans: list[Span] = meetings.get(session.id, [])
    return {
        "id": session.id,
        "title": session.title,
        "meetings": [{"starts_at": one.starts_at, "ends_at": one.ends_at} for one in spans],
    }


def _rating(found: Rating | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "stars": found.stars,
        "text": found.text,
        "is_shown": found.is_shown,
        "answer": found.answer,
        "editable_until": found.created_at + satisfaction_rating.EDITABLE_FOR,
    }


def _appeal(found: Appeal | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"text": found.text, "state": found.state.value, "reason": found.reason}


def _positions(bookings: Sequence[Booking]) -> dict[UUID, int]:
    """Return the place in the line of those who wait."""
    waiting = [one for one in bookings if one.state is BookingState.WAITING]
    if not waiting:
        return {}
    rows = db.session.execute(
        select(Booking.bookable_id, Booking.starts_at, Booking.line_number).where(
            Booking.state == BookingState.WAITING,
            Booking.bookable_id.in_({one.bookable_id for one in waiting}),
            Booking.starts_at.in_({one.starts_at for one in waiting}),
        )
    ).all()
    return {
        one.id: sum(
            bookable_id == one.bookable_id
            and starts_at == one.starts_at
            and (number or 0) <= (one.line_number or 0)
            for bookable_id, starts_at, number in rows
        )
        for one in waiting
    }
