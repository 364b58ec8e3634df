"""How members of staff get in: password and one-time code, with lock-out."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete

from weijiayuan import audit
from weijiayuan.accounts import queries, rules
from weijiayuan.accounts.errors import PasswordWeak
from weijiayuan.accounts.identity import hash_of
from weijiayuan.accounts.models import Duty, FormerPassword, LoginSession, StaffAccount
from weijiayuan.accounts.rules import Granted
from weijiayuan.db import db
from weijiayuan.kernel.ids import new_token

logger = logging.getLogger(__name__)

hasher = PasswordHasher()
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4"
    "$F7G6oQcRo330ufTOV5rEaw$UccIsxqK3s4VfGt549HGl2bOBNmLfk5Gy4s4DUwZL7I"
)
"""The hash of a password that was thrown away: an unknown name takes as long as a known one."""
OTP_SECONDS = 30


@dataclass(frozen=True)
class Attempt:
    """How a desk login ended: with a session and its token, or locked until, or refused."""

    token: str | None = None
    session: LoginSession | None = None
    locked_until: datetime | None = None


def sign_in(username: str, *, password: str, otp: str, now: datetime) -> Attempt:
    """Try to open a desk session. A failure is counted, so the caller must let it be committed."""
    account = queries.staff_by_username(username)
    if account is not None and rules.is_locked(account.locked_until, now=now):
        return Attempt(locked_until=account.locked_until)
    known = _verify(account.password_hash if account else None, password)
    if account is None or account.disabled_at or not known or not _use_otp(account, otp, now=now):
        return _failed(account, now=now)
    account.failures, account.locked_until = 0, None
    token, session = open_session(account, now=now)
    return Attempt(token=token, session=session)


def open_session(account: StaffAccount, *, now: datetime) -> tuple[str, LoginSession]:
    """Open a desk session for somebody who has proved who they are; return its token with it."""
    token = new_token()
    session = LoginSession(
        token_hash=hash_of(token),
        expires_at=now + rules.DESK_SESSION_LASTS,
        seen_at=now,
        staff_id=account.id,
    )
    db.session.add(session)
    audit.record(
        "staff signed in", subject_kind="staff", subject_id=account.id, actor=f"staff:{account.id}"
    )
    return token, session


def _failed(account: StaffAccount | None, *, now: datetime) -> Attempt:
    if account is None:
        return Attempt()
    account.failures += 1
    audit.record(
        "staff login failed", subject_kind="staff", subject_id=account.id, failures=account.failures
    )
    if account.failures >= rules.FAILURES_ALLOWED:
        account.failures, account.locked_until = 0, now + rules.LOCKED_FOR
        return Attempt(locked_until=account.locked_until)
    return Attempt()


def _verify(password_hash: str | None, password: str) -> bool:
    """Check a password in the same time whether or not there is an account."""
    try:
        hasher.verify(password_hash or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def _use_otp(account: StaffAccount, otp: str, *, now: datetime) -> bool:
    """Accept a code of the present or the neighbouring half minute, each only once."""
    if account.totp_secret is None:
        return False
    totp = pyotp.TOTP(account.totp_secret, interval=OTP_SECONDS)
    step = int(now.timestamp()) // OTP_SECONDS
    for candidate in (step - 1, step, step + 1):
        if candidate > account.totp_used and pyotp.utils.strings_equal(
            totp.generate_otp(candidate), otp
        ):
            account.totp_used = candidate
            return True
    return False


def set_password(account: StaffAccount, password: str) -> None:
    """Give the account a new password and end its sessions. Raises `PasswordWeak`."""
    faults = rules.password_faults(password, username=account.username)
    if any(_verify(former, password) for former in queries.former_passwords(account.id)):
        faults.append("accounts.password_used")
    if faults:
        raise PasswordWeak(fields={"password": faults})
    account.password_hash = hasher.hash(password)
    db.session.add(FormerPassword(staff_id=account.id, password_hash=account.password_hash))
    db.session.execute(delete(LoginSession).filter_by(staff_id=account.id))
    audit.record("password set", subject_kind="staff", subject_id=account.id)


def appoint(username: str, *, display_name: str, duties: list[Granted]) -> StaffAccount:
    """Make an account for a member of staff, with its second factor and its duties."""
    account = StaffAccount(
        username=username, display_name=display_name, totp_secret=pyotp.random_base32()
    )
    db.session.add(account)
    db.session.flush()
    grant(account, duties)
    return account


def grant(account: StaffAccount, duties: list[Granted]) -> None:
    """Replace the duties of an account."""
    db.session.execute(delete(Duty).filter_by(staff_id=account.id))
    for each in duties:
        row: dict[str, Any] = {
            "staff_id": account.id,
            "role": each.role,
            "territory_kind": each.territory.kind,
            "territory_code": each.territory.code,
        }
        db.session.add(Duty(**row))
    audit.record(
        "duties set",
        subject_kind="staff",
        subject_id=account.id,
        duties=[f"{each.role}@{each.territory.kind}:{each.territory.code}" for each in duties],
    )
