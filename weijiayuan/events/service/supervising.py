"""The ladder: rungs that clocks reached are raised once each, and what is late is supervised."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.clocks import service as clocks
from weijiayuan.db import db
from weijiayuan.district.current import district
from weijiayuan.events import access
from weijiayuan.events.access import SYSTEM, Who
from weijiayuan.events.errors import EventNotFound, NotYours, RepliedBefore
from weijiayuan.events.models import (
    Escalation,
    Event,
    EventClock,
    Order,
    OrderPart,
    Supervision,
)
from weijiayuan.events.queries import matters
from weijiayuan.events.queries import orders as order_queries
from weijiayuan.events.rules import tables
from weijiayuan.events.rules.clocks import ClockKind
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import clockwork, ledger, tell

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
    new = clocks.climb(clock, Escalation, hours=clockwork.office(), now=now, **owner)
    for escalation in new:
        _raise(clock, escalation, now)
    return len(new)


def _raise(clock: EventClock, escalation: Escalation, now: datetime) -> None:
    """Tell of one rung, and supervise who is late."""
    if escalation.supervision:
        _supervise(clock, escalation, now)
    tell.of_rung(clock, escalation, now=now)
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
    clockwork.start(
        ClockKind.REPLY,
        tables.limits().clocks[ClockKind.REPLY],
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
    ledger.write(
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


def supervision(supervision_id: UUID, who: Who) -> Supervision:
    """Return a supervision this person may see, locked. Raises `EventNotFound`."""
    found = db.session.scalars(
        select(Supervision).filter_by(id=supervision_id).with_for_update()
    ).one_or_none()
    if found is None or not (is_of(found, who) or watches(found, who)):
        raise EventNotFound
    return found


def visible(who: Who) -> ColumnElement[bool]:
    """Return the condition on supervisions for what this person watches or must answer.

    Asked of each supervision, never of the whole ledger: a street has a hundred thousand matters.
    """
    mine = Supervision.unit_code.in_(access.units_of(who.granted))
    of_event = select(Event.id).where(Event.id == Supervision.event_id, access.visible(who))
    of_part = (
        select(OrderPart.id)
        .join(Order, Order.id == OrderPart.order_id)
        .where(OrderPart.id == Supervision.part_id, order_queries.visible(who))
    )
    return or_(mine, of_event.exists(), of_part.exists())


def is_of(found: Supervision, who: Who) -> bool:
    """Tell whether the person belongs to the unit that is late; dispatchers are their street's."""
    code = found.unit_code
    return code is not None and any(
        access.is_of_unit(each, code) or _dispatches_in(each, code) for each in who.granted
    )


def _dispatches_in(granted: Granted, code: str) -> bool:
    if granted.role is not Role.DISPATCHER:
        return False
    kind = TerritoryKind.DISTRICT if code == district().code else TerritoryKind.STREET
    return granted.territory.holds(Territory(kind, code))


def allowed(found: Supervision, who: Who) -> list[str]:
    """Return what this person may do with a supervision now."""
    return ["reply"] if found.replied_at is None and is_of(found, who) else []


def watches(found: Supervision, who: Who) -> bool:
    event = _event_of(found)
    return event is not None and bool(access.capacities(event, who))


def _event_of(found: Supervision) -> Event | None:
    if found.event_id is not None:
        return db.session.get(Event, found.event_id)
    part = db.session.get(OrderPart, found.part_id)
    order = db.session.get(Order, part.order_id) if part else None
    return db.session.get(Event, order.event_id) if order and order.event_id else None


def reply(found: Supervision, words: str, *, who: Who, now: datetime) -> Supervision:
    """Answer a supervision in writing, once, by the unit that is late."""
    if not is_of(found, who):
        raise NotYours(actors=[Actor.UNIT.value])
    if found.replied_at is not None:
        raise RepliedBefore
    found.reply, found.replied_at, found.replied_by = words, now, who.staff_id
    running = select(EventClock).filter_by(supervision_id=found.id, stopped_at=None)
    for clock in db.session.scalars(running):
        clock.stop(now)
    event = db.session.get(Event, found.event_id) if found.event_id else None
    if event is not None:
        ledger.write(
            event, "reply", actor=Actor.UNIT, who=who, now=now, words=words, is_public=False
        )
    return found
