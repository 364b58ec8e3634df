"""The conversation between the reporter and whoever handles the matter."""

from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.db import Sealed, db
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import (
    NotYours,
)
from weijiayuan.events.models import Event, Message, Stage, TextCheck
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import danger_alarm, matter_handling, notifications, transitions

INSTANT = timedelta(microseconds=1)
SPEAKERS = {Actor.GRID_WORKER, Actor.SECRETARY, Actor.DISPATCHER, Actor.UNIT, Actor.SUPERVISOR}


def say(
    event: Event,
    text: str,
    *,
    who: Who,
    now: datetime,
    photos: tuple[UUID | str, ...] = (),
    is_question: bool = False,
) -> Message:
    """Add a message. A reporter's answer ends a wait for it."""
    mine = access.capacities(event, who)
    from_reporter = Actor.REPORTER in mine
    if not from_reporter and not mine & SPEAKERS:
        raise NotYours(actors=sorted(SPEAKERS))
    named = from_reporter and not event.is_anonymous
    owner = who.resident_id if from_reporter else who.staff_id
    taken = transitions.add_photos(event, photos, Stage.TALK, owner=owner, now=now)
    message = Message(
        event_id=event.id,
        at=_after_the_last(event, now),
        from_reporter=from_reporter,
        text=Sealed(text) if event.is_anonymous else text,
        photos=[str(each) for each in taken],
        staff_id=None if from_reporter else who.staff_id,
        is_question=is_question and not from_reporter,
        text_check=TextCheck.PENDING if named else TextCheck.NEVER,
        **transitions.birth(event, now),
    )
    db.session.add(message)
    if from_reporter and matters.waits_for_reporter(event):
        matter_handling.resume(event, who=access.SYSTEM, now=now)
    notifications.of_message(event, message, now=now)
    if from_reporter:
        danger_alarm.sound(event, text, now=now)
    return message


def _after_the_last(event: Event, now: datetime) -> datetime:
    """Return a moment behind everything said so far.

    What an anonymous sender says carries only the hour, and would else stand before the question
    it answers. A microsecond behind the last message tells nothing of when it came.
    """
    said = matters.messages(event.id)
    return max(now, said[-1].at + INSTANT) if said else now
