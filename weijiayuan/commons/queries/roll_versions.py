"""Questions about the versions of one roll: what is on others, and who stands on both."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.commons.models import Demand, Member, MemberRequest, Roll
from weijiayuan.commons.queries import deliberation_spaces, meeting_demands
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.db import db


def claims_left_behind(roll: Roll) -> Sequence[MemberRequest]:
    """Return what waits on other versions of a roll, locked until the transaction ends."""
    wanted = select(MemberRequest).where(
        MemberRequest.roll_id.in_(_other_versions(roll)),
        MemberRequest.state.in_(deliberation_spaces.WAITING),
    )
    return db.session.scalars(
        wanted.order_by(MemberRequest.id).with_for_update(),
        execution_options={"populate_existing": True},
    ).all()


def demands_left_behind(roll: Roll) -> Sequence[Demand]:
    """Return the demands without a meeting on other versions, locked until the end."""
    wanted = select(Demand).where(
        Demand.roll_id.in_(_other_versions(roll)), Demand.state.in_(meeting_demands.OPEN)
    )
    return db.session.scalars(
        wanted.order_by(Demand.id).with_for_update(), execution_options={"populate_existing": True}
    ).all()


def _other_versions(roll: Roll) -> Select[UUID]:
    return select(Roll.id).where(
        Roll.space_id == roll.space_id, Roll.basis == roll.basis, Roll.id != roll.id
    )


def successors(former_id: UUID, roll_id: UUID) -> list[tuple[Member, Member]]:
    """Return who has the very same units as the same buyer on both versions."""
    known = {units_of(each): each for each in deliberation_spaces.members(former_id)}
    pairs = ((known.get(units_of(each)), each) for each in deliberation_spaces.members(roll_id))
    return [
        (before, member)
        for before, member in pairs
        if before is not None and _is_same_buyer(before, member)
    ]


def units_of(member: Member) -> frozenset[str]:
    """Return the units of a member in the one spelling."""
    return frozenset(map(key_of, member.units))


def _is_same_buyer(before: Member, member: Member) -> bool:
    """Tell by the number where both rolls give one, else by the name."""
    if before.buyer_mark and member.buyer_mark:
        return before.buyer_mark == member.buyer_mark
    return before.owner_mark == member.owner_mark
