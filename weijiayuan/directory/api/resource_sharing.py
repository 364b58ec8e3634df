"""共享资源: what members lend each other, and the ledger of hours."""

from typing import Any
from uuid import UUID

from flask import Response

from weijiayuan.accounts.current_caller import current_resident_id
from weijiayuan.accounts.guards import require_desk_role
from weijiayuan.accounts.models import Resident
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.directory.api.blueprints import alliances, resources
from weijiayuan.directory.errors import (
    CodeTaken,
    EntryNotFound,
    LoanNotFound,
    LoanTooEarly,
    NeedUnknown,
    NotYourMember,
    ResourceNotFound,
    ResourceTaken,
)
from weijiayuan.directory.models import Loan, Organisation, Resource
from weijiayuan.directory.queries import resource_sharing
from weijiayuan.directory.queries.need_taxonomy import check, tree
from weijiayuan.directory.rules.resource_sharing import (
    KIND_WORDS,
    LIABILITY,
    STATE_WORDS,
    LoanState,
    ResourceKind,
)
from weijiayuan.directory.rules.vocabulary import OrganisationKind
from weijiayuan.directory.schemas.common_shapes import LabelOut
from weijiayuan.directory.schemas.resource_sharing import (
    MOVES_BY_NAME,
    AllianceMembersOut,
    LedgerOut,
    LoanIn,
    LoanOut,
    LoanPageOut,
    LoanRatingIn,
    LoansIn,
    LoanWordsIn,
    MemberIn,
    MembersOut,
    RepresentativeIn,
    ResourceIn,
    ResourceOut,
    ResourcePageOut,
    ResourcesIn,
)
from weijiayuan.directory.schemas.serializers import labelled
from weijiayuan.directory.service import resource_sharing as service
from weijiayuan.kernel import clock
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.kernel.time_span import Span
from weijiayuan.web.blueprint import open_to_all
from weijiayuan.web.pagination import CursorMalformed, Page
from weijiayuan.web.schemas import PageIn

Json = dict[str, Any]
WATCHERS = require_desk_role(Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR)
ADMINS = require_desk_role(Role.ADMIN)
NOTE = "只记已归还的小时数；没有人有义务收支相抵"


def mine(organisation_id: UUID) -> UUID:
    """Return a member that the caller acts for. Raises `NotYourMember`."""
    if organisation_id not in resource_sharing.represented(current_resident_id()):
        raise NotYourMember
    return organisation_id


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
    names = ("id", "starts_at", "ends_at", "purpose", "words", "stars", "answer_by")
    return {name: getattr(one, name) for name in names} | {
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
@resources.refuses(NotYourMember)
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


@resources.post("/<uuid:resource_id>/requests")
@resources.arguments(LoanIn)
@resources.response(201, LoanOut)
@resources.refuses(ResourceNotFound, NotYourMember, ResourceTaken, LoanTooEarly)
def ask(asked: Json, resource_id: UUID) -> Json:
    """Ask for a resource for a member; its time is held until the owner answers."""
    made = service.ask(
        resource_sharing.resource(resource_id),
        Span(asked["starts_at"], asked["ends_at"]),
        purpose=asked["purpose"],
        borrower_id=mine(asked["organisation"]),
        by=current_resident_id(),
        now=clock.now(),
    )
    return loan_view(made)


@resources.get("/members")
@resources.response(200, MembersOut)
def list_members() -> Json:
    """List the members that I act for: who may ask, lend and sign."""
    found = resource_sharing.members_of(current_resident_id())
    return {"items": [{"id": str(each.id), "name": each.name} for each in found]}


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
@resources.refuses(LoanNotFound, NotYourMember, IllegalMove)
def move(asked: Json, resource_id: UUID, action: str) -> Json:
    """Move a loan on: owners agree, decline, hand over and take back; borrowers withdraw."""
    loan = _loan(resource_id, asked["loan"])
    members = resource_sharing.represented(current_resident_id())
    to = MOVES_BY_NAME[action]
    service.move(loan, to, members=members, words=asked["words"], now=clock.now())
    return loan_view(loan)


@resources.post("/<uuid:resource_id>/rate")
@resources.arguments(LoanRatingIn)
@resources.response(200, LoanOut)
@resources.refuses(LoanNotFound, NotYourMember, IllegalMove)
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


@resources.get("/ledger", alike=True, guard=open_to_all)
@resources.response(200, LedgerOut)
def read_ledger() -> Json:
    """Show the hours that each member gave and took; nobody is obliged to balance them."""
    return {"items": resource_sharing.ledger(), "note": NOTE}


@alliances.get("/members", alike=True, guard=open_to_all)
@alliances.response(200, AllianceMembersOut)
def list_alliance_members() -> Json:
    """List the members of the alliances, with how many people act for each."""
    known = tree().alliances
    return {
        "items": [
            {
                "id": str(one.id),
                "name": one.name,
                "alliance": labelled(one.alliance, known) if one.alliance else None,
                "people": people,
                "is_sample": one.is_sample,
            }
            for one, people in resource_sharing.all_members()
        ]
    }


@alliances.post("/members", guard=ADMINS)
@alliances.arguments(MemberIn)
@alliances.response(201, LabelOut)
@alliances.refuses(CodeTaken, NeedUnknown)
def join(asked: Json) -> Json:
    """Enter an organisation as a member; lists of many come in by `/directory/imports`."""
    check(alliance=asked["alliance"])
    made = service.join(asked["name"], OrganisationKind(asked["kind"]), alliance=asked["alliance"])
    return {"id": str(made.id), "name": made.name}


@alliances.post("/members/<uuid:organisation_id>/representatives", guard=ADMINS)
@alliances.arguments(RepresentativeIn)
@alliances.response(204)
@alliances.refuses(EntryNotFound)
def appoint(asked: Json, organisation_id: UUID) -> Response:
    """Let a resident act for a member."""
    known = (
        db.session.get(Organisation, organisation_id),
        db.session.get(Resident, asked["resident"]),
    )
    if None in known:
        raise EntryNotFound
    service.appoint(organisation_id, asked["resident"])
    return Response(status=204)
