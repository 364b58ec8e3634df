"""A resident's bookings, ratings and appeals: a copy to take along, and the end of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.venues.models import Appeal, Booking, Feed, Rating, Series
from weijiayuan.venues.queries import booking_views
from weijiayuan.venues.rules.states import LIVE, BookingState
from weijiayuan.venues.rules.vocabulary import SeriesState
from weijiayuan.venues.schemas.venues import BookingOut, VenueRatingOut
from weijiayuan.venues.service import booking as service


def export(resident_id: UUID) -> dict[str, Any]:
    """Return everything these tables hold about the resident."""
    bookings = _of(Booking, resident_id)
    return {
        "bookings": BookingOut(many=True).dump(booking_views.shown(bookings, now=clock.now())),
        "ratings": VenueRatingOut(many=True).dump(_of(Rating, resident_id)),
    }


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Give up what lies ahead, so that others can come, and erase what was written.

    Past visits stay without words: the figures need them, and they name nobody once the account
    is closed. Stars stay with the venue, without their giver and their text.
    """
    for booking in _of(Booking, resident_id):
        if booking.state in LIVE - {BookingState.CHECKED_IN} and booking.ends_at > now:
            service.give_up(booking.id, now=now)
    mine = select(Booking.id).filter_by(resident_id=resident_id)
    db.session.execute(delete(Appeal).where(Appeal.booking_id.in_(mine)))
    db.session.execute(delete(Feed).filter_by(resident_id=resident_id))
    _erase(Series, resident_id, {"group_name": "", "purpose": "", "state": SeriesState.CANCELLED})
    _erase(Rating, resident_id, {"resident_id": None, "text": ""})
    _erase(
        Booking,
        resident_id,
        {
            "purpose": "",
            "group_name": "",
            "answers": {},
            "member_id": None,
            "contact_name": None,
            "contact_phone": None,
            "attachments": [],
        },
    )


def _of(model: Any, resident_id: UUID) -> Sequence[Any]:
    return db.session.scalars(
        select(model).filter_by(resident_id=resident_id).order_by(model.id)
    ).all()


def _erase(model: Any, resident_id: UUID, blank: dict[str, Any]) -> None:
    db.session.execute(update(model).filter_by(resident_id=resident_id).values(blank))
