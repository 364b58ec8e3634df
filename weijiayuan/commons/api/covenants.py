"""Covenants: clauses read for anybody, versions, free signatures, filing."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import Covenant, CovenantKind
from weijiayuan.commons.queries import covenants as covenant_queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.rules import covenant_clause_check
from weijiayuan.commons.schemas.covenants import (
    ClauseFindingsOut,
    ClausesIn,
    CovenantIn,
    CovenantOut,
    DecisionIn,
    DraftOut,
    FilingIn,
    ReviewIn,
)
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn
from weijiayuan.commons.service import covenants as service
from weijiayuan.commons.views import covenants as covenant_views
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.rate_limits import limited
from weijiayuan.web.schemas import page_schema

STEWARD = require_role(*access.STEWARDS)


covenants = Blueprint(
    "commons_covenants",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：公约",
)


@covenants.post("/covenants/check", idempotent=False, as_reader=True)
@covenants.arguments(ClausesIn)
@covenants.response(200, ClauseFindingsOut)
@limited("600 per minute")
def check_clauses(asked: dict[str, Any]) -> dict[str, Any]:
    """Read clauses for what no covenant can take; nothing is kept."""
    return {"findings": covenant_clause_check.check(asked["clauses"])}


@covenants.get("/covenants")
@covenants.arguments(OfSpaceIn, location="query")
@covenants.response(200, page_schema(CovenantOut))
@covenants.refuses(errors.SpaceNotFound)
def list_covenants(asked: dict[str, Any]) -> dict[str, Any]:
    """List the covenants of a space that are out of the draft, newest first."""
    return _page(covenant_queries.covenants(deliberation_spaces.space(asked["space"]).id), asked)


@covenants.get("/covenants/drafts", guard=STEWARD)
@covenants.arguments(OfSpaceIn, location="query")
@covenants.response(200, page_schema(DraftOut))
@covenants.refuses(errors.SpaceNotFound)
def list_drafts(asked: dict[str, Any]) -> dict[str, Any]:
    """List the drafts of a space for those who keep it."""
    space = deliberation_spaces.space(asked["space"])
    access.require_steward(space)
    return _page(covenant_queries.drafts(space.id), asked)


def _page(wanted: Any, asked: dict[str, Any]) -> dict[str, Any]:
    page = page_by(
        wanted,
        Covenant.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = [covenant_views.covenant(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@covenants.post("/covenants", guard=STEWARD)
@covenants.arguments(CovenantIn)
@covenants.response(201, CovenantOut)
@covenants.refuses(errors.SpaceNotFound, errors.NamesSomebody)
def write(asked: dict[str, Any]) -> dict[str, Any]:
    """Write a version as a draft; `findings` say what no covenant can take, and what is lawful."""
    space = deliberation_spaces.space(asked["space_id"])
    access.require_steward(space)
    found = service.write(
        space,
        CovenantKind(asked["kind"]),
        title=asked["title"],
        clauses=asked["clauses"],
        by=actor_id(),
    )
    return covenant_views.covenant(found)


def _kept(covenant_id: UUID) -> None:
    access.require_steward(
        deliberation_spaces.space(covenant_queries.covenant(covenant_id).space_id)
    )


@covenants.get("/covenants/<uuid:covenant_id>")
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound)
def read_covenant(covenant_id: UUID) -> dict[str, Any]:
    """Return a covenant that is out of the draft, with what changed since the former version."""
    found = covenant_queries.covenant(covenant_id)
    if found.state not in covenant_queries.SHOWN:
        raise errors.CovenantNotFound
    return covenant_views.covenant(found)


@covenants.post("/covenants/<uuid:covenant_id>/review", guard=STEWARD)
@covenants.arguments(ReviewIn)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.SecondPersonNeeded)
def review(asked: dict[str, Any], covenant_id: UUID) -> dict[str, Any]:
    """Note as a second person that doubtful clauses were looked at."""
    _kept(covenant_id)
    found = service.review(covenant_id, asked["words"], by=actor_id())
    return covenant_views.covenant(found)


@covenants.post("/covenants/<uuid:covenant_id>/open", guard=STEWARD)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.ClausesBlocked, errors.ReviewNeeded, IllegalMove)
def open_for_signing(covenant_id: UUID) -> dict[str, Any]:
    """Let people sign a version; one with a blocking clause is refused with its findings."""
    _kept(covenant_id)
    return covenant_views.covenant(service.open_for_signing(covenant_id, by=actor_id()))


@covenants.post("/covenants/<uuid:covenant_id>/sign", guard=require_resident)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.NotMember, errors.SignedBefore, IllegalMove)
def sign(covenant_id: UUID) -> dict[str, Any]:
    """Sign a version, freely: nothing hangs on it."""
    return covenant_views.covenant(service.sign(covenant_id, by=current_resident_id()))


@covenants.post("/covenants/<uuid:covenant_id>/decided", guard=STEWARD)
@covenants.arguments(DecisionIn)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.DecisionUnfit, errors.MeetingNotFound)
@covenants.refuses(errors.ResultNotFound, IllegalMove)
def note_decision(asked: dict[str, Any], covenant_id: UUID) -> dict[str, Any]:
    """Note the residents' meeting, or the result of the owners' vote, that made it."""
    _kept(covenant_id)
    return covenant_views.covenant(service.note_decision(covenant_id, **asked, now=clock.now()))


@covenants.post("/covenants/<uuid:covenant_id>/file", guard=require_role(Role.STREET_FILING))
@covenants.arguments(FilingIn)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.NotDecidedYet, errors.FilingNumberNeeded)
@covenants.refuses(IllegalMove)
def file_covenant(asked: dict[str, Any], covenant_id: UUID) -> dict[str, Any]:
    """File a covenant as the street, or return it to be mended."""
    space = deliberation_spaces.space(covenant_queries.covenant(covenant_id).space_id)
    access.require(space, Role.STREET_FILING)
    found = service.file(
        covenant_id,
        accepted=asked["accepted"],
        number=asked["filing_no"],
        remark=asked["remark"],
        by=actor_id(),
        now=clock.now(),
    )
    return covenant_views.covenant(found)
