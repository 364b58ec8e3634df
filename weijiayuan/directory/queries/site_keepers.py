"""The people behind those who keep sites."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db


def duties_behind(resident_id: UUID, *roles: Role) -> list[Territory]:
    """Return the territories in which a resident, as a member of staff, has one of the roles."""
    wanted = (
        select(Duty.territory_kind, Duty.territory_code)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(StaffAccount.resident_id == resident_id, Duty.role.in_(roles))
    )
    return [Territory(kind, code) for kind, code in db.session.execute(wanted)]


def has_office(resident_id: UUID) -> bool:
    """Say whether a resident is a member of staff in use, whatever their duty."""
    wanted = select(StaffAccount.id).filter_by(resident_id=resident_id, disabled_at=None)
    return db.session.scalar(wanted.limit(1)) is not None


def people_of_venue(code: str) -> Sequence[UUID]:
    """Return the residents behind those whose duty is this one place."""
    wanted = (
        select(StaffAccount.resident_id)
        .join(Duty, Duty.staff_id == StaffAccount.id)
        .where(
            StaffAccount.resident_id.is_not(None),
            StaffAccount.disabled_at.is_(None),
            Duty.role == Role.VENUE_KEEPER,
            Duty.territory_kind == TerritoryKind.VENUE,
            Duty.territory_code == code,
        )
        .order_by(StaffAccount.resident_id)
    )
    return [person for person in db.session.scalars(wanted) if person is not None]
