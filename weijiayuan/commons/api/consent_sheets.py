"""Consent sheets: opened by an owner, answered by all of them, read by an office by the code."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import ConsentSheet
from weijiayuan.commons.queries import consent_sheets as sheet_queries
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.schemas.consent_sheets import (
    MySheetOut,
    PaperSaysIn,
    SaysIn,
    SheetIn,
    SheetOut,
)
from weijiayuan.commons.schemas.shared_schemas import OfSpaceIn
from weijiayuan.commons.service import consent_sheets as service
from weijiayuan.commons.views import consent_sheets as sheet_views
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import PageIn, page_schema

STEWARD = require_role(*access.STEWARDS)

consent_sheets = Blueprint(
    "commons_consent_sheets",
    __name__,
    guard=open_to_all,
    url_prefix="/api/v1/commons",
    description="共治：住改商同意书",
)


@consent_sheets.post("/consent-sheets", guard=require_resident)
@consent_sheets.arguments(SheetIn)
@consent_sheets.response(201, SheetOut)
@consent_sheets.refuses(errors.SpaceNotFound, errors.RollNotFound, errors.BasisUnfit)
@consent_sheets.refuses(errors.UnitNotOnRoll, errors.NotMember, errors.NamesSomebody)
@consent_sheets.refuses(errors.BuildingUnknown)
def open_sheet(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask every owner of a building for consent to a use of one unit (民法典 279)."""
    found = service.open_sheet(
        deliberation_spaces.space(asked["space_id"]),
        deliberation_spaces.roll(asked["roll_id"]),
        unit=asked["unit"],
        use=asked["use"],
        by=current_resident_id(),
        now=clock.now(),
    )
    return sheet_views.sheet(found)


@consent_sheets.get("/consent-sheets", guard=STEWARD)
@consent_sheets.arguments(OfSpaceIn, location="query")
@consent_sheets.response(200, page_schema(SheetOut))
@consent_sheets.refuses(errors.SpaceNotFound)
def list_sheets(asked: dict[str, Any]) -> dict[str, Any]:
    """List the sheets of a space for those who keep it, newest first."""
    space = deliberation_spaces.space(asked["space"])
    access.require_steward(space)
    return _page(sheet_queries.sheets(space.id), asked, sheet_views.sheet)


@consent_sheets.get("/consent-sheets/mine", guard=require_resident)
@consent_sheets.arguments(PageIn, location="query")
@consent_sheets.response(200, page_schema(MySheetOut))
def list_mine(asked: dict[str, Any]) -> dict[str, Any]:
    """List the sheets that ask me, or that I asked others with, and what I said."""
    me = current_resident_id()
    wanted = sheet_queries.sheets_asking(me)
    return _page(wanted, asked, lambda found: sheet_views.sheet_for(found, me))


def _page(
    wanted: Any, asked: dict[str, Any], shown: Callable[[ConsentSheet], Any]
) -> dict[str, Any]:
    page = page_by(
        wanted, ConsentSheet.id, limit=asked["limit"], cursor=asked["cursor"], newest_first=True
    )
    return {"items": [shown(each) for each in page.items], "next_cursor": page.next_cursor}


@consent_sheets.get("/consent-sheets/<code>")
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(errors.SheetNotFound)
def read_sheet(code: str) -> dict[str, Any]:
    """Return a sheet by the code on it: what an office needs to know, and nobody's name."""
    return sheet_views.sheet(sheet_queries.sheet_by_code(code.upper()))


@consent_sheets.post("/consent-sheets/<uuid:sheet_id>/sign", guard=require_resident)
@consent_sheets.arguments(SaysIn)
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(
    errors.SheetNotFound, errors.SheetClosed, errors.SheetOutdated, errors.NotMember
)
def sign_sheet(asked: dict[str, Any], sheet_id: UUID) -> dict[str, Any]:
    """Say yes or no as an owner of the building; the newest counts."""
    sheet = sheet_queries.sheet_to_change(sheet_id)
    member = deliberation_spaces.member_of(sheet.roll_id, current_resident_id())
    if member is None:
        raise errors.NotMember
    found = service.say(sheet_id, member, agrees=asked["agrees"], now=clock.now())
    return sheet_views.sheet(found)


@consent_sheets.post("/consent-sheets/<uuid:sheet_id>/paper", guard=STEWARD)
@consent_sheets.arguments(PaperSaysIn)
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(
    errors.SheetNotFound, errors.SheetClosed, errors.SheetOutdated, errors.UnitNotOnRoll
)
@consent_sheets.refuses(errors.SpeaksAlready, errors.PaperDiffers, errors.PaperDone)
@consent_sheets.refuses(errors.NotMember, errors.OwnRequest)
def type_paper(asked: dict[str, Any], sheet_id: UUID) -> dict[str, Any]:
    """Type what an owner without an account wrote; it counts once two people typed the same."""
    access.require_apart(_kept_sheet(sheet_id).asked_by)
    found = service.type_paper(
        sheet_id, asked["number"], agrees=asked["agrees"], by=actor_id(), now=clock.now()
    )
    return sheet_views.sheet(found)


@consent_sheets.post("/consent-sheets/<uuid:sheet_id>/close", guard=STEWARD)
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(errors.SheetNotFound, errors.SheetClosed, errors.SheetOutdated)
def close_sheet(sheet_id: UUID) -> dict[str, Any]:
    """Close a sheet: it does not change any more."""
    _kept_sheet(sheet_id)
    return sheet_views.sheet(service.close_sheet(sheet_id, now=clock.now()))


def _kept_sheet(sheet_id: UUID) -> ConsentSheet:
    sheet = sheet_queries.sheet_to_change(sheet_id)
    access.require_steward(deliberation_spaces.space(sheet.space_id))
    return sheet
