"""The desk: who has what, triage, hand-overs, calls, leads, figures."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan import audit
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.appeals import (
    appeal_views,
    judicial_confirmation_queries,
    queries,
    work_list_queries,
)
from weijiayuan.appeals.errors import (
    AppealNotFound,
    CannotTake,
    DangerFirst,
    FormalRoadFirst,
    HandOverPending,
    LabelRefused,
    LeadNotFound,
    NoHandOver,
    NoJointMediation,
    NotHolder,
)
from weijiayuan.appeals.models import Appeal
from weijiayuan.appeals.rules import cell_suppression, settlement_statistics
from weijiayuan.appeals.rules.states import Track
from weijiayuan.appeals.schemas import (
    AppealLineOut,
    AppealOut,
    AppealTextIn,
    HandOversOut,
    LeadsOut,
    LookIn,
    OfferIn,
    OutcomeIn,
    TakersOut,
    TriageIn,
)
from weijiayuan.appeals.schemas import CaseworkerReasonIn as ReasonIn
from weijiayuan.appeals.service import appeal_handover, appeal_lifecycle
from weijiayuan.appeals.work_list_schemas import CaseloadIn, CaseloadOut
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.decided_as_read import decided_as_read
from weijiayuan.web.pagination import CursorMalformed, Page

HOLDERS = require_role(Role.DUTY_WORKER, Role.MEDIATOR, Role.ADVISER)
COUNTERS = require_role(Role.DUTY_WORKER, Role.SUPERVISOR, Role.SECRETARY)

appeals_desk = Blueprint(
    "appeals_desk", __name__, guard=HOLDERS, url_prefix="/api/v1/appeals", description="诉求工作台"
)


def me() -> UUID:
    return current_staff().id


def now() -> datetime:
    return clock.now()


def shown(appeal: Appeal) -> dict[str, Any]:
    return appeal_views.line(appeal, now=now(), staff_id=me())


@appeals_desk.get("/desk")
@appeals_desk.arguments(CaseloadIn, location="query")
@appeals_desk.response(200, CaseloadOut)
@appeals_desk.refuses(CursorMalformed)
def list_caseload(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """List what the caller has or is offered, danger first. None of the words."""
    page = work_list_queries.caseload(me(), **asked)
    return Page([shown(each) for each in page.items], page.next_cursor)


@appeals_desk.get("/desk/colleagues")
@appeals_desk.response(200, TakersOut)
def list_colleagues() -> dict[str, Any]:
    """List who may be handed an appeal."""
    return {"items": queries.takers()}


@appeals_desk.get("/desk/hand-overs", records=True)
@appeals_desk.response(200, HandOversOut)
def list_hand_overs() -> dict[str, Any]:
    """List what waits with colleagues or came back, with their reasons; and what is offered."""
    rows = queries.hand_overs_waiting(me())
    audit.record("hand-overs viewed", subject_kind="staff", subject_id=me(), reason="as holder")
    return {"items": [appeal_views.hand_over(each, number) for each, number in rows]}


@appeals_desk.get("/desk/<string:number>", records=True)
@appeals_desk.arguments(LookIn, location="query")
@appeals_desk.response(200, AppealOut)
@appeals_desk.refuses(AppealNotFound)
def look(given: dict[str, Any], number: str) -> dict[str, Any]:
    """Read an appeal, saying why. Every look is in the trail."""
    appeal = queries.for_staff(number, me())
    audit.record(
        "appeal viewed", subject_kind="appeal", subject_id=appeal.id, reason=given["reason"]
    )
    return appeal_views.whole(appeal, now=now(), staff_id=me())


def _version_now(number: str) -> str:
    queries.for_staff(number, me())
    return appeal_views.version(queries.locked(number))


@appeals_desk.post("/<string:number>/triage")
@appeals_desk.arguments(TriageIn)
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(
    AppealNotFound, NotHolder, IllegalMove, FormalRoadFirst, NoJointMediation, DangerFirst
)
@decided_as_read(_version_now)
def triage(given: dict[str, Any], number: str) -> dict[str, Any]:
    """Say what becomes of it."""
    told = given["told_of_formal_road"]
    track = Track(given["track"])
    return shown(
        appeal_lifecycle.triage(number, track=track, told_of_formal_road=told, by=me(), now=now())
    )


@appeals_desk.post("/<string:number>/take")
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NotHolder, IllegalMove)
@decided_as_read(_version_now)
def take(number: str) -> dict[str, Any]:
    """Begin to work on it."""
    return shown(appeal_lifecycle.take_in_hand(number, by=me(), now=now()))


@appeals_desk.post("/<string:number>/hand-over")
@appeals_desk.arguments(OfferIn)
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NotHolder, HandOverPending, CannotTake, LabelRefused)
@appeals_desk.refuses(IllegalMove)
@decided_as_read(_version_now)
def hand_over(given: dict[str, Any], number: str) -> dict[str, Any]:
    """Offer it to a colleague; it stays with the caller until they accept."""
    appeal_handover.offer(number, **given, by=me(), now=now())
    return shown(queries.locked(number))


@appeals_desk.post("/<string:number>/assign")
@appeals_desk.arguments(OfferIn)
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NotHolder, HandOverPending, CannotTake, LabelRefused)
@appeals_desk.refuses(IllegalMove)
def assign(given: dict[str, Any], number: str) -> dict[str, Any]:
    """Offer it to somebody; as `hand-over`."""
    appeal_handover.offer(number, **given, by=me(), now=now())
    return shown(queries.locked(number))


@appeals_desk.post("/<string:number>/accept")
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NoHandOver)
@decided_as_read(_version_now)
def accept(number: str) -> dict[str, Any]:
    """Take what is offered."""
    return shown(appeal_handover.accept(number, by=me(), now=now()))


@appeals_desk.post("/<string:number>/decline")
@appeals_desk.arguments(ReasonIn)
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NoHandOver)
@decided_as_read(_version_now)
def decline(given: dict[str, Any], number: str) -> dict[str, Any]:
    """Leave it with who offers it."""
    return shown(appeal_handover.decline(number, reason=given["reason"], by=me(), now=now()))


@appeals_desk.post("/<string:number>/settle")
@appeals_desk.arguments(OutcomeIn)
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NotHolder, IllegalMove, LabelRefused)
@decided_as_read(_version_now)
def settle(given: dict[str, Any], number: str) -> dict[str, Any]:
    """Note that it is settled."""
    return shown(appeal_lifecycle.settle(number, **given, by=me(), now=now()))


@appeals_desk.post("/<string:number>/close")
@appeals_desk.arguments(OutcomeIn)
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NotHolder, IllegalMove, LabelRefused)
@decided_as_read(_version_now)
def close(given: dict[str, Any], number: str) -> dict[str, Any]:
    """End it without agreement, and tell which roads are left."""
    return shown(appeal_lifecycle.close(number, outcome=given["outcome"], by=me(), now=now()))


@appeals_desk.post("/<string:number>/raise")
@appeals_desk.response(201, AppealLineOut)
@appeals_desk.refuses(AppealNotFound, NotHolder)
@decided_as_read(_version_now)
def rise(number: str) -> dict[str, Any]:
    """Take it one level up."""
    return shown(appeal_lifecycle.rise(number, by=me(), now=now()))


@appeals_desk.post("/<string:number>/answers")
@appeals_desk.arguments(AppealTextIn)
@appeals_desk.response(201)
@appeals_desk.refuses(AppealNotFound, NotHolder, LabelRefused)
def answer(given: dict[str, Any], number: str) -> Response:
    """Write to who asked. The answer repeats nothing of it."""
    appeal_lifecycle.check_words(given["text"])
    appeal_lifecycle.write(
        appeal_lifecycle.held(number, by=me()), given["text"], staff_id=me(), now=now()
    )
    return Response(status=201)


@appeals_desk.get("/leads", guard=require_role(Role.DUTY_WORKER), records=True)
@appeals_desk.response(200, LeadsOut)
def list_leads() -> dict[str, Any]:
    """List the leads of the caller's areas that live still."""
    areas = current().duties(Role.DUTY_WORKER)
    codes = ["" if area.kind is TerritoryKind.DISTRICT else area.code for area in areas]
    return {"items": queries.living_leads(now(), codes=codes)}


@appeals_desk.post("/leads/<uuid:lead_id>/visited", guard=require_role(Role.DUTY_WORKER))
@appeals_desk.response(201)
@appeals_desk.refuses(LeadNotFound)
def note_visit(lead_id: UUID) -> Response:
    """Note that somebody went to see."""
    lead = queries.lead(lead_id)
    if lead is None or lead.expires_at <= now():
        raise LeadNotFound
    lead.visited_at = now()
    return Response(status=201)


@appeals_desk.get("/settlements.csv", guard=COUNTERS)
@appeals_desk.response(200, content_type="text/csv")
def read_settlements() -> Response:
    """Return how many are settled in the community, by the formula, and what stands beside it."""
    known = [appeal_views.counted(each, now=now()) for each in queries.everything()]
    lines = settlement_statistics.lines(
        known, {"confirming": judicial_confirmation_queries.confirmed_or_not()}
    )
    head = f"# formula {settlement_statistics.FORMULA}; empty: hidden"
    return Response("\n".join([head, "row,cell,count", *lines]) + "\n", mimetype="text/csv")


@appeals_desk.get("/figures.csv", guard=COUNTERS)
@appeals_desk.response(200, content_type="text/csv")
def read_figures() -> Response:
    """Return counts by road and state: cells under five hidden, others too so sums tell nothing."""
    counted = Counter(queries.roads_and_states())
    roads = sorted({road for road, _ in counted})
    states = sorted({state for _, state in counted})
    cells = {(road, state): counted[road, state] for road in roads for state in states}
    open_cells = cell_suppression.suppressed(cells)
    rows = [
        f"# formula {cell_suppression.FORMULA}; empty: hidden",
        ",".join(["road", *states, "all"]),
    ]
    sums = cell_suppression.totals(cells, 0)
    rows += [
        ",".join([road, *(_cell(open_cells[road, state]) for state in states), _cell(sums[road])])
        for road in roads
    ]
    return Response("\n".join(rows) + "\n", mimetype="text/csv")


def _cell(count: int | None) -> str:
    return "" if count is None else str(count)
