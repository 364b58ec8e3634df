"""The ladder: rungs that clocks reached are raised once each, and what is late is supervised."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.deadline_clocks import service as clocks
from weijiayuan.district.current_district import district
from weijiayuan.events.access import SYSTEM
from weijiayuan.events.models import Escalation, Event, EventClock, Order, OrderPart, Supervision
from weijiayuan.events.queries import matters
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import matter_clocks, notifications, transitions

logger = logging.getLogger(__name__)

AT_ONCE = 200


def escalate(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Raise the rungs that are due, up to a portion of clocks; return how many rungs were new.

    Which rungs are due follows from the clocks alone, so any outage is made good, once.
    """
    due = db.session.execute(
        select(EventClock.id, EventClock.event_id, EventClock.part_id)
        .where(EventClock.next_at.is_not(None), EventClock.next_at <= now)
        .order_by(EventClock.next_at, EventClock.id)
        .limit(limit)
    ).all()
    held = (_held(*row, now=now) for row in due)
    return sum(_climb(clock, now) for clock in held if clock is not None)


def _held(
    clock_id: UUID, event_id: UUID | None, part_id: UUID | None, *, now: datetime
) -> EventClock | None:
    """Return a clock whose rung is due, locked behind its matter or order as everybody locks them.

    None if somebody else holds it: whoever does sees to it, or the next round.
    """
    owner: Any = (
        select(Event.id).where(Event.id == event_id)
        if event_id
        else select(Order.id)
        .join(OrderPart, OrderPart.order_id == Order.id)
        .where(OrderPart.id == part_id)
    )
    owner = owner.with_for_update(skip_locked=True, of=Event if event_id else Order)
    if db.session.scalar(owner) is None:
        return None
    wanted = select(EventClock).where(EventClock.id == clock_id, EventClock.next_at <= now)
    return db.session.scalars(
        wanted.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def _climb(clock: EventClock, now: datetime) -> int:
    owner = {"event_id": clock.event_id, "part_id": clock.part_id}
    new = clocks.climb(clock, Escalation, hours=matter_clocks.office(), now=now, **owner)
    for escalation in new:
        _raise(clock, escalation, now)
    return len(new)


def _raise(clock: EventClock, escalation: Escalation, now: datetime) -> None:
    """Tell of one rung, and supervise who is late."""
    if escalation.supervision:
        _supervise(clock, escalation, now)
    notifications.of_rung(clock, escalation, now=now)
    logger.info("rung reached", extra={"clock_id": str(clock.id), "percent": escalation.percent})


def _supervise(clock: EventClock, escalation: Escalation, now: datetime) -> None:
    """Open a 督办单; whoever is late must reply in writing within four working hours."""
    event = matters.locked(clock.event_id) if clock.event_id else None
    part = db.session.get(OrderPart, clock.part_id) if clock.part_id else None
    supervision = Supervision(
        escalation_id=escalation.id,
        level=escalation.supervision,
        opened_at=now,
        unit_code=part.unit_code if part else (late_unit(event, clock.kind) if event else None),
        event_id=clock.event_id,
        part_id=clock.part_id,
    )
    db.session.add(supervision)
    matter_clocks.start(
        ClockKind.REPLY,
        reference_data.limits().clocks[ClockKind.REPLY],
        now=now,
        supervision_id=supervision.id,
        event_id=clock.event_id,
        part_id=clock.part_id,
    )
    if event is not None:
        event.supervision = max(event.supervision, escalation.supervision)
        _note(event, clock, escalation, now)


def _note(event: Event, clock: EventClock, escalation: Escalation, now: datetime) -> None:
    """Write into the history of a matter that it is supervised, and why."""
    facts = {
        "clock": clock.kind,
        "percent": escalation.percent,
        "level": escalation.supervision,
        "reached_at": escalation.reached_at.isoformat(),
    }
    transitions.write(
        event,
        "supervise",
        actor=Actor.SYSTEM,
        who=SYSTEM,
        now=now,
        words=escalation.name,
        is_public=False,
        facts=facts,
    )


def late_unit(event: Event, kind: ClockKind) -> str:
    """Return the code of who let a clock of a matter run out.

    Whoever has it by now need not be late: accepting, and giving to a unit, is the street's
    business, checking the community's. Where no grid is known, the district answers.
    """
    owners = {ClockKind.ACCEPT: event.street_code, ClockKind.VERIFY: event.community_code}
    return owners.get(kind, event.unit_code) or event.street_code or district().code
