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
from weijiayuan.engine.pack.model import Pack
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint
from weijiayuan.web.idempotency import once
from weijiayuan.web.pagination import Page, page_by
from weijiayuan.web.rate_limits import limited
from weijiayuan.web.schemas import PageIn
from weijiayuan.welfare import queries
from weijiayuan.welfare.errors import (
    NothingToChange,
    NotOwnProposal,
    OwnProposal,
    PackNotFound,
    PackRejected,
    ProposalDecided,
    ProposalNotFound,
    ProposalOutdated,
)
from weijiayuan.welfare.models import Proposal, ProposalKind, Publication
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.publishing import service
from weijiayuan.welfare.publishing.schemas import (
    CheckedPackOut,
    DecisionIn,
    FilesOut,
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
from weijiayuan.welfare.simulation.census import read_census

PACK_BYTES = 4 * 1024 * 1024
CHECKS = "20 per minute"

publishing = Blueprint(
    "welfare_publishing",
    __name__,
    guard=require_role(Role.POLICY_OFFICER),
    url_prefix="/api/v1/welfare",
    description="政策专员：两人发布政策包",
)


@publishing.post("/packs/checks", idempotent=False, asks_outside=True, max_bytes=PACK_BYTES)
@publishing.arguments(PackFilesIn)
@publishing.response(200, CheckedPackOut)
@publishing.refuses(PackRejected, NothingToChange)
@limited(CHECKS)
def check_pack(asked: dict[str, Any]) -> dict[str, object]:
    """Check a pack as a proposal would, without proposing it."""
    draft = _drafted(asked["files"])
    return {
        "version": draft.found.pack.version,
        "sha256": draft.found.pack.digest,
        "findings": draft.found.hints,
        "differences": draft.differences,
    }


@publishing.get("/packs")
@publishing.arguments(PageIn, location="query")
@publishing.response(200, PublicationsOut)
def list_packs(asked: dict[str, Any]) -> Page[Publication]:
    """List what was published, newest first."""
    return page_by(queries.publications(), Publication.number, newest_first=True, **asked)


@publishing.get("/packs/<uuid:publication_id>/files")
@publishing.response(200, FilesOut)
@publishing.refuses(PackNotFound)
def read_files(publication_id: UUID) -> Publication:
    """Return every file of a published pack."""
    found = queries.publication(publication_id)
    if found is None:
        raise PackNotFound
    return found


@publishing.get("/packs/current/files")
@publishing.response(200, FilesOut)
def read_files_in_force() -> dict[str, Any]:
    """Return every file of the pack in force, to begin a change from."""
    whole = _whole()
    return {"version": whole.version, "digest": whole.digest, "files": dict(whole.files)}


@publishing.post("/packs/<uuid:publication_id>/rollback", asks_outside=True)
@publishing.arguments(RollBackIn)
@publishing.response(201, ProposalOut)
@publishing.refuses(PackNotFound, PackRejected, NothingToChange)
@limited(CHECKS)
def roll_back(asked: dict[str, Any], publication_id: UUID) -> Response:
    """Propose to go back to a pack that was in force before; another officer approves."""
    with reading():
        files = dict(service.files_of(publication_id))
    draft = _drafted(files, ProposalKind.ROLL_BACK)
    return once(lambda: _proposed(draft, asked))


@publishing.post("/proposals", asks_outside=True, max_bytes=PACK_BYTES)
@publishing.arguments(ProposalIn)
@publishing.response(201, ProposalOut)
@publishing.refuses(PackRejected, NothingToChange)
@limited(CHECKS)
def propose_pack(asked: dict[str, Any]) -> Response:
    """Propose a pack. It must pass the checks; another officer then puts it in force."""
    draft = _drafted(asked["files"])
    return once(lambda: _proposed(draft, asked))


@publishing.get("/proposals")
@publishing.arguments(ProposalsIn, location="query")
@publishing.response(200, ProposalsOut)
def list_proposals(asked: dict[str, Any]) -> Page[Proposal]:
    """List the proposals, newest first."""
    found = queries.proposals(asked.pop("state"))
    return page_by(found, Proposal.id, newest_first=True, **asked)


@publishing.get("/proposals/<uuid:proposal_id>")
@publishing.response(200, ProposalOut)
@publishing.refuses(ProposalNotFound)
def read_proposal(proposal_id: UUID) -> Proposal:
    """Return a proposal with what is new in it and whom it would touch."""
    found = queries.proposal(proposal_id)
    if found is None:
        raise ProposalNotFound
    return found


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


def _drafted(files: dict[str, str], kind: ProposalKind = ProposalKind.CHANGE) -> Draft:
    with reading():
        before = _in_force()
    census = read_census(district().folder)
    return service.drafted(files, before, on=_today(), census=census, kind=kind)


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
    proposal = service.propose(
        draft, reason=asked["reason"], in_force_on=max(day, _today()), by=caller().key
    )
    answer = jsonify(ProposalOut().dump(proposal))
    answer.status_code = 201
    return answer


def _today() -> date:
    return clock.local_date(clock.now())
