"""The register of social organisations."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current, someone
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import Organisation
from weijiayuan.commons.queries import social_organisations as organisation_queries
from weijiayuan.commons.schemas.social_organisations import (
    OrganisationIn,
    OrganisationOut,
    OrganisationsIn,
)
from weijiayuan.commons.service import social_organisations as register
from weijiayuan.commons.views import social_organisations as organisation_views
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

organisations = Blueprint(
    "commons_organisations",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：社会组织登记册",
)


@organisations.get("/organisations")
@organisations.arguments(OrganisationsIn, location="query")
@organisations.response(200, page_schema(OrganisationOut))
def list_organisations(asked: dict[str, Any]) -> dict[str, Any]:
    """List social organisations."""
    page = page_by(
        organisation_queries.organisations(
            community=asked["community"], kind=asked["kind"], q=asked["q"]
        ),
        Organisation.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
    )
    today = clock.local_date(clock.now())
    items = [
        organisation_views.organisation(each, on=today, for_desk=_keeps(each))
        for each in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


@organisations.post("/organisations", guard=require_role(*access.COMMUNITY))
@organisations.arguments(OrganisationIn)
@organisations.response(201, OrganisationOut)
@organisations.refuses(errors.OrganisationTaken, errors.UsccWrong, errors.DatesUnfit)
@organisations.refuses(errors.CommunityUnknown, errors.NamesSomebody)
def register_organisation(asked: dict[str, Any]) -> dict[str, Any]:
    """Put an organisation on the register of my community."""
    _in_my_area(asked["community_code"])
    today = clock.local_date(clock.now())
    found = register.enter(asked, on=today)
    return organisation_views.organisation(found, on=today, for_desk=True)


def _version_now(organisation_id: UUID) -> str:
    found = organisation_queries.organisation_to_change(organisation_id)
    _in_my_area(found.community_code)
    return organisation_views.version(found)


@organisations.put("/organisations/<uuid:organisation_id>", guard=require_role(*access.COMMUNITY))
@organisations.arguments(OrganisationIn)
@organisations.response(200, OrganisationOut)
@organisations.refuses(errors.OrganisationNotFound, errors.OrganisationTaken, errors.UsccWrong)
@organisations.refuses(errors.DatesUnfit, errors.CommunityUnknown, errors.NamesSomebody)
@decided_as_read(_version_now)
def change_organisation(asked: dict[str, Any], organisation_id: UUID) -> dict[str, Any]:
    """Change what the register says."""
    _in_my_area(organisation_queries.organisation(organisation_id).community_code)
    _in_my_area(asked["community_code"])
    today = clock.local_date(clock.now())
    found = register.change(organisation_id, asked, on=today)
    return organisation_views.organisation(found, on=today, for_desk=True)


def _keeps(found: Organisation) -> bool:
    """Tell whether the caller keeps the register of its community."""
    caller = someone()
    here = Territory(TerritoryKind.COMMUNITY, found.community_code)
    return caller is not None and caller.may(*access.COMMUNITY, within=here)


def _in_my_area(community_code: str) -> None:
    here = Territory(TerritoryKind.COMMUNITY, community_code)
    if not current().may(*access.COMMUNITY, within=here):
        raise NotYours
