"""Two people publish: one proposes a pack that passes the checks, another puts it in force."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan.audit import service as audit
from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.rules_engine.author.pack_diff import differences
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.welfare import queries
from weijiayuan.welfare.errors import (
    NothingToChange,
    NotOwnProposal,
    OwnProposal,
    PackBegun,
    PackNeverBegan,
    PackNotFound,
    PackRejected,
    ProposalDecided,
    ProposalNotFound,
    ProposalOutdated,
)
from weijiayuan.welfare.models import Proposal, ProposalKind, ProposalState, Publication
from weijiayuan.welfare.pack_in_force import current
from weijiayuan.welfare.publishing.checks import (
    NotFit,
    checked,
    readable,
    rules_of,
    version_findings,
)
from weijiayuan.welfare.publishing.impact_analysis import touched
from weijiayuan.welfare.publishing.text_changes import text_changes
from weijiayuan.welfare.simulation.census import Census

CHECKS = 0.8
"""What share of the work the checks are; the rest is whom the pack would touch."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The pack in force with its cases; unpublished while it is the one that shipped."""

    pack_id: str
    version: str
    digest: str
    files: Mapping[str, str]
    is_published: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A pack that passed the checks, with all that whoever approves should see."""

    kind: ProposalKind
    files: Mapping[str, str]
    pack_id: str
    version: str
    digest: str
    hints: list[str]
    base: str
    differences: list[str]
    touched: list[dict[str, Any]]

    def as_kept(self) -> dict[str, Any]:
        """Return what a check keeps for the proposal: all but the files and the kind."""
        kept = asdict(replace(self, files={}))
        return {name: value for name, value in kept.items() if name not in {"files", "kind"}}


@dataclass(frozen=True, slots=True)
class Known:
    """What was published so far: the content of each version, and what is approved to begin."""

    digests: Mapping[str, str]
    to_begin: str = ""
    proposed: Mapping[str, str] = field(default_factory=dict)
    """The content of each version that waits for a second officer."""


def known(on: date) -> Known:
    """Return what was published so far."""
    coming = queries.publication_to_begin(on)
    told = f"{coming.version}（原定 {coming.in_force_on} 施行）" if coming else ""
    shipped = current().shipped().pack
    digests = {shipped.version: shipped.digest} | queries.digests_by_version()
    return Known(digests, told, queries.waiting_by_version())


def state_of(one: Publication, on: date) -> str:
    """Tell whether a publication is in force, is to begin, was in force, or never began."""
    begins = clock.at_local(one.in_force_on, time())
    if queries.is_followed(one, until=one.in_force_on, before=begins):
        return "called_off"
    if one.in_force_on > on:
        return "to_begin"
    now = queries.publication_in_force(on)
    return "in_force" if now is not None and now.id == one.id else "past"


def to_go_back_to(publication_id: UUID, on: date) -> Publication:
    """Return a publication that was in force before, or raise why one cannot go back to it."""
    found = queries.publication(publication_id)
    if found is None:
        raise PackNotFound
    now = queries.publication_in_force(on)
    if now is not None and now.digest == found.digest:
        raise NothingToChange
    if state_of(found, on) in {"to_begin", "called_off"}:
        raise PackNeverBegan
    return found


def drafted(
    files: Mapping[str, str],
    before: Pack,
    *,
    on: date,
    census: Census,
    known: Known,
    kind: ProposalKind = ProposalKind.CHANGE,
    tell: Callable[[float], object] = float,
) -> Draft:
    """Check a pack and work out whom it would touch; seconds of work, outside any transaction.

    Raises `PackRejected` with every finding. Going back needs no higher version, and going back
    to what is in force calls off what is approved to begin. A number that is taken is refused
    before anything long begins. `tell` hears what share of the work is done.
    """
    is_back = kind is ProposalKind.ROLL_BACK
    if not is_back:
        refuse_taken(files, before, known)
    try:
        found = (
            readable(files, on)
            if is_back
            else checked(files, before, on, known.digests, lambda share: tell(share * CHECKS))
        )
    except NotFit as unfit:
        raise PackRejected(findings=[{"text": text} for text in unfit.findings]) from None
    pack = found.pack
    if pack.digest == before.digest and not (is_back and known.to_begin):
        raise NothingToChange
    moved = touched(before, pack, number_of(on), census)
    new = [f"- {known.to_begin} 不再施行"] if known.to_begin else []
    said = [*new, *differences(before, pack)]
    return Draft(
        kind, files, pack.id, pack.version, pack.digest, found.hints, before.digest, said, moved
    )


def refuse_taken(files: Mapping[str, str], before: Pack, known: Known) -> None:
    """Raise `PackRejected` where the number is another text's; it costs a look, not a check.

    What cannot be read is left to the check, which says why.
    """
    try:
        pack = rules_of(files)
    except PackInvalid:
        return
    if pack.digest == before.digest:
        return
    findings = version_findings(before, pack, known.digests)
    if known.proposed.get(pack.version, pack.digest) != pack.digest:
        findings.append(f"pack.yaml:1: version:{pack.version} 已有另一份提案在等审批，请再升高")
    if findings:
        raise PackRejected(findings=[{"text": text} for text in findings])


def propose(draft: Draft, *, reason: str, in_force_on: date, by: str) -> Proposal:
    """Keep a draft for another officer to decide."""
    proposal = Proposal(
        kind=draft.kind,
        pack_id=draft.pack_id,
        version=draft.version,
        digest=draft.digest,
        base=draft.base,
        files=dict(draft.files),
        reason=reason,
        by=by,
        in_force_on=in_force_on,
        hints=draft.hints,
        differences=draft.differences,
        touched=draft.touched,
    )
    db.session.add(proposal)
    _note("proposed", proposal, actor=by)
    return proposal


def allowed(proposal: Proposal, by: str) -> list[str]:
    """Return what a policy officer may do about a proposal."""
    if proposal.state is not ProposalState.OPEN:
        return []
    return ["withdraw"] if proposal.by == by else ["approve", "reject"]


def text_changes_of(proposal: Proposal) -> list[dict[str, Any]]:
    """Return every line that a proposal writes otherwise than the pack it was made from."""
    return text_changes(current().files(proposal.base), proposal.files)


def approve(
    proposal_id: UUID, *, by: str, in_force: Callable[[], Whole], note: str, now: datetime
) -> Publication:
    """Put a proposal in force, from its day or from today if that has passed.

    What is in force is asked only under the lock: of two proposals the second is out of date, and
    stays so even when the pack that it was made from comes back. The first publication of all
    keeps the pack that shipped too, to go back to.
    """
    proposal = _open(proposal_id)
    if proposal.by == by:
        raise OwnProposal
    before = in_force()
    _check_current(proposal, before)
    number = queries.publications_so_far() + 1
    if not before.is_published:
        db.session.add(_shipped(before, now, number))
        number += 1
    _decide(proposal, ProposalState.APPROVED, by=by, note=note, now=now)
    publication = Publication(
        pack_id=proposal.pack_id,
        version=proposal.version,
        digest=proposal.digest,
        files=proposal.files,
        reason=proposal.reason,
        by=proposal.by,
        number=number,
        in_force_on=max(proposal.in_force_on, clock.local_date(now)),
        approved_by=by,
        proposal_id=proposal.id,
    )
    db.session.add(publication)
    try:
        db.session.flush()
    except IntegrityError:
        raise ProposalOutdated from None
    is_back = proposal.kind is ProposalKind.ROLL_BACK
    _note("rolled_back" if is_back else "published", proposal, actor=by)
    _end_the_others(proposal, by=by, now=now)
    return publication


def _check_current(proposal: Proposal, before: Whole) -> None:
    """Raise `ProposalOutdated` unless it was made from what is in force, its version its own."""
    if proposal.base != before.digest or queries.is_published_since(proposal.created_at):
        raise ProposalOutdated
    if queries.digests_by_version().get(proposal.version, proposal.digest) != proposal.digest:
        raise ProposalOutdated


def _end_the_others(approved: Proposal, *, by: str, now: datetime) -> None:
    """End what can no longer be approved: nobody decided it, whoever approved the other one."""
    for other in queries.open_proposals():
        note = f"{approved.version} 获批，原来的对照不再成立"
        _decide(other, ProposalState.OUTDATED, by="system", note=note, now=now)
        _note("outdated", other, actor=by)


def reject(proposal_id: UUID, *, by: str, note: str, now: datetime) -> Proposal:
    """Send a proposal back with a reason."""
    proposal = _open(proposal_id)
    if proposal.by == by:
        raise OwnProposal
    _decide(proposal, ProposalState.REJECTED, by=by, note=note, now=now)
    _note("rejected", proposal, actor=by)
    return proposal


def withdraw(proposal_id: UUID, *, by: str, now: datetime) -> Proposal:
    """Take one's own proposal back."""
    proposal = _open(proposal_id)
    if proposal.by != by:
        raise NotOwnProposal
    _decide(proposal, ProposalState.WITHDRAWN, by=by, note="", now=now)
    _note("withdrawn", proposal, actor=by)
    return proposal


def _shipped(whole: Whole, now: datetime, number: int) -> Publication:
    return Publication(
        pack_id=whole.pack_id,
        version=whole.version,
        digest=whole.digest,
        files=dict(whole.files),
        reason="随产品发布",
        by="shipped",
        number=number,
        in_force_on=clock.local_date(now),
    )


def to_call_off(publication_id: UUID, on: date) -> None:
    """Raise `PackNotFound`, or `PackBegun` unless the publication is the one that is to begin."""
    if queries.publication(publication_id) is None:
        raise PackNotFound
    coming = queries.publication_to_begin(on)
    if coming is None or coming.id != publication_id:
        raise PackBegun


def _open(proposal_id: UUID) -> Proposal:
    proposal = queries.proposal_to_decide(proposal_id)
    if proposal is None:
        raise ProposalNotFound
    if proposal.state is ProposalState.OUTDATED:
        raise ProposalOutdated
    if proposal.state is not ProposalState.OPEN:
        raise ProposalDecided
    return proposal


def _decide(proposal: Proposal, state: ProposalState, *, by: str, note: str, now: datetime) -> None:
    proposal.state = state
    proposal.decided_by = by
    proposal.decided_at = now
    proposal.note = note


def _note(what: str, proposal: Proposal, *, actor: str) -> None:
    audit.record(
        f"welfare.pack_{what}",
        subject_kind="welfare_proposal",
        subject_id=proposal.id,
        reason=proposal.note or proposal.reason,
        actor=actor,
        version=proposal.version,
        digest=proposal.digest,
    )
