"""Who is told what, when an order of a community moves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.accounts.rules import Role
from weijiayuan.events.models import Order, OrderPart
from weijiayuan.events.queries import organisational_units
from weijiayuan.notices import service as notices
from weijiayuan.web.messages import text

PAGE = "/packages/staff/order/order?id="


def issued(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell a department that a community calls it."""
    facts = {"place": order.place, "item": order.item}
    _department(order, part, "order_new", now=now, **facts)


def contested(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the coordinating office that a department says it is not its business."""
    _office(order, part, "order_contested", Role.DISPATCHER, now=now, reason=part.contest_reason)


def ruled(order: Order, part: OrderPart, *, upheld: bool, now: datetime) -> None:
    """Tell the department what the office decided."""
    outcome = text("events.ruling_upheld" if upheld else "events.ruling_released")
    _department(order, part, "order_ruled", now=now, outcome=outcome, reason=part.ruling)


def done(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the community that there is a result to accept."""
    _office(order, part, "order_done", Role.SECRETARY, now=now, cause=f"done:{part.returns}")


def returned(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the department that its result does not hold, and why."""
    cause = f"returned:{part.returns}"
    _department(order, part, "order_returned", now=now, cause=cause, reason=part.return_reason)


def cancelled(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the department that it need not come, and why."""
    _department(order, part, "order_cancelled", now=now, reason=part.cancel_reason)


def scored(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the department its score; each judge changes it."""
    cause = f"scored:{part.score}:{part.is_final}"
    _department(order, part, "order_scored", now=now, cause=cause, score=f"{part.score:g}")


def appealed(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the supervisors that a department is not content with its score."""
    _office(order, part, "order_appealed", Role.SUPERVISOR, now=now, reason=part.appeal)


def decided(order: Order, part: OrderPart, *, now: datetime) -> None:
    """Tell the department, and the community that judged, what became of the appeal."""
    outcome = text("events.appeal_granted" if part.appeal_granted else "events.appeal_declined")
    facts = {"outcome": outcome, "score": f"{part.score:g}", "reason": part.appeal_finding}
    _department(order, part, "order_decided", now=now, **facts)
    _office(order, part, "order_decided", Role.SECRETARY, now=now, **facts)


def _department(order: Order, part: OrderPart, template: str, **more: Any) -> None:
    _tell(organisational_units.people_of_unit(part.unit_code), order, part, template, **more)


def _office(order: Order, part: OrderPart, template: str, role: Role, **more: Any) -> None:
    people = organisational_units.people_of_place(role, order.community_code)
    _tell(
        people, order, part, template, unit=organisational_units.unit(part.unit_code).name, **more
    )


def _tell(
    people: Iterable[UUID],
    order: Order,
    part: OrderPart,
    template: str,
    *,
    now: datetime,
    cause: str = "",
    **facts: object,
) -> None:
    """Owe one message to each; `cause` tells rounds of the same thing apart."""
    for resident_id in dict.fromkeys(people):
        notices.tell(
            resident_id,
            cause=f"{template}:{part.id}:{cause}",
            template=template,
            facts={"number": order.number} | facts,
            now=now,
            link=f"{PAGE}{order.id}",
        )
