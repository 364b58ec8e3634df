from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import update

from tests.factories import saved
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.models import Duty, FamilyMember, LoginSession, Resident, StaffAccount
from weijiayuan.accounts.rules import Role, Territory, TerritoryKind
from weijiayuan.db import db, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_token

numbers = count(1)
DISTRICT = Territory(TerritoryKind.DISTRICT, "440311")


def make_resident(**given: Any) -> Resident:
    return saved(Resident(**{"openid": f"openid-{next(numbers)}"} | given))


def make_family_member(resident: Resident, **given: Any) -> FamilyMember:
    usual = {"name": "王小明", "relation": "child", "resident_id": resident.id}
    return saved(FamilyMember(**usual | given))


def make_staff(
    *roles: Role, territory: Territory = DISTRICT, resident: Resident | None = None, **given: Any
) -> StaffAccount:
    """A member of staff with these roles in one territory, linked to a resident if one is given."""
    usual = {"username": f"staff-{next(numbers)}", "display_name": "小李"}
    account = saved(StaffAccount(**usual | given, resident_id=resident.id if resident else None))
    for role in roles:
        saved(
            Duty(
                staff_id=account.id,
                role=role,
                territory_kind=territory.kind,
                territory_code=territory.code,
            )
        )
    return account


def forget_otp(account: StaffAccount) -> None:
    """Let the one-time code of this half minute be used once more."""
    with transaction():
        db.session.execute(update(StaffAccount).filter_by(id=account.id).values(totp_used=0))
    db.session.refresh(account)


def token_of(who: Resident | StaffAccount, *, on_duty: bool = False) -> str:
    """A bearer token for somebody, as if they had just signed in, and given the second factor."""
    token, now = new_token(), clock.now()
    owner = {"resident_id" if isinstance(who, Resident) else "staff_id": who.id}
    saved(
        LoginSession(
            token_hash=hash_of(token),
            expires_at=now + timedelta(days=30),
            seen_at=now,
            stepped_up_at=now if on_duty else None,
            **owner,
        )
    )
    return token
