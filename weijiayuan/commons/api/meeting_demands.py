"""Demanding a meeting: signed by members of a roll until there are as many as the law names."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import Demand, Member
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import meeting_demands as queries
from weijiayuan.commons.rules.states import DemandState, MeetingKind
from weijiayuan.commons.schemas.meeting_demands import (
    DemandAtDeskIn,
    DemandIn,
    DemandOut,
    MyDemandOut,
)
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn, ReasonIn
from weijiayuan.commons.service import meeting_demands as service
from weijiayuan.commons.views import meeting_demands as demand_views
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

STEWARD = require_role(*access.STEWARDS)

demands = Blueprint(
    "commons_demands",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons/demands",
    description="共治：提议召开会议",
)


@demands.get("")
@demands.arguments(OfSpaceIn, location="query")
@demands.response(200, page_schema(DemandOut))
@demands.refuses(errors.SpaceNotFound)
def list_demands(asked: dict[str, Any]) -> dict[str, Any]:
    """List the demands for a meeting of a space, newest first."""
    return _page(queries.demands(deliberation_spaces.space(asked["space"]).id), asked)


@demands.get("/held", guard=STEWARD)
@demands.arguments(OfSpaceIn, location="query")
@demands.response(200, page_schema(DemandOut))
@demands.refuses(errors.SpaceNotFound)
def list_held(asked: dict[str, Any]) -> dict[str, Any]:
    """List the demands that wait for a person to read them."""
    space = deliberation_spaces.space(asked["space"])
    access.require_steward(space)
    return _page(queries.demands(space.id, states=(DemandState.HELD,)), asked)


def _page(wanted: Any, asked: dict[str, Any]) -> dict[str, Any]:
    page = page_by(
        wanted, Demand.id, limit=asked["limit"], cursor=asked["cursor"], newest_first=True
    )
    items = [demand_views.demand(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@demands.post("", guard=require_resident)
@demands.arguments(DemandIn)
@demands.response(201, DemandOut)
@demands.refuses(errors.SpaceNotFound, errors.NotByDemand, errors.NotMember, errors.DemandOpen)
@demands.refuses(errors.Unlawful, errors.RollNotInForce)
def begin(asked: dict[str, Any]) -> dict[str, Any]:
    """Demand a meeting as the first who asks; who is on the same roll asks too."""
    found = service.begin(
        deliberation_spaces.space(asked["space_id"]),
        MeetingKind(asked["kind"]),
        asked["reason"],
        by=current_resident_id(),
        now=clock.now(),
    )
    return demand_views.demand(found)


@demands.get("/<uuid:demand_id>")
@demands.response(200, DemandOut)
@demands.refuses(errors.DemandNotFound)
def read_demand(demand_id: UUID) -> dict[str, Any]:
    """Return how many ask and how many must, by which article."""
    return demand_views.demand(queries.shown_demand(demand_id))


@demands.get("/<uuid:demand_id>/mine", guard=require_resident)
@demands.response(200, MyDemandOut)
@demands.refuses(errors.DemandNotFound)
def read_mine(demand_id: UUID) -> dict[str, Any]:
    """Return whether I may ask, and whether I do."""
    found = queries.shown_demand(demand_id)
    member = deliberation_spaces.member_of(found.roll_id, current_resident_id())
    signed = member is not None and queries.has_signed(found.id, member.id)
    return {"on_roll": member is not None, "signed": signed}


def _me(found: Demand) -> Member:
    member = deliberation_spaces.member_of(found.roll_id, current_resident_id())
    if member is None:
        raise errors.NotMember
    return member


@demands.post("/<uuid:demand_id>/sign", guard=require_resident)
@demands.response(200, DemandOut)
@demands.refuses(errors.DemandNotFound, errors.NotMember, errors.SignedBefore, errors.DemandOver)
def sign(demand_id: UUID) -> dict[str, Any]:
    """Ask too, as a member of its roll."""
    member = _me(queries.shown_demand(demand_id))
    return demand_views.demand(service.sign(demand_id, member, now=clock.now()))


@demands.post("/<uuid:demand_id>/take-back", guard=require_resident)
@demands.response(200, DemandOut)
@demands.refuses(errors.DemandNotFound, errors.NotMember, errors.DemandOver)
def take_back(demand_id: UUID) -> dict[str, Any]:
    """Ask no more, as long as no meeting is called."""
    member = _me(queries.demand(demand_id))
    return demand_views.demand(service.take_back(demand_id, member))


def _kept(demand_id: UUID) -> Demand:
    found = queries.demand(demand_id)
    access.require_steward(deliberation_spaces.space(found.space_id))
    return found


@demands.post("/<uuid:demand_id>/sign-at-desk", guard=STEWARD)
@demands.arguments(DemandAtDeskIn)
@demands.response(200, DemandOut)
@demands.refuses(errors.DemandNotFound, errors.UnitNotOnRoll, errors.SignedBefore)
@demands.refuses(errors.DemandOver, errors.SpeaksAlready, errors.SecondPersonNeeded)
@demands.refuses(errors.NotMember)
def sign_at_desk(asked: dict[str, Any], demand_id: UUID) -> dict[str, Any]:
    """Note that a member without an account signed on paper; it counts once two people did."""
    member = deliberation_spaces.member_numbered(_kept(demand_id).roll_id, asked["number"])
    found = service.sign_on_paper(demand_id, member, by=actor_id(), now=clock.now())
    return demand_views.demand(found)


def _version_now(demand_id: UUID) -> str:
    _kept(demand_id)
    return demand_views.version(queries.demand_to_change(demand_id))


@demands.post("/<uuid:demand_id>/release", guard=STEWARD)
@demands.response(200, DemandOut)
@demands.refuses(errors.DemandNotFound, errors.NamesSomebody, IllegalMove)
@decided_as_read(_version_now)
def release(demand_id: UUID) -> dict[str, Any]:
    """Let others read a demand that a person has read."""
    _kept(demand_id)
    return demand_views.demand(service.release(demand_id, now=clock.now()))


@demands.post("/<uuid:demand_id>/refuse", guard=STEWARD)
@demands.arguments(ReasonIn)
@demands.response(200, DemandOut)
@demands.refuses(errors.DemandNotFound, errors.DemandOver)
@decided_as_read(_version_now)
def refuse(asked: dict[str, Any], demand_id: UUID) -> dict[str, Any]:
    """Show a held demand to nobody; its author is told why and can write another."""
    _kept(demand_id)
    found = service.refuse(demand_id, reason=asked["reason"], now=clock.now())
    return demand_views.demand(found)
