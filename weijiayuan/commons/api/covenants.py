"""Covenants: clauses read for anybody, versions, free signatures, filing; consent sheets."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.commons import access, community_views, errors
from weijiayuan.commons.models.community import ConsentSheet, Covenant, CovenantKind
from weijiayuan.commons.queries import community as queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.rules import clause_check
from weijiayuan.commons.schemas.community import (
    ClauseFindingsOut,
    ClausesIn,
    CovenantIn,
    CovenantOut,
    CovenantsIn,
    FilingIn,
    PaperSaysIn,
    ReviewIn,
    SaysIn,
    SheetIn,
    SheetOut,
)
from weijiayuan.commons.service import covenants as service
from weijiayuan.kernel import clock
from weijiayuan.kernel.states import IllegalMove
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

STEWARD = require_role(*access.STEWARDS)

covenants = Blueprint(
    "commons_covenants",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：公约与同意书",
)


@covenants.post("/covenants/check", idempotent=False)
@covenants.arguments(ClausesIn)
@covenants.response(200, ClauseFindingsOut)
def check_clauses(asked: dict[str, Any]) -> dict[str, Any]:
    """Read clauses for what no covenant can take; nothing is kept."""
    return {"findings": clause_check.check(asked["clauses"])}


@covenants.get("/covenants")
@covenants.arguments(CovenantsIn, location="query")
@covenants.response(200, page_schema(CovenantOut))
@covenants.refuses(errors.SpaceNotFound)
def list_covenants(asked: dict[str, Any]) -> dict[str, Any]:
    """List the covenants of a space that are out of the draft, newest first."""
    page = page_by(
        queries.covenants(spaces.space(asked["space"]).id),
        Covenant.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    items = [community_views.covenant(each) for each in page.items]
    return {"items": items, "next_cursor": page.next_cursor}


@covenants.post("/covenants", guard=STEWARD)
@covenants.arguments(CovenantIn)
@covenants.response(201, CovenantOut)
@covenants.refuses(errors.SpaceNotFound)
def write(asked: dict[str, Any]) -> dict[str, Any]:
    """Write a version as a draft; `findings` say what no covenant can take, and what is lawful."""
    space = spaces.space(asked["space_id"])
    access.require_steward(space)
    found = service.write(
        space,
        CovenantKind(asked["kind"]),
        title=asked["title"],
        clauses=asked["clauses"],
        by=actor_id(),
    )
    return community_views.covenant(found)


def _kept(covenant_id: UUID) -> None:
    access.require_steward(spaces.space(queries.covenant(covenant_id).space_id))


@covenants.get("/covenants/<uuid:covenant_id>")
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound)
def read_covenant(covenant_id: UUID) -> dict[str, Any]:
    """Return a covenant that is out of the draft, with what changed since the former version."""
    found = queries.covenant(covenant_id)
    if found.state not in queries.SHOWN:
        raise errors.CovenantNotFound
    return community_views.covenant(found)


@covenants.post("/covenants/<uuid:covenant_id>/review", guard=STEWARD)
@covenants.arguments(ReviewIn)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.SecondPersonNeeded)
def review(asked: dict[str, Any], covenant_id: UUID) -> dict[str, Any]:
    """Note as a second person that doubtful clauses were looked at."""
    _kept(covenant_id)
    found = service.review(covenant_id, asked["words"], by=actor_id())
    return community_views.covenant(found)


@covenants.post("/covenants/<uuid:covenant_id>/open", guard=STEWARD)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.ClausesBlocked, errors.ReviewNeeded, IllegalMove)
def open_for_signing(covenant_id: UUID) -> dict[str, Any]:
    """Let people sign a version; one with a blocking clause is refused with its findings."""
    _kept(covenant_id)
    return community_views.covenant(service.open_for_signing(covenant_id))


@covenants.post("/covenants/<uuid:covenant_id>/sign", guard=require_resident)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, errors.NotMember, errors.SignedBefore, IllegalMove)
def sign(covenant_id: UUID) -> dict[str, Any]:
    """Sign a version, freely: nothing hangs on it."""
    return community_views.covenant(service.sign(covenant_id, by=current_resident_id()))


@covenants.post("/covenants/<uuid:covenant_id>/file", guard=require_role(Role.STREET_FILING))
@covenants.arguments(FilingIn)
@covenants.response(200, CovenantOut)
@covenants.refuses(errors.CovenantNotFound, IllegalMove)
def file_covenant(asked: dict[str, Any], covenant_id: UUID) -> dict[str, Any]:
    """File a covenant as the street, or return it to be mended."""
    space = spaces.space(queries.covenant(covenant_id).space_id)
    access.require(space, Role.STREET_FILING)
    found = service.file(
        covenant_id,
        accepted=asked["accepted"],
        number=asked["filing_no"],
        remark=asked["remark"],
        by=actor_id(),
        now=clock.now(),
    )
    return community_views.covenant(found)


@covenants.post("/consent-sheets", guard=require_resident)
@covenants.arguments(SheetIn)
@covenants.response(201, SheetOut)
@covenants.refuses(errors.SpaceNotFound, errors.RollNotFound, errors.BasisUnfit)
@covenants.refuses(errors.UnitNotOnRoll)
def open_sheet(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask every owner of a building for consent to a use of one unit (民法典 279)."""
    found = service.open_sheet(
        spaces.space(asked["space_id"]),
        spaces.roll(asked["roll_id"]),
        unit=asked["unit"],
        use=asked["use"],
        by=current_resident_id(),
    )
    return community_views.sheet(found)


@covenants.get("/consent-sheets/<code>")
@covenants.response(200, SheetOut)
@covenants.refuses(errors.SheetNotFound)
def read_sheet(code: str) -> dict[str, Any]:
    """Return a sheet by the code on it: what an office needs to know, and nobody's name."""
    return community_views.sheet(queries.sheet_by_code(code.upper()))


@covenants.post("/consent-sheets/<uuid:sheet_id>/sign", guard=require_resident)
@covenants.arguments(SaysIn)
@covenants.response(200, SheetOut)
@covenants.refuses(errors.SheetNotFound, errors.SheetClosed, errors.NotMember)
def sign_sheet(asked: dict[str, Any], sheet_id: UUID) -> dict[str, Any]:
    """Say yes or no as an owner of the building; the newest counts."""
    sheet = queries.sheet_to_change(sheet_id)
    member = spaces.member_of(sheet.roll_id, current_resident_id())
    if member is None:
        raise errors.NotMember
    found = service.say(sheet_id, member, agrees=asked["agrees"], now=clock.now())
    return community_views.sheet(found)


@covenants.post("/consent-sheets/<uuid:sheet_id>/paper", guard=STEWARD)
@covenants.arguments(PaperSaysIn)
@covenants.response(200, SheetOut)
@covenants.refuses(errors.SheetNotFound, errors.SheetClosed, errors.UnitNotOnRoll)
def enter_paper(asked: dict[str, Any], sheet_id: UUID) -> dict[str, Any]:
    """Enter what an owner wrote on paper."""
    sheet = _kept_sheet(sheet_id)
    member = spaces.member_numbered(sheet.roll_id, asked["number"])
    found = service.say(sheet_id, member, agrees=asked["agrees"], now=clock.now())
    return community_views.sheet(found)


@covenants.post("/consent-sheets/<uuid:sheet_id>/close", guard=STEWARD)
@covenants.response(200, SheetOut)
@covenants.refuses(errors.SheetNotFound, errors.SheetClosed)
def close_sheet(sheet_id: UUID) -> dict[str, Any]:
    """Close a sheet: it does not change any more."""
    _kept_sheet(sheet_id)
    return community_views.sheet(service.close_sheet(sheet_id, now=clock.now()))


def _kept_sheet(sheet_id: UUID) -> ConsentSheet:
    sheet = queries.sheet_to_change(sheet_id)
    access.require_steward(spaces.space(sheet.space_id))
    return sheet
