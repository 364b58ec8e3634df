"""The conversation between the reporter and whoever handles the matter, and the rating."""

from datetime import datetime, timedelta
from uuid import UUID

from weijiayuan.db import Sealed, db
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import (
    IllegalMove,
    NothingToReview,
    NotYours,
    RatedBefore,
    RatingTooLate,
    ReasonNeeded,
    SamePerson,
)
from weijiayuan.events.models import Event, Message, Rating, Stage, TextCheck
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import moves, shipped_tables
from weijiayuan.events.rules.clocks import ClockKind
from weijiayuan.events.rules.vocabulary import Action, Actor, State
from weijiayuan.events.service import danger_alarm, deadlines, handling, notifications, transitions

LOW_STARS = 2
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
        handling.resume(event, who=access.SYSTEM, now=now)
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


def rate(
    event: Event, *, stars: int, text: str, why: str | None, who: Who, now: datetime
) -> Rating:
    """Take the reporter's rating, once a round, within seven days of the closing.

    A rating confirms a result that still waits to be closed. Two stars or less need a word why,
    and a supervisor looks at them within a working day.
    """
    if event.state in (State.HANDLED, State.VERIFIED):
        handling.close(event, who=who, now=now, action=Action.CONFIRM)
    if event.state is not State.CLOSED or event.closed_at is None:
        allowed = moves.allowed(event.state, [Actor.REPORTER])
        raise IllegalMove(action="rate", state=event.state.value, allowed=allowed)
    days = shipped_tables.limits().resident["rate_within_days"]
    if now > event.closed_at + timedelta(days=days):
        raise RatingTooLate(days=days)
    if event.stars is not None:
        raise RatedBefore
    if stars <= LOW_STARS and not (text or why):
        raise ReasonNeeded
    return _rated(event, stars, text, why, who=who, now=now)


def _rated(
    event: Event, stars: int, text: str, why: str | None, *, who: Who, now: datetime
) -> Rating:
    rating = Rating(
        event_id=event.id,
        round=event.reopens,
        at=now,
        stars=stars,
        text=Sealed(text) if event.is_anonymous else text,
        why=why,
        needs_review=stars <= LOW_STARS,
        **transitions.birth(event, now),
    )
    db.session.add(rating)
    event.stars = stars
    transitions.write(
        event, "rate", actor=Actor.REPORTER, who=who, now=now, facts={"stars": stars, "why": why}
    )
    if rating.needs_review:
        limit = deadlines.limit_for(ClockKind.REVIEW, event.level)
        deadlines.start(ClockKind.REVIEW, limit, now=now, event_id=event.id)
        notifications.of_low_rating(event, now=now)
    return rating


def review(event: Event, *, reopen: bool, finding: str, who: Who, now: datetime) -> Event:
    """Look into a low rating: let the result stand, or open the matter again."""
    if Actor.SUPERVISOR not in access.capacities(event, who):
        raise NotYours(actors=[Actor.SUPERVISOR.value])
    rating = matters.open_review(event.id)
    if rating is None:
        raise NothingToReview
    if who.staff_id in matters.handlers(event.id) or access.is_of_department(event, who):
        raise SamePerson
    rating.reviewed_at, rating.reviewed_by = now, who.staff_id
    rating.decision, rating.finding = ("reopen" if reopen else "uphold"), finding
    deadlines.stop(event.id, ClockKind.REVIEW, now=now)
    transitions.write(
        event,
        "review",
        actor=Actor.SUPERVISOR,
        who=who,
        now=now,
        words=finding,
        facts={"decision": rating.decision},
    )
    if reopen and event.state is State.CLOSED:
        handling.reopen(event, who=who, now=now, reason=finding)
    return event
