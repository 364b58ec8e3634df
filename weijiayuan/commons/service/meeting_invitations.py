"""What is told of a meeting to everybody on the rolls who has an account."""

from uuid import UUID

from weijiayuan.background import job
from weijiayuan.commons.models import CommonsMeeting
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.rules.states import MeetingState
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices


@job
def tell_everybody(meeting_id: str) -> None:
    """Owe the notice to each of them, once, unless the meeting was called off meanwhile."""
    meeting = db.session.get_one(CommonsMeeting, UUID(meeting_id))
    if meeting.state is not MeetingState.CANCELLED:
        _tell(meeting, "commons_meeting", cause=f"commons.meeting:{meeting.id}")


@job
def tell_called_off(meeting_id: str, reason: str) -> None:
    """Tell each of them that the meeting is not held, and why."""
    meeting = db.session.get_one(CommonsMeeting, UUID(meeting_id))
    cause = f"commons.meeting_called_off:{meeting.id}"
    _tell(meeting, "commons_meeting_called_off", cause=cause, reason=reason)


@job
def tell_room_changed(meeting_id: str, changes: str, change_id: str) -> None:
    """Tell each of them what has changed of the room, unless it is not held any more."""
    meeting = db.session.get_one(CommonsMeeting, UUID(meeting_id))
    if meeting.state is not MeetingState.CANCELLED:
        cause = f"commons.meeting_room:{change_id}"
        _tell(meeting, "commons_meeting_room", cause=cause, changes=changes)


def _tell(meeting: CommonsMeeting, template: str, *, cause: str, **more: str) -> None:
    space = deliberation_spaces.space(meeting.space_id)
    for resident_id in deliberation_spaces.residents_of(space.id):
        notices.tell(
            resident_id,
            cause=cause,
            template=template,
            facts={
                "space": space.name,
                "at": meeting.starts_at,
                "place": meeting.place,
                "title": meeting.title,
            }
            | more,
            now=clock.now(),
            link=f"/pages/commons/meeting/meeting?id={meeting.id}",
        )
