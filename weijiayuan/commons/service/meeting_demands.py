"""Demanding a meeting: who is on the roll signs, and with as many as the law names it is owed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.commons.errors import (
    DemandAnother,
    DemandOpen,
    DemandOver,
    NotByDemand,
    NotMember,
    RollNotInForce,
    SecondPersonNeeded,
    SignedBefore,
    SpeaksAlready,
)
from weijiayuan.commons.models import Demand, DemandSignature, Member, Roll, RollState, Space
from weijiayuan.commons.queries import deliberation_spaces, roll_versions
from weijiayuan.commons.queries import meeting_demands as queries
from weijiayuan.commons.rules import decision_rules
from weijiayuan.commons.rules.decision_rules import Threshold
from weijiayuan.commons.rules.states import RULE_OF_MEETING, DemandState, MeetingKind
from weijiayuan.commons.rules.text_moderation import reason_to_hold
from weijiayuan.commons.service.lawfulness_review import is_doubtful
from weijiayuan.commons.service.public_text_check import require_no_numbers
from weijiayuan.db import db, insert_new
from weijiayuan.notices import service as notices

UNLAWFUL = "maybe_unlawful"
"""Why a demand waits for a person: the law may not let anybody decide what it asks for."""


def share_of(kind: MeetingKind, roll: Roll) -> Threshold | None:
    """Return what share of a roll can demand such a meeting, None where the law names none."""
    return decision_rules.shipped()[RULE_OF_MEETING[kind]].may_ask(roll.basis)


def begin(space: Space, kind: MeetingKind, reason: str, *, by: UUID, now: datetime) -> Demand:
    """Demand a meeting as the first of those who ask.

    Raises `NotByDemand`, `NotMember`, `RollNotInForce`, `DemandOpen`, `Unlawful`.
    """
    roll, member = _where_asked(space, kind, by)
    held = reason_to_hold(reason) or (UNLAWFUL if is_doubtful(reason) else "")
    found = Demand(
        space_id=space.id,
        roll_id=roll.id,
        kind=kind,
        reason=reason,
        started_by=by,
        state=DemandState.HELD if held else DemandState.GATHERING,
        held_for=held,
    )
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError as error:
        raise DemandOpen from error
    _sign(found, member, now=now)
    return found


def _where_asked(space: Space, kind: MeetingKind, by: UUID) -> tuple[Roll, Member]:
    """Return a roll whose members may ask, and whom the resident speaks for on it."""
    rolls = [
        each
        for each in deliberation_spaces.rolls_of(space.id)
        if each.state is RollState.IN_FORCE and share_of(kind, each) is not None
    ]
    if not rolls:
        raise NotByDemand
    for roll in rolls:
        member = deliberation_spaces.member_of(roll.id, by)
        if member is not None:
            _require_in_force(roll)
            return roll, member
    raise NotMember


def _require_in_force(roll: Roll) -> None:
    """Raise `RollNotInForce` if a newer roll came between; none comes while this goes on."""
    if deliberation_spaces.roll_to_change(roll.id).state is not RollState.IN_FORCE:
        raise RollNotInForce


def sign(demand_id: UUID, member: Member, *, now: datetime) -> Demand:
    """Ask too, also when there are enough already.

    Raises `DemandOver`, `NotMember`, `SignedBefore`.
    """
    found = _to_sign(demand_id, member)
    _sign(found, member, now=now)
    return found


def sign_on_paper(demand_id: UUID, member: Member, *, by: UUID, now: datetime) -> Demand:
    """Note that a member without an account signed on paper; it counts once two people noted it.

    Raises `DemandOver`, `NotMember`, `SpeaksAlready`, `SecondPersonNeeded`, `SignedBefore`.
    """
    found = _to_sign(demand_id, member)
    if member.resident_id is not None:
        raise SpeaksAlready
    before = queries.signature(found.id, member.id)
    if before is None:
        db.session.add(DemandSignature(demand_id=found.id, member_id=member.id, typed_by=by))
        db.session.flush()
        return found
    if before.typed_by == by:
        raise SecondPersonNeeded
    _sign(found, member, now=now)
    return found


def _to_sign(demand_id: UUID, member: Member) -> Demand:
    """Return a demand that takes signatures of this member's roll."""
    found = queries.demand_to_change(demand_id)
    if found.state not in {DemandState.GATHERING, DemandState.REACHED}:
        raise DemandOver
    if member.roll_id != found.roll_id:
        raise NotMember
    return found


def _sign(found: Demand, member: Member, *, now: datetime) -> None:
    row = {"demand_id": found.id, "member_id": member.id}
    if insert_new(DemandSignature, [row]) == 0:
        before = queries.signature(found.id, member.id)
        if before is None or before.typed_by is None:
            raise SignedBefore
        before.typed_by = None
        db.session.flush()
    if found.state is DemandState.GATHERING:
        _see_whether_enough(found, now=now)


def _see_whether_enough(found: Demand, *, now: datetime) -> None:
    if not _is_enough(found):
        return
    found.move_to(DemandState.REACHED)
    found.reached_at = now
    audit.record("demand reached", subject_kind="demand", subject_id=found.id)
    _tell(found, now=now)


def _is_enough(found: Demand) -> bool:
    roll = deliberation_spaces.roll(found.roll_id)
    share = share_of(found.kind, roll)
    return share is not None and share.holds(queries.signatures(found.id), roll.heads)


def _tell(found: Demand, *, now: datetime) -> None:
    """Tell those who ask that there are enough of them."""
    asking = (
        select(Member.resident_id)
        .join(DemandSignature, DemandSignature.member_id == Member.id)
        .where(DemandSignature.demand_id == found.id, Member.resident_id.is_not(None))
    )
    for resident_id in db.session.scalars(asking):
        assert resident_id is not None
        notices.tell(
            resident_id,
            cause=f"commons.demand:{found.id}",
            template="commons_demand_reached",
            facts={"space": deliberation_spaces.space(found.space_id).name},
            now=now,
            link=f"/pages/commons/home/home?id={found.space_id}",
        )


def take_back(demand_id: UUID, member: Member) -> Demand:
    """Ask no more, until the meeting is called; it is owed no more without enough who ask.

    Raises `DemandOver`.
    """
    found = queries.demand_to_change(demand_id)
    if found.state not in queries.OPEN:
        raise DemandOver
    db.session.execute(delete(DemandSignature).filter_by(demand_id=found.id, member_id=member.id))
    _see_whether_still_enough(found)
    return found


def _see_whether_still_enough(found: Demand) -> None:
    if queries.signatures(found.id) == 0:
        found.move_to(DemandState.WITHDRAWN)
    elif found.state is DemandState.REACHED and not _is_enough(found):
        found.move_to(DemandState.GATHERING)
        found.reached_at = None


def count_anew(found: Demand, roll: Roll, *, now: datetime) -> None:
    """Count by a newer roll: who asks still has the very same units on it."""
    pairs = roll_versions.successors(found.roll_id, roll.id)
    members = {before.id: member for before, member in pairs}
    for signed in queries.signatures_of(found.id):
        if signed.member_id in members:
            signed.member_id = members[signed.member_id].id
        else:
            db.session.delete(signed)
    found.roll_id = roll.id
    db.session.flush()
    _see_whether_still_enough(found)
    if found.state is DemandState.GATHERING:
        _see_whether_enough(found, now=now)


def forget_signatures(member: Member) -> None:
    """Let a member ask no more where no meeting is called: who signed does not speak for them."""
    for demand_id in queries.open_demands_signed(member.id):
        take_back(demand_id, member)


def release(demand_id: UUID, *, now: datetime) -> Demand:
    """Let others read a demand that a person has read. Raises `IllegalMove`, `NamesSomebody`."""
    found = queries.demand_to_change(demand_id)
    require_no_numbers(found.reason)
    found.move_to(DemandState.GATHERING)
    found.held_for = ""
    _see_whether_enough(found, now=now)
    return found


def refuse(demand_id: UUID, *, reason: str, now: datetime) -> Demand:
    """Show a held demand to nobody, and tell its author why. Raises `DemandOver`."""
    found = queries.demand_to_change(demand_id)
    if found.state is not DemandState.HELD:
        raise DemandOver
    found.move_to(DemandState.WITHDRAWN)
    audit.record("demand refused", subject_kind="demand", subject_id=found.id, reason=reason)
    if found.started_by is not None:
        notices.tell(
            found.started_by,
            cause=f"commons.demand_refused:{found.id}",
            template="commons_demand_refused",
            facts={"space": deliberation_spaces.space(found.space_id).name, "reason": reason},
            now=now,
            link=f"/pages/commons/demand/demand?space={found.space_id}",
        )
    return found


def answer(demand_id: UUID, *, space_id: UUID, kind: MeetingKind, meeting_id: UUID) -> None:
    """Note that the meeting was called. Raises `DemandAnother`, `IllegalMove`."""
    found = queries.demand_to_change(demand_id)
    if found.space_id != space_id or found.kind is not kind:
        raise DemandAnother
    found.move_to(DemandState.CALLED)
    found.meeting_id = meeting_id


def is_owed_again(meeting_id: UUID, *, now: datetime) -> None:
    """Note that a meeting called for a demand was called off: it is owed by the roll in force."""
    found = queries.demand_of(meeting_id)
    if found is None:
        return
    found.move_to(DemandState.REACHED)
    found.meeting_id = None
    before = deliberation_spaces.roll(found.roll_id)
    roll = deliberation_spaces.roll_in_force(found.space_id, [before.basis])
    if roll.id != before.id:
        count_anew(found, roll, now=now)
