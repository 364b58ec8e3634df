"""Endpoints for policy officers: propose a pack, decide on another's, go back, read every version.

A pack is checked before any transaction begins: it takes seconds, and nobody's writing waits.
"""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan.accounts import current_caller
from weijiayuan.accounts.current_caller import current as caller
from weijiayuan.accounts.guards import require_role
from weijiayuan.accounts.rules import Role
from weijiayuan.db import reading
from weijiayuan.district.current_district import district
from weijiayuan.kernel import clock
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.web import rulebook_check_lock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import once_known_or_seen
from weijiayuan.web.pagination import Page, page_by
from weijiayuan.web.rate_limits import limited
from weijiayuan.web.schemas import PageIn
from weijiayuan.welfare import queries
from weijiayuan.welfare.errors import (
    CheckUnderway,
    DayPassed,
    NothingToChange,
    NotOwnProposal,
    OwnProposal,
    PackBegun,
    PackCheckNotFound,
    PackNeverBegan,
    PackNotFound,
    PackRejected,
    ProposalDecided,
    ProposalNotFound,
    ProposalOutdated,
)
from weijiayuan.welfare.models import PackCheck, Proposal, ProposalKind, Publication
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.publishing import check_job, service
from weijiayuan.welfare.publishing.schemas import (
    CallOffIn,
    DecisionIn,
    FilesOut,
    PackCheckOut,
    PackFilesIn,
    ProposalIn,
    ProposalOut,
    ProposalsIn,
    ProposalsOut,
    PublicationOut,
    PublicationsOut,
    RejectionIn,
    RollBackIn,
)
from weijiayuan.welfare.publishing.service import Draft, Whole
from weijiayuan.welfare.publishing.text_changes import text_changes
from weijiayuan.welfare.simulation.census import read_census

PACK_BYTES = 4 * 1024 * 1024
CHECKS = "20 per minute"
READERS = require_role(Role.POLICY_OFFICER, Role.AUDITOR)
"""Who may read every version and every proposal in full."""

publishing = Blueprint(
    "welfare_publishing",
    __name__,
    guard=require_role(Role.POLICY_OFFICER),
    url_prefix="/api/v1/welfare",
    description="政策专员：两人发布政策包",
)


@publishing.post("/packs/checks", max_bytes=PACK_BYTES)
@publishing.arguments(PackFilesIn)
@publishing.response(202, PackCheckOut)
@publishing.refuses(PackRejected)
@limited(CHECKS)
def check_pack(asked: dict[str, Any]) -> dict[str, object]:
    """Begin to check a pack as a proposal would. It takes a minute; ask for it again by its id.

    A text that passed today against the pack in force is not checked again: not when it is asked
    for once more, which answers with the check that it passed, and not when it is proposed.
    """
    files, before = asked["files"], _in_force()
    service.refuse_taken(files, before, service.known(_today()))
    passed = check_job.passed_of(files, before.digest, _today())
    return _told(passed or check_job.begin(files, caller().key))


@publishing.get("/packs/checks/<uuid:check_id>")
@publishing.response(200, PackCheckOut)
@publishing.refuses(PackCheckNotFound)
def read_check(check_id: UUID) -> dict[str, object]:
    """Return a check with its progress, and what was found when it is done."""
    found = queries.pack_check(check_id)
    if found is None:
        raise PackCheckNotFound
    return _told(found)


def _told(check: PackCheck) -> dict[str, object]:
    result = check.result or {}
    draft = result.get("draft")
    changes = draft and text_changes(current().files(draft["base"]), check.files)
    return {
        "id": check.id,
        "state": check.state,
        "percent": check.percent,
        "findings": result.get("findings", []),
        "passed": draft and draft | {"changes": changes},
        "trouble": check.trouble,
        "created_at": check.created_at,
        "finished_at": check.finished_at,
    }


@publishing.get("/packs", guard=READERS)
@publishing.arguments(PageIn, location="query")
@publishing.response(200, PublicationsOut)
def list_packs(asked: dict[str, Any]) -> Page[Publication]:
    """List what was published, newest first."""
    return page_by(queries.publications(), Publication.number, newest_first=True, **asked)


@publishing.get("/packs/<uuid:publication_id>/files", guard=READERS)
@publishing.response(200, FilesOut)
@publishing.refuses(PackNotFound)
def read_files(publication_id: UUID) -> Publication:
    """Return every file of a published pack."""
    found = queries.publication(publication_id)
    if found is None:
        raise PackNotFound
    return found


@publishing.get("/packs/current/files", guard=READERS)
@publishing.response(200, FilesOut)
def read_files_in_force() -> dict[str, Any]:
    """Return every file of the pack in force, to begin a change from."""
    whole = _whole()
    return {"version": whole.version, "digest": whole.digest, "files": dict(whole.files)}


@publishing.post("/packs/<uuid:publication_id>/call-off", asks_outside=True)
@publishing.arguments(CallOffIn)
@publishing.response(201, ProposalOut)
@publishing.refuses(PackNotFound, PackRejected, PackBegun, NothingToChange, CheckUnderway)
@limited(CHECKS)
def call_off(asked: dict[str, Any], publication_id: UUID) -> Response:
    """Propose that what was approved for a later day does not begin; another officer approves."""

    def look() -> Draft:
        with reading():
            service.to_call_off(publication_id, _today())
            files = dict(_whole().files)
        return _drafted(files, ProposalKind.ROLL_BACK)

    return once_known_or_seen(look, lambda draft: _proposed(draft, {**asked, "in_force_on": None}))


@publishing.post("/packs/<uuid:publication_id>/rollback", asks_outside=True)
@publishing.arguments(RollBackIn)
@publishing.response(201, ProposalOut)
@publishing.refuses(
    PackNotFound, PackRejected, PackNeverBegan, NothingToChange, DayPassed, CheckUnderway
)
@limited(CHECKS)
def roll_back(asked: dict[str, Any], publication_id: UUID) -> Response:
    """Propose to go back to a pack that was in force before; another officer approves."""

    def look() -> Draft:
        _check_day(asked)
        with reading():
            files = dict(service.to_go_back_to(publication_id, _today()).files)
        return _drafted(files, ProposalKind.ROLL_BACK)

    return once_known_or_seen(look, lambda draft: _proposed(draft, asked))


@publishing.post("/proposals", asks_outside=True, max_bytes=PACK_BYTES)
@publishing.arguments(ProposalIn)
@publishing.response(201, ProposalOut)
@publishing.refuses(PackRejected, NothingToChange, DayPassed, CheckUnderway)
@limited(CHECKS)
def propose_pack(asked: dict[str, Any]) -> Response:
    """Propose a pack. It must pass the checks; another officer then puts it in force."""

    def look() -> Draft:
        _check_day(asked)
        return _drafted(asked["files"])

    return once_known_or_seen(look, lambda draft: _proposed(draft, asked))


@publishing.get("/proposals", guard=READERS)
@publishing.arguments(ProposalsIn, location="query")
@publishing.response(200, ProposalsOut)
def list_proposals(asked: dict[str, Any]) -> Page[Proposal]:
    """List the proposals, newest first."""
    found = queries.proposals(asked.pop("state"))
    return page_by(found, Proposal.id, newest_first=True, **asked)


@publishing.get("/proposals/<uuid:proposal_id>", guard=READERS)
@publishing.response(200, ProposalOut)
@publishing.refuses(ProposalNotFound)
def read_proposal(proposal_id: UUID) -> Proposal:
    """Return a proposal with every changed word, and whom it would touch."""
    return _proposal(proposal_id)


@publishing.get("/proposals/<uuid:proposal_id>/files", guard=READERS)
@publishing.response(200, FilesOut)
@publishing.refuses(ProposalNotFound)
def read_proposed_files(proposal_id: UUID) -> Proposal:
    """Return every file of a proposal, decided or not."""
    return _proposal(proposal_id)


@publishing.post("/proposals/<uuid:proposal_id>/approve")
@publishing.arguments(DecisionIn)
@publishing.response(201, PublicationOut)
@publishing.refuses(ProposalNotFound, ProposalDecided, OwnProposal, ProposalOutdated)
def approve_proposal(asked: dict[str, Any], proposal_id: UUID) -> Publication:
    """Put another officer's proposal in force. All processes answer by it within seconds."""
    publication = service.approve(
        proposal_id, by=caller().key, in_force=_whole, note=asked["note"], now=clock.now()
    )
    current().look_again()
    return publication


@publishing.post("/proposals/<uuid:proposal_id>/reject")
@publishing.arguments(RejectionIn)
@publishing.response(200, ProposalOut)
@publishing.refuses(ProposalNotFound, ProposalDecided, OwnProposal)
def reject_proposal(asked: dict[str, Any], proposal_id: UUID) -> Proposal:
    """Send another officer's proposal back with a reason."""
    return service.reject(proposal_id, by=caller().key, note=asked["note"], now=clock.now())


@publishing.post("/proposals/<uuid:proposal_id>/withdraw")
@publishing.response(200, ProposalOut)
@publishing.refuses(ProposalNotFound, ProposalDecided, NotOwnProposal)
def withdraw_proposal(proposal_id: UUID) -> Proposal:
    """Take one's own proposal back."""
    return service.withdraw(proposal_id, by=caller().key, now=clock.now())


def _proposal(proposal_id: UUID) -> Proposal:
    found = queries.proposal(proposal_id)
    if found is None:
        raise ProposalNotFound
    return found


def _check_day(asked: dict[str, Any]) -> None:
    day = asked["in_force_on"]
    if day is not None and day < _today():
        raise DayPassed(fields={"in_force_on": ["不能早于今天"]})


def _drafted(files: dict[str, str], kind: ProposalKind = ProposalKind.CHANGE) -> Draft:
    with reading():
        before, known = _in_force(), service.known(_today())
        if kind is ProposalKind.CHANGE:
            service.refuse_taken(files, before, known)
            checked = check_job.draft_of(files, before.digest, _today())
            if checked is not None:
                return checked
    census = read_census(district().folder)
    with rulebook_check_lock.turn("pack", underway=CheckUnderway):
        return service.drafted(files, before, on=_today(), census=census, known=known, kind=kind)


def _in_force() -> Pack:
    """Return the pack in force now, whatever this process knew two seconds ago."""
    current().look_again()
    return current().adviser().pack


def _whole() -> Whole:
    published = queries.publication_in_force(_today())
    if published is None:
        pack = current().shipped().pack
        files = current().shipped_files()
        return Whole(pack.id, pack.version, pack.digest, files, is_published=False)
    return Whole(
        published.pack_id,
        published.version,
        published.digest,
        published.files,
        is_published=True,
    )


def _proposed(draft: Draft, asked: dict[str, Any]) -> Response:
    current_caller.read_again()
    day: date = asked["in_force_on"] or _today()
    proposal = service.propose(draft, reason=asked["reason"], in_force_on=day, by=caller().key)
    answer = jsonify(ProposalOut().dump(proposal))
    answer.status_code = 201
    return answer


def _today() -> date:
    return clock.local_date(clock.now())
