"""Rolls of owners and residents: entered, confirmed, and requests of whose a unit is."""

from typing import Any
from uuid import UUID

from weijiayuan.accounts.current_caller import actor_id, current_resident_id
from weijiayuan.accounts.guards import require_resident, require_role
from weijiayuan.commons import access, errors
from weijiayuan.commons.api.deliberation_spaces import member_facts
from weijiayuan.commons.models import Evidence, Member, MemberRequest
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.rules import owner_counting, roll_spreadsheet
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.commons.schemas.owner_rolls import (
    ConfirmIn,
    DecideIn,
    MemberOut,
    MembersIn,
    ReleaseIn,
    RequestForDeskOut,
    RequestIn,
    RequestOut,
    RollEnteredOut,
    RollIn,
    RollOut,
    SheetIn,
    SheetReadOut,
)
from weijiayuan.commons.service import owner_rolls, unit_ownership_verification
from weijiayuan.files.spreadsheet_reading import Unreadable
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read, version_of
from weijiayuan.web.pagination import page_by
from weijiayuan.web.schemas import page_schema

ROLL_BYTES = 4 * 1024 * 1024
SHEET_BYTES = 6 * 1024 * 1024

rolls = Blueprint(
    "commons_rolls",
    __name__,
    guard=require_role(*access.STEWARDS),
    url_prefix="/api/v1/commons",
    description="共治：名册",
)


@rolls.post("/spaces/<uuid:space_id>/rolls", max_bytes=ROLL_BYTES)
@rolls.arguments(RollIn)
@rolls.response(201, RollEnteredOut)
@rolls.refuses(errors.SpaceNotFound, errors.RollMalformed, errors.NamesSomebody)
def import_roll(asked: dict[str, Any], space_id: UUID) -> dict[str, Any]:
    """Enter a new version of a roll as a draft; a second person puts it in force."""
    space = queries.space(space_id)
    access.require_steward(space)
    entered = owner_rolls.import_roll(
        space,
        Basis(asked["basis"]),
        asked["rows"],
        closes_on=asked["closes_on"],
        source=asked["source"],
        by=actor_id(),
    )
    shown = {name: getattr(entered, name) for name in ENTERED}
    return shown | {"namesakes": owner_rolls.namesakes_on(entered.id)}


ENTERED = ("id", "basis", "version", "state", "closes_on", "source", "heads", "area", "digest")


@rolls.post("/rolls/sheets", idempotent=False, as_reader=True, max_bytes=SHEET_BYTES)
@rolls.arguments(SheetIn)
@rolls.response(200, SheetReadOut)
@rolls.refuses(errors.SheetUnreadable)
def read_sheet(body: bytes) -> dict[str, Any]:
    """Read a sheet of units (房号, 面积, 业主, 未售, 代表); nothing is kept."""
    try:
        rows, wrong = roll_spreadsheet.read_roll(body)
    except Unreadable as error:
        raise errors.SheetUnreadable(problem=str(error)) from error
    owners = [] if wrong else owner_rolls.owners_in(rows)
    return {
        "rows": rows,
        "errors": wrong,
        "heads": len(owners),
        "namesakes": owner_counting.namesakes(owners),
    }


@rolls.post("/rolls/<uuid:roll_id>/confirm")
@rolls.arguments(ConfirmIn)
@rolls.response(200, RollOut)
@rolls.refuses(errors.RollNotFound, errors.RollNotDraft, errors.SecondPersonNeeded)
@rolls.refuses(errors.TooFewDelegates, errors.NamesakesUnasked)
def confirm_roll(asked: dict[str, Any], roll_id: UUID) -> Any:
    """Put a draft in force, as a second person; whoever was verified before stays verified."""
    access.require_steward(queries.space(queries.roll(roll_id).space_id))
    return owner_rolls.confirm_roll(
        roll_id, namesakes_differ=asked["namesakes_differ"], by=actor_id(), now=clock.now()
    )


@rolls.get("/rolls/<uuid:roll_id>/members")
@rolls.arguments(MembersIn, location="query")
@rolls.response(200, page_schema(MemberOut))
@rolls.refuses(errors.RollNotFound)
def list_members(asked: dict[str, Any], roll_id: UUID) -> dict[str, Any]:
    """List the members of a roll by number, for those who keep it."""
    roll = queries.roll(roll_id)
    access.require_steward(queries.space(roll.space_id))
    page = page_by(
        queries.members_of(roll.id), Member.number, limit=asked["limit"], cursor=asked["cursor"]
    )
    return {"items": [member_facts(each) for each in page.items], "next_cursor": page.next_cursor}


@rolls.post("/rolls/<uuid:roll_id>/members/<int:number>/unverify")
@rolls.arguments(ReleaseIn)
@rolls.response(200, MemberOut)
@rolls.refuses(errors.RollNotFound, errors.UnitNotOnRoll, errors.NamesSomebody)
@rolls.refuses(errors.SecondPersonNeeded, errors.BallotRunning)
def unverify(asked: dict[str, Any], roll_id: UUID, number: int) -> dict[str, Any]:
    """Ask that an account speak for a unit no more, or do it as the second; it is told why."""
    access.require_steward(queries.space(queries.roll(roll_id).space_id))
    found = unit_ownership_verification.unverify(
        roll_id, number, **asked, by=actor_id(), now=clock.now()
    )
    return member_facts(found)


@rolls.post("/rolls/<uuid:roll_id>/requests", guard=require_resident)
@rolls.arguments(RequestIn)
@rolls.response(201, RequestOut)
@rolls.refuses(errors.RollNotFound, errors.UnitNotOnRoll, errors.AlreadyMember)
@rolls.refuses(errors.PaperNeeded, errors.AskedTooSoon, errors.RollNotInForce)
def ask_for_unit(asked: dict[str, Any], roll_id: UUID) -> MemberRequest:
    """Say that a unit is mine. A paper is seen once and deleted with the decision."""
    return unit_ownership_verification.ask(
        roll_id,
        unit=asked["unit"],
        note=asked["note"],
        paper=asked["paper"],
        by=current_resident_id(),
        now=clock.now(),
    )


@rolls.get("/rolls/<uuid:roll_id>/requests")
@rolls.arguments(MembersIn, location="query")
@rolls.response(200, page_schema(RequestForDeskOut))
@rolls.refuses(errors.RollNotFound)
def list_requests(asked: dict[str, Any], roll_id: UUID) -> dict[str, Any]:
    """List what waits for somebody to look at it."""
    access.require_steward(queries.space(queries.roll(roll_id).space_id))
    wanted = queries.requests_of(roll_id)
    page = page_by(wanted, MemberRequest.id, limit=asked["limit"], cursor=asked["cursor"])
    taken = queries.taken_units(roll_id)
    items = [
        {
            **{name: getattr(each, name) for name in FOR_DESK},
            "disputes": key_of(each.unit) in taken,
            "turned_down": each.turned_down_by is not None,
            "version": version(each),
        }
        for each in page.items
    ]
    return {"items": items, "next_cursor": page.next_cursor}


FOR_DESK = (
    "id",
    "roll_id",
    "unit",
    "state",
    "reason",
    "created_at",
    "note",
    "paper_id",
    "evidence",
)


def version(found: MemberRequest) -> str:
    """Name a request by what is decided upon: the unit, the paper, and what another has seen."""
    seen = found.evidence, found.seen_by, found.turned_down_by
    return version_of(found.state, found.unit, found.note, found.paper_id, *seen)


def _version_now(request_id: UUID) -> str:
    found = queries.request_to_change(request_id)
    access.require_steward(queries.space(queries.roll(found.roll_id).space_id))
    return version(found)


@rolls.post("/requests/<uuid:request_id>/decide")
@rolls.arguments(DecideIn)
@rolls.response(200, RequestOut)
@rolls.refuses(errors.RequestNotFound, errors.RequestDecided, errors.RollNotInForce)
@rolls.refuses(errors.UnitTaken, errors.AlreadyMember, errors.UnitNotOnRoll)
@rolls.refuses(errors.ProofNotNamed, errors.ProofDiffers)
@rolls.refuses(errors.ProofUsed, errors.UnitsJoinedByName)
@rolls.refuses(errors.OwnRequest, errors.SecondPersonNeeded)
@decided_as_read(_version_now)
def decide_request(asked: dict[str, Any], request_id: UUID) -> MemberRequest:
    """Say which paper shows whose a unit is; a second who saw the same verifies. Or refuse."""
    found = queries.request_to_change(request_id)
    access.require_steward(queries.space(queries.roll(found.roll_id).space_id))
    access.require_apart(found.resident_id)
    asked["evidence"] = Evidence(asked["evidence"]) if asked["evidence"] else None
    verdict = unit_ownership_verification.Verdict(**asked)
    return unit_ownership_verification.decide_request(
        request_id, verdict, by=actor_id(), now=clock.now()
    )
