"""How members of staff get in at the desk: password, one-time code, a session."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

import pyotp

from weijiayuan import audit
from weijiayuan.accounts import login_throttle, passwords, queries, rules, staff_administration
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.errors import (
    PasswordIsFirst,
    StaffLocked,
    StaffLoginRefused,
)
from weijiayuan.accounts.login_throttle import Origin
from weijiayuan.accounts.models import LoginSession, StaffAccount
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel.ids import new_token
from weijiayuan.web.cpu_work_pool import apart

OTP_SECONDS = 30


@dataclass(frozen=True)
class Credentials:
    """What somebody types at the desk."""

    username: str
    password: str
    otp: str
    new_password: str | None = None


@dataclass(frozen=True)
class Opened:
    """A session with its token, which is nowhere stored."""

    token: str
    session: LoginSession
    staff_id: UUID


def sign_in(given: Credentials, *, network: str, samples: bool, now: datetime) -> Opened:
    """Open a desk session, in transactions of its own: the password is checked between them.

    A failure is counted. Raises `StaffLoginRefused`, `StaffLocked`, `PasswordIsFirst`, or
    `PasswordWeak` for the new one.
    """
    origin = Origin.of(given.username, network)
    with reading():
        until = login_throttle.barred_until(origin, now=now)
        known_hash = queries.password_hash_of(given.username)
    if until:
        raise StaffLocked(until=until)
    checked = apart(partial(passwords.check, known_hash, given.password))
    renewal = _renewal(given, checked, now=now)
    with transaction():
        opened = _opened(given, origin, checked, known_hash, renewal, samples=samples, now=now)
    if isinstance(opened, Opened):
        return opened
    raise opened


def _renewal(given: Credentials, checked: passwords.Checked, *, now: datetime) -> str | None:
    """Return the hash of the password that replaces a first one, for who has proved both factors.

    Nobody else is told whether it would do, nor waits longer. Raises `PasswordWeak`.
    """
    if given.new_password is None or not checked.is_right:
        return None
    with reading():
        account = queries.staff_by_username(given.username)
        if (
            account is None
            or not account.password_is_first
            or not _step_of(account, given.otp, now)
        ):
            return None
        former = queries.former_passwords(account.id)
    new, name = given.new_password, given.username
    return apart(partial(passwords.hashed, new, username=name, former=former, field="new_password"))


def _opened(
    given: Credentials,
    origin: Origin,
    checked: passwords.Checked,
    known_hash: str | None,
    renewal: str | None,
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
    if account.password_is_first:
        if renewal is None:
            raise PasswordIsFirst
        staff_administration.keep_password(account, renewal, is_first=False)
    elif checked.renewed_hash:
        account.password_hash = checked.renewed_hash
    login_throttle.succeeded(origin, now=now)
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
    step = _step_of(account, otp, now)
    if step is None:
        return False
    account.totp_used = step
    return True


def _step_of(account: StaffAccount, otp: str, now: datetime) -> int | None:
    """Return the half minute a code belongs to, if it may be used."""
    if account.totp_secret is None:
        return None
    totp = pyotp.TOTP(account.totp_secret, interval=OTP_SECONDS)
    step = int(now.timestamp()) // OTP_SECONDS
    for candidate in (step - 1, step, step + 1):
        if candidate > account.totp_used and pyotp.utils.strings_equal(
            totp.generate_otp(candidate), otp
        ):
            return candidate
    return None
