"""Consent sheets: opened by an owner, answered by all of them, read by an office by the code."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.models import ConsentSheet
from weijiayuan.commons.queries import consent_sheets as sheet_queries
from weijiayuan.commons.queries import spaces
from weijiayuan.commons.schemas.consent_sheets import PaperSaysIn, SaysIn, SheetIn, SheetOut
from weijiayuan.commons.service import consent_sheets as service
from weijiayuan.commons.views import consent_sheets as sheet_views
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all

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
@consent_sheets.refuses(errors.UnitNotOnRoll)
def open_sheet(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask every owner of a building for consent to a use of one unit (民法典 279)."""
    found = service.open_sheet(
        spaces.space(asked["space_id"]),
        spaces.roll(asked["roll_id"]),
        unit=asked["unit"],
        use=asked["use"],
        by=current_resident_id(),
    )
    return sheet_views.sheet(found)


@consent_sheets.get("/consent-sheets/<code>")
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(errors.SheetNotFound)
def read_sheet(code: str) -> dict[str, Any]:
    """Return a sheet by the code on it: what an office needs to know, and nobody's name."""
    return sheet_views.sheet(sheet_queries.sheet_by_code(code.upper()))


@consent_sheets.post("/consent-sheets/<uuid:sheet_id>/sign", guard=require_resident)
@consent_sheets.arguments(SaysIn)
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(errors.SheetNotFound, errors.SheetClosed, errors.NotMember)
def sign_sheet(asked: dict[str, Any], sheet_id: UUID) -> dict[str, Any]:
    """Say yes or no as an owner of the building; the newest counts."""
    sheet = sheet_queries.sheet_to_change(sheet_id)
    member = spaces.member_of(sheet.roll_id, current_resident_id())
    if member is None:
        raise errors.NotMember
    found = service.say(sheet_id, member, agrees=asked["agrees"], now=clock.now())
    return sheet_views.sheet(found)


@consent_sheets.post("/consent-sheets/<uuid:sheet_id>/paper", guard=STEWARD)
@consent_sheets.arguments(PaperSaysIn)
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(errors.SheetNotFound, errors.SheetClosed, errors.UnitNotOnRoll)
def enter_paper(asked: dict[str, Any], sheet_id: UUID) -> dict[str, Any]:
    """Enter what an owner wrote on paper."""
    sheet = _kept_sheet(sheet_id)
    member = spaces.member_numbered(sheet.roll_id, asked["number"])
    found = service.say(sheet_id, member, agrees=asked["agrees"], now=clock.now())
    return sheet_views.sheet(found)


@consent_sheets.post("/consent-sheets/<uuid:sheet_id>/close", guard=STEWARD)
@consent_sheets.response(200, SheetOut)
@consent_sheets.refuses(errors.SheetNotFound, errors.SheetClosed)
def close_sheet(sheet_id: UUID) -> dict[str, Any]:
    """Close a sheet: it does not change any more."""
    _kept_sheet(sheet_id)
    return sheet_views.sheet(service.close_sheet(sheet_id, now=clock.now()))


def _kept_sheet(sheet_id: UUID) -> ConsentSheet:
    sheet = sheet_queries.sheet_to_change(sheet_id)
    access.require_steward(spaces.space(sheet.space_id))
    return sheet
