"""Verifying once whose a unit is, and taking that back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.commons.errors import (
    AlreadyMember,
    ProofNotNamed,
    RequestDecided,
    UnitTaken,
)
from weijiayuan.commons.models import (
    Member,
    MemberRequest,
    RequestState,
    Roll,
)
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.service import consent_sheets, meeting_demands
from weijiayuan.db import db
from weijiayuan.files import periodic_tasks as file_bytes
from weijiayuan.files import queries as file_queries
from weijiayuan.files import rules as file_rules
from weijiayuan.files import service as files
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices

VERIFIERS = ("committee", "secretary")


def ask(
    roll: Roll, *, unit: str, note: str | None, paper: UUID | None, by: UUID, now: datetime
) -> MemberRequest:
    """Say that a unit is mine, perhaps with a paper. Raises `AlreadyMember`, `UnitNotOnRoll`."""
    queries.member_with_unit(roll.id, unit)
    if queries.member_of(roll.id, by) is not None:
        raise AlreadyMember
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
    return request


def decide_request(
    request_id: UUID, *, verified: bool, reason: str, by: UUID, now: datetime
) -> MemberRequest:
    """Verify or refuse, and delete the paper either way: only the fact is kept.

    Raises `RequestDecided`, `UnitTaken`, `AlreadyMember`, `ProofNotNamed`.
    """
    request = queries.request_to_change(request_id)
    if request.state is not RequestState.ASKED:
        raise RequestDecided
    if verified and request.paper_id is None and not reason:
        raise ProofNotNamed
    if verified:
        _verify(request, by=by, now=now)
    request.state = RequestState.VERIFIED if verified else RequestState.REFUSED
    request.decided_by, request.decided_at, request.reason = by, now, reason
    request.note = None
    _drop_paper(request)
    notices.tell(
        request.resident_id,
        cause=f"commons.request:{request.id}",
        template="commons_verified" if verified else "commons_refused",
        facts={"unit": request.unit, "reason": reason},
        now=now,
        link=f"/pages/commons/home/home?id={queries.roll(request.roll_id).space_id}",
    )
    return request


def _verify(request: MemberRequest, *, by: UUID, now: datetime) -> None:
    member = queries.member_with_unit(request.roll_id, request.unit)
    if member.resident_id not in (None, request.resident_id):
        raise UnitTaken
    member.resident_id = request.resident_id
    member.verified_by, member.verified_on = by, clock.local_date(now)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise AlreadyMember from error
    audit.record("member verified", subject_kind="roll", subject_id=request.roll_id)


def unverify(roll_id: UUID, number: int, *, reason: str, now: datetime) -> Member:
    """Let an account speak for a unit no more.

    What it cast stays cast; what it said on open consent sheets is asked anew, and it
    demands no meeting that is not called.
    Raises `UnitNotOnRoll`.
    """
    member = queries.member_numbered(roll_id, number)
    gone = member.resident_id
    if gone is None:
        return member
    member.resident_id = member.verified_by = member.verified_on = None
    consent_sheets.forget_consents(member)
    meeting_demands.forget_signatures(member)
    audit.record("member unverified", subject_kind="roll", subject_id=roll_id, reason=reason)
    notices.tell(
        gone,
        cause=f"commons.unverified:{member.id}:{now.isoformat()}",
        template="commons_unverified",
        facts={"unit": "、".join(member.units), "reason": reason},
        now=now,
        link=f"/pages/commons/home/home?id={queries.roll(roll_id).space_id}",
    )
    return member


def _drop_paper(request: MemberRequest) -> None:
    if request.paper_id is None:
        return
    found = list(file_queries.files_to_change([request.paper_id]).values())
    file_bytes.remove_bytes.later(files.drop(found))
    request.paper_id = None
