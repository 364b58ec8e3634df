"""Staff on the telephone: linked by a code from the desk, on duty by the second factor."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.accounts import login_throttle, queries, rules, staff_sign_in
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.errors import (
    CredentialWrong,
    LinkCodeUnknown,
    LinkedElsewhere,
    NotLinked,
    PasswordIsFirst,
    StaffLocked,
)
from weijiayuan.accounts.login_throttle import Origin
from weijiayuan.accounts.models import LinkCode, LoginSession, StaffAccount
from weijiayuan.db import db
from weijiayuan.kernel.ids import readable_code

CODE_LENGTH = 10
PREFIX = "weijiayuan:link:"
OTP_WRONG = {"otp": ["accounts.otp_wrong"]}


def new_link_code(account: StaffAccount, *, otp: str, now: datetime) -> str:
    """Return a code that links one WeChat to the account within five minutes.

    Raises `CredentialWrong`, `LinkedElsewhere`.
    """
    if account.resident_id is not None:
        raise LinkedElsewhere
    if not staff_sign_in.use_otp(account, otp, now=now):
        raise CredentialWrong(fields=OTP_WRONG)
    code = readable_code(CODE_LENGTH)
    db.session.execute(delete(LinkCode).filter_by(staff_id=account.id))
    row = LinkCode(
        staff_id=account.id, code_hash=hash_of(code), expires_at=now + rules.LINK_CODE_LASTS
    )
    db.session.add(row)
    audit.record("link code shown", subject_kind="staff", subject_id=account.id)
    return code


def link(resident_id: UUID, *, code: str, now: datetime) -> StaffAccount:
    """Link a resident's WeChat to the account whose desk shows the code.

    Raises `LinkCodeUnknown`, `LinkedElsewhere`.
    """
    shown = queries.link_code(hash_of(written(code)))
    if shown is None or shown.expires_at <= now:
        raise LinkCodeUnknown
    account = queries.staff_to_change(shown.staff_id)
    db.session.delete(shown)
    if account.disabled_at is not None:
        raise LinkCodeUnknown
    if account.resident_id is not None:
        raise LinkedElsewhere
    account.resident_id = resident_id
    try:
        db.session.flush()
    except IntegrityError as error:
        raise LinkedElsewhere from error
    audit.record("wechat linked", subject_kind="staff", subject_id=account.id)
    return account


def written(code: str) -> str:
    """Return a code as it is stored, however somebody typed it or what they scanned.

    >>> written("weijiayuan:link:ABCDE23456"), written(" abcde-23456 ")
    ('ABCDE23456', 'ABCDE23456')
    """
    return code.strip().removeprefix(PREFIX).replace("-", "").replace(" ", "").upper()


def begin(session: LoginSession, *, otp: str, now: datetime) -> "datetime | Exception":
    """Put a telephone on duty until the moment that is returned, or return the refusal.

    A wrong code is counted, so the caller commits before it raises what is returned.
    Raises `NotLinked`, `PasswordIsFirst`.
    """
    account = queries.staff_of_resident(session.resident_id) if session.resident_id else None
    if account is None or account.disabled_at is not None:
        raise NotLinked
    origin = Origin.of(account.username, f"wechat:{session.resident_id}")
    login_throttle.hold(origin, now=now)
    if until := login_throttle.barred_until(origin, now=now):
        return StaffLocked(until=until)
    if not staff_sign_in.use_otp(account, otp, now=now):
        until = login_throttle.failed(origin, now=now)
        return StaffLocked(until=until) if until else CredentialWrong(fields=OTP_WRONG)
    if account.password_is_first:
        raise PasswordIsFirst
    login_throttle.succeeded(origin, now=now)
    session.stepped_up_at = session.seen_at = now
    audit.record(
        "duty begun", subject_kind="staff", subject_id=account.id, actor=f"staff:{account.id}"
    )
    return now + rules.PHONE_DUTY_LASTS


def end(session: LoginSession) -> None:
    """Take a telephone off duty."""
    session.stepped_up_at = None
