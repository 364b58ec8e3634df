"""What one administrator asks for about somebody's account, and another one confirms.

Who gives duties could otherwise be everybody: make up people, or enter as them by a password that
he reads himself. So a new account, a deciding duty, opening a shut account that has one, and
another's password or second factor wait for a second administrator. No secret is in the answer:
each of the two is told half of a code, the person asks both for it and sets what is theirs.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts import queries, rules, staff_administration, staff_sign_in
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.errors import (
    CredentialWrong,
    NoSecondAdmin,
    NotYours,
    OwnAccount,
    RequestSettled,
    SecondPersonNeeded,
)
from weijiayuan.accounts.models import (
    DualControlRequest,
    RequestKind,
    RequestState,
    StaffAccount,
)
from weijiayuan.accounts.role_definitions import is_deciding
from weijiayuan.accounts.rules import Granted, Role
from weijiayuan.accounts.staff_mobile_access import OTP_WRONG
from weijiayuan.db import db
from weijiayuan.kernel.ids import readable_code

HALF = 8
RENEWS_PASSWORD = {RequestKind.APPOINTMENT, RequestKind.ACCESS, RequestKind.PASSWORD}
RENEWS_SECOND_FACTOR = {RequestKind.APPOINTMENT, RequestKind.ACCESS, RequestKind.SECOND_FACTOR}
RENEWS = RENEWS_PASSWORD | RENEWS_SECOND_FACTOR


def ask(
    kind: RequestKind,
    account: StaffAccount,
    *,
    by: StaffAccount,
    otp: str | None,
    now: datetime,
    duties: Sequence[Granted] = (),
) -> tuple[DualControlRequest, str | None]:
    """Let a request wait; return it with the first half of its code if it has one.

    One that waited for the same is withdrawn. Both accounts are locked by the caller.
    Raises `OwnAccount`, `NoSecondAdmin`, `CredentialWrong`.
    """
    if account.id == by.id:
        raise OwnAccount
    if not queries.has_other_admin(by.id, account.id):
        raise NoSecondAdmin
    _prove(by, otp, now=now)
    for former in queries.waiting_requests(account.id, kind):
        _settle(former, RequestState.WITHDRAWN, by=by, now=now)
    db.session.flush()
    asked = DualControlRequest(
        staff_id=account.id,
        kind=kind,
        asked_by=by.id,
        expires_at=now + rules.REQUEST_WAITS,
        duties=[[each.role, each.territory.kind, each.territory.code] for each in duties],
    )
    half = _give_code(asked) if kind in RENEWS else None
    db.session.add(asked)
    db.session.flush()
    _record("asked for two", asked)
    return asked, half


def _give_code(asked: DualControlRequest) -> str:
    first, second = readable_code(HALF), readable_code(HALF)
    asked.code_hash, asked.second_half = hash_of(first + second), second
    return first


def accept(
    request_id: UUID, *, by: UUID, otp: str, now: datetime
) -> tuple[DualControlRequest, str | None]:
    """Do what was asked for; return the request with the second half of its code.

    Raises `DualControlRequestNotFound`, `RequestSettled`, `SecondPersonNeeded`, `CredentialWrong`,
    and what refuses the duties.
    """
    asked, people = _held(request_id, by=by, now=now)
    if by in (asked.asked_by, asked.staff_id):
        raise SecondPersonNeeded
    if not queries.is_able(asked.asked_by, Role.ADMIN):
        raise RequestSettled
    _prove(people[by], otp, now=now)
    account, half = people[asked.staff_id], asked.second_half
    _settle(asked, RequestState.ACCEPTED, by=people[by], now=now)
    if asked.duties:
        held = [each.granted for each in account.duties]
        staff_administration.grant(account, [*held, *asked.granted])
    if asked.kind is RequestKind.ENABLING:
        staff_administration.enable(account)
    if asked.kind in RENEWS:
        queries.void_setup_codes(account.id, but=asked.id)
        asked.second_half, asked.code_expires_at = None, now + rules.SETUP_CODE_LASTS
    return asked, half


def refuse(request_id: UUID, *, by: UUID, reason: str, now: datetime) -> DualControlRequest:
    """Refuse what another asked for, or withdraw what one asked for oneself.

    Raises `DualControlRequestNotFound`, `RequestSettled`.
    """
    asked, people = _held(request_id, by=by, now=now)
    own = asked.asked_by == by
    state = RequestState.WITHDRAWN if own else RequestState.REFUSED
    _settle(asked, state, by=people[by], now=now, reason=reason)
    return asked


def lapse(now: datetime) -> int:
    """Close the requests that nobody confirmed in time, and void the codes that nobody used."""
    late = queries.late_requests(now)
    for each in late:
        _settle(each, RequestState.LAPSED, by=None, now=now)
    queries.void_old_setup_codes(now)
    return len(late)


def needs_two(duties: Sequence[Granted]) -> list[Granted]:
    """Return those that two administrators give."""
    return [each for each in duties if is_deciding(each.role)]


def _held(
    request_id: UUID, *, by: UUID, now: datetime
) -> tuple[DualControlRequest, dict[UUID, StaffAccount]]:
    """Return a waiting request and the people of it, all locked: the people first, as by `ask`."""
    seen = queries.dual_control_request(request_id)
    people = queries.staff_locked(by, seen.asked_by, seen.staff_id)
    asked = queries.dual_control_request(request_id, locked=True)
    if asked.state is not RequestState.WAITING or asked.expires_at <= now:
        raise RequestSettled
    return asked, people


def _prove(by: StaffAccount, otp: str | None, *, now: datetime) -> None:
    if not queries.is_able(by.id, Role.ADMIN):
        raise NotYours
    if not otp or not staff_sign_in.use_otp(by, otp, now=now):
        raise CredentialWrong(fields=OTP_WRONG)


def _settle(
    asked: DualControlRequest,
    state: RequestState,
    *,
    by: StaffAccount | None,
    now: datetime,
    reason: str = "",
) -> None:
    asked.state, asked.decided_at, asked.reason = state, now, reason
    asked.decided_by = by.id if by else None
    if state is not RequestState.ACCEPTED:
        asked.code_hash = asked.second_half = None
    _record(f"request of two {state}", asked, reason=reason)


def _record(action: str, asked: DualControlRequest, *, reason: str = "") -> None:
    audit.record(
        action,
        subject_kind="staff",
        subject_id=asked.staff_id,
        reason=reason,
        request=str(asked.id),
        kind=asked.kind.value,
        asked_by=f"staff:{asked.asked_by}",
        duties=[f"{role}@{kind}:{code}" for role, kind, code in asked.duties],
    )
