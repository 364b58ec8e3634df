"""Members of the alliance: who they are, who acts for them, joining and leaving."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.guards import require_anyone, require_desk_role
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.directory.api.blueprints import alliances, resources
from weijiayuan.directory.errors import CodeTaken, EntryNotFound, NeedUnknown, NotYourMember
from weijiayuan.directory.models import Organisation
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.queries.need_taxonomy import check, tree
from weijiayuan.directory.rules.vocabulary import OrganisationKind
from weijiayuan.directory.schemas.resource_sharing import (
    AllianceMembersOut,
    MemberIn,
    MembersOut,
    RepresentativeIn,
)
from weijiayuan.directory.schemas.serializers import labelled
from weijiayuan.directory.schemas.shared_schemas import LabelOut
from weijiayuan.directory.service import alliance_members as service
from weijiayuan.directory.service import resource_sharing as lending
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import open_to_all

Json = dict[str, Any]
ADMINS = require_desk_role(Role.ADMIN)


def mine(organisation_id: UUID) -> UUID:
    """Return a member that the caller acts for. Raises `NotYourMember`."""
    if organisation_id not in resource_sharing.represented(current_caller.current_resident_id()):
        raise NotYourMember
    return organisation_id


@resources.get("/members")
@resources.response(200, MembersOut)
def list_members() -> Json:
    """List the members that I act for: who may ask, lend and sign."""
    found = resource_sharing.members_of(current_caller.current_resident_id())
    return {"items": [{"id": str(each.id), "name": each.name} for each in found]}


@alliances.get("/members", alike=True, guard=open_to_all)
@alliances.response(200, AllianceMembersOut)
def list_alliance_members() -> Json:
    """List the members of the alliances, with how many people act for each."""
    known = tree().alliances
    return {
        "items": [
            {
                "id": str(one.id),
                "name": one.name,
                "alliance": labelled(one.alliance, known) if one.alliance else None,
                "people": people,
                "is_sample": one.is_sample,
            }
            for one, people in resource_sharing.all_members()
        ]
    }


@alliances.post("/members", guard=ADMINS)
@alliances.arguments(MemberIn)
@alliances.response(201, LabelOut)
@alliances.refuses(CodeTaken, NeedUnknown)
def join(asked: Json) -> Json:
    """Enter an organisation as a member; lists of many come in by `/directory/imports`."""
    check(alliance=asked["alliance"])
    made = service.join(asked["name"], OrganisationKind(asked["kind"]), alliance=asked["alliance"])
    return {"id": str(made.id), "name": made.name}


@alliances.post("/members/<uuid:organisation_id>/representatives", guard=ADMINS)
@alliances.arguments(RepresentativeIn)
@alliances.response(204)
@alliances.refuses(EntryNotFound)
def appoint(asked: Json, organisation_id: UUID) -> Response:
    """Let a resident act for a member."""
    _organisation(organisation_id)
    if db.session.get(Resident, asked["resident"]) is None:
        raise EntryNotFound
    service.appoint(organisation_id, asked["resident"])
    return Response(status=204)


@alliances.delete(
    "/members/<uuid:organisation_id>/representatives/<uuid:resident_id>", guard=ADMINS
)
@alliances.response(204)
@alliances.refuses(EntryNotFound)
def dismiss(organisation_id: UUID, resident_id: UUID) -> Response:
    """Let a resident act for a member no more, at once: who left the firm signs nothing."""
    _organisation(organisation_id)
    service.dismiss(organisation_id, resident_id)
    return Response(status=204)


@alliances.post("/members/<uuid:organisation_id>/leave", guard=require_anyone)
@alliances.response(204)
@alliances.refuses(EntryNotFound, NotYourMember)
def leave(organisation_id: UUID) -> Response:
    """Leave the alliance (自愿退出): for who acts for the member, and the administrator.

    What it shares is shared no more, and loans that have not begun end; a vote counts it still.
    """
    member = _organisation(organisation_id)
    if not current_caller.current().may(Role.ADMIN):
        mine(organisation_id)
    lending.end_all(organisation_id, now=clock.now())
    service.leave(member)
    return Response(status=204)


def _organisation(organisation_id: UUID) -> Organisation:
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        raise EntryNotFound
    return found
