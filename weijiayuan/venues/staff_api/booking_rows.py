"""Bookings as keepers see them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.venues.models import Appeal, Booking
from weijiayuan.venues.queries import keeper_overviews
from weijiayuan.venues.rules.states import WORDS


def kept(bookings: Sequence[Booking]) -> list[dict[str, Any]]:
    """Write bookings with what they are for, who made them and what they contest."""
    titles = keeper_overviews.titles([one.bookable_id for one in bookings])
    appeals = keeper_overviews.appeals([one.id for one in bookings])
    people = {one.resident_id for one in bookings}
    rows = db.session.execute(select(Resident.id, Resident.nickname).where(Resident.id.in_(people)))
    nicknames = {row[0]: row[1] for row in rows}
    return [_one(booking, titles, nicknames, appeals) for booking in bookings]


def _one(
    booking: Booking,
    titles: Mapping[UUID, str],
    nicknames: Mapping[UUID, str],
    appeals: Mapping[UUID, Appeal],
) -> dict[str, Any]:
    appeal = appeals.get(booking.id)
    return {
        "id": booking.id,
        "code": booking.code,
        "state": booking.state.value,
        "state_text": WORDS[booking.state],
        "title": titles.get(booking.bookable_id, ""),
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "people": booking.people,
        "purpose": booking.purpose,
        "group_name": booking.group_name,
        "for_family": booking.member_id is not None,
        "nickname": nicknames.get(booking.resident_id, ""),
        "until": booking.until,
        "checked_in_at": booking.checked_in_at,
        "answers": booking.answers,
        "contact_name": booking.contact_name,
        "attachments": booking.attachments,
        "first_approved": booking.first_approved_by is not None,
        "revision": booking.revision,
        "appeal": {"text": appeal.text, "state": appeal.state.value} if appeal else None,
    }
