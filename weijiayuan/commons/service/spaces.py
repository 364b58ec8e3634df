"""Making spaces, keeping rolls, and verifying once whose a unit is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.commons.errors import (
    AlreadyMember,
    CommunityUnknown,
    ProofNotNamed,
    RequestDecided,
    RollMalformed,
    RollNotDraft,
    SecondPersonNeeded,
    TooFewDelegates,
    UnitTaken,
)
from weijiayuan.commons.models import (
    Member,
    MemberRequest,
    RequestState,
    Roll,
    RollState,
    Space,
    SpaceKind,
)
from weijiayuan.commons.queries import spaces as queries
from weijiayuan.commons.rules import ballot_box, decision_rules
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.owner_counting import Owner, Part, owners_of
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.db import blind_index, db
from weijiayuan.files import periodic_tasks as file_bytes
from weijiayuan.files import queries as file_queries
from weijiayuan.files import rules as file_rules
from weijiayuan.files import service as files
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices
from weijiayuan.places import queries as places


def make_space(kind: SpaceKind, *, name: str, community_code: str, **place: Any) -> Space:
    """Open a space in a community. Raises `CommunityUnknown`."""
    if places.community(community_code) is None:
        raise CommunityUnknown
    found = Space(
        kind=kind,
        name=name,
        community_code=community_code,
        street_code=community_code[:9],
        **place,
    )
    db.session.add(found)
    db.session.flush()
    audit.record("space opened", subject_kind="space", subject_id=found.id)
    return found


def import_roll(
    space: Space,
    basis: Basis,
    rows: Sequence[Mapping[str, Any]],
    *,
    closes_on: date,
    source: str,
    by: UUID,
) -> Roll:
    """Enter a new version as a draft; units of one buyer are one head. Raises `RollMalformed`."""
    units = [key_of(row["unit"]) for row in rows]
    if len(set(units)) < len(units):
        raise RollMalformed
    found = owners_in(rows)
    version = queries.newest_version(space.id, basis) + 1
    roll = Roll(
        space_id=space.id,
        basis=basis,
        version=version,
        closes_on=closes_on,
        source=source,
        heads=len(found),
        area=sum(each.area for each in found),
        digest=ballot_box.roll_digest((n, each.area) for n, each in enumerate(found, start=1)),
        made_by=by,
    )
    db.session.add(roll)
    db.session.flush()
    delegates = {row["unit"] for row in rows if row["delegate"]}
    db.session.add_all(_members(roll, found, delegates))
    audit.record("roll entered", subject_kind="roll", subject_id=roll.id, digest=roll.digest)
    return roll


def owners_in(rows: Sequence[Mapping[str, Any]]) -> list[Owner]:
    """Return whom the rows make one head each."""
    return owners_of(_part(row) for row in rows)


def _part(row: Mapping[str, Any]) -> Part:
    """Return a row as a part; the buyer's name becomes a mark and is kept nowhere."""
    mark = blind_index(f"commons.owner:{row['owner']}") if row["owner"] else ""
    return Part(row["unit"], row["area_m2"], mark, row["unsold"])


def _members(roll: Roll, found: Sequence[Owner], delegates: set[str]) -> list[Member]:
    return [
        Member(
            roll_id=roll.id,
            number=number,
            units=list(each.units),
            area=each.area,
            is_developer=each.is_developer,
            is_delegate=bool(delegates & set(each.units)),
            owner_mark=each.key if not each.is_developer else None,
        )
        for number, each in enumerate(found, start=1)
    ]


def confirm_roll(roll_id: UUID, *, by: UUID) -> Roll:
    """Put a draft in force as a second person; who was verified before stays so.

    Raises `RollNotDraft`, `SecondPersonNeeded`, `TooFewDelegates`.
    """
    roll = queries.roll_to_change(roll_id)
    if roll.state is not RollState.DRAFT:
        raise RollNotDraft
    if roll.made_by == by:
        raise SecondPersonNeeded
    _check_composition(roll)
    former = _replaced(roll)
    roll.state, roll.confirmed_by = RollState.IN_FORCE, by
    db.session.flush()
    if former is not None:
        _carry_over(former, roll)
    audit.record("roll in force", subject_kind="roll", subject_id=roll.id, digest=roll.digest)
    return roll


def _check_composition(roll: Roll) -> None:
    """Raise `TooFewDelegates` where the law says how many of the members are delegates."""
    delegates = queries.delegates_on(roll.id)
    for rule in decision_rules.shipped().values():
        for share in rule.composition if rule.basis is roll.basis else ():
            if not share.holds(delegates, roll.heads):
                raise TooFewDelegates(
                    share=str(share.fraction),
                    article=share.article,
                    delegates=delegates,
                    least=share.least(roll.heads),
                )


def _replaced(roll: Roll) -> Roll | None:
    former = next(
        (
            each
            for each in queries.rolls_of(roll.space_id)
            if each.basis is roll.basis and each.state is RollState.IN_FORCE
        ),
        None,
    )
    if former is not None:
        former.state = RollState.REPLACED
        db.session.flush()
    return former


def _carry_over(former: Roll, roll: Roll) -> None:
    """Let whoever was verified for the very same units of the same buyer stay verified."""
    known = {
        (tuple(each.units), each.owner_mark): each
        for each in queries.members(former.id)
        if each.resident_id is not None
    }
    for member in queries.members(roll.id):
        before = known.get((tuple(member.units), member.owner_mark))
        if before is not None:
            member.resident_id = before.resident_id
            member.verified_by, member.verified_on = before.verified_by, before.verified_on


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


VERIFIERS = ("committee", "secretary")


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
    """Let an account speak for a unit no more; what it cast stays cast. Raises `UnitNotOnRoll`."""
    member = queries.member_numbered(roll_id, number)
    gone = member.resident_id
    if gone is None:
        return member
    member.resident_id = member.verified_by = member.verified_on = None
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
