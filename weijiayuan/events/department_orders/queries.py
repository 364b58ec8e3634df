"""Questions about orders, their parts, and how departments do."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, or_, select, true
from sqlalchemy.sql import false

from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.db import db
from weijiayuan.events.access import Who, units_of
from weijiayuan.events.department_orders.rules.scoring import Judgement
from weijiayuan.events.department_orders.rules.state_transitions import RUNNING, PartState
from weijiayuan.events.errors import OrderNotFound
from weijiayuan.events.models import Escalation, Event, EventClock, Order, OrderPart, PartJudgement
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.rules.confidence_interval import Rate, wilson
from weijiayuan.kernel.ids import as_written
from weijiayuan.web.pagination import Page, page_by

OVERDUE = 100  # percent of a limit
LOOKING = (Role.SECRETARY, Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR)


def visible(who: Who) -> ColumnElement[bool]:
    """Return the condition on `orders` for what this person may see."""
    territories = who.territories(*LOOKING)
    everywhere = [*territories, *who.territories(Role.DEPARTMENT)]
    if any(each.kind is TerritoryKind.DISTRICT for each in everywhere):
        return true()
    conditions: list[ColumnElement[bool]] = []
    for kind, column in (
        (TerritoryKind.STREET, Order.street_code),
        (TerritoryKind.COMMUNITY, Order.community_code),
    ):
        if codes := sorted({each.code for each in territories if each.kind is kind}):
            conditions.append(column.in_(codes))
    if codes := sorted(units_of(who.granted)):
        mine = select(OrderPart.order_id).where(
            OrderPart.unit_code.in_(codes), OrderPart.state != PartState.DRAFT
        )
        conditions.append(Order.id.in_(mine))
    return or_(*conditions) if conditions else false()


def seen(order_id: UUID, who: Who) -> Order:
    """Return an order this person may see. Raises `OrderNotFound`."""
    return _one(order_id, who, lock=False)


def to_change(order_id: UUID, who: Who) -> Order:
    """Return the same, locked until the transaction ends."""
    return _one(order_id, who, lock=True)


def _one(order_id: UUID, who: Who, *, lock: bool) -> Order:
    wanted = select(Order).where(Order.id == order_id, visible(who))
    order = db.session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if order is None:
        raise OrderNotFound
    return order


def listed(
    who: Who, *, limit: int, cursor: str | None, state: str | None = None, q: str | None = None
) -> Page[Any]:
    """Return the orders this person may see, newest first; `q` is a number or words of the item."""
    wanted = select(Order).where(visible(who))
    if q is not None:
        about = Order.item.icontains(q, autoescape=True) | Order.place.icontains(q, autoescape=True)
        wanted = wanted.where((Order.number == as_written(q)) | about)
    if state is not None:
        wanted = wanted.where(
            Order.id.in_(select(OrderPart.order_id).where(OrderPart.state == PartState(state)))
        )
    return page_by(
        wanted, Order.created_at, Order.id, limit=limit, cursor=cursor, newest_first=True
    )


def parts(order_id: UUID) -> list[OrderPart]:
    """Return the parts of an order, the lead's first."""
    wanted = select(OrderPart).filter_by(order_id=order_id)
    return list(db.session.scalars(wanted.order_by(OrderPart.is_lead.desc(), OrderPart.unit_code)))


def parts_of(order_ids: Sequence[UUID]) -> dict[UUID, list[OrderPart]]:
    """Return the parts of several orders."""
    found: dict[UUID, list[OrderPart]] = {order_id: [] for order_id in order_ids}
    wanted = select(OrderPart).where(OrderPart.order_id.in_(list(order_ids)))
    for part in db.session.scalars(wanted.order_by(OrderPart.is_lead.desc(), OrderPart.unit_code)):
        found[part.order_id].append(part)
    return found


def part_with_order(part_id: UUID) -> tuple[OrderPart, Order]:
    """Return a part and the order it belongs to."""
    row = db.session.execute(
        select(OrderPart, Order)
        .join(Order, Order.id == OrderPart.order_id)
        .where(OrderPart.id == part_id)
    ).one()
    return row[0], row[1]


def about(event_id: UUID, who: Who) -> Sequence[Row[UUID, str]]:
    """Return id and number of the orders about a matter that this person may see."""
    wanted = select(Order.id, Order.number).where(Order.event_id == event_id, visible(who))
    return db.session.execute(wanted.order_by(Order.id)).all()


def all_about(event_id: UUID) -> Sequence[Order]:
    """Return every order about a matter, locked, in the order of their ids."""
    wanted = select(Order).filter_by(event_id=event_id).order_by(Order.id).with_for_update()
    return db.session.scalars(wanted).all()


def running_about(event_id: UUID) -> list[Order]:
    """Return those of them for which somebody still has to do something."""
    orders = all_about(event_id)
    parts = parts_of([order.id for order in orders])
    return [each for each in orders if any(part.state in RUNNING for part in parts[each.id])]


def clocks(part_ids: Sequence[UUID]) -> Sequence[EventClock]:
    """Return the clocks of these parts, oldest first."""
    wanted = select(EventClock).where(EventClock.part_id.in_(list(part_ids)))
    return db.session.scalars(wanted.order_by(EventClock.id)).all()


def stop_clocks(part_id: UUID, *kinds: ClockKind, now: datetime) -> None:
    """Stop the running clocks of these kinds; a rung passed before stays to be raised."""
    wanted = select(EventClock).filter_by(part_id=part_id, stopped_at=None)
    for clock in db.session.scalars(wanted.where(EventClock.kind.in_(kinds))):
        clock.stop(now)


def was_in_time(part_id: UUID, kind: ClockKind, *, now: datetime) -> bool:
    """Tell whether the part kept this limit; one that never began to run was not kept.

    What was raised as overdue counts as such: a supervision and full points exclude each other.
    """
    found = db.session.scalars(select(EventClock).filter_by(part_id=part_id, kind=kind)).all()
    if not found or any(clock.is_overdue(now) for clock in found):
        return False
    raised = select(Escalation.id).where(
        Escalation.clock_id.in_([clock.id for clock in found]), Escalation.percent >= OVERDUE
    )
    return db.session.scalar(raised.limit(1)) is None


def overdue_rungs(part_id: UUID) -> int:
    """Return how many rungs from 100 % up the part's clocks reached."""
    late = (Escalation.part_id == part_id) & (Escalation.percent >= OVERDUE)
    return db.session.scalar(select(func.count()).select_from(Escalation).where(late)) or 0


def stars(event_id: UUID | None) -> float | None:
    """Return the residents' rating of the matter an order is about."""
    found = db.session.scalar(select(Event.stars).filter_by(id=event_id))
    return float(found) if found else None


def judgements(part_id: UUID) -> list[PartJudgement]:
    return list(db.session.scalars(select(PartJudgement).filter_by(part_id=part_id)))


def put_judgement(part_id: UUID, given: Judgement, *, by: UUID) -> None:
    """Keep the newest judgement of each judge."""
    known = db.session.scalars(
        select(PartJudgement).filter_by(part_id=part_id, judge=given.judge)
    ).one_or_none()
    if known is None:
        db.session.add(
            PartJudgement(
                part_id=part_id,
                judge=given.judge,
                cooperation=given.cooperation,
                result=given.result,
                by=by,
            )
        )
    else:
        known.cooperation, known.result, known.by = given.cooperation, given.result, by
    db.session.flush()


def ranking(since: datetime) -> list[tuple[str, Rate, float | None]]:
    """Return for each department how often it reported in in time, with n and an interval.

    Ordered by the lower end of the interval, so that one good order is not a hundred percent.
    """
    late = EventClock.due_at < func.coalesce(EventClock.stopped_at, since)
    rows = db.session.execute(
        select(
            OrderPart.unit_code,
            func.count(),
            func.sum(func.coalesce(late.cast(db.Integer), 0)),
            func.avg(OrderPart.score),
        )
        .join(EventClock, EventClock.part_id == OrderPart.id)
        .where(
            EventClock.kind == ClockKind.ORDER_REPORT_IN,
            EventClock.started_at >= since,
            EventClock.stopped_at.is_not(None),
        )
        .group_by(OrderPart.unit_code)
    ).all()
    found = [
        (unit, wilson(int(count) - int(behind), int(count)), score)
        for unit, count, behind, score in rows
    ]
    return sorted(found, key=lambda each: (-each[1].low, each[0]))
