"""What a new version of a roll takes over from the one before: accounts, claims, demands."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan.commons.errors import AlreadyMember
from weijiayuan.commons.models import MemberRequest, Roll
from weijiayuan.commons.queries import deliberation_spaces
from weijiayuan.commons.queries import roll_versions as queries
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.commons.service import (
    meeting_demands,
    owners_assembly_foundings,
    unit_ownership_verification,
)
from weijiayuan.web.messages import text


def carry_over(former: Roll, roll: Roll, *, by: UUID, now: datetime) -> None:
    """Let accounts, claims and demands go over to the roll that has just come into force.

    What waits is locked first: whoever is being verified meanwhile is an account by then.
    """
    claims = queries.claims_left_behind(roll)
    successors = queries.successors(former.id, roll.id)
    for before, member in successors:
        if before.resident_id is not None and member.is_one_buyer:
            member.resident_id = before.resident_id
            member.verified_by, member.verified_on = before.verified_by, before.verified_on
            member.confirmed_by, member.bound_at = before.confirmed_by, before.bound_at
    _tell_taken_off(former, roll, now=now)
    same = {key for before, _ in successors for key in queries.units_of(before)}
    _move_claims(claims, roll, same, by=by, now=now)
    for demand in queries.demands_left_behind(roll):
        meeting_demands.count_anew(demand, roll, now=now)
    if roll.basis is Basis.OWNERS:
        owners_assembly_foundings.drop_co_signs(roll.space_id, _units(former) - same, now=now)


def _units(roll: Roll) -> set[str]:
    """Return every unit on a roll in the one spelling."""
    return {key for each in deliberation_spaces.members(roll.id) for key in queries.units_of(each)}


def _tell_taken_off(former: Roll, roll: Roll, *, now: datetime) -> None:
    """Tell the accounts that speak for nobody on the roll any more why, and what to do."""
    members = deliberation_spaces.members(roll.id)
    units = _units(roll)
    kept = {member.resident_id for member in members}
    for before in deliberation_spaces.members(former.id):
        if before.resident_id is not None and before.resident_id not in kept:
            is_there = queries.units_of(before) <= units
            why = "commons.unit_changed" if is_there else "commons.unit_gone"
            unit_ownership_verification.tell_holder(
                before, "commons_unverified", text(why), now=now
            )


def _move_claims(
    claims: Sequence[MemberRequest], roll: Roll, same: set[str], *, by: UUID, now: datetime
) -> None:
    """Let claims wait on the roll; `same` are the units that have the buyer they had."""
    units = _units(roll)
    for claim in claims:
        key = key_of(claim.unit)
        if key not in units:
            unit_ownership_verification.turn_away(claim, "commons.unit_gone", by=by, now=now)
            continue
        try:
            unit_ownership_verification.move_claim(claim, roll, is_same=key in same)
        except AlreadyMember as error:
            unit_ownership_verification.turn_away(claim, error.code, by=by, now=now)
