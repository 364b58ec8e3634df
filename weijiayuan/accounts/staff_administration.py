"""Members of staff: how they get in, what they may do, and when they may no more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.accounts import login_throttle, queries, revocation_list
from weijiayuan.accounts.errors import (
    DutiesCollide,
    LastAdmin,
    OwnDuties,
    TerritoryUnfit,
    UsernameTaken,
)
from weijiayuan.accounts.models import Duty, FormerPassword, LinkCode, LoginSession, StaffAccount
from weijiayuan.accounts.revocation_list import Revoked
from weijiayuan.accounts.role_definitions import APART, facts_of
from weijiayuan.accounts.rules import Granted, Role
from weijiayuan.db import db


def appoint(
    username: str, *, display_name: str, duties: list[Granted], is_sample: bool = False
) -> StaffAccount:
    """Make an account, with its second factor and its duties. Raises `UsernameTaken`."""
    account = make(username, display_name=display_name)
    account.totp_secret, account.is_sample = pyotp.random_base32(), is_sample
    grant(account, duties)
    return account


def make(username: str, *, display_name: str) -> StaffAccount:
    """Make an account that opens nothing and may nothing. Raises `UsernameTaken`."""
    account = StaffAccount(username=username, display_name=display_name)
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise UsernameTaken from error
    return account


def keep_password(account: StaffAccount, password_hash: str, *, is_first: bool) -> None:
    """Give the account the password of this hash and end its sessions.

    It `is_first` if somebody else chose it: its holder replaces it when they sign in.
    """
    account.password_hash, account.password_is_first = password_hash, is_first
    db.session.add(FormerPassword(staff_id=account.id, password_hash=password_hash))
    end_sessions(account)
    revocation_list.note(Revoked.STAFF, account.id)
    audit.record("password set", subject_kind="staff", subject_id=account.id)


def grant(account: StaffAccount, duties: Sequence[Granted]) -> None:
    """Replace the duties of an account. Raises `TerritoryUnfit`, `DutiesCollide`."""
    check_duties(duties)
    db.session.execute(delete(Duty).filter_by(staff_id=account.id))
    for each in dict.fromkeys(duties):
        row: dict[str, Any] = {
            "staff_id": account.id,
            "role": each.role,
            "territory_kind": each.territory.kind,
            "territory_code": each.territory.code,
        }
        db.session.add(Duty(**row))
    db.session.flush()
    db.session.expire(account, ["duties"])
    audit.record(
        "duties set",
        subject_kind="staff",
        subject_id=account.id,
        duties=[f"{each.role}@{each.territory.kind}:{each.territory.code}" for each in duties],
    )


def refuse_own_gain(account: StaffAccount, duties: Sequence[Granted], *, by: UUID) -> None:
    """Raise `OwnDuties` if somebody gives themselves what they have not; taking off is theirs."""
    if account.id == by and set(duties) - {each.granted for each in account.duties}:
        raise OwnDuties


def check_duties(duties: Sequence[Granted]) -> None:
    """Raise `TerritoryUnfit`, or `DutiesCollide` for those that nobody has together."""
    unfit = {
        f"duties.{place}.territory_kind": ["accounts.territory_kind_unfit"]
        for place, each in enumerate(duties)
        if each.territory.kind not in facts_of(each.role).within
    }
    if unfit:
        raise TerritoryUnfit(fields=unfit)
    if {each.role for each in duties} >= APART:
        raise DutiesCollide


def keep_an_admin() -> None:
    """Raise `LastAdmin` unless somebody is left who can sign in and appoint."""
    db.session.flush()
    if not queries.has_able(Role.ADMIN):
        raise LastAdmin


def disable(account: StaffAccount, *, reason: str, now: datetime) -> None:
    """Shut an account: it opens nothing any more, at the desk or on the telephone."""
    account.disabled_at = now
    queries.withdraw_requests(account.id, now=now)
    end_sessions(account)
    unlink(account)
    revocation_list.note(Revoked.STAFF, account.id)
    audit.record("staff disabled", subject_kind="staff", subject_id=account.id, reason=reason)


def enable(account: StaffAccount) -> None:
    """Open a shut account again; its holder links their telephone anew."""
    account.disabled_at = None
    audit.record("staff enabled", subject_kind="staff", subject_id=account.id)


def unlock(account: StaffAccount) -> None:
    """Let the account be tried again from everywhere."""
    networks = login_throttle.forget_failures(account.username)
    audit.record("staff unlocked", subject_kind="staff", subject_id=account.id, networks=networks)


def renew_second_factor(account: StaffAccount) -> str:
    """Give the account a new second factor, end its sessions, and return the address to scan."""
    account.totp_secret, account.totp_used = pyotp.random_base32(), 0
    end_sessions(account)
    revocation_list.note(Revoked.STAFF, account.id)
    audit.record("second factor renewed", subject_kind="staff", subject_id=account.id)
    return otp_address(account)


def otp_address(account: StaffAccount) -> str:
    """Return what an authenticator reads from a QR code."""
    assert account.totp_secret is not None
    return pyotp.TOTP(account.totp_secret).provisioning_uri(
        name=account.username, issuer_name="微家园"
    )


def end_sessions(account: StaffAccount) -> None:
    """Sign somebody out at every desk, and take their telephone off duty."""
    db.session.execute(delete(LoginSession).filter_by(staff_id=account.id))
    if account.resident_id is not None:
        queries.end_duty_of_resident(account.resident_id)


def unlink(account: StaffAccount) -> None:
    """Part an account from the WeChat it was linked to."""
    db.session.execute(delete(LinkCode).filter_by(staff_id=account.id))
    if account.resident_id is None:
        return
    queries.end_duty_of_resident(account.resident_id)
    account.resident_id = None
    audit.record("wechat unlinked", subject_kind="staff", subject_id=account.id)
