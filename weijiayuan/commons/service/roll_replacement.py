"""What a new version of a roll takes over from the one it replaces: accounts, and their claims."""

from datetime import datetime
from uuid import UUID

from weijiayuan.commons.errors import AlreadyMember
from weijiayuan.commons.models import Member, Roll
from weijiayuan.commons.queries import deliberation_spaces as queries
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.commons.service import unit_ownership_verification


def carry_over(former: Roll, roll: Roll, *, by: UUID, now: datetime) -> None:
    """Let accounts and claims go over to the roll that has just come into force.

    What waits is locked first: whoever is being verified meanwhile is an account by then.
    """
    claims = queries.claims_left_behind(roll)
    successors = _successors(former, roll)
    for before, member in successors:
        if before.resident_id is not None and member.is_one_buyer:
            member.resident_id = before.resident_id
            member.verified_by, member.verified_on = before.verified_by, before.verified_on
            member.confirmed_by, member.bound_at = before.confirmed_by, before.bound_at
    same = {key for before, _ in successors for key in _units(before)}
    units = {key for member in queries.members(roll.id) for key in _units(member)}
    for claim in claims:
        key = key_of(claim.unit)
        if key not in units:
            unit_ownership_verification.turn_away(claim, "commons.unit_gone", by=by, now=now)
            continue
        try:
            unit_ownership_verification.move_claim(claim, roll, is_same=key in same)
        except AlreadyMember as error:
            unit_ownership_verification.turn_away(claim, error.code, by=by, now=now)


def _successors(former: Roll, roll: Roll) -> list[tuple[Member, Member]]:
    """Return who has the very same units as the same buyer on both rolls."""
    known = {_units(each): each for each in queries.members(former.id)}
    pairs = ((known.get(_units(each)), each) for each in queries.members(roll.id))
    return [
        (before, member)
        for before, member in pairs
        if before is not None and _is_same_buyer(before, member)
    ]


def _units(member: Member) -> frozenset[str]:
    return frozenset(map(key_of, member.units))


def _is_same_buyer(before: Member, member: Member) -> bool:
    """Tell by the number where both rolls give one, else by the name."""
    if before.buyer_mark and member.buyer_mark:
        return before.buyer_mark == member.buyer_mark
    return before.owner_mark == member.owner_mark
