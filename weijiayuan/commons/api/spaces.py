"""Spaces for everybody, rolls for those who keep them, requests of whose a unit is."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current, current_resident_id
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import Member, MemberRequest, Space, SpaceKind
from weijiayuan.commons.queries import spaces as queries
from weijiayuan.commons.rules import roll_spreadsheet
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.schemas.common_shapes import ReasonIn
from weijiayuan.commons.schemas.spaces import (
    DecideIn,
    MemberOut,
    MembersIn,
    MineOut,
    RequestForDeskOut,
    RequestIn,
    RequestOut,
    RollIn,
    RollOut,
    SheetIn,
    SheetReadOut,
    SpaceDetailOut,
    SpaceIn,
    SpaceOut,
    SpacesIn,
)
from weijiayuan.commons.service import spaces as service
from weijiayuan.files.spreadsheet_reading import Unreadable
from weijiayuan.kernel import clock
from weijiayuan.places import service as places
from weijiayuan.places.coordinates import Datum
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

FOUNDERS = (Role.SECRETARY, Role.DISPATCHER, Role.STREET_FILING, Role.ADMIN)
ROLL_BYTES = 4 * 1024 * 1024
SHEET_BYTES = 6 * 1024 * 1024
STEWARD = require_role(*access.STEWARDS)

spaces = Blueprint(
    "commons_spaces",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：空间与名册",
)


@spaces.get("/spaces")
@spaces.arguments(SpacesIn, location="query")
@spaces.response(200, page_schema(SpaceOut))
def list_spaces(asked: dict[str, Any]) -> dict[str, Any]:
    """List communities, estates, buildings in which people decide together."""
    wanted = queries.spaces(community=asked["near"], kind=asked["kind"], q=asked["q"])
    page = page_by(wanted, Space.id, limit=asked["limit"], cursor=asked["cursor"])
    return {"items": page.items, "next_cursor": page.next_cursor}


@spaces.post("/spaces", guard=require_role(*FOUNDERS))
@spaces.arguments(SpaceIn)
@spaces.response(201, SpaceOut)
@spaces.refuses(errors.CommunityUnknown)
def make_space(asked: dict[str, Any]) -> Space:
    """Open a space in a community of mine."""
    here = Territory(TerritoryKind.COMMUNITY, asked["community_code"])
    if not current().may(*FOUNDERS, within=here):
        raise NotYours
    point = places.point_of(asked["place"]).to(Datum.GCJ02) if asked["place"] else None
    return service.make_space(
        SpaceKind(asked["kind"]),
        name=asked["name"],
        community_code=asked["community_code"],
        address=asked["address"],
        lng=point.lng if point else None,
        lat=point.lat if point else None,
    )


@spaces.get("/spaces/<uuid:space_id>")
@spaces.response(200, SpaceDetailOut)
@spaces.refuses(errors.SpaceNotFound)
def read_space(space_id: UUID) -> dict[str, Any]:
    """Return a space with the versions of its rolls: sums and fingerprints, nobody's name."""
    found = queries.space(space_id)
    shown: dict[str, Any] = SpaceOut().dump(found)
    return shown | {"rolls": queries.rolls_of(space_id)}


@spaces.get("/mine", guard=require_resident)
@spaces.response(200, MineOut)
def list_mine() -> dict[str, Any]:
    """List the spaces I am on a roll of."""
    caller, items = current(), []
    for member, roll in queries.memberships(current_resident_id()):
        space = queries.space(roll.space_id)
        steward = access.is_steward(caller, space)
        shown = {"space": space, "roll": roll, "member": member_facts(member)}
        items.append(shown | {"steward": steward})
    return {"items": items}


def member_facts(member: Member) -> dict[str, Any]:
    """Return a member as those who keep the roll see it."""
    return {
        "number": member.number,
        "units": member.units,
        "area": member.area,
        "is_developer": member.is_developer,
        "is_delegate": member.is_delegate,
        "verified": member.resident_id is not None,
        "verified_on": member.verified_on,
    }


@spaces.post("/spaces/<uuid:space_id>/rolls", guard=STEWARD, max_bytes=ROLL_BYTES)
@spaces.arguments(RollIn)
@spaces.response(201, RollOut)
@spaces.refuses(errors.SpaceNotFound, errors.RollMalformed)
def import_roll(asked: dict[str, Any], space_id: UUID) -> Any:
    """Enter a new version of a roll as a draft; a second person puts it in force."""
    space = queries.space(space_id)
    access.require_steward(space)
    return service.import_roll(
        space,
        Basis(asked["basis"]),
        asked["rows"],
        closes_on=asked["closes_on"],
        source=asked["source"],
        by=actor_id(),
    )


@spaces.post("/rolls/sheets", guard=STEWARD, idempotent=False, max_bytes=SHEET_BYTES)
@spaces.arguments(SheetIn)
@spaces.response(200, SheetReadOut)
@spaces.refuses(errors.SheetUnreadable)
def read_sheet(body: bytes) -> dict[str, Any]:
    """Read a sheet of units (房号, 面积, 业主, 未售, 代表); nothing is kept."""
    try:
        rows, wrong = roll_spreadsheet.read_roll(body)
    except Unreadable as error:
        raise errors.SheetUnreadable(problem=str(error)) from error
    heads = 0 if wrong else len(service.owners_in(rows))
    return {"rows": rows, "errors": wrong, "heads": heads}


@spaces.post("/rolls/<uuid:roll_id>/confirm", guard=STEWARD)
@spaces.response(200, RollOut)
@spaces.refuses(errors.RollNotFound, errors.RollNotDraft, errors.SecondPersonNeeded)
@spaces.refuses(errors.TooFewDelegates)
def confirm_roll(roll_id: UUID) -> Any:
    """Put a draft in force, as a second person; whoever was verified before stays verified."""
    access.require_steward(queries.space(queries.roll(roll_id).space_id))
    return service.confirm_roll(roll_id, by=actor_id())


@spaces.get("/rolls/<uuid:roll_id>/members", guard=STEWARD)
@spaces.arguments(MembersIn, location="query")
@spaces.response(200, page_schema(MemberOut))
@spaces.refuses(errors.RollNotFound)
def list_members(asked: dict[str, Any], roll_id: UUID) -> dict[str, Any]:
    """List the members of a roll by number, for those who keep it."""
    roll = queries.roll(roll_id)
    access.require_steward(queries.space(roll.space_id))
    page = page_by(
        queries.members_of(roll.id), Member.number, limit=asked["limit"], cursor=asked["cursor"]
    )
    return {"items": [member_facts(each) for each in page.items], "next_cursor": page.next_cursor}


@spaces.post("/rolls/<uuid:roll_id>/members/<int:number>/unverify", guard=STEWARD)
@spaces.arguments(ReasonIn)
@spaces.response(200, MemberOut)
@spaces.refuses(errors.RollNotFound, errors.UnitNotOnRoll)
def unverify(asked: dict[str, Any], roll_id: UUID, number: int) -> dict[str, Any]:
    """Take back that an account speaks for a unit, with a reason that it is told."""
    access.require_steward(queries.space(queries.roll(roll_id).space_id))
    found = service.unverify(roll_id, number, reason=asked["reason"], now=clock.now())
    return member_facts(found)


@spaces.post("/rolls/<uuid:roll_id>/requests", guard=require_resident)
@spaces.arguments(RequestIn)
@spaces.response(201, RequestOut)
@spaces.refuses(errors.RollNotFound, errors.UnitNotOnRoll, errors.AlreadyMember)
def ask_for_unit(asked: dict[str, Any], roll_id: UUID) -> MemberRequest:
    """Say that a unit is mine. A paper is seen once and deleted with the decision."""
    return service.ask(
        queries.roll(roll_id),
        unit=asked["unit"],
        note=asked["note"],
        paper=asked["paper"],
        by=current_resident_id(),
        now=clock.now(),
    )


@spaces.get("/rolls/<uuid:roll_id>/requests", guard=STEWARD)
@spaces.arguments(MembersIn, location="query")
@spaces.response(200, page_schema(RequestForDeskOut))
@spaces.refuses(errors.RollNotFound)
def list_requests(asked: dict[str, Any], roll_id: UUID) -> dict[str, Any]:
    """List what waits for somebody to look at it."""
    access.require_steward(queries.space(queries.roll(roll_id).space_id))
    wanted = queries.requests_of(roll_id)
    page = page_by(wanted, MemberRequest.id, limit=asked["limit"], cursor=asked["cursor"])
    return {"items": page.items, "next_cursor": page.next_cursor}


@spaces.post("/requests/<uuid:request_id>/decide", guard=STEWARD)
@spaces.arguments(DecideIn)
@spaces.response(200, RequestOut)
@spaces.refuses(errors.RequestNotFound, errors.RequestDecided)
@spaces.refuses(errors.UnitTaken, errors.AlreadyMember, errors.UnitNotOnRoll)
@spaces.refuses(errors.ProofNotNamed)
def decide_request(asked: dict[str, Any], request_id: UUID) -> MemberRequest:
    """Verify whose a unit is, or refuse. Only the fact is kept."""
    found = queries.request_to_change(request_id)
    access.require_steward(queries.space(queries.roll(found.roll_id).space_id))
    return service.decide_request(
        request_id,
        verified=asked["verified"],
        reason=asked["reason"],
        by=actor_id(),
        now=clock.now(),
    )
