"""Spaces for everybody, and those I am on a roll of."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current, current_resident_id
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import Member, Space, SpaceKind
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.schemas.deliberation_spaces import (
    MineOut,
    SpaceDetailOut,
    SpaceIn,
    SpaceOut,
    SpacesIn,
)
from weijiayuan.commons.service import deliberation_spaces as service
from weijiayuan.places import coordinates
from weijiayuan.places.coordinates import Datum
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

FOUNDERS = (Role.SECRETARY, Role.DISPATCHER, Role.STREET_FILING, Role.ADMIN)

spaces = Blueprint(
    "commons_spaces",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：空间",
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
@spaces.refuses(errors.CommunityUnknown, errors.NamesSomebody)
def make_space(asked: dict[str, Any]) -> Space:
    """Open a space in a community of mine."""
    here = Territory(TerritoryKind.COMMUNITY, asked["community_code"])
    if not current().may(*FOUNDERS, within=here):
        raise NotYours
    point = coordinates.point_of(asked["place"]).to(Datum.GCJ02) if asked["place"] else None
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
        "release_asked": member.release_asked_by is not None,
    }
