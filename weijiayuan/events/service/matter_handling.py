"""Working on a matter: start, settle, resume, check, close, reopen, reject, restore."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.department_orders import service as orders
from weijiayuan.events.errors import OutcomeDiffers, ReasonNeeded
from weijiayuan.events.models import Event, Stage
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import duplicate_hints, reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import (
    Action,
    Actor,
    Level,
    NoPhotoReason,
    Outcome,
    RejectReason,
    State,
)
from weijiayuan.events.service import (
    danger_alarm,
    matter_clocks,
    matter_merging,
    notifications,
    transitions,
)
from weijiayuan.events.service.matter_registration import category_of
from weijiayuan.places.coordinates import Datum, Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows the result: photos, or why there are none; and where the person stood."""

    photos: Sequence[UUID] = ()
    no_photo: NoPhotoReason | None = None
    position: Point | None = None

    def metres_from(self, event: Event) -> float | None:
        """Return how far from the matter the person stood, None without a position."""
        if self.position is None:
            return None
        here = self.position.to(Datum.GCJ02)
        return duplicate_hints.metres_between(here.lng, here.lat, event.lng, event.lat)


NOTHING = Proof()


def start(event: Event, *, who: Who, now: datetime, proof: Proof = NOTHING) -> Event:
    """Begin to settle a matter on the spot (巡办合一)."""
    transitions.make(event, Action.START, who=who, now=now, metres=proof.metres_from(event))
    event.unit_code = event.grid_code
    event.on_the_spot = True
    notifications.matter(event, now)
    return event


def handle(
    event: Event,
    *,
    who: Who,
    now: datetime,
    proof: Proof,
    outcome: Outcome = Outcome.FIXED,
    words: str = "",
) -> Event:
    """Say that a matter is done, and show it. The verification clock starts."""
    straight = event.state in (State.ACCEPTED, State.REOPENED)
    actor = transitions.make(
        event,
        Action.HANDLE,
        who=who,
        now=now,
        words=words,
        facts={"outcome": outcome, "no_photo": proof.no_photo},
        has_proof=bool(proof.photos) or proof.no_photo is not None,
        metres=proof.metres_from(event),
    )
    transitions.add_photos(event, proof.photos, Stage.AFTER, owner=who.staff_id, now=now)
    matter_clocks.stop(event.id, ClockKind.RESOLVE, now=now)
    event.handled_at, event.outcome = now, outcome
    event.in_time = event.due_at is None or now <= event.due_at
    if straight and actor is Actor.GRID_WORKER:
        event.unit_code, event.on_the_spot = event.grid_code, True
    limit = matter_clocks.limit_for(ClockKind.VERIFY, event.level)
    matter_clocks.start(ClockKind.VERIFY, limit, now=now, event_id=event.id)
    notifications.matter(event, now)
    return event


def resume(event: Event, *, who: Who, now: datetime, words: str = "") -> Event:
    """End the wait; the due time moves by exactly the working time that passed."""
    transitions.make(event, Action.RESUME, who=who, now=now, words=words)
    matter_clocks.resume(event, now)
    matter_clocks.stop(event.id, ClockKind.WAIT, now=now)
    notifications.matter(event, now)
    return event


def verify(
    event: Event,
    *,
    passed: bool,
    who: Who,
    now: datetime,
    proof: Proof = NOTHING,
    words: str = "",
) -> Event:
    """Check the work of somebody else; what does not hold goes back to be done again."""
    busy = matters.handlers(event.id)
    if passed:
        metres = proof.metres_from(event)
        transitions.make(
            event, Action.VERIFY, who=who, now=now, words=words, handlers=busy, metres=metres
        )
        transitions.add_photos(event, proof.photos, Stage.AFTER, owner=who.staff_id, now=now)
        matter_clocks.stop(event.id, ClockKind.VERIFY, now=now)
    else:
        transitions.make(
            event, Action.REWORK, who=who, now=now, words=words, reason=words, handlers=busy
        )
        matter_clocks.stop(event.id, ClockKind.VERIFY, now=now)
        event.reworks += 1
        event.handled_at = event.in_time = event.outcome = None
        matter_clocks.restart(event)
    notifications.matter(event, now)
    return event


def close(
    event: Event,
    *,
    who: Who,
    now: datetime,
    outcome: Outcome | None = None,
    words: str = "",
    action: Action = Action.CLOSE,
) -> Event:
    """Close a matter with its outcome: closed does not mean fixed."""
    _check_outcome(event, outcome, words)
    transitions.make(
        event,
        action,
        who=who,
        now=now,
        words=words,
        facts={"outcome": outcome or event.outcome, "in_time": event.in_time},
    )
    event.outcome = outcome or event.outcome
    event.closed_at = now
    matter_clocks.stop(event.id, ClockKind.VERIFY, now=now)
    notifications.matter(event, now)
    return event


def _check_outcome(event: Event, outcome: Outcome | None, words: str) -> None:
    """Refuse to make more of a result than was handed in; less needs a word why."""
    if outcome is None or event.outcome in (None, outcome):
        return
    if outcome is Outcome.FIXED:
        raise OutcomeDiffers(outcome=event.outcome)
    if not words:
        raise ReasonNeeded


def reopen(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Open a closed matter again: half the time, one level up, and no settling on the spot."""
    actor = transitions.make(event, Action.REOPEN, who=who, now=now, words=reason, reason=reason)
    event.reopens += 1
    event.reporter_reopens += actor is Actor.REPORTER
    event.level = int(Level(event.level).raised)
    event.on_the_spot, event.designated = False, False
    event.returns = event.waits = event.extensions = 0
    event.closed_at = event.handled_at = event.in_time = event.outcome = event.stars = None
    clock = matter_clocks.start(
        ClockKind.RESOLVE,
        category_of(str(event.category_code)).limit,
        now=now,
        share=reference_data.limits().resident["reopen_share"],
        event_id=event.id,
    )
    event.due_at = event.promised_at = clock.due_at
    notifications.matter(event, now)
    return event


def reject(event: Event, *, code: RejectReason, words: str, who: Who, now: datetime) -> Event:
    """Refuse a report that cannot be handled here, with the reason for the reporter."""
    transitions.make(
        event,
        Action.REJECT,
        who=who,
        now=now,
        words=words,
        reason=words,
        facts={"reason": code},
        calmed_by=danger_alarm.calmed_by(event),
    )
    _end(event, now=now)
    return event


def _end(event: Event, *, now: datetime) -> None:
    """Let nothing go on about a matter that is none any more."""
    matter_clocks.stop(event.id, now=now)
    event.due_at = None
    notifications.matter(event, now)
    if not event.is_anonymous:
        let_go(event, now=now)


def let_go(event: Event, *, now: datetime) -> None:
    """Call off the orders about a matter that ended unhandled, and free what was merged into it.

    Of an anonymous matter the worker does it after the hour is over: rows and messages carry the
    moment in which its sender took it back.
    """
    orders.cancel_for(event, now=now)
    matter_merging.release(event, now=now)


def restore(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Take a rejection back: the report waits again to be accepted."""
    transitions.make(event, Action.RESTORE, who=who, now=now, words=reason, reason=reason)
    matter_merging.wait_again(event, now=now)
    return event


def appeal(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Let the reporter ask once to look again at a report that was rejected or merged."""
    transitions.make(event, Action.APPEAL, who=who, now=now, reason=reason)
    event.reporter_appeals += 1
    event.parent_id = None
    matter_merging.wait_again(event, now=now)
    return event


def withdraw(event: Event, *, who: Who, now: datetime) -> Event:
    """Take a report back before anybody works on it."""
    transitions.make(event, Action.WITHDRAW, who=who, now=now)
    _end(event, now=now)
    return event


def close_what_nobody_disputes(event: Event, *, now: datetime) -> Event:
    """Close by the passing of time: a verified matter, or one settled on the spot."""
    if event.state is State.VERIFIED:
        return close(event, who=SYSTEM, now=now)
    return close(event, who=SYSTEM, now=now, action=Action.CONFIRM)
