"""What a unit asks a dispatcher for: to stop the clock, more time, or to be rid of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.deadline_clocks.working_time import Limit
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import AlreadyAsked, EventNotFound, NotYours, SamePerson
from weijiayuan.events.models import Ask, AskKind, AskState, Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import reference_data, state_transitions
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Action, Actor, WaitReason
from weijiayuan.events.service import dispatching, matter_clocks, notifications, transitions

ACTIONS = {
    AskKind.WAIT: Action.WAIT,
    AskKind.EXTEND: Action.EXTEND,
    AskKind.TRANSFER: Action.RECALL,
}


def ask(
    event: Event,
    kind: AskKind,
    *,
    who: Who,
    now: datetime,
    reason: str,
    code: WaitReason | None = None,
    extra: Limit | None = None,
) -> Ask | None:
    """Ask the dispatcher for a wait, more time or a transfer; a dispatcher decides at once.

    Returns the ask that waits, or None if it was decided here and now.
    """
    state_transitions.find(ACTIONS[kind], event.state)
    if matters.waiting_ask(event.id) is not None:
        raise AlreadyAsked
    mine = access.capacities(event, who)
    if Actor.DISPATCHER in mine and Actor.UNIT not in mine:
        _grant(event, kind, who=who, now=now, reason=reason, code=code, extra=extra)
        return None
    if Actor.UNIT not in mine and not (Actor.GRID_WORKER in mine and event.on_the_spot):
        raise NotYours(actors=[Actor.UNIT.value, Actor.DISPATCHER.value])
    _check_ask(event, kind, who=who, now=now, reason=reason, extra=extra)
    asked = _asked(event, kind, who=who, reason=reason, code=code, extra=extra)
    actor = Actor.UNIT if Actor.UNIT in mine else Actor.GRID_WORKER
    transitions.write(
        event, f"ask-{kind}", actor=actor, who=who, now=now, words=reason, is_public=False
    )
    notifications.of_ask(event, asked, now=now)
    return asked


def _asked(
    event: Event,
    kind: AskKind,
    *,
    who: Who,
    reason: str,
    code: WaitReason | None,
    extra: Limit | None,
) -> Ask:
    """Keep what was asked for until a dispatcher decides."""
    assert who.staff_id is not None
    asked = Ask(
        event_id=event.id,
        kind=kind,
        reason=reason,
        asked_by=who.staff_id,
        unit_code=event.unit_code,
        code=code,
        extra=str(extra) if extra else None,
    )
    db.session.add(asked)
    return asked


def decide(
    event: Event, ask_id: UUID, *, approved: bool, who: Who, now: datetime, words: str = ""
) -> Event:
    """Approve or refuse what a unit asked for; nobody does for their own unit."""
    asked = matters.waiting_ask(event.id)
    if asked is None or asked.id != ask_id:
        raise EventNotFound
    mine = access.capacities(event, who)
    if Actor.DISPATCHER not in mine:
        raise NotYours(actors=[Actor.DISPATCHER.value])
    if asked.asked_by == who.staff_id or Actor.UNIT in mine:
        raise SamePerson
    asked.decided_by, asked.decided_at = who.staff_id, now
    asked.state = AskState.APPROVED if approved else AskState.REFUSED
    if approved:
        extra = Limit.parse(asked.extra) if asked.extra else None
        _grant(
            event,
            asked.kind,
            who=who,
            now=now,
            reason=asked.reason,
            code=WaitReason(asked.code) if asked.code else None,
            extra=extra,
        )
    else:
        transitions.write(
            event,
            f"refuse-{asked.kind}",
            actor=Actor.DISPATCHER,
            who=who,
            now=now,
            words=words,
            is_public=False,
        )
    return event


def _check_ask(
    event: Event, kind: AskKind, *, who: Who, now: datetime, reason: str, extra: Limit | None
) -> None:
    """Refuse an ask that could not be granted anyway."""
    facts = transitions.situation(event, now=now, who=who, reason=reason, **_times(event, extra))
    state_transitions.has_reason(facts)
    if kind is AskKind.WAIT:
        state_transitions.not_waited(facts)
    elif kind is AskKind.EXTEND:
        state_transitions.may_extend(facts)


def _grant(
    event: Event,
    kind: AskKind,
    *,
    who: Who,
    now: datetime,
    reason: str,
    code: WaitReason | None,
    extra: Limit | None,
) -> None:
    if kind is AskKind.TRANSFER:
        dispatching.recall(event, who=who, now=now, reason=reason)
    elif kind is AskKind.WAIT:
        facts = {"reason": code}
        transitions.make(
            event, Action.WAIT, who=who, now=now, words=reason, reason=reason, facts=facts
        )
        event.waits += 1
        matter_clocks.pause(event, now)
        limit = reference_data.limits().waiting[code or WaitReason.WEATHER]
        matter_clocks.start(ClockKind.WAIT, limit, now=now, event_id=event.id)
    else:
        transitions.make(
            event,
            Action.EXTEND,
            who=who,
            now=now,
            words=reason,
            reason=reason,
            facts={"extra": str(extra)},
            **_times(event, extra),
        )
        event.extensions += 1
        assert extra is not None
        matter_clocks.extend(event, extra, now)
    notifications.matter(event, now)


def _times(event: Event, extra: Limit | None) -> dict[str, Any]:
    running = matter_clocks.running(event.id, ClockKind.RESOLVE)
    if extra is None or not running:
        return {}
    return {
        "extra": running[0].extra_time(extra, matter_clocks.office()),
        "original": timedelta(seconds=running[0].original_seconds),
    }
