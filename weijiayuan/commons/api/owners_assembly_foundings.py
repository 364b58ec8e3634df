"""The way to a first owners' assembly."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import actor_id, current, current_resident_id
from weijiayuan.accounts.errors import NotYours
from weijiayuan.accounts.guards import require_anyone, require_resident, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import access, errors, founding_application_pdf
from weijiayuan.commons.models import CoSignState, Evidence, Founding
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import owners_assembly_foundings as founding_queries
from weijiayuan.commons.rules.floor_area_units import m2_text
from weijiayuan.commons.rules.vote_counting import Weight
from weijiayuan.commons.schemas.owners_assembly_foundings import (
    CoSignIn,
    CoSignOut,
    CoSignsOut,
    FoundingIn,
    FoundingOut,
    MyCoSignsOut,
    StageIn,
    TitleSeenIn,
    TotalsIn,
)
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn
from weijiayuan.commons.service import owners_assembly_foundings as service
from weijiayuan.commons.views import owners_assembly_foundings as founding_views
from weijiayuan.files.errors import FileUnusable
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

DESK = require_role(*access.COMMUNITY)


foundings = Blueprint(
    "commons_foundings",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：首次业主大会",
)


@foundings.post("/foundings", guard=require_resident)
@foundings.arguments(FoundingIn)
@foundings.response(201, FoundingOut)
@foundings.refuses(errors.SpaceNotFound, errors.NotAnEstate, errors.NotMember)
def begin(asked: dict[str, Any]) -> dict[str, Any]:
    """Begin to gather co-signatures for an estate; where somebody began, return theirs."""
    space = deliberation_spaces.space(asked["space_id"])
    return founding_views.founding(service.begin(space, by=current_resident_id(), now=clock.now()))


@foundings.get("/foundings")
@foundings.arguments(OfSpaceIn, location="query")
@foundings.response(200, page_schema(FoundingOut))
@foundings.refuses(errors.SpaceNotFound)
def list_foundings(asked: dict[str, Any]) -> dict[str, Any]:
    """List the founding of a space: none, or one."""
    wanted = founding_queries.foundings(deliberation_spaces.space(asked["space"]).id)
    page = page_by(wanted, Founding.id, limit=asked["limit"], cursor=asked["cursor"])
    items = [founding_views.founding(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@foundings.get("/foundings/<uuid:founding_id>/mine", guard=require_resident)
@foundings.response(200, MyCoSignsOut)
@foundings.refuses(errors.FoundingNotFound)
def list_mine(founding_id: UUID) -> dict[str, Any]:
    """List what I co-signed, and whether I may print the application."""
    found, me = founding_queries.founding(founding_id), current_resident_id()
    return {"items": founding_queries.co_signs_of(found.id, me), "may_print": _asks(found, me)}


@foundings.get("/foundings/<uuid:founding_id>")
@foundings.response(200, FoundingOut)
@foundings.refuses(errors.FoundingNotFound)
def read_founding(founding_id: UUID) -> dict[str, Any]:
    """Return the six stages and the two counters: so many owners more, or so much area."""
    return founding_views.founding(founding_queries.founding(founding_id))


def _kept(founding_id: UUID) -> Founding:
    found = founding_queries.founding(founding_id)
    access.require(deliberation_spaces.space(found.space_id), *access.COMMUNITY)
    return found


def _version_now(founding_id: UUID) -> str:
    _kept(founding_id)
    return founding_views.version(founding_queries.founding_to_change(founding_id))


@foundings.put("/foundings/<uuid:founding_id>/totals", guard=DESK)
@foundings.arguments(TotalsIn)
@foundings.response(200, FoundingOut)
@foundings.refuses(errors.FoundingNotFound, errors.TotalsUnfit)
@decided_as_read(_version_now)
def set_totals(asked: dict[str, Any], founding_id: UUID) -> dict[str, Any]:
    """Enter how many owners and how much area there are, as the community knows them."""
    _kept(founding_id)
    everybody = Weight(asked["heads"], asked["area_m2"])
    return founding_views.founding(service.set_totals(founding_id, everybody, by=actor_id()))


@foundings.post("/foundings/<uuid:founding_id>/co-signs", guard=require_resident)
@foundings.arguments(CoSignIn)
@foundings.response(201, CoSignOut)
@foundings.refuses(errors.FoundingNotFound, errors.AlreadyCoSigned, FileUnusable)
@foundings.refuses(errors.NotMember, errors.AreaUnfit)
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
    found = _kept(founding_id)
    everybody = service.totals(found)
    items = [
        {name: getattr(each, name) for name in FOR_DESK}
        | {
            "is_large": service.is_large(each.area, everybody),
            "version": founding_views.co_sign_version(each),
        }
        for each in founding_queries.co_signs(found.id, *founding_queries.WAITING)
    ]
    return {"items": items}


FOR_DESK = ("id", "unit", "area", "state", "verified_on", "reason", "paper_id", "evidence")


def _co_sign_now(co_sign_id: UUID) -> str:
    found = founding_queries.co_sign_to_change(co_sign_id)
    _kept(found.founding_id)
    return founding_views.co_sign_version(found)


@foundings.post("/co-signs/<uuid:co_sign_id>/decide", guard=DESK)
@foundings.arguments(TitleSeenIn)
@foundings.response(200, CoSignOut)
@foundings.refuses(errors.CoSignNotFound, errors.RequestDecided, errors.ProofNotNamed)
@foundings.refuses(errors.AreaUnfit, errors.ProofDiffers, errors.ProofUsed)
@foundings.refuses(errors.AlreadyCoSigned)
@foundings.refuses(errors.OwnRequest, errors.SecondPersonNeeded)
@decided_as_read(_co_sign_now)
def decide(asked: dict[str, Any], co_sign_id: UUID) -> Any:
    """Note which title was seen with what area; a second who read the same verifies. Or refuse."""
    found = founding_queries.co_sign_to_change(co_sign_id)
    _kept(found.founding_id)
    access.require_apart(found.resident_id)
    asked["area"] = asked.pop("area_m2")
    asked["evidence"] = Evidence(asked["evidence"]) if asked["evidence"] else None
    return service.decide(co_sign_id, service.TitleSeen(**asked), by=actor_id(), now=clock.now())


@foundings.post("/foundings/<uuid:founding_id>/stage", guard=DESK)
@foundings.arguments(StageIn)
@foundings.response(200, FoundingOut)
@foundings.refuses(errors.FoundingNotFound, errors.StageSkipped, errors.NotEnoughYet)
@foundings.refuses(errors.StageNeeds, errors.NamesSomebody)
@decided_as_read(_version_now)
def advance(asked: dict[str, Any], founding_id: UUID) -> dict[str, Any]:
    """Go to the next stage; to 提交 only with enough co-signatures."""
    space = deliberation_spaces.space(_kept(founding_id).space_id)
    found = service.advance(
        founding_id,
        asked["stage"],
        asked["note"],
        is_street=access.may(current(), space, Role.STREET_FILING),
        now=clock.now(),
    )
    return founding_views.founding(found)


def _asks(found: Founding, resident_id: UUID) -> bool:
    signed = founding_queries.co_signs_of(found.id, resident_id)
    return any(each.state is CoSignState.VERIFIED for each in signed)


@foundings.get("/foundings/<uuid:founding_id>/application.pdf", guard=require_anyone)
@foundings.response(200, content_type="application/pdf")
@foundings.refuses(errors.FoundingNotFound)
def read_application(founding_id: UUID) -> Response:
    """Return the application to print and sign, for whoever asks for it and for the community."""
    found, caller = founding_queries.founding(founding_id), current()
    own = caller.resident_id is not None and _asks(found, caller.resident_id)
    if not own and not access.may(
        caller, deliberation_spaces.space(found.space_id), *access.COMMUNITY
    ):
        raise NotYours
    rows = [
        [str(number), each.unit, m2_text(each.area), str(each.verified_on or ""), ""]
        for number, each in enumerate(
            founding_queries.co_signs(found.id, CoSignState.VERIFIED), start=1
        )
    ]
    facts = founding_views.application_facts(found, now=clock.now())
    return Response(founding_application_pdf.application(facts, rows), mimetype="application/pdf")
