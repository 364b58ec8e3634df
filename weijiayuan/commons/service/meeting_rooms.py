"""The room of a meeting: kept as a whole, and what changes of it is told to who is invited."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from weijiayuan.capacity_claims import room_occupancy
from weijiayuan.capacity_claims import service as claims
from weijiayuan.capacity_claims.errors import Closed, NoPlaceLeft
from weijiayuan.capacity_claims.reconciler_registry import register_holder
from weijiayuan.capacity_claims.room_occupancy import RoomChange
from weijiayuan.capacity_claims.service import WHOLE_KEPT, Holder, Wanted
from weijiayuan.commons.errors import RoomNotFound, RoomShut, RoomTaken
from weijiayuan.commons.models import CommonsMeeting
from weijiayuan.commons.queries import meetings as meeting_queries
from weijiayuan.commons.rules.states import MeetingState
from weijiayuan.commons.service import meeting_invitations
from weijiayuan.db import db
from weijiayuan.kernel.ids import new_id
from weijiayuan.kernel.time_span import Span

HOLDER = "commons_meeting"


def claim(meeting: CommonsMeeting, *, now: datetime) -> None:
    """Keep the whole room for the meeting: nothing else stands on it then, and it is open.

    Raises `RoomNotFound`, `RoomShut`, `RoomTaken`.
    """
    if meeting.room_id is None:
        return
    if not room_occupancy.is_room(meeting.room_id):
        raise RoomNotFound
    span = Span(meeting.starts_at, meeting.ends_at)
    if broken := room_occupancy.hours_broken(meeting.room_id, span):
        raise RoomShut(starts_at=meeting.starts_at, hours=broken)
    wanted = Wanted(meeting.room_id, span, seat=WHOLE_KEPT)
    try:
        claims.take_all([wanted], holder=Holder(HOLDER, meeting.id), now=now)
    except (Closed, NoPlaceLeft) as error:
        there = room_occupancy.occupants(meeting.room_id, span, now=now)
        title = there[0].title if there else room_occupancy.SOMEBODY
        raise RoomTaken(title=title, starts_at=there[0].starts_at if there else None) from error


def still_need_room(meeting_ids: Collection[UUID]) -> Collection[UUID]:
    """Return which of these meetings need their room still."""
    wanted = select(CommonsMeeting.id).where(
        CommonsMeeting.id.in_(meeting_ids), CommonsMeeting.state != MeetingState.CANCELLED
    )
    return set(db.session.scalars(wanted))


def follow_room(meeting_ids: Collection[UUID], change: RoomChange) -> None:
    """Let a room's new name stand in the place of its meetings, and tell who is invited."""
    for meeting_id in sorted(meeting_ids):
        meeting = meeting_queries.meeting_to_change(meeting_id)
        meeting.place = meeting.place.replace(change.name_before, change.name)
        meeting_invitations.tell_room_changed.later(
            str(meeting.id), "，".join(change.sentences), str(new_id())
        )


register_holder(HOLDER, still_need_room)
room_occupancy.register_titles(HOLDER, meeting_queries.titles)
room_occupancy.register_changes(HOLDER, follow_room)
