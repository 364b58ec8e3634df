"""Members of staff: how they get in, what they may do, and when they may no more."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.accounts import login_throttle, passwords, queries, rules
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.errors import (
    LastAdmin,
    StaffLocked,
    StaffLoginRefused,
    TerritoryUnfit,
    UsernameTaken,
)
from weijiayuan.accounts.login_throttle import Origin
from weijiayuan.accounts.models import Duty, FormerPassword, LinkCode, LoginSession, StaffAccount
from weijiayuan.accounts.role_definitions import facts_of
from weijiayuan.accounts.rules import Granted, Role
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel.ids import new_token
from weijiayuan.web.cpu_work_pool import apart

logger = logging.getLogger(__name__)

OTP_SECONDS = 30


@dataclass(frozen=True)
class Credentials:
    """What somebody types at the desk."""

    username: str
    password: str
    otp: str


@dataclass(frozen=True)
class Opened:
    """A session with its token, which is nowhere stored."""

    token: str
    session: LoginSession
    staff_id: UUID


def sign_in(given: Credentials, *, network: str, samples: bool, now: datetime) -> Opened:
    """Open a desk session, in transactions of its own: the password is checked between them.

    A failure is counted. Raises `StaffLoginRefused`, `StaffLocked`.
    """
    origin = Origin.of(given.username, network)
    with reading():
        until = login_throttle.barred_until(origin, now=now)
        known_hash = queries.password_hash_of(given.username)
    if until:
        raise StaffLocked(until=until)
    checked = apart(partial(passwords.check, known_hash, given.password))
    with transaction():
        opened = _opened(given, origin, checked, known_hash, samples=samples, now=now)
    if isinstance(opened, Opened):
        return opened
    raise opened


def _opened(
    given: Credentials,
    origin: Origin,
    checked: passwords.Checked,
    known_hash: str | None,
    *,
    samples: bool,
    now: datetime,
) -> "Opened | StaffLocked | StaffLoginRefused":
    """Return the session, or the refusal that belongs to a failure that is to be committed."""
    login_throttle.hold(origin, now=now)
    if until := login_throttle.barred_until(origin, now=now):
        return StaffLocked(until=until)
    account = queries.staff_by_username(given.username)
    right = checked.is_right and account is not None and account.password_hash == known_hash
    if account is None or not right or not _may_enter(account, samples=samples):
        return _failed(account, origin, now=now)
    if not use_otp(account, given.otp, now=now):
        return _failed(account, origin, now=now)
    login_throttle.succeeded(origin, now=now)
    if checked.renewed_hash:
        account.password_hash = checked.renewed_hash
    token, session = open_session(account, now=now)
    return Opened(token, session, account.id)


def _may_enter(account: StaffAccount, *, samples: bool) -> bool:
    return account.disabled_at is None and (samples or not account.is_sample)


def _failed(
    account: StaffAccount | None, origin: Origin, *, now: datetime
) -> StaffLocked | StaffLoginRefused:
    until = login_throttle.failed(origin, now=now)
    if account is not None:
        audit.record("staff login failed", subject_kind="staff", subject_id=account.id)
    return StaffLocked(until=until) if until else StaffLoginRefused()


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


def use_otp(account: StaffAccount, otp: str, *, now: datetime) -> bool:
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


def appoint(
    username: str, *, display_name: str, duties: list[Granted], is_sample: bool = False
) -> StaffAccount:
    """Make an account, with its second factor and its duties. Raises `UsernameTaken`."""
    account = StaffAccount(
        username=username,
        display_name=display_name,
        totp_secret=pyotp.random_base32(),
        is_sample=is_sample,
    )
    db.session.add(account)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise UsernameTaken from error
    grant(account, duties)
    return account


def set_password(account: StaffAccount, password: str) -> None:
    """Hash and keep a password, for commands and samples. Raises `PasswordWeak`."""
    former = queries.former_passwords(account.id)
    keep_password(account, passwords.hashed(password, username=account.username, former=former))


def keep_password(account: StaffAccount, password_hash: str) -> None:
    """Give the account the password of this hash and end its sessions."""
    account.password_hash = password_hash
    db.session.add(FormerPassword(staff_id=account.id, password_hash=password_hash))
    end_sessions(account)
    audit.record("password set", subject_kind="staff", subject_id=account.id)


def grant(account: StaffAccount, duties: Sequence[Granted]) -> None:
    """Replace the duties of an account. Raises `TerritoryUnfit`, `LastAdmin`."""
    _check_territories(duties)
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


def _check_territories(duties: Sequence[Granted]) -> None:
    unfit = {
        f"duties.{place}.territory_kind": ["accounts.territory_kind_unfit"]
        for place, each in enumerate(duties)
        if each.territory.kind not in facts_of(each.role).within
    }
    if unfit:
        raise TerritoryUnfit(fields=unfit)


def keep_an_admin() -> None:
    """Raise `LastAdmin` unless somebody is left who can sign in and appoint."""
    db.session.flush()
    if not queries.has_able(Role.ADMIN):
        raise LastAdmin


def disable(account: StaffAccount, *, reason: str, now: datetime) -> None:
    """Shut an account: it opens nothing any more, at the desk or on the telephone."""
    account.disabled_at = now
    end_sessions(account)
    unlink(account)
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


def new_password() -> str:
    """Return a password for somebody who lost theirs, to be read out once.

    >>> rules.password_faults(new_password(), username="li")
    []
    """
    return f"{secrets.token_urlsafe(9)}-Aa1"
