"""Who sees a supervision, who must answer it, and the answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from weijiayuan.accounts.rules import Granted, Role, Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.district.current_district import district
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.department_orders import queries as order_queries
from weijiayuan.events.errors import EventNotFound, NotYours, RepliedBefore
from weijiayuan.events.models import Event, EventClock, Order, OrderPart, Supervision
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import transitions


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
        transitions.write(
            event, "reply", actor=Actor.UNIT, who=who, now=now, words=words, is_public=False
        )
    return found
