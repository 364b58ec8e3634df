"""The way to a first owners' assembly in six stages, with two counters and a paper to hand in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.commons import founding_threshold
from weijiayuan.commons.errors import (
    AlreadyCoSigned,
    FoundingExists,
    NotEnoughYet,
    RequestDecided,
    StageSkipped,
)
from weijiayuan.commons.models import CoSign, CoSignState, Founding, Space
from weijiayuan.commons.queries import foundings as founding_queries
from weijiayuan.commons.rules.counting import Weight
from weijiayuan.db import db
from weijiayuan.files import periodic_tasks as file_bytes
from weijiayuan.files import queries as file_queries
from weijiayuan.files import rules as file_rules
from weijiayuan.files import service as files
from weijiayuan.kernel import clock
from weijiayuan.notices import service as notices

STAGES = ("联名", "提交", "筹备组", "业主登记", "业主大会", "成立备案")
SUBMITTED = 2


def begin(space: Space, *, by: UUID, now: datetime) -> Founding:
    """Begin to gather co-signatures for an estate. Raises `FoundingExists`."""
    found = Founding(space_id=space.id, started_by=by)
    found.stages = [_dated(1, now, "")]
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError as error:
        raise FoundingExists from error
    audit.record("founding begun", subject_kind="founding", subject_id=found.id)
    return found


def _dated(stage: int, now: datetime, note: str) -> dict[str, object]:
    return {"stage": stage, "on": clock.local_date(now).isoformat(), "note": note}


def set_totals(founding_id: UUID, everybody: Weight, *, by: UUID) -> Founding:
    """Enter how many owners and how much area the estate has, as the community knows them."""
    found = founding_queries.founding_to_change(founding_id)
    found.heads, found.area, found.totals_by = everybody.heads, everybody.area, by
    audit.record("founding totals", subject_kind="founding", subject_id=found.id)
    return found


def co_sign(
    founding_id: UUID, *, unit: str, area: int, paper: UUID | None, by: UUID, now: datetime
) -> CoSign:
    """Ask for the assembly as the owner of a unit (0.01 m²). Raises `AlreadyCoSigned`."""
    founding = founding_queries.founding_to_change(founding_id)
    found = CoSign(founding_id=founding.id, resident_id=by, unit=unit, area=area, paper_id=paper)
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


def decide(co_sign_id: UUID, *, verified: bool, reason: str, by: UUID, now: datetime) -> CoSign:
    """Note that the title was seen, or not; the paper goes either way. Raises `RequestDecided`."""
    found = founding_queries.co_sign_to_change(co_sign_id)
    if found.state is not CoSignState.ASKED:
        raise RequestDecided
    found.state = CoSignState.VERIFIED if verified else CoSignState.REFUSED
    found.verified_by, found.verified_on, found.reason = by, clock.local_date(now), reason
    if found.paper_id is not None:
        kept = list(file_queries.files_to_change([found.paper_id]).values())
        file_bytes.remove_bytes.later(files.drop(kept))
        found.paper_id = None
    _tell(found, now=now)
    return found


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


def advance(founding_id: UUID, stage: int, note: str, *, now: datetime) -> Founding:
    """Go to the next stage; to the second only with enough co-signatures, where that is known.

    Raises `StageSkipped`, `NotEnoughYet`.
    """
    found = founding_queries.founding_to_change(founding_id)
    if stage != found.stage + 1 or stage > len(STAGES):
        raise StageSkipped
    if stage == SUBMITTED and not is_enough(found):
        raise NotEnoughYet
    found.stage = stage
    found.stages = [*found.stages, _dated(stage, now, note)]
    audit.record("founding advanced", subject_kind="founding", subject_id=found.id, stage=stage)
    return found


def is_enough(found: Founding) -> bool:
    """Tell whether there are enough co-signatures; a threshold nobody entered holds nothing up."""
    rule = founding_threshold.here()
    if rule is None:
        return True
    everybody = Weight(found.heads or 0, found.area or 0)
    return bool(rule.reached_by(founding_queries.co_signed(found.id), everybody))
