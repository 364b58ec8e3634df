"""共享资源: what members lend each other, and the ledger of hours."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_anyone, require_desk_role
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.directory.api.alliance_members import mine
from weijiayuan.directory.api.blueprints import alliances, resources
from weijiayuan.directory.errors import (
    BothSides,
    LoanNotFound,
    LoanNotYet,
    LoansEnough,
    LoanTooEarly,
    LoanTooFar,
    NotYourMember,
    OwnResource,
    ResourceKnown,
    ResourceNotFound,
    ResourceTaken,
)
from weijiayuan.directory.models import Loan, Organisation, Resource
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.rules.resource_sharing import (
    KIND_WORDS,
    LIABILITY,
    STATE_WORDS,
    LoanState,
    ResourceKind,
)
from weijiayuan.directory.schemas.resource_sharing import (
    MOVES_BY_NAME,
    LedgerOut,
    LoanIn,
    LoanOut,
    LoanPageOut,
    LoanRatingIn,
    LoansIn,
    LoanWordsIn,
    ResourceIn,
    ResourceMendIn,
    ResourceOut,
    ResourcePageOut,
    ResourcesIn,
)
from weijiayuan.directory.service import loan_lotteries
from weijiayuan.directory.service import resource_sharing as service
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.kernel.time_span import Span
from weijiayuan.web.blueprint import open_to_all
from weijiayuan.web.pagination import CursorMalformed, Page
from weijiayuan.web.schemas import PageIn

Json = dict[str, Any]
WATCHERS = require_desk_role(Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR)
NOTE = "只记已归还的小时数；没有人有义务收支相抵"


def resource_view(one: Resource) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "kind": {"id": one.kind.value, "name": KIND_WORDS[one.kind]},
        "owner": {"id": str(one.owner_id), "name": one.owner.name},
        "terms": one.terms,
        "liability": LIABILITY[one.kind],
        "asks_owner": one.asks_owner,
        "is_sample": one.is_sample,
    }


def loan_view(one: Loan) -> Json:
    names = ("id", "starts_at", "ends_at", "purpose", "terms", "words", "stars", "answer_by")
    hands = ("handed_over_at", "returned_at")
    return {name: getattr(one, name) for name in (*names, *hands)} | {
        "resource": {"id": str(one.resource_id), "name": one.resource.name},
        "owner": {"id": str(one.resource.owner_id), "name": one.resource.owner.name},
        "borrower": {"id": str(one.borrower_id), "name": one.borrower.name},
        "state": {"id": one.state.value, "name": STATE_WORDS[one.state]},
    }


@resources.get("", alike=True, guard=open_to_all)
@resources.arguments(ResourcesIn, location="query")
@resources.response(200, ResourcePageOut)
@resources.refuses(CursorMalformed)
def list_resources(asked: Json) -> Page[Json]:
    """List what members of the alliance share, with terms and liability."""
    found = resource_sharing.resources(**asked)
    return Page([resource_view(each) for each in found.items], found.next_cursor)


@resources.post("")
@resources.arguments(ResourceIn)
@resources.response(201, ResourceOut)
@resources.refuses(NotYourMember, ResourceKnown)
def offer(asked: Json) -> Json:
    """Share something of a member that one acts for."""
    owner = db.session.get_one(Organisation, mine(asked["organisation"]))
    made = service.offer(
        owner,
        asked["name"],
        ResourceKind(asked["kind"]),
        terms=asked["terms"],
        asks_owner=asked["asks_owner"],
        places=asked["places"],
    )
    return resource_view(made)


@resources.put("/<uuid:resource_id>")
@resources.arguments(ResourceMendIn)
@resources.response(200, ResourceOut)
@resources.refuses(ResourceNotFound, NotYourMember, ResourceKnown)
def mend(asked: Json, resource_id: UUID) -> Json:
    """Mend the name and the terms of what a member shares."""
    shared = resource_sharing.resource(resource_id)
    mine(shared.owner_id)
    service.mend(shared, **asked)
    return resource_view(shared)


@resources.post("/<uuid:resource_id>/retire")
@resources.response(204)
@resources.refuses(ResourceNotFound, NotYourMember)
def retire(resource_id: UUID) -> Response:
    """Share it no more; requests for it end, what was agreed and has begun goes on."""
    shared = resource_sharing.resource(resource_id)
    mine(shared.owner_id)
    service.retire(shared, now=clock.now())
    return Response(status=204)


@resources.post("/<uuid:resource_id>/requests")
@resources.arguments(LoanIn)
@resources.response(201, LoanOut)
@resources.refuses(ResourceNotFound, NotYourMember, ResourceTaken, LoanTooEarly)
@resources.refuses(OwnResource, LoanTooFar, LoansEnough)
def ask(asked: Json, resource_id: UUID) -> Json:
    """Ask for a resource for a member; its time is held until the owner answers.

    Not for one's own, at most half a year ahead, three at a time of one resource.
    """
    made = service.ask(
        resource_sharing.resource(resource_id),
        Span(asked["starts_at"], asked["ends_at"]),
        purpose=asked["purpose"],
        borrower_id=mine(asked["organisation"]),
        by=current_resident_id(),
        now=clock.now(),
    )
    return loan_view(made)


@alliances.get("/loans", guard=WATCHERS)
@alliances.arguments(LoansIn, location="query")
@alliances.response(200, LoanPageOut)
@alliances.refuses(CursorMalformed)
def list_all_loans(asked: Json) -> Page[Json]:
    """List the loans between all members at the desk, the newest first."""
    found = resource_sharing.loans_of(None, **asked)
    return Page([loan_view(each) for each in found.items], found.next_cursor)


@resources.get("/loans")
@resources.arguments(PageIn, location="query")
@resources.response(200, LoanPageOut)
@resources.refuses(CursorMalformed)
def list_loans(paging: Json) -> Page[Json]:
    """List the loans that my members gave or took, the newest first."""
    members = resource_sharing.represented(current_resident_id())
    found = resource_sharing.loans_of(members, **paging)
    return Page([loan_view(each) for each in found.items], found.next_cursor)


@resources.post("/<uuid:resource_id>/<any(agree,decline,return,withdraw,'hand-over'):action>")
@resources.arguments(LoanWordsIn)
@resources.response(200, LoanOut)
@resources.refuses(BothSides, LoanNotFound, NotYourMember, IllegalMove, LoanNotYet)
def move(asked: Json, resource_id: UUID, action: str) -> Json:
    """Move a loan on: owners agree, decline, hand over and take back; borrowers withdraw.

    Handing over is two hours before the time that was agreed, at the earliest.
    """
    loan = _loan(resource_id, asked["loan"])
    members = resource_sharing.represented(current_resident_id())
    to = MOVES_BY_NAME[action]
    now = clock.now()
    service.move(loan, to, members=members, words=asked["words"], now=now)
    loan_lotteries.pass_on(loan, now=now)
    return loan_view(loan)


@resources.post("/<uuid:resource_id>/rate")
@resources.arguments(LoanRatingIn)
@resources.response(200, LoanOut)
@resources.refuses(BothSides, LoanNotFound, NotYourMember, IllegalMove)
def rate(asked: Json, resource_id: UUID) -> Json:
    """Rate what was returned, once."""
    loan = _loan(resource_id, asked["loan"])
    members = resource_sharing.represented(current_resident_id())
    words, now = asked["words"], clock.now()
    service.move(loan, LoanState.RATED, members=members, words=words, now=now)
    loan.stars = asked["stars"]
    return loan_view(loan)


def _loan(resource_id: UUID, loan_id: UUID) -> Loan:
    loan = resource_sharing.loan_to_change(loan_id)
    if loan.resource_id != resource_id:
        raise LoanNotFound
    return loan


@resources.get("/ledger", guard=require_anyone)
@resources.response(200, LedgerOut)
@resources.refuses(NotYourMember)
def read_ledger() -> Json:
    """Show the hours that each member gave and took, within the alliance; nobody balances them."""
    caller = current_caller.current()
    acts = caller.resident_id and resource_sharing.represented(caller.resident_id)
    if not acts and not caller.may(Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR):
        raise NotYourMember
    return {"items": resource_sharing.ledger(), "note": NOTE}
