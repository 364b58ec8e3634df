"""How a person sets their own password and second factor, by the code two administrators hand over.

Of a reset of one factor the other is proof besides: the code alone opens nothing but an account
that has neither, or has lost both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from weijiayuan import audit
from weijiayuan.accounts import (
    login_throttle,
    passwords,
    queries,
    staff_administration,
    staff_sign_in,
)
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.dual_control import RENEWS_PASSWORD, RENEWS_SECOND_FACTOR
from weijiayuan.accounts.errors import CredentialWrong, SetupCodeRefused, StaffLocked
from weijiayuan.accounts.login_throttle import Origin
from weijiayuan.accounts.models import DualControlRequest, RequestKind
from weijiayuan.accounts.staff_mobile_access import written
from weijiayuan.db import reading, transaction
from weijiayuan.web.cpu_work_pool import apart


@dataclass(frozen=True)
class Setup:
    """What somebody types who was handed a code."""

    username: str
    code: str
    password: str | None
    otp: str | None
    current_password: str | None


def set_up(given: Setup, *, network: str, now: datetime) -> str | None:
    """Set what the code is for; return the address of a new second factor, if it is for one.

    Every failure is counted as one to sign in. Raises `StaffLocked`, `SetupCodeRefused`,
    `CredentialWrong` for what is missing, `PasswordWeak`.
    """
    origin = Origin.of(given.username, network)
    with reading():
        until = login_throttle.barred_until(origin, now=now)
        asked = _standing(given, now=now)
        known_hash = queries.password_hash_of(given.username)
        kind = asked.kind if asked else None
        former = list(queries.former_passwords(asked.staff_id)) if asked else []
    if until:
        raise StaffLocked(until=until)
    if kind is not None:
        _ask_for_missing(given, kind)
    new_hash, is_proved = _worked_out(given, kind, known_hash, former)
    with transaction():
        done = _done(given, origin, known_hash, new_hash, is_proved=is_proved, now=now)
    if isinstance(done, Exception):
        raise done
    return done


def _standing(given: Setup, *, now: datetime, locked: bool = False) -> DualControlRequest | None:
    """Return the request whose code was typed with the name it is for, while it may be used."""
    found = queries.request_of_code(hash_of(written(given.code)), locked=locked)
    if found is None or found.code_expires_at is None or found.code_expires_at <= now:
        return None
    is_theirs = found.staff.username == given.username and found.staff.disabled_at is None
    return found if is_theirs and found.code_used_at is None else None


def _ask_for_missing(given: Setup, kind: RequestKind) -> None:
    missing = {}
    if kind in RENEWS_PASSWORD and not given.password:
        missing["password"] = ["accounts.setup_needs_password"]
    if kind is RequestKind.PASSWORD and not given.otp:
        missing["otp"] = ["accounts.setup_needs_otp"]
    if kind is RequestKind.SECOND_FACTOR and not given.current_password:
        missing["current_password"] = ["accounts.setup_needs_current"]
    if missing:
        raise CredentialWrong(fields=missing)


def _worked_out(
    given: Setup, kind: RequestKind | None, known_hash: str | None, former: Iterable[str]
) -> tuple[str | None, bool]:
    """Return the hash of the new password, and whether the present one was right if it is asked."""
    if kind is RequestKind.SECOND_FACTOR:
        checked = apart(partial(passwords.check, known_hash, given.current_password or ""))
        return None, checked.is_right
    if kind in RENEWS_PASSWORD:
        work = partial(
            passwords.hashed, given.password or "", username=given.username, former=former
        )
        return apart(work), True
    return None, True


def _done(
    given: Setup,
    origin: Origin,
    known_hash: str | None,
    new_hash: str | None,
    *,
    is_proved: bool,
    now: datetime,
) -> "str | Exception | None":
    """Set it, or return the refusal that belongs to a failure that is to be committed."""
    login_throttle.hold(origin, now=now)
    if until := login_throttle.barred_until(origin, now=now):
        return StaffLocked(until=until)
    account = queries.staff_by_username(given.username)
    asked = _standing(given, now=now, locked=True)
    if account is None or asked is None or account.password_hash != known_hash or not is_proved:
        return _failed(origin, now=now)
    if asked.kind is RequestKind.PASSWORD and not staff_sign_in.use_otp(
        account, given.otp or "", now=now
    ):
        return _failed(origin, now=now)
    asked.code_hash, asked.code_used_at = None, now
    audit.record(
        "credentials set up",
        subject_kind="staff",
        subject_id=account.id,
        actor=f"staff:{account.id}",
        kind=asked.kind.value,
    )
    if new_hash:
        staff_administration.keep_password(account, new_hash, is_first=False)
    if asked.kind in RENEWS_SECOND_FACTOR:
        return staff_administration.renew_second_factor(account)
    return None


def _failed(origin: Origin, *, now: datetime) -> Exception:
    until = login_throttle.failed(origin, now=now)
    return StaffLocked(until=until) if until else SetupCodeRefused()
