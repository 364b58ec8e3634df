"""Words of reporters who left: a person says what in them names somebody."""

from typing import Any
from uuid import UUID

from weijiayuan.events import errors
from weijiayuan.events.api.matters import change, events
from weijiayuan.events.schemas import EventCleanIn, EventOut
from weijiayuan.events.service import departed_reporter_redaction


@events.post("/<uuid:event_id>/words")
@events.arguments(EventCleanIn)
@events.response(200, EventOut)
@events.refuses(errors.EventNotFound, errors.NotYours, errors.NothingToClean)
@events.refuses(errors.PhraseNotFound, errors.NeededForRescue)
def clean_words(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Star names and addresses out of words, and let others read what names nobody any more."""
    return change(
        event_id,
        lambda event, who: departed_reporter_redaction.clean(event, **asked, who=who),
    )
