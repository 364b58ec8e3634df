"""并案: several reports of one matter go on as one, and part again where they must.

A merged report stays what its reporter sent: its history says what becomes of the one it was
merged into, and it stands by itself again when that one ends without having been handled.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.department_orders import service as orders
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import duplicate_hints
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import Action, Actor
from weijiayuan.events.service import (
    danger_alarm,
    matter_clocks,
    notifications,
    transitions,
    urgency_raising,
)

SHARED = (ClockKind.ACCEPT, ClockKind.RESOLVE)  # what a merged report hands on
GONE = "所并入的事项已撤回或不予受理，本件恢复单独办理"


def merge(event: Event, parent_id: UUID, *, who: Who, now: datetime, words: str = "") -> Event:
    """Join a report to an open one about the same matter; its people follow that one.

    The parent keeps the earliest report time of the two, and its clocks the earliest start: who
    reported first must not wait longer because somebody reported again. It becomes as urgent as the
    more urgent of the two, and tells of every danger that either tells of. What was merged into
    this report, and the orders about it, go along.
    """
    parent = matters.to_change(parent_id, who)
    fits = parent.is_open and parent.id != event.id and parent.parent_id is None
    transitions.make(
        event,
        Action.MERGE,
        who=who,
        now=now,
        words=words,
        facts={"parent": parent.number},
        parent_is_open=fits,
        parent_is_as_grave=parent.danger is not None or parent.is_sensed,
        parent_metres=duplicate_hints.metres_between(event.lng, event.lat, parent.lng, parent.lat),
    )
    merged = [event, *matters.merged_into(event.id)]
    for each in merged:
        each.parent_id = parent.id
    _hand_on_times(parent, event, now=now)
    _hand_on_urgency(parent, event, now=now)
    transitions.write(
        parent,
        "report-joined",
        actor=Actor.SYSTEM,
        who=SYSTEM,
        now=now,
        facts={"report": event.number},
        is_public=False,
    )
    for each in merged:
        is_new = danger_alarm.add(parent, ToldDanger.of(each), now=now)
        if each.danger is not None and not is_new:
            notifications.of_report(parent, each, now=now)
    orders.move_to(parent, event)
    _follow(parent, merged)
    notifications.matter(event, now)
    return event


def _hand_on_times(parent: Event, event: Event, *, now: datetime) -> None:
    event.due_at = None
    _take_over_clocks(parent, event)
    matter_clocks.stop(event.id, now=now)
    parent.reported_at = min(parent.reported_at, event.reported_at)
    if event.promised_at and parent.promised_at:
        parent.promised_at = min(parent.promised_at, event.promised_at)


def _hand_on_urgency(parent: Event, event: Event, *, now: datetime) -> None:
    urgency_raising.raise_to(parent, event.level, now=now)
    if event.is_sensed:
        parent.is_sensed = True
        parent.sensed_as = sorted({*(parent.sensed_as or ()), *(event.sensed_as or ())})
        urgency_raising.hurry(parent, now=now)


def _follow(parent: Event, merged: Sequence[Event]) -> None:
    for each in merged:
        notifications.follow(parent, each.reporter_id, *matters.follower_ids(each.id))


def _take_over_clocks(parent: Event, merged: Event) -> None:
    """Let the parent's running clocks begin when those of the merged report did, if that was first.

    A reopened matter runs under the new clock of its round, which no report from before moves.
    """
    if parent.reopens:
        return
    starts = {each.kind: each.started_at for each in matter_clocks.running(merged.id, *SHARED)}
    for mine in matter_clocks.running(parent.id, *SHARED):
        if starts.get(mine.kind, mine.started_at) < mine.started_at:
            matter_clocks.begin_earlier(mine, starts[mine.kind])
            if mine.kind is ClockKind.RESOLVE:
                parent.due_at = mine.due_at


def unmerge(event: Event, *, who: Who, now: datetime, reason: str) -> Event:
    """Let a merged report stand by itself again: it waits to be accepted."""
    transitions.make(event, Action.UNMERGE, who=who, now=now, words=reason, reason=reason)
    event.parent_id = None
    wait_again(event, now=now)
    return event


def release(parent: Event, *, now: datetime) -> None:
    """Unmerge everything that was merged into a matter which ended unhandled."""
    for each in matters.merged_into(parent.id):
        unmerge(each, who=SYSTEM, now=now, reason=GONE)


def wait_again(event: Event, *, now: datetime) -> None:
    """Put a report back to those who accept reports, under the clock for that."""
    limit = matter_clocks.limit_of(ClockKind.ACCEPT, event)
    matter_clocks.start(ClockKind.ACCEPT, limit, now=now, event_id=event.id)
    event.unit_code = event.due_at = None
    notifications.matter(event, now)
