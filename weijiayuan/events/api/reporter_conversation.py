"""The conversation with the reporter, and the review of a low rating."""

from typing import Any
from uuid import UUID

from weijiayuan.events import errors
from weijiayuan.events.api.matters import change, events
from weijiayuan.events.schemas import (
    EventOut,
    EventReviewIn,
    EventTalkIn,
)
from weijiayuan.events.service import reporter_conversation, satisfaction_rating
from weijiayuan.kernel import clock


@events.post("/<uuid:event_id>/messages")
@events.arguments(EventTalkIn)
@events.response(201, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours)
def write_message(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Ask the reporter something, or answer. An anonymous one reads it by receipt."""
    return change(
        event_id,
        lambda event, who: reporter_conversation.say(
            event,
            asked["text"],
            who=who,
            now=clock.now(),
            photos=tuple(asked["photos"]),
            is_question=asked["is_question"],
        ),
    )


@events.post("/<uuid:event_id>/review")
@events.arguments(EventReviewIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.NothingToReview, errors.SamePerson)
def review(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Look into a low rating: let the result stand, or open the matter again."""
    return change(
        event_id,
        lambda event, who: satisfaction_rating.review(
            event,
            reopen=asked["decision"] == "reopen",
            finding=asked["finding"],
            who=who,
            now=clock.now(),
        ),
    )
