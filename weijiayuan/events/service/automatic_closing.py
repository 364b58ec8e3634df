"""What the passing of time settles: results nobody disputes, closed matters, silent orders."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.deadline_clocks.working_time import due
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.department_orders import queries as order_queries
from weijiayuan.events.department_orders import service as orders
from weijiayuan.events.department_orders.rules.state_transitions import PartState
from weijiayuan.events.models import Entry, Event, OrderPart, stands_in, stands_open
from weijiayuan.events.rules import reference_data, state_transitions, verification_sampling
from weijiayuan.events.rules.vocabulary import Action, Level, State
from weijiayuan.events.service import matter_clocks, matter_handling, transitions

AT_ONCE = 200
LOOKED_BACK = timedelta(days=30)
RESULTS = (State.HANDLED, State.VERIFIED)


def close_undisputed(now: datetime) -> int:
    """Close verified matters, and those settled on the spot that are not sampled, after a while."""
    ready = _undisputed(now)[:AT_ONCE]
    if not ready:
        return 0
    events = db.session.scalars(
        select(Event)
        .where(Event.id.in_(ready), Event.state.in_(RESULTS))
        .order_by(Event.handled_at, Event.id)
        .with_for_update(skip_locked=True)
    ).all()
    for event in events:
        matter_handling.close_what_nobody_disputes(event, now=now)
    return len(events)


def _undisputed(now: datetime) -> list[UUID]:
    """Return what may be closed by now, the oldest result first.

    All results are looked at: those that wait for a second person, however many, keep nobody back.
    """
    wait, office = reference_data.limits().silence["settled_after"], matter_clocks.office()
    rows = db.session.execute(
        select(Event.id, Event.handled_at, Event.state, Event.on_the_spot, Event.level)
        .where(stands_open(), Event.state.in_(RESULTS), Event.handled_at <= now)
        .order_by(Event.handled_at, Event.id)
    )
    return [
        row.id
        for row in rows
        if (row.state is State.VERIFIED or is_settled(row))
        and due(row.handled_at, wait, office) <= now
    ]


def is_settled(event: Any) -> bool:
    """Tell whether a result needs no second person."""
    return state_transitions.needs_no_check(
        on_the_spot=event.on_the_spot,
        level=Level(event.level),
        is_sampled=verification_sampling.is_sampled(
            event.id, reference_data.limits().sample_percent
        ),
    )


def archive_old(now: datetime) -> int:
    """Archive matters closed for thirty days."""
    days = reference_data.limits().resident["archive_after_days"]
    old = db.session.scalars(
        select(Event)
        .where(
            stands_in(State.CLOSED),
            Event.reported_at <= now - timedelta(days=days),
            Event.closed_at <= now - timedelta(days=days),
        )
        .order_by(Event.reported_at, Event.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for event in old:
        transitions.make(event, Action.ARCHIVE, who=SYSTEM, now=now, is_public=False)
    return len(old)


def accept_silently(now: datetime) -> int:
    """Accept what a community has not answered for three working days."""
    wait, office = reference_data.limits().silence["order_accepted_after"], matter_clocks.office()
    done = db.session.scalars(
        select(OrderPart)
        .where(OrderPart.state == PartState.DONE, OrderPart.done_at <= now)
        .order_by(OrderPart.done_at, OrderPart.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    ready = [part for part in done if part.done_at and due(part.done_at, wait, office) <= now]
    for part in ready:
        orders.accept_by_silence(part, now=now)
    return len(ready)


def let_go_of_unhandled(now: datetime) -> int:
    """Free what is still bound to a matter that was withdrawn or rejected; return how many were.

    The same is done when it happens. This finds what a crash, an older version or an anonymous
    sender left, whose hour must be over first.
    """
    found = [event for event in _unhandled(now) if _is_bound(event)]
    for event in found:
        matter_handling.let_go(event, now=now)
    return len(found)


def _unhandled(now: datetime) -> Sequence[Event]:
    hour = now.replace(minute=0, second=0, microsecond=0)
    ended = select(Entry.event_id).where(
        Entry.action.in_([Action.WITHDRAW.value, Action.REJECT.value]),
        Entry.at >= now - LOOKED_BACK,
        Entry.at < hour,
    )
    return db.session.scalars(
        select(Event)
        .where(Event.id.in_(ended), Event.state.in_([State.WITHDRAWN, State.REJECTED]))
        .order_by(Event.id)
    ).all()


def _is_bound(event: Event) -> bool:
    merged = select(Event.id).filter_by(parent_id=event.id, state=State.MERGED).limit(1)
    return db.session.scalar(merged) is not None or bool(order_queries.running_about(event.id))
