"""What an organiser does with those who come: write to them, have a guardian called back.

Names and ages are looked at by few; each look, message and call is in the audit trail.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from weijiayuan.audit import service as audit
from weijiayuan.db import db
from weijiayuan.notices.service import tell
from weijiayuan.venues.errors import NoTelephone, NotYourVenue, SessionNotFound
from weijiayuan.venues.models import Activity, ActivityMessage, Booking
from weijiayuan.venues.queries import activity_participants, bookings
from weijiayuan.venues.queries.activity_participants import Participant
from weijiayuan.venues.rules.states import LIVE
from weijiayuan.venues.service import keeper_permissions, notifications
from weijiayuan.venues.service.keeper_permissions import Keeper

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call: the resident who registered, and their number."""

    nickname: str
    phone: str


def seen(activity: Activity, *, session_id: UUID | None, purpose: str) -> list[Participant]:
    """Return the participants and note that they were looked at. Raises `SessionNotFound`."""
    _check_session(activity, session_id)
    audit.record(
        "activities.participants_seen",
        subject_kind="activity",
        subject_id=activity.id,
        purpose=purpose,
    )
    return activity_participants.participants(activity.id, session_id=session_id)


def _check_session(activity: Activity, session_id: UUID | None) -> None:
    if session_id is not None and all(one.id != session_id for one in activity.sessions):
        raise SessionNotFound


def send_message(
    activity_id: UUID, text: str, *, session_id: UUID | None, keeper: Keeper, now: datetime
) -> ActivityMessage:
    """Tell everybody who is registered or waits, once a person however many they registered."""
    activity = keeper_permissions.activity_of(keeper, activity_id)
    _check_session(activity, session_id)
    message = ActivityMessage(
        activity_id=activity.id, session_id=session_id, text=text, by_id=keeper.id
    )
    db.session.add(message)
    sessions = [one.id for one in activity.sessions if session_id in {None, one.id}]
    wanted = (
        db.select(Booking)
        .where(Booking.bookable_id.in_(sessions), Booking.state.in_(LIVE))
        .order_by(Booking.id)
    )
    for booking in db.session.scalars(wanted):
        message.told += tell(
            booking.resident_id,
            cause=f"activity_message:{message.id}",
            template="activity_message",
            facts={"title": activity.title, "text": text},
            now=now,
            link=notifications.link(booking.id),
        )
    audit.record("activities.message_sent", subject_kind="activity", subject_id=activity.id)
    logger.info("activity message", extra={"activity_id": str(activity.id), "told": message.told})
    return message


def call_back(booking_id: UUID, *, reason: str, keeper: Keeper) -> Call:
    """Return the number of who registered, and note who asked for it and why.

    Raises `NoTelephone` when they have left none.
    """
    booking = bookings.booking(booking_id, of=None)
    if not keeper.keeps(keeper_permissions.subject_of(booking)):
        raise NotYourVenue
    phone = booking.contact_phone or booking.resident.phone
    if phone is None:
        raise NoTelephone
    audit.record(
        "venues.telephone_seen", subject_kind="booking", subject_id=booking.id, reason=reason
    )
    return Call(booking.contact_name or booking.resident.nickname, phone)
