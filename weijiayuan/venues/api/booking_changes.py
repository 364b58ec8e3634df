"""A booking that is moved or made smaller, and the numbered places of a slot."""

import re
from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.kernel import clock
from weijiayuan.venues import errors
from weijiayuan.venues.api.blueprint import venues
from weijiayuan.venues.api.bookings import WHY_NOT, shown_of
from weijiayuan.venues.rules.slot_identifiers import PATTERN, slot_name
from weijiayuan.venues.schemas.venues import BookingMoveIn, BookingOut, BookingShrinkIn, SeatsOut
from weijiayuan.venues.service import bookable_targets, booking_changes
from weijiayuan.web.blueprint import open_to_all


@venues.post("/bookings/<uuid:booking_id>/move")
@venues.arguments(BookingMoveIn)
@venues.response(200, BookingOut)
@venues.refuses(
    errors.BookingNotFound,
    errors.SlotNotFound,
    errors.NotMovable,
    errors.TooLateToCancel,
    errors.SeatTaken,
    *WHY_NOT,
)
def move_booking(asked: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Give up my slot and take another in one step."""
    name = slot_name(asked.pop("slot_id"))
    return shown_of(
        booking_changes.move(booking_id, name, **asked, by=current_resident_id(), now=clock.now())
    )


@venues.post("/bookings/<uuid:booking_id>/shrink")
@venues.arguments(BookingShrinkIn)
@venues.response(200, BookingOut)
@venues.refuses(errors.BookingNotFound, errors.NotMovable, errors.NotFewer)
def shrink_booking(asked: dict[str, Any], booking_id: UUID) -> dict[str, Any]:
    """Let fewer come; the places go to those who wait."""
    people = asked["people"]
    return shown_of(
        booking_changes.shrink(booking_id, people, by=current_resident_id(), now=clock.now())
    )


@venues.get("/slots/<string:slot_id>/seats", guard=open_to_all)
@venues.response(200, SeatsOut)
@venues.refuses(errors.VenueNotFound, errors.SlotNotFound)
def list_seats(slot_id: str) -> dict[str, Any]:
    """List the numbered places of a slot, such as courts, and which are free."""
    if not re.fullmatch(PATTERN, slot_id):
        raise errors.SlotNotFound
    target, standing = bookable_targets.of_slot(slot_name(slot_id))
    names = target.venue.seat_names if target.venue else []
    return {
        "items": [
            {
                "number": number,
                "name": name,
                "free": not standing.is_closed and number not in standing.seats,
            }
            for number, name in enumerate(names, start=1)
        ]
    }
