"""The notice of a meeting, to everybody on the rolls who has an account."""

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
    if meeting.state is MeetingState.CANCELLED:
        return
    space = deliberation_spaces.space(meeting.space_id)
    for resident_id in deliberation_spaces.residents_of(space.id):
        notices.tell(
            resident_id,
            cause=f"commons.meeting:{meeting.id}",
            template="commons_meeting",
            facts={
                "space": space.name,
                "at": meeting.starts_at,
                "place": meeting.place,
                "title": meeting.title,
            },
            now=clock.now(),
            link=f"/pages/commons/meeting/meeting?id={meeting.id}",
        )
