"""Questions about spaces, rolls and their members."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import (
    NotMember,
    RequestNotFound,
    RollNotFound,
    SpaceNotFound,
    UnitNotOnRoll,
)
from weijiayuan.commons.models import Member, MemberRequest, RequestState, Roll, RollState, Space
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.decision_rules import Basis
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.db import db


def space(space_id: UUID) -> Space:
    """Return a space. Raises `SpaceNotFound`."""
    return row_of(Space, space_id, SpaceNotFound)


def spaces(*, community: str | None, kind: str | None, q: str | None) -> Select[Any]:
    """Select spaces, of a community, of a kind, with a word in the name."""
    wanted = select(Space)
    if community:
        wanted = wanted.where(Space.community_code == community)
    if kind:
        wanted = wanted.where(Space.kind == kind)
    if q:
        wanted = wanted.where(Space.name.contains(q, autoescape=True))
    return wanted


def roll(roll_id: UUID) -> Roll:
    """Return a roll. Raises `RollNotFound`."""
    return row_of(Roll, roll_id, RollNotFound)


def roll_to_change(roll_id: UUID) -> Roll:
    """Return a roll, locked until the transaction ends. Raises `RollNotFound`."""
    return row_to_change(Roll, roll_id, RollNotFound)


def rolls_of(space_id: UUID) -> Sequence[Roll]:
    """Return every roll of a space, the newest first."""
    return db.session.scalars(
        select(Roll).filter_by(space_id=space_id).order_by(Roll.basis, Roll.version.desc())
    ).all()


def roll_in_force(space_id: UUID, bases: Iterable[Basis]) -> Roll:
    """Return the roll in force for the first of the bases that has one. Raises `RollNotFound`."""
    wanted = select(Roll).filter_by(space_id=space_id, state=RollState.IN_FORCE)
    found = {each.basis: each for each in db.session.scalars(wanted)}
    for basis in bases:
        if basis in found:
            return found[basis]
    raise RollNotFound


def newest_version(space_id: UUID, basis: Basis) -> int:
    """Return the number of the newest version, 0 if there is none."""
    wanted = select(func.max(Roll.version)).filter_by(space_id=space_id, basis=basis)
    return db.session.scalar(wanted) or 0


def members(roll_id: UUID) -> Sequence[Member]:
    """Return the members of a roll by number."""
    return db.session.scalars(
        select(Member).filter_by(roll_id=roll_id).order_by(Member.number)
    ).all()


def members_of(roll_id: UUID) -> Select[Any]:
    """Select the members of a roll."""
    return select(Member).filter_by(roll_id=roll_id)


def delegates_on(roll_id: UUID) -> int:
    """Return how many of the members are delegates of the residents."""
    wanted = select(func.count()).select_from(Member).filter_by(roll_id=roll_id, is_delegate=True)
    return db.session.scalar(wanted) or 0


def member_numbered(roll_id: UUID, number: int) -> Member:
    """Return a member by number. Raises `UnitNotOnRoll`."""
    found = db.session.scalars(
        select(Member).filter_by(roll_id=roll_id, number=number)
    ).one_or_none()
    if found is None:
        raise UnitNotOnRoll
    return found


def member_with_unit(roll_id: UUID, unit: str) -> Member:
    """Return the member who has a unit, however it is spelt. Raises `UnitNotOnRoll`."""
    wanted = key_of(unit)
    found = next((each for each in members(roll_id) if wanted in map(key_of, each.units)), None)
    if found is None:
        raise UnitNotOnRoll
    return found


def member_of(roll_id: UUID, resident_id: UUID) -> Member | None:
    """Return whom a resident speaks for."""
    return db.session.scalars(
        select(Member).filter_by(roll_id=roll_id, resident_id=resident_id)
    ).one_or_none()


def memberships(resident_id: UUID) -> Sequence[Any]:
    """Return (member, roll) of every roll in force that a resident is on."""
    return db.session.execute(
        select(Member, Roll)
        .join(Roll, Roll.id == Member.roll_id)
        .where(Member.resident_id == resident_id, Roll.state == RollState.IN_FORCE)
        .order_by(Roll.id)
    ).all()


def belongs(space_id: UUID, resident_id: UUID) -> bool:
    """Tell whether a resident is on any roll in force of a space."""
    wanted = (
        select(Member.id)
        .join(Roll, Roll.id == Member.roll_id)
        .where(
            Roll.space_id == space_id,
            Roll.state == RollState.IN_FORCE,
            Member.resident_id == resident_id,
        )
    )
    return db.session.scalar(wanted.limit(1)) is not None


def require_belongs(space_id: UUID, resident_id: UUID) -> None:
    """Raise `NotMember` unless the resident is on a roll in force of the space."""
    if not belongs(space_id, resident_id):
        raise NotMember


def request_to_change(request_id: UUID) -> MemberRequest:
    """Return a request, locked until the transaction ends. Raises `RequestNotFound`."""
    return row_to_change(MemberRequest, request_id, RequestNotFound)


def member_numbered_to_change(roll_id: UUID, number: int) -> Member:
    """Return a member by number, locked until the transaction ends. Raises `UnitNotOnRoll`."""
    return row_to_change(Member, member_numbered(roll_id, number).id, UnitNotOnRoll)


WAITING = (RequestState.ASKED, RequestState.SEEN)


def requests_of(roll_id: UUID) -> Select[Any]:
    """Select the requests for a roll that wait for the first or the second who looks."""
    return select(MemberRequest).where(
        MemberRequest.roll_id == roll_id, MemberRequest.state.in_(WAITING)
    )


def asks(roll_id: UUID, resident_id: UUID) -> bool:
    """Tell whether a request of the resident waits on a roll."""
    wanted = requests_of(roll_id).filter_by(resident_id=resident_id)
    return db.session.scalars(wanted).first() is not None


def disputed(roll_id: UUID) -> set[UUID]:
    """Return the members whose unit another account claims with a proof, until that is decided.

    Somebody's bare word disputes nothing.
    """
    claims = [
        (key_of(each.unit), each.resident_id)
        for each in _waiting(roll_id)
        if each.paper_id is not None or each.state is RequestState.SEEN
    ]
    if not claims:
        return set()
    return {
        member.id
        for member in members(roll_id)
        for unit, claimant in claims
        if member.resident_id not in {None, claimant} and unit in map(key_of, member.units)
    }


def taken_units(roll_id: UUID) -> set[str]:
    """Return the units for which an account speaks, in the one spelling."""
    return {key_of(unit) for each in members(roll_id) if each.resident_id for unit in each.units}


def refusals(roll_id: UUID, resident_id: UUID) -> Sequence[datetime]:
    """Return when a resident was refused on a roll, the latest first."""
    wanted = select(MemberRequest.decided_at).filter_by(
        roll_id=roll_id, resident_id=resident_id, state=RequestState.REFUSED
    )
    found = db.session.scalars(wanted.order_by(MemberRequest.decided_at.desc()))
    return [each for each in found if each is not None]


def proofs(digests: Iterable[str]) -> Sequence[tuple[MemberRequest, Space]]:
    """Return the requests for which one of these proofs was seen, with their spaces."""
    wanted = (
        select(MemberRequest, Space)
        .join(Roll, Roll.id == MemberRequest.roll_id)
        .join(Space, Space.id == Roll.space_id)
        .where(
            MemberRequest.evidence_digest.in_(list(digests)),
            MemberRequest.state.in_((RequestState.SEEN, RequestState.VERIFIED)),
        )
    )
    return [(request, space) for request, space in db.session.execute(wanted)]


def _waiting(roll_id: UUID) -> Sequence[MemberRequest]:
    return db.session.scalars(requests_of(roll_id)).all()


def residents_of(space_id: UUID) -> Sequence[UUID]:
    """Return the accounts that speak for somebody on a roll in force of a space."""
    wanted = (
        select(Member.resident_id)
        .join(Roll, Roll.id == Member.roll_id)
        .where(
            Roll.space_id == space_id,
            Roll.state == RollState.IN_FORCE,
            Member.resident_id.is_not(None),
        )
        .distinct()
    )
    return [each for each in db.session.scalars(wanted) if each is not None]
