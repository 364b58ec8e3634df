"""The way to a first owners' assembly in six stages, with two counters and a paper to hand in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.commons import owners_assembly_threshold
from weijiayuan.commons.errors import (
    AlreadyCoSigned,
    AreaUnfit,
    NotAnEstate,
    NotEnoughYet,
    NotMember,
    ProofDiffers,
    ProofNotNamed,
    RequestDecided,
    RollNotFound,
    SecondPersonNeeded,
    StageNeeds,
    StageSkipped,
    TotalsUnfit,
)
from weijiayuan.commons.models import (
    CoSign,
    CoSignState,
    Evidence,
    Founding,
    Roll,
    Space,
    SpaceKind,
)
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import owners_assembly_foundings as founding_queries
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.commons.rules.vote_counting import NOTHING, Weight
from weijiayuan.commons.service import proof_of_title
from weijiayuan.db import db
from weijiayuan.files import periodic_tasks as file_bytes
from weijiayuan.files import queries as file_queries
from weijiayuan.files import rules as file_rules
from weijiayuan.files import service as files
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices
from weijiayuan.web.messages import text

STAGES = ("联名", "提交", "筹备组", "业主登记", "业主大会", "成立备案")
SUBMITTED, PREPARING, ASSEMBLY, FOUNDED = 2, 3, 5, 6
LARGE = 5
"""An area is large from so many times the mean on."""
STREET_STAGES = (PREPARING, FOUNDED)
"""The street guides the preparing group, and files the committee."""


def begin(space: Space, *, by: UUID, now: datetime) -> Founding:
    """Begin to gather co-signatures for an estate; where somebody has begun, return that one.

    Raises `NotAnEstate`, and `NotMember` where the owners are on a roll and the resident is not.
    """
    if space.kind not in {SpaceKind.ESTATE, SpaceKind.VILLAGE}:
        raise NotAnEstate
    roll = _owners(space.id)
    if roll is not None and deliberation_spaces.member_of(roll.id, by) is None:
        raise NotMember
    before = founding_queries.founding_of(space.id)
    if before is not None:
        return before
    found = Founding(space_id=space.id, started_by=by)
    found.stages = [_dated(1, now, "")]
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError:
        before = founding_queries.founding_of(space.id)
        assert before is not None
        return before
    audit.record("founding begun", subject_kind="founding", subject_id=found.id)
    return found


def _owners(space_id: UUID) -> Roll | None:
    """Return the roll of the owners in force, where there is one."""
    try:
        return deliberation_spaces.roll_in_force(space_id, [Basis.OWNERS])
    except RollNotFound:
        return None


def _dated(stage: int, now: datetime, note: str) -> dict[str, object]:
    return {"stage": stage, "on": clock.local_date(now).isoformat(), "note": note}


def set_totals(founding_id: UUID, everybody: Weight, *, by: UUID) -> Founding:
    """Enter how many owners and how much area the estate has; a second person enters the same.

    Raises `TotalsUnfit` for fewer than have asked, and once the application is handed in.
    """
    found = founding_queries.founding_to_change(founding_id)
    if found.stage >= SUBMITTED or not founding_queries.co_signed(found.id).fits_in(everybody):
        raise TotalsUnfit
    same = (found.heads, found.area) == (everybody.heads, everybody.area)
    if same and found.totals_by != by:
        found.totals_confirmed_by = by
    else:
        found.heads, found.area, found.totals_by = everybody.heads, everybody.area, by
        found.totals_confirmed_by = None
    audit.record("founding totals", subject_kind="founding", subject_id=found.id)
    return found


def totals(found: Founding) -> Weight | None:
    """Return how many owners there are with how much area, once two people said so."""
    if found.totals_confirmed_by is None or found.heads is None or found.area is None:
        return None
    return Weight(found.heads, found.area)


def co_sign(
    founding_id: UUID, *, unit: str, area: int, paper: UUID | None, by: UUID, now: datetime
) -> CoSign:
    """Ask for the assembly as the owner of a unit (0.01 m²).

    Where the owners are on a roll, it says whose a unit is and what area they have, and nobody has
    to look again. Raises `NotMember`, `AreaUnfit`, `AlreadyCoSigned`.
    """
    founding = founding_queries.founding_to_change(founding_id)
    roll, everybody = _owners(founding.space_id), totals(founding)
    if everybody is not None and area > everybody.area:
        raise AreaUnfit
    found = CoSign(
        founding_id=founding.id,
        resident_id=by,
        unit=unit,
        unit_key=key_of(unit),
        area=area,
        paper_id=paper,
    )
    if founding_queries.is_co_signed(founding.id, found.unit_key):
        raise AlreadyCoSigned
    if roll is not None:
        _know_by_roll(found, roll, by=by, now=now)
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError as error:
        raise AlreadyCoSigned from error
    if paper is not None:
        space = db.session.get_one(Space, founding.space_id)
        readers = [
            file_rules.duty(role, "community", space.community_code)
            for role in ("secretary", "street_filing")
        ]
        files.attach(
            [paper], owner=by, kind="commons_title", subject=found.id, readers=readers, now=now
        )
    return found


def _know_by_roll(found: CoSign, roll: Roll, *, by: UUID, now: datetime) -> None:
    """Take the area from the roll, on which somebody verified whose the unit is."""
    member = deliberation_spaces.member_of(roll.id, by)
    if member is None or found.unit_key not in map(key_of, member.units):
        raise NotMember
    found.unit, found.unit_key = member.units[0], key_of(member.units[0])
    found.area, found.state = member.area, CoSignState.VERIFIED
    found.verified_by, found.confirmed_by = member.verified_by, member.confirmed_by
    found.verified_on = clock.local_date(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleSeen:
    """What one person at the desk says of a co-signature: which paper, and the area on it."""

    verified: bool
    reason: str = ""
    evidence: Evidence | None = None
    reference: str = ""
    area: int | None = None


def decide(co_sign_id: UUID, seen: TitleSeen, *, by: UUID, now: datetime) -> CoSign:
    """Note which title was seen with what area; the second who read the same verifies.

    Until then the first may mend what they misread.
    Raises `RequestDecided`, `ProofNotNamed`, `ProofDiffers`, `ProofUsed`, `AreaUnfit`,
    `AlreadyCoSigned`, `SecondPersonNeeded`.
    """
    found = founding_queries.co_sign_to_change(co_sign_id)
    if found.state not in founding_queries.WAITING:
        raise RequestDecided
    if not seen.verified:
        return _end(found, CoSignState.REFUSED, seen.reason, now=now)
    if seen.area is None:
        raise ProofNotNamed
    digest = _digest_of(found, seen)
    _check_area(found, seen.area)
    before = (found.evidence, found.evidence_digest, found.area_read)
    is_same = before == (seen.evidence, digest, seen.area)
    if found.state is CoSignState.ASKED or (found.verified_by == by and not is_same):
        found.state, found.verified_by = CoSignState.SEEN, by
        found.evidence, found.evidence_digest, found.area_read = seen.evidence, digest, seen.area
        return found
    if found.verified_by == by:
        raise SecondPersonNeeded
    if not is_same:
        raise ProofDiffers
    found.area, found.confirmed_by = seen.area, by
    return _end(found, CoSignState.VERIFIED, seen.reason, now=now)


def _digest_of(found: CoSign, seen: TitleSeen) -> str:
    """Return the digest of the title, which shows no other unit, of a unit nobody asks for yet."""
    founding = founding_queries.founding_to_change(found.founding_id)
    if founding_queries.is_co_signed(founding.id, found.unit_key):
        raise AlreadyCoSigned
    digest = proof_of_title.digest_of(found.paper_id, seen.evidence, seen.reference)
    space = deliberation_spaces.space(founding.space_id)
    proof_of_title.require_unused(space, found.unit, digest, seen.reference)
    return digest


def _end(found: CoSign, state: CoSignState, reason: str, *, now: datetime) -> CoSign:
    """Decide, and let the paper go either way."""
    found.state, found.reason, found.verified_on = state, reason, clock.local_date(now)
    if found.paper_id is not None:
        kept = list(file_queries.files_to_change([found.paper_id]).values())
        file_bytes.remove_bytes.later(files.drop(kept))
        found.paper_id = None
    audit.record("co-sign decided", subject_kind="founding", subject_id=found.founding_id)
    _tell(found, now=now)
    return found


def drop_co_signs(space_id: UUID, units: set[str], *, now: datetime) -> None:
    """Count no co-signature of these units until the application is handed in: they changed hands.

    Whoever signed is told; the owner of today may sign.
    """
    begun = founding_queries.founding_of(space_id)
    if begun is None or begun.stage >= SUBMITTED:
        return
    founding = founding_queries.founding_to_change(begun.id)
    for found in founding_queries.co_signs(founding.id, CoSignState.VERIFIED):
        if found.unit_key in units:
            _end(found, CoSignState.REFUSED, text("commons.co_signer_left"), now=now)


def _check_area(found: CoSign, area: int) -> None:
    """Raise `AreaUnfit` unless all titles together fit into the estate."""
    founding = founding_queries.founding(found.founding_id)
    everybody, signed = totals(founding), founding_queries.co_signed(founding.id)
    if everybody is not None and signed.area + area > everybody.area:
        raise AreaUnfit


def is_large(area: int, everybody: Weight | None) -> bool:
    """Tell whether a claim is many times what an owner has on average: it is looked at twice."""
    return everybody is not None and area * everybody.heads > LARGE * everybody.area


def _tell(found: CoSign, *, now: datetime) -> None:
    if found.resident_id is None:
        return
    verified = found.state is CoSignState.VERIFIED
    notices.tell(
        found.resident_id,
        cause=f"commons.co_sign:{found.id}",
        template="commons_co_sign_verified" if verified else "commons_co_sign_refused",
        facts={"unit": found.unit, "reason": found.reason},
        now=now,
        link=f"/pages/commons/founding/founding?id={found.founding_id}",
    )


def advance(
    founding_id: UUID, stage: int, note: str, *, is_street: bool, now: datetime
) -> Founding:
    """Go to the next stage, when what it stands on is there.

    Raises `StageSkipped`, `NotEnoughYet`, `StageNeeds`.
    """
    found = founding_queries.founding_to_change(founding_id)
    if stage != found.stage + 1 or stage > len(STAGES):
        raise StageSkipped
    if stage == SUBMITTED and not is_enough(found):
        raise NotEnoughYet
    what = _lacking(found, stage, note, is_street=is_street)
    if what:
        raise StageNeeds(what=what)
    found.stage = stage
    found.stages = [*found.stages, _dated(stage, now, note)]
    audit.record("founding advanced", subject_kind="founding", subject_id=found.id, stage=stage)
    return found


def _lacking(found: Founding, stage: int, note: str, *, is_street: bool) -> str:
    """Return what is missing for a stage, "" if nothing is."""
    if stage in STREET_STAGES and not (is_street and note):
        return text("commons.stage_needs_street", stage=STAGES[stage - 1])
    if stage >= ASSEMBLY and _owners(found.space_id) is None:
        return text("commons.stage_needs_roll")
    if stage == ASSEMBLY and not founding_queries.owners_meeting(found.space_id, held=False):
        return text("commons.stage_needs_meeting")
    if stage == FOUNDED and not (
        founding_queries.owners_meeting(found.space_id, held=True)
        and founding_queries.official_result(found.space_id)
    ):
        return text("commons.stage_needs_result")
    return ""


def is_enough(found: Founding) -> bool:
    """Tell whether there are enough co-signatures; a threshold nobody entered holds nothing up."""
    rule = owners_assembly_threshold.here()
    if rule is None:
        return True
    everybody = totals(found) or NOTHING
    return bool(rule.reached_by(founding_queries.co_signed(found.id), everybody))
