"""Questions about people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, or_, select

from weijiayuan.accounts.errors import FamilyMemberNotFound, StaffNotFound
from weijiayuan.accounts.models import (
    Consent,
    Duty,
    FamilyMember,
    FormerPassword,
    LoginSession,
    Resident,
    StaffAccount,
)
from weijiayuan.accounts.rules import PASSWORDS_REMEMBERED, Granted, Territory
from weijiayuan.db import db, run

OPEN_SESSION = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.expires_at,
        LoginSession.seen_at,
        LoginSession.resident_id,
        LoginSession.staff_id.label("desk_staff_id"),
        StaffAccount.id.label("staff_id"),
    )
    .outerjoin(
        StaffAccount,
        and_(
            or_(
                StaffAccount.id == LoginSession.staff_id,
                StaffAccount.resident_id == LoginSession.resident_id,
            ),
            StaffAccount.disabled_at.is_(None),
        ),
    )
    .where(LoginSession.token_hash == bindparam("token_hash"))
)
DUTIES = select(Duty.role, Duty.territory_kind, Duty.territory_code).where(
    Duty.staff_id == bindparam("staff_id")
)


def open_session(token_hash: str) -> Row[*tuple[Any, ...]] | None:
    """Return the session of a token with the ids of its people.

    The staff is the one who signed in at the desk, or the one whom the resident is on duty as.
    Written once, because every request asks it.
    """
    return run(OPEN_SESSION, {"token_hash": token_hash}).first()


def granted_to(staff_id: UUID) -> list[Granted]:
    """Return the duties of a member of staff."""
    rows = run(DUTIES, {"staff_id": staff_id})
    return [Granted(row.role, Territory(row.territory_kind, row.territory_code)) for row in rows]


def resident_by_openid(openid: str) -> Resident | None:
    return db.session.scalars(select(Resident).filter_by(openid=openid)).one_or_none()


def family_of(resident_id: UUID) -> Sequence[FamilyMember]:
    """Return the family members a resident acts for, in the order they were added."""
    return db.session.scalars(
        select(FamilyMember).filter_by(resident_id=resident_id).order_by(FamilyMember.id)
    ).all()


def family_count(resident_id: UUID) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(FamilyMember).filter_by(resident_id=resident_id)
        )
        or 0
    )


def family_member(member_id: UUID, *, of: UUID) -> FamilyMember:
    """Return a resident's own family member. Raises `FamilyMemberNotFound`."""
    member = db.session.get(FamilyMember, member_id)
    if member is None or member.resident_id != of:
        raise FamilyMemberNotFound
    return member


def consents_of(resident_id: UUID) -> Sequence[Consent]:
    """Return every consent a resident ever gave, the newest last."""
    return db.session.scalars(
        select(Consent).filter_by(resident_id=resident_id).order_by(Consent.id)
    ).all()


def staff_by_username(username: str) -> StaffAccount | None:
    """Return the account, locked until the transaction ends so that failures are all counted."""
    return db.session.scalars(
        select(StaffAccount).filter_by(username=username).with_for_update()
    ).one_or_none()


def staff(staff_id: UUID) -> StaffAccount:
    """Return a member of staff. Raises `StaffNotFound`."""
    found = db.session.get(StaffAccount, staff_id)
    if found is None:
        raise StaffNotFound
    return found


def former_passwords(staff_id: UUID) -> Sequence[str]:
    """Return the hashes of the passwords that may not come back."""
    return db.session.scalars(
        select(FormerPassword.password_hash)
        .filter_by(staff_id=staff_id)
        .order_by(FormerPassword.id.desc())
        .limit(PASSWORDS_REMEMBERED)
    ).all()
