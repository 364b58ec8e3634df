"""Who is in a session, and the room for seeing each other: without one it goes on by record."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.appeals import judicial_confirmation_queries
from weijiayuan.appeals import mediation_queries as queries
from weijiayuan.appeals.errors import NotPresent
from weijiayuan.appeals.models import Confirmation, Presence
from weijiayuan.appeals.models.judicial_confirmation import NO_ROOM_YET
from weijiayuan.background import job_in_steps
from weijiayuan.db import db, insert_new, reading, transaction
from weijiayuan.gateways.setup import video
from weijiayuan.gateways.video_rooms import VideoDown, VideoRoom

logger = logging.getLogger(__name__)
SEEN_FOR = timedelta(seconds=60)
EARLY = timedelta(minutes=10)
"""Whoever comes in this long before it begins has come to this session."""
BY_RECORD = "record"
SAMPLE, PICTURE = "sample", "video"


@job_in_steps
def open_room(confirmation_id: str) -> None:
    """Open the room of a session that was booked, outside any transaction. Safe to repeat.

    Where none can be had nothing is lost: the session goes on by record at the same time.
    """
    with reading():
        found = db.session.get(Confirmation, UUID(confirmation_id))
        if found is None or found.starts_at is None or found.ends_at is None:
            return
        asked = (found.number, found.starts_at, found.ends_at)
    room: VideoRoom | None
    try:
        room = video().open(asked[0], starts_at=asked[1], ends_at=asked[2])
    except VideoDown:
        logger.warning("no video room", extra={"confirmation_id": confirmation_id})
        room = None
    with transaction():
        found = judicial_confirmation_queries.confirmation_locked(UUID(confirmation_id))
        if found.starts_at == asked[1]:
            found.video, found.video_link = _mode(room), room.link if room else None


def _mode(room: VideoRoom | None) -> str:
    if room is None:
        return BY_RECORD
    return SAMPLE if room.is_sample else PICTURE


def come_in(found: Confirmation, who: str, *, now: datetime) -> None:
    """Note that somebody is here; said again every few seconds while they are."""
    row = {"confirmation_id": found.id, "who": who, "seen_at": now}
    if not insert_new(Presence, [row]):
        judicial_confirmation_queries.presence_of(found.id, who).seen_at = now


def present(found: Confirmation, *, now: datetime) -> list[str]:
    """Return who was seen in the last minute."""
    rows = judicial_confirmation_queries.presences_of(found.id)
    return [each.who for each in rows if now - each.seen_at <= SEEN_FOR]


def check_everybody_came(found: Confirmation) -> None:
    """Raise `NotPresent` until every side, or its agent, has come to this session (解释 356).

    Having been in a session that was moved since is not enough. A line that breaks afterwards is
    not absence (在线诉讼规则 25): that is what a pause is for.
    """
    if found.starts_at is None:
        raise NotPresent
    since = found.starts_at - EARLY
    came = {
        each.who
        for each in judicial_confirmation_queries.presences_of(found.id)
        if each.seen_at >= since
    }
    if any(party.side not in came for party in queries.parties_of(found.mediation_id)):
        raise NotPresent


def forget_room(found: Confirmation) -> None:
    """End the room of a session that is moved; another is opened soon."""
    found.video, found.video_link = NO_ROOM_YET, None
