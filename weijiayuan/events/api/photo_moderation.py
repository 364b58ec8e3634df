"""Whether a photo of a matter is shown: what WeChat could not settle, a person does."""

from typing import Any
from uuid import UUID

from weijiayuan.events import errors
from weijiayuan.events.api.matters import change, events
from weijiayuan.events.schemas import EventOut, EventPictureIn
from weijiayuan.events.service import photo_moderation
from weijiayuan.kernel import clock


@events.post("/<uuid:event_id>/photos/<uuid:file_id>/judge")
@events.arguments(EventPictureIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.PictureNotFound)
def judge_photo(asked: dict[str, Any], event_id: UUID, file_id: UUID) -> dict[str, Any]:
    """Show or hide a photo. Dispatchers and supervisors only; the reason is recorded."""
    return change(
        event_id,
        lambda event, who: photo_moderation.judge(
            event, file_id, **asked, who=who, now=clock.now()
        ),
    )
