"""The way to a first owners' assembly; organisations; spending a space's money fairly."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import actor_id, current, current_resident_id
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.guards import require_anyone, require_resident, require_role
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.commons import access, community_views, errors
from weijiayuan.commons.models.community import CoSignState, Founding, Organisation, SpendingRound
from weijiayuan.commons.papers import founding_application
from weijiayuan.commons.queries import community as queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules.areas import m2_text
from weijiayuan.commons.rules.counting import Weight
from weijiayuan.commons.schemas.community import (
    CoSignIn,
    CoSignOut,
    CoSignsOut,
    CovenantsIn,
    FoundingIn,
    FoundingOut,
    OrganisationIn,
    OrganisationOut,
    OrganisationsIn,
    RoundIn,
    RoundOut,
    SpendingVoteIn,
    StageIn,
    TotalsIn,
)
from weijiayuan.commons.schemas.spaces import DecideIn
from weijiayuan.commons.service import foundings as service
from weijiayuan.commons.service import organisations as register
from weijiayuan.commons.service import spending
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.kernel.money import Money
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

COMMUNITY = (Role.SECRETARY, Role.STREET_FILING)
DESK = require_role(*COMMUNITY)

foundings = Blueprint(
    "commons_foundings",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：首次业主大会、社会组织、民生微实事",
)


@foundings.post("/foundings", guard=require_resident)
@foundings.arguments(FoundingIn)
@foundings.response(201, FoundingOut)
@foundings.refuses(errors.SpaceNotFound, errors.FoundingExists)
def begin(asked: dict[str, Any]) -> dict[str, Any]:
    """Begin to gather co-signatures for an estate without an owners' assembly."""
    space = spaces.space(asked["space_id"])
    return community_views.founding(service.begin(space, by=current_resident_id(), now=clock.now()))


@foundings.get("/foundings/<uuid:founding_id>")
@foundings.response(200, FoundingOut)
@foundings.refuses(errors.FoundingNotFound)
def read_founding(founding_id: UUID) -> dict[str, Any]:
    """Return the six stages and the two counters: so many owners more, or so much area."""
    return community_views.founding(queries.founding(founding_id))


def _kept(founding_id: UUID) -> Founding:
    found = queries.founding(founding_id)
    access.require(spaces.space(found.space_id), *COMMUNITY)
    return found


@foundings.put("/foundings/<uuid:founding_id>/totals", guard=DESK)
@foundings.arguments(TotalsIn)
@foundings.response(200, FoundingOut)
@foundings.refuses(errors.FoundingNotFound)
def set_totals(asked: dict[str, Any], founding_id: UUID) -> dict[str, Any]:
    """Enter how many owners and how much area there are, as the community knows them."""
    _kept(founding_id)
    everybody = Weight(asked["heads"], asked["area_m2"])
    return community_views.founding(service.set_totals(founding_id, everybody, by=actor_id()))


@foundings.post("/foundings/<uuid:founding_id>/co-signs", guard=require_resident)
@foundings.arguments(CoSignIn)
@foundings.response(201, CoSignOut)
@foundings.refuses(errors.FoundingNotFound, errors.AlreadyCoSigned, FileUnusable)
def co_sign(asked: dict[str, Any], founding_id: UUID) -> Any:
    """Ask for the assembly as the owner of a unit; it counts once the community saw the title."""
    return service.co_sign(
        founding_id,
        unit=asked["unit"],
        area=asked["area_m2"],
        paper=asked["paper"],
        by=current_resident_id(),
        now=clock.now(),
    )


@foundings.get("/foundings/<uuid:founding_id>/co-signs", guard=DESK)
@foundings.response(200, CoSignsOut)
@foundings.refuses(errors.FoundingNotFound)
def list_co_signs(founding_id: UUID) -> dict[str, Any]:
    """List the co-signatures whose titles wait to be seen."""
    return {"items": queries.co_signs(_kept(founding_id).id, CoSignState.ASKED)}


@foundings.post("/co-signs/<uuid:co_sign_id>/decide", guard=DESK)
@foundings.arguments(DecideIn)
@foundings.response(200, CoSignOut)
@foundings.refuses(errors.CoSignNotFound, errors.RequestDecided)
def decide(asked: dict[str, Any], co_sign_id: UUID) -> Any:
    """Note that a title was seen, or not; the paper is deleted either way."""
    _kept(queries.co_sign_to_change(co_sign_id).founding_id)
    return service.decide(
        co_sign_id,
        verified=asked["verified"],
        reason=asked["reason"],
        by=actor_id(),
        now=clock.now(),
    )


@foundings.post("/foundings/<uuid:founding_id>/stage", guard=DESK)
@foundings.arguments(StageIn)
@foundings.response(200, FoundingOut)
@foundings.refuses(errors.FoundingNotFound, errors.StageSkipped, errors.NotEnoughYet)
def advance(asked: dict[str, Any], founding_id: UUID) -> dict[str, Any]:
    """Go to the next stage; to 提交 only with enough co-signatures."""
    _kept(founding_id)
    found = service.advance(founding_id, asked["stage"], asked["note"], now=clock.now())
    return community_views.founding(found)


@foundings.get("/foundings/<uuid:founding_id>/application.pdf", guard=require_anyone)
@foundings.response(200, content_type="application/pdf")
@foundings.refuses(errors.FoundingNotFound)
def read_application(founding_id: UUID) -> Response:
    """Return the application to print and sign, for whoever began it and for the community."""
    found, caller = queries.founding(founding_id), current()
    own = caller.resident_id is not None and caller.resident_id == found.started_by
    if not own and not access.may(caller, spaces.space(found.space_id), *COMMUNITY):
        raise NotYours
    rows = [
        [str(number), each.unit, m2_text(each.area), str(each.verified_on or ""), ""]
        for number, each in enumerate(queries.co_signs(found.id, CoSignState.VERIFIED), start=1)
    ]
    facts = community_views.application_facts(found, now=clock.now())
    return Response(founding_application.application(facts, rows), mimetype="application/pdf")


@foundings.get("/organisations")
@foundings.arguments(OrganisationsIn, location="query")
@foundings.response(200, page_schema(OrganisationOut))
def list_organisations(asked: dict[str, Any]) -> dict[str, Any]:
    """List social organisations."""
    page = page_by(
        queries.organisations(community=asked["community"], kind=asked["kind"], q=asked["q"]),
        Organisation.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
    )
    today = clock.local_date(clock.now())
    items = [community_views.organisation(each, on=today) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@foundings.post("/organisations", guard=DESK)
@foundings.arguments(OrganisationIn)
@foundings.response(201, OrganisationOut)
@foundings.refuses(errors.OrganisationTaken, errors.UsccWrong)
def register_organisation(asked: dict[str, Any]) -> dict[str, Any]:
    """Put an organisation on the register of my community."""
    _in_my_area(asked["community_code"])
    today = clock.local_date(clock.now())
    return community_views.organisation(register.enter(asked), on=today)


@foundings.put("/organisations/<uuid:organisation_id>", guard=DESK)
@foundings.arguments(OrganisationIn)
@foundings.response(200, OrganisationOut)
@foundings.refuses(errors.OrganisationNotFound, errors.OrganisationTaken, errors.UsccWrong)
def change_organisation(asked: dict[str, Any], organisation_id: UUID) -> dict[str, Any]:
    """Change what the register says."""
    _in_my_area(queries.organisation(organisation_id).community_code)
    _in_my_area(asked["community_code"])
    today = clock.local_date(clock.now())
    return community_views.organisation(register.change(organisation_id, asked), on=today)


def _in_my_area(community_code: str) -> None:
    here = Territory(TerritoryKind.COMMUNITY, community_code)
    if not current().may(*COMMUNITY, within=here):
        raise NotYours


@foundings.get("/spendings")
@foundings.arguments(CovenantsIn, location="query")
@foundings.response(200, page_schema(RoundOut))
@foundings.refuses(errors.SpaceNotFound)
def list_rounds(asked: dict[str, Any]) -> dict[str, Any]:
    """List the rounds of spending of a space, newest first."""
    page = page_by(
        queries.rounds(spaces.space(asked["space"]).id),
        SpendingRound.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    now = clock.now()
    items = [community_views.spending_round(each, now=now) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@foundings.post("/spendings", guard=require_role(*access.STEWARDS))
@foundings.arguments(RoundIn)
@foundings.response(201, RoundOut)
@foundings.refuses(errors.SpaceNotFound, errors.TimesUnfit)
def open_round(asked: dict[str, Any]) -> dict[str, Any]:
    """Put projects to those on the rolls; how the money is spent is said before anybody votes."""
    space, now = spaces.space(asked["space_id"]), clock.now()
    access.require_steward(space)
    found = spending.open_round(
        space,
        title=asked["title"],
        budget=Money(asked["budget_fen"]),
        projects=[(each["title"], Money(each["cost_fen"])) for each in asked["projects"]],
        closes_at=asked["closes_at"],
        by=actor_id(),
        now=now,
    )
    return community_views.spending_round(found, now=now)


@foundings.get("/spendings/<uuid:round_id>")
@foundings.response(200, RoundOut)
@foundings.refuses(errors.RoundNotFound)
def read_round(round_id: UUID) -> dict[str, Any]:
    """Return a round; after it closed what is bought, and why."""
    return community_views.spending_round(queries.spending_round(round_id), now=clock.now())


@foundings.post("/spendings/<uuid:round_id>/votes", guard=require_resident)
@foundings.arguments(SpendingVoteIn)
@foundings.response(200, RoundOut)
@foundings.refuses(errors.RoundNotFound, errors.BallotNotOpen, errors.NotMember)
@foundings.refuses(errors.ProjectUnknown)
def vote(asked: dict[str, Any], round_id: UUID) -> dict[str, Any]:
    """Say which projects I am for; the newest counts until it closes."""
    now = clock.now()
    found = spending.vote(round_id, asked["projects"], by=current_resident_id(), now=now)
    return community_views.spending_round(found, now=now)
