"""What the passing of time settles: results nobody disputes, closed matters, silent orders."""

from datetime import datetime, timedelta

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Event, OrderPart
from weijiayuan.events.rules import sampling, tables
from weijiayuan.events.rules.hours import due
from weijiayuan.events.rules.orders import PartState
from weijiayuan.events.rules.vocabulary import Action, State
from weijiayuan.events.service import clockwork, handling, ledger, ordering

AT_ONCE = 200


def close_undisputed(now: datetime) -> int:
    """Close verified matters, and those settled on the spot that are not sampled, after a while."""
    wait, office = tables.limits().silence["settled_after"], clockwork.office()
    waiting = db.session.scalars(
        select(Event)
        .where(Event.state.in_([State.HANDLED, State.VERIFIED]), Event.handled_at <= now)
        .order_by(Event.handled_at, Event.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    ready = [
        event
        for event in waiting
        if event.handled_at
        and due(event.handled_at, wait, office) <= now
        and (event.state is State.VERIFIED or is_settled(event))
    ]
    for event in ready:
        handling.close_what_nobody_disputes(event, now=now)
    return len(ready)


def is_settled(event: Event) -> bool:
    """Tell whether a result needs no second person: done on the spot, and not in the sample."""
    sampled = sampling.is_sampled(event.id, tables.limits().sample_percent)
    return event.on_the_spot and not sampled


def archive_old(now: datetime) -> int:
    """Archive matters closed for thirty days."""
    days = tables.limits().resident["archive_after_days"]
    old = db.session.scalars(
        select(Event)
        .where(Event.state == State.CLOSED, Event.closed_at <= now - timedelta(days=days))
        .order_by(Event.closed_at, Event.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for event in old:
        ledger.make(event, Action.ARCHIVE, who=SYSTEM, now=now, is_public=False)
    return len(old)


def accept_silently(now: datetime) -> int:
    """Accept what a community has not answered for three working days."""
    wait, office = tables.limits().silence["order_accepted_after"], clockwork.office()
    done = db.session.scalars(
        select(OrderPart)
        .where(OrderPart.state == PartState.DONE, OrderPart.done_at <= now)
        .order_by(OrderPart.done_at, OrderPart.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    ready = [part for part in done if part.done_at and due(part.done_at, wait, office) <= now]
    for part in ready:
        ordering.accept_by_silence(part, now=now)
    return len(ready)
