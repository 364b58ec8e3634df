"""Working on a matter: start, settle, resume, check, close, reopen, merge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.models import Event, Stage
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import similar, tables
from weijiayuan.events.rules.clocks import ClockKind
from weijiayuan.events.rules.vocabulary import (
    Action,
    Actor,
    Level,
    NoPhotoReason,
    Outcome,
    RejectReason,
    State,
)
from weijiayuan.events.service import deadlines, ledger, notifications
from weijiayuan.events.service.register import category_of
from weijiayuan.places.datum import Datum, Point


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
        return similar.metres_between(here.lng, here.lat, event.lng, event.lat)


NOTHING = Proof()
SHARED = (ClockKind.ACCEPT, ClockKind.RESOLVE)  # what a merged report hands on


def start(event: Event, *, who: Who, now: datetime, proof: Proof = NOTHING) -> Event:
    """Begin to settle a matter on the spot (巡办合一)."""
    ledger.make(event, Action.START, who=who, now=now, metres=proof.metres_from(event))
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
    actor = ledger.make(
        event,
        Action.HANDLE,
        who=who,
        now=now,
        words=words,
        facts={"outcome": outcome, "no_photo": proof.no_photo},
        has_proof=bool(proof.photos) or proof.no_photo is not None,
        metres=proof.metres_from(event),
    )
    ledger.add_photos(event, proof.photos, Stage.AFTER, owner=who.staff_id, now=now)
    deadlines.stop(event.id, ClockKind.RESOLVE, now=now)
    event.handled_at, event.outcome = now, outcome
    event.in_time = event.due_at is None or now <= event.due_at
    if straight and actor is Actor.GRID_WORKER:
        event.unit_code, event.on_the_spot = event.grid_code, True
    limit = deadlines.limit_for(ClockKind.VERIFY, event.level)
    deadlines.start(ClockKind.VERIFY, limit, now=now, event_id=event.id)
    notifications.matter(event, now)
    return event


def resume(event: Event, *, who: Who, now: datetime, words: str = "") -> Event:
    """End the wait; the due time moves by exactly the working time that passed."""
    ledger.make(event, Action.RESUME, who=who, now=now, words=words)
    deadlines.resume(event, now)
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
        ledger.make(
            event, Action.VERIFY, who=who, now=now, words=words, handlers=busy, metres=metres
        )
        ledger.add_photos(event, proof.photos, Stage.AFTER, owner=who.staff_id, now=now)
        deadlines.stop(event.id, ClockKind.VERIFY, now=now)
    else:
        ledger.make(
            event, Action.REWORK, who=who, now=now, words=words, reason=words, handlers=busy
        )
        deadlines.stop(event.id, ClockKind.VERIFY, now=now)
        event.reworks += 1
        event.handled_at = event.in_time = event.outcome = None
        deadlines.restart(event)
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
    ledger.make(
        event,
        action,
        who=who,
        now=now,
        words=words,
        facts={"outcome": outcome or event.outcome, "in_time": event.in_time},
    )
    event.outcome = outcome or event.outcome
    event.closed_at = now
    deadlines.stop(event.id, ClockKind.VERIFY, now=now)
    notifications.matter(event, now)
    return event


def reopen(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Open a closed matter again: half the time, one level up, and no settling on the spot."""
    actor = ledger.make(event, Action.REOPEN, who=who, now=now, words=reason, reason=reason)
    event.reopens += 1
    event.reporter_reopens += actor is Actor.REPORTER
    event.level = int(Level(event.level).raised)
    event.on_the_spot, event.designated = False, False
    event.returns = event.waits = event.extensions = 0
    event.closed_at = event.handled_at = event.in_time = event.outcome = event.stars = None
    clock = deadlines.start(
        ClockKind.RESOLVE,
        category_of(str(event.category_code)).limit,
        now=now,
        share=tables.limits().resident["reopen_share"],
        event_id=event.id,
    )
    event.due_at = event.promised_at = clock.due_at
    notifications.matter(event, now)
    return event


def reject(event: Event, *, code: RejectReason, words: str, who: Who, now: datetime) -> Event:
    """Refuse a report that cannot be handled here, with the reason for the reporter."""
    ledger.make(
        event,
        Action.REJECT,
        who=who,
        now=now,
        words=words,
        reason=words,
        facts={"reason": code},
    )
    deadlines.stop(event.id, now=now)
    notifications.matter(event, now)
    return event


def appeal(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Let the reporter ask once to look again at a rejected report."""
    ledger.make(event, Action.APPEAL, who=who, now=now, reason=reason)
    event.reporter_reopens += 1
    limit = deadlines.limit_for(ClockKind.ACCEPT, event.level)
    deadlines.start(ClockKind.ACCEPT, limit, now=now, event_id=event.id)
    notifications.matter(event, now)
    return event


def withdraw(event: Event, *, who: Who, now: datetime) -> Event:
    """Take a report back before anybody works on it."""
    ledger.make(event, Action.WITHDRAW, who=who, now=now)
    deadlines.stop(event.id, now=now)
    event.due_at = None
    notifications.matter(event, now)
    return event


def merge(event: Event, parent_id: UUID, *, who: Who, now: datetime, words: str = "") -> Event:
    """Join a report to an open one about the same matter; its people follow that one.

    The parent keeps the earliest report time of the two, and its clocks the earliest start: who
    reported first must not wait longer because somebody reported again.
    """
    parent = matters.to_change(parent_id, who)
    fits = parent.is_open and parent.id != event.id and parent.parent_id is None
    ledger.make(
        event,
        Action.MERGE,
        who=who,
        now=now,
        words=words,
        facts={"parent": parent.number},
        parent_is_open=fits,
    )
    event.parent_id = parent.id
    event.due_at = None
    _take_over_clocks(parent, event)
    deadlines.stop(event.id, now=now)
    parent.reported_at = min(parent.reported_at, event.reported_at)
    if event.promised_at and parent.promised_at:
        parent.promised_at = min(parent.promised_at, event.promised_at)
    notifications.follow(parent, event.reporter_id, *matters.follower_ids(event.id))
    notifications.matter(event, now)
    return event


def _take_over_clocks(parent: Event, merged: Event) -> None:
    """Let the parent's running clocks begin when those of the merged report did, if that was first.

    A reopened matter runs under the new clock of its round, which no report from before moves.
    """
    if parent.reopens:
        return
    starts = {each.kind: each.started_at for each in deadlines.running(merged.id, *SHARED)}
    for mine in deadlines.running(parent.id, *SHARED):
        if starts.get(mine.kind, mine.started_at) < mine.started_at:
            deadlines.begin_earlier(mine, starts[mine.kind])
            if mine.kind is ClockKind.RESOLVE:
                parent.due_at = mine.due_at


def close_what_nobody_disputes(event: Event, *, now: datetime) -> Event:
    """Close by the passing of time: a verified matter, or one settled on the spot."""
    if event.state is State.VERIFIED:
        return close(event, who=SYSTEM, now=now)
    return close(event, who=SYSTEM, now=now, action=Action.CONFIRM)
