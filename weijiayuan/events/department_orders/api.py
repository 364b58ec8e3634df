"""Orders of a community to departments (社区发令、部门报到)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts import guards
from weijiayuan.accounts.rules import Role
from weijiayuan.events import errors
from weijiayuan.events.access import Who
from weijiayuan.events.api.matters import STAFF, caller, events
from weijiayuan.events.department_orders import appraisal, presentation, queries, service
from weijiayuan.events.department_orders.rules.state_transitions import Party, Rank
from weijiayuan.events.department_orders.schemas import (
    OrderAcceptIn,
    OrderAppealDecideIn,
    OrderDoneIn,
    OrderIn,
    OrderOut,
    OrderPartIn,
    OrderReasonIn,
    OrderReportInIn,
    OrderRulingIn,
    OrderScoreIn,
    OrdersIn,
    OrdersOut,
)
from weijiayuan.events.department_orders.service import Call, Presence
from weijiayuan.events.models import Order, OrderPart
from weijiayuan.events.queries import matters
from weijiayuan.events.rules.vocabulary import NoPhotoReason
from weijiayuan.kernel import clock
from weijiayuan.places import coordinates
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read, require_read
from weijiayuan.web.errors import answer_refusal

COMMUNITY = guards.require_role(Role.SECRETARY)

orders = Blueprint("orders", __name__, guard=STAFF, description="社区发令、部门报到")


@events.post("/<uuid:event_id>/orders", guard=COMMUNITY)
@events.arguments(OrderIn)
@events.response(201, OrderOut)
@events.refuses(errors.EventNotFound, errors.IllegalMove, errors.NotYours)
@events.refuses(errors.LeadNotNamed, errors.UnitNotFound, errors.TooSoon)
def issue(asked: dict[str, Any], event_id: UUID) -> dict[str, Any]:
    """Call departments to the place of a matter (社区发令)."""
    who, now = caller(), clock.now()
    event = matters.to_change(event_id, who)
    order = service.issue(
        event,
        Call(
            departments=tuple(asked["departments"]),
            lead=asked["lead"],
            item=asked["item"] or event.text[:100],
            place=asked["place"],
            rank=Rank(asked["rank"]),
            by=asked["by"],
        ),
        who=who,
        now=now,
    )
    return presentation.order(order, who, now=now)


@orders.get("")
@orders.arguments(OrdersIn, location="query")
@orders.response(200, OrdersOut)
def list_orders(asked: dict[str, Any]) -> dict[str, Any]:
    """List the orders the caller may see, newest first."""
    who = caller()
    page = queries.listed(who, **asked)
    items = presentation.several(page.items, who, now=clock.now())
    return {"items": items, "next_cursor": page.next_cursor}


@orders.get("/<uuid:order_id>")
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound)
def read_order(order_id: UUID) -> dict[str, Any]:
    """Return an order with every department's part."""
    who = caller()
    return presentation.order(queries.seen(order_id, who), who, now=clock.now())


def change(
    order_id: UUID, unit: str | None, act: Callable[[OrderPart, Order, Who], object]
) -> dict[str, Any]:
    """Lock an order, act on the part that is meant as it was read, and return what it became."""
    who = caller()
    order = queries.to_change(order_id, who)
    part = part_meant(order, unit, who)
    require_read(presentation.part_version(part))
    act(part, order, who)
    return presentation.order(order, who, now=clock.now())


def part_meant(order: Order, unit: str | None, who: Who) -> OrderPart:
    """Return the part of the unit named, else the caller's own, else the lead's."""
    parts = queries.parts(order.id)
    own = [each for each in parts if Party.DEPARTMENT in service.parties(order, who, each)]
    chosen = [each for each in parts if each.unit_code == unit] if unit else [*own, *parts]
    if not chosen:
        raise errors.OrderNotFound
    return chosen[0]


def _version_now(order_id: UUID) -> str:
    order = queries.to_change(order_id, caller())
    return presentation.version(order, queries.parts(order.id))


@orders.post("/<uuid:order_id>/countersign")
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
@decided_as_read(_version_now)
def countersign(order_id: UUID) -> dict[str, Any]:
    """Let an order of rank 重点 or 疑难 go out, as the street."""
    who, now = caller(), clock.now()
    order = service.countersign(queries.to_change(order_id, who), who=who, now=now)
    return presentation.order(order, who, now=now)


@orders.post("/<uuid:order_id>/sign")
@orders.arguments(OrderPartIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours)
def sign(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Sign for the order."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: service.sign(part, order, who=who, now=clock.now()),
    )


@orders.post("/<uuid:order_id>/contest")
@orders.arguments(OrderReasonIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.ContestedBefore)
def contest(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Say, once, that this is not the department's business."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: service.contest(
            part, order, asked["reason"], who=who, now=clock.now()
        ),
    )


@orders.post("/<uuid:order_id>/ruling")
@orders.arguments(OrderRulingIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours)
@orders.refuses(errors.SamePerson)
def rule_on(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Decide a contest as the coordinating office."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: service.rule_on(
            part,
            order,
            upheld=asked["upheld"],
            words=asked["words"],
            who=who,
            now=clock.now(),
        ),
    )


@orders.post("/<uuid:order_id>/report-in")
@orders.arguments(OrderReportInIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours)
@orders.refuses(errors.PositionNeeded, errors.TooFarAway, errors.WrongCode, errors.CodeLocked)
def report_in(asked: dict[str, Any], order_id: UUID) -> dict[str, Any] | Response:
    """Report in at the place: by a position within 200 m, or by the code shown there.

    Five wrong codes lock the code for 15 minutes; the position remains.
    """
    position = coordinates.point_of(asked["position"]) if asked["position"] else None
    presence = Presence(officer=asked["officer"], position=position, code=asked["code"])
    try:
        return change(
            order_id,
            asked["unit"],
            lambda part, order, who: service.report_in(
                part, order, presence, who=who, now=clock.now()
            ),
        )
    except errors.WrongCode as refused:  # answered, not raised, so that the count is kept
        return answer_refusal(refused)


@orders.post("/<uuid:order_id>/done")
@orders.arguments(OrderDoneIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.ProofNeeded)
def done(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Hand in what was done, with photos or the reason why there are none."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: service.done(
            part,
            order,
            measures=asked["measures"],
            photos=asked["photos"],
            no_photo=NoPhotoReason(asked["no_photo"]) if asked["no_photo"] else None,
            who=who,
            now=clock.now(),
        ),
    )


@orders.post("/<uuid:order_id>/cancel")
@orders.arguments(OrderReasonIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours)
@decided_as_read(_version_now)
def cancel(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Call it off for one department, or for all that still have to do something."""
    who, now = caller(), clock.now()
    order = queries.to_change(order_id, who)
    service.cancel(order, asked["reason"], unit=asked["unit"], who=who, now=now)
    return presentation.order(order, who, now=now)


@orders.post("/<uuid:order_id>/accept")
@orders.arguments(OrderAcceptIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
@orders.refuses(errors.ReasonNeeded)
def accept(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Accept the work as the community, or send it back with a reason."""

    def act(part: OrderPart, order: Order, who: Who) -> object:
        if asked["accepted"]:
            return service.accept(part, order, who=who, now=clock.now())
        if not asked["reason"]:
            raise errors.ReasonNeeded
        return service.send_back(part, order, asked["reason"], who=who, now=clock.now())

    return change(order_id, asked["unit"], act)


@orders.post("/<uuid:order_id>/score")
@orders.arguments(OrderScoreIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
@orders.refuses(errors.ScoreOutOfRange, errors.AppealedBefore)
def score(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Judge cooperation and result; the whole score comes back with every part explained."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: appraisal.judge(
            part,
            order,
            cooperation=asked["cooperation"],
            result=asked["result"],
            who=who,
            now=clock.now(),
        ),
    )


@orders.post("/<uuid:order_id>/appeal")
@orders.arguments(OrderReasonIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.AppealTooLate)
@orders.refuses(errors.AppealedBefore)
def appeal(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Ask to look at a score again, within five working days."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: appraisal.appeal(
            part, order, asked["reason"], who=who, now=clock.now()
        ),
    )


@orders.post("/<uuid:order_id>/appeal/decide")
@orders.arguments(OrderAppealDecideIn)
@orders.response(200, OrderOut)
@orders.refuses(errors.OrderNotFound, errors.IllegalMove, errors.NotYours, errors.SamePerson)
@orders.refuses(errors.NothingToDecide, errors.AppealedBefore, errors.ReasonNeeded)
def decide(asked: dict[str, Any], order_id: UUID) -> dict[str, Any]:
    """Decide an appeal as a supervisor, once: the score stands, or becomes another."""
    return change(
        order_id,
        asked["unit"],
        lambda part, order, who: appraisal.decide(
            part,
            order,
            granted=asked["granted"],
            total=asked["score"],
            finding=asked["reason"],
            who=who,
            now=clock.now(),
        ),
    )
