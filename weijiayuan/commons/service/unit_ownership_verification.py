"""Verifying once whose a unit is, and taking that back: each with evidence, by two people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.commons.errors import (
    AlreadyMember,
    AskedTooSoon,
    BallotRunning,
    PaperNeeded,
    ProofDiffers,
    RequestDecided,
    RollNotInForce,
    SecondPersonNeeded,
    UnitsJoinedByName,
    UnitTaken,
)
from weijiayuan.commons.models import (
    Evidence,
    Member,
    MemberRequest,
    RequestState,
    Roll,
    RollState,
)
from weijiayuan.commons.queries import ballots as ballot_queries
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.service import consent_sheets, meeting_demands, proof_of_title
from weijiayuan.db import db
from weijiayuan.files import periodic_tasks as file_bytes
from weijiayuan.files import queries as file_queries
from weijiayuan.files import rules as file_rules
from weijiayuan.files import service as files
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices
from weijiayuan.web.messages import text

VERIFIERS = ("committee", "secretary")
WAIT_AFTER_REFUSAL = timedelta(days=7)
"""Times the refusals so far, before the same account asks again on a roll."""


def ask(
    roll_id: UUID, *, unit: str, note: str | None, paper: UUID | None, by: UUID, now: datetime
) -> MemberRequest:
    """Say that a unit is mine, perhaps with a paper; whose account has it is told.

    A unit that an account has is claimed with a paper only, and whoever was refused waits.
    Raises `RollNotInForce`, `AlreadyMember`, `UnitNotOnRoll`, `PaperNeeded`, `AskedTooSoon`.
    """
    roll = queries.roll_to_change(roll_id)
    _require_in_force(roll)
    member = queries.member_with_unit(roll.id, unit)
    if queries.member_of(roll.id, by) is not None:
        raise AlreadyMember
    if member.resident_id is not None and paper is None:
        raise PaperNeeded
    _require_waited(roll.id, by, now=now)
    request = MemberRequest(
        roll_id=roll.id, resident_id=by, unit=unit, note=note or None, paper_id=paper
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError as error:
        raise AlreadyMember from error
    if paper is not None:
        community = queries.space(roll.space_id).community_code
        readers = [file_rules.duty(role, "community", community) for role in VERIFIERS]
        files.attach(
            [paper], owner=by, kind="commons_proof", subject=request.id, readers=readers, now=now
        )
    if member.resident_id is not None:
        tell_holder(member, "commons_unit_claimed", "", now=now)
    return request


def _require_in_force(roll: Roll) -> None:
    if roll.state is not RollState.IN_FORCE:
        raise RollNotInForce


def _require_waited(roll_id: UUID, by: UUID, *, now: datetime) -> None:
    """Raise `AskedTooSoon` for a week after a refusal, longer with each."""
    refused = queries.refusals(roll_id, by)
    if not refused:
        return
    until = refused[0] + WAIT_AFTER_REFUSAL * len(refused)
    if now < until:
        raise AskedTooSoon(until=clock.local_date(until).isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one person at the desk says about a request, and which paper they saw."""

    verified: bool
    reason: str = ""
    evidence: Evidence | None = None
    reference: str = ""


def decide_request(request_id: UUID, verdict: Verdict, *, by: UUID, now: datetime) -> MemberRequest:
    """Say what one saw: the second who saw the same verifies; one person alone refuses.

    Until then the first may mend what they misread. Whoever bound the account that has the unit
    refuses with a second person.
    Raises `RequestDecided`, `RollNotInForce`, `SecondPersonNeeded`, `UnitTaken`, `AlreadyMember`,
    `ProofNotNamed`, `ProofDiffers`, `ProofUsed`, `UnitsJoinedByName`.
    """
    request = queries.request_to_change(request_id)
    if request.state not in queries.WAITING:
        raise RequestDecided
    member = queries.member_with_unit(request.roll_id, request.unit)
    if not verdict.verified:
        if _turns_down_first(request, member, by=by):
            return request
        return _end(request, RequestState.REFUSED, verdict.reason, by=by, now=now)
    _require_in_force(queries.roll(request.roll_id))
    if member.resident_id not in {None, request.resident_id}:
        raise UnitTaken
    if not member.is_one_buyer:
        raise UnitsJoinedByName
    digest = proof_of_title.digest_of(request.paper_id, verdict.evidence, verdict.reference)
    space = queries.space(queries.roll(request.roll_id).space_id)
    proof_of_title.require_unused(space, request.unit, digest, verdict.reference)
    is_same = (request.evidence, request.evidence_digest) == (verdict.evidence, digest)
    if request.state is RequestState.ASKED or (request.seen_by == by and not is_same):
        request.state, request.seen_by = RequestState.SEEN, by
        request.evidence, request.evidence_digest = verdict.evidence, digest
        audit.record("member proof seen", subject_kind="roll", subject_id=request.roll_id)
        return request
    if request.seen_by == by:
        raise SecondPersonNeeded
    if not is_same:
        raise ProofDiffers
    _bind(member.number, request, by=by, now=now)
    return _end(request, RequestState.VERIFIED, verdict.reason, by=by, now=now)


def _turns_down_first(request: MemberRequest, member: Member, *, by: UUID) -> bool:
    """Note that who bound the unit would refuse; False where a refusal may stand.

    Raises `SecondPersonNeeded` for the same person twice.
    """
    if member.resident_id is None or by not in {member.verified_by, member.confirmed_by}:
        return False
    if request.turned_down_by == by:
        raise SecondPersonNeeded
    if request.turned_down_by is not None:
        return False
    request.turned_down_by = by
    audit.record("member claim turned down", subject_kind="roll", subject_id=request.roll_id)
    return True


def _bind(number: int, request: MemberRequest, *, by: UUID, now: datetime) -> None:
    member = queries.member_numbered_to_change(request.roll_id, number)
    if member.resident_id not in {None, request.resident_id}:
        raise UnitTaken
    member.resident_id = request.resident_id
    member.verified_by, member.confirmed_by = request.seen_by, by
    member.verified_on, member.bound_at = clock.local_date(now), now
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyMember from error
    audit.record(
        "member verified",
        subject_kind="roll",
        subject_id=request.roll_id,
        evidence=request.evidence_digest,
    )


def _end(
    request: MemberRequest, state: RequestState, reason: str, *, by: UUID, now: datetime
) -> MemberRequest:
    """Decide, and delete the paper either way: only the fact is kept."""
    request.state = state
    request.decided_by, request.decided_at, request.reason = by, now, reason
    request.note = None
    _drop_paper(request)
    notices.tell(
        request.resident_id,
        cause=f"commons.request:{request.id}",
        template="commons_verified" if state is RequestState.VERIFIED else "commons_refused",
        facts={"unit": request.unit, "reason": reason},
        now=now,
        link=_home(request.roll_id),
    )
    return request


def move_claim(claim: MemberRequest, roll: Roll, *, is_same: bool) -> None:
    """Let a claim wait on the roll now in force.

    What one person saw or turned down stands if the unit has the same buyer as before.
    Raises `AlreadyMember`.
    """
    who = claim.resident_id
    if queries.member_of(roll.id, who) is not None or queries.asks(roll.id, who):
        raise AlreadyMember
    claim.roll_id = roll.id
    if not is_same:
        claim.state, claim.seen_by, claim.turned_down_by = RequestState.ASKED, None, None
        claim.evidence = claim.evidence_digest = None
    db.session.flush()


def turn_away(claim: MemberRequest, why: str, *, by: UUID, now: datetime) -> None:
    """Answer a claim that cannot go over to the roll now in force."""
    _end(claim, RequestState.REFUSED, text(why), by=by, now=now)


def _home(roll_id: UUID) -> str:
    return f"/pages/commons/home/home?id={queries.roll(roll_id).space_id}"


def unverify(
    roll_id: UUID, number: int, *, reason: str, keep: bool, by: UUID, now: datetime
) -> Member:
    """Ask that an account speak for a unit no more, or do it as the second; `keep` lets it be.

    The account is told both times. What it cast stays cast, and so does its no on a consent sheet;
    its yes is asked anew, and it demands no meeting that is not called.
    Raises `UnitNotOnRoll`, `BallotRunning`, `SecondPersonNeeded`.
    """
    member = queries.member_numbered_to_change(roll_id, number)
    if member.resident_id is None:
        return member
    if keep:
        member.release_asked_by = None
        return member
    if ballot_queries.runs_on(roll_id, now):
        raise BallotRunning
    if member.release_asked_by == by:
        raise SecondPersonNeeded
    if member.release_asked_by is None:
        member.release_asked_by = by
        audit.record("member release asked", subject_kind="roll", subject_id=roll_id, reason=reason)
        tell_holder(member, "commons_release_asked", reason, now=now)
    else:
        _release(member, reason, now=now)
    return member


def _release(member: Member, reason: str, *, now: datetime) -> None:
    tell_holder(member, "commons_unverified", reason, now=now)
    consent_sheets.forget_consents(member)
    meeting_demands.forget_signatures(member)
    member.resident_id = member.verified_by = member.verified_on = None
    member.confirmed_by = member.release_asked_by = member.bound_at = None
    audit.record("member unverified", subject_kind="roll", subject_id=member.roll_id, reason=reason)


def tell_holder(member: Member, template: str, reason: str, *, now: datetime) -> None:
    """Tell the account that speaks for a member what happens to that."""
    assert member.resident_id is not None
    notices.tell(
        member.resident_id,
        cause=f"{template}:{member.id}:{now.isoformat()}",
        template=template,
        facts={"unit": "、".join(member.units), "reason": reason},
        now=now,
        link=_home(member.roll_id),
    )


def _drop_paper(request: MemberRequest) -> None:
    if request.paper_id is None:
        return
    found = list(file_queries.files_to_change([request.paper_id]).values())
    file_bytes.remove_bytes.later(files.drop(found))
    request.paper_id = None
