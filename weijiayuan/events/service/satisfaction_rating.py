"""What the reporter thinks of the result, and the look that a low rating asks for."""

from datetime import datetime, timedelta

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
from weijiayuan.events.models import Event, Rating
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import reference_data, state_transitions
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Action, Actor, State
from weijiayuan.events.service import matter_clocks, matter_handling, notifications, transitions

LOW_STARS = 2


def rate(
    event: Event, *, stars: int, text: str, why: str | None, who: Who, now: datetime
) -> Rating:
    """Take the reporter's rating, once a round, within seven days of the closing.

    A rating confirms a result that still waits to be closed. Two stars or less need a word why,
    and a supervisor looks at them within a working day.
    """
    if event.state in (State.HANDLED, State.VERIFIED):
        matter_handling.close(event, who=who, now=now, action=Action.CONFIRM)
    if event.state is not State.CLOSED or event.closed_at is None:
        allowed = state_transitions.allowed(event.state, [Actor.REPORTER])
        raise IllegalMove(action="rate", state=event.state.value, allowed=allowed)
    days = reference_data.limits().resident["rate_within_days"]
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
        limit = matter_clocks.limit_for(ClockKind.REVIEW, event.level)
        matter_clocks.start(ClockKind.REVIEW, limit, now=now, event_id=event.id)
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
    matter_clocks.stop(event.id, ClockKind.REVIEW, now=now)
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
        matter_handling.reopen(event, who=who, now=now, reason=finding)
    return event
