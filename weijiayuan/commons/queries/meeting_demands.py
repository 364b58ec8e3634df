"""Questions about demands for a meeting and who asks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from weijiayuan.commons.errors import DemandNotFound
from weijiayuan.commons.models import Demand, DemandSignature
from weijiayuan.commons.queries.fetch_by_id import row_of, row_to_change
from weijiayuan.commons.rules.states import DemandState
from weijiayuan.db import db

SHOWN = (DemandState.GATHERING, DemandState.REACHED, DemandState.CALLED)
OPEN = (DemandState.HELD, DemandState.GATHERING, DemandState.REACHED)


def demand(demand_id: UUID) -> Demand:
    """Return a demand. Raises `DemandNotFound`."""
    return row_of(Demand, demand_id, DemandNotFound)


def shown_demand(demand_id: UUID) -> Demand:
    """Return a demand that everybody may read. Raises `DemandNotFound`."""
    found = demand(demand_id)
    if found.state not in SHOWN:
        raise DemandNotFound
    return found


def demand_to_change(demand_id: UUID) -> Demand:
    """Return a demand, locked until the transaction ends. Raises `DemandNotFound`."""
    return row_to_change(Demand, demand_id, DemandNotFound)


def demands(space_id: UUID, *, states: tuple[DemandState, ...] = SHOWN) -> Select[Any]:
    """Select the demands of a space in these states."""
    return select(Demand).where(Demand.space_id == space_id, Demand.state.in_(states))


def demand_of(meeting_id: UUID) -> Demand | None:
    """Return the demand that a meeting was called for."""
    return db.session.scalars(select(Demand).filter_by(meeting_id=meeting_id)).one_or_none()


def signatures(demand_id: UUID) -> int:
    """Return how many members ask; paper that one person entered does not count yet."""
    wanted = select(func.count(DemandSignature.id)).filter_by(demand_id=demand_id, typed_by=None)
    return db.session.scalar(wanted) or 0


def signature(demand_id: UUID, member_id: UUID) -> DemandSignature | None:
    """Return a member's signature, entered twice or not."""
    wanted = select(DemandSignature).filter_by(demand_id=demand_id, member_id=member_id)
    return db.session.scalars(wanted).one_or_none()


def signatures_of(demand_id: UUID) -> Sequence[DemandSignature]:
    """Return the signatures of a demand, entered twice or not."""
    return db.session.scalars(select(DemandSignature).filter_by(demand_id=demand_id)).all()


def open_demands_signed(member_id: UUID) -> list[UUID]:
    """Return the demands without a meeting that a member asks for."""
    wanted = (
        select(Demand.id)
        .join(DemandSignature, DemandSignature.demand_id == Demand.id)
        .where(DemandSignature.member_id == member_id, Demand.state.in_(OPEN))
    )
    return list(db.session.scalars(wanted))


def has_signed(demand_id: UUID, member_id: UUID) -> bool:
    """Tell whether a member asks."""
    found = signature(demand_id, member_id)
    return found is not None and found.typed_by is None
