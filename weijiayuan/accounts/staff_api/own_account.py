"""One's own account, at the desk: password, second factor, sessions, and the link to WeChat."""

from functools import partial
from typing import Any
from uuid import UUID

import segno
from flask import Response, jsonify

from weijiayuan.accounts import (
    current_caller,
    passwords,
    queries,
    staff_administration,
    staff_mobile_access,
    staff_sign_in,
)
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.errors import CredentialWrong, LinkedElsewhere, PasswordWeak
from weijiayuan.accounts.guards import require_desk
from weijiayuan.accounts.models import LoginSession, StaffAccount
from weijiayuan.accounts.rules import LINK_CODE_LASTS
from weijiayuan.accounts.schemas import (
    LinkCodeOut,
    OtpIn,
    OwnSessionsOut,
    PasswordAndOtpIn,
    PasswordIn,
    SecondFactorOut,
)
from weijiayuan.accounts.staff_api.desk_sign_in import staff_desk
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.web.cpu_work_pool import apart
from weijiayuan.web.idempotency import once, shown_once
from weijiayuan.web.rate_limits import limited

PASSWORD_WRONG = {"current_password": ["accounts.password_wrong"]}


@staff_desk.put("/me/password", guard=require_desk, asks_outside=True)
@staff_desk.arguments(PasswordIn)
@staff_desk.response(204)
@staff_desk.refuses(PasswordWeak, CredentialWrong)
@limited("10 per minute")
def change_password(asked: dict[str, Any]) -> None:
    """Set a new password, knowing the present one, and end every session of this account."""
    known = _checked_password(asked["current_password"])
    with reading():
        me = current_caller.read_again().staff
        assert me is not None
        username, former = me.username, queries.former_passwords(me.id)
    new_hash = apart(partial(passwords.hashed, asked["password"], username=username, former=former))
    with transaction():
        staff_administration.keep_password(_me_if_still(known), new_hash, is_first=False)


@staff_desk.post("/me/second-factor", guard=require_desk, asks_outside=True)
@staff_desk.arguments(PasswordAndOtpIn)
@staff_desk.response(201, SecondFactorOut)
@staff_desk.refuses(CredentialWrong)
@limited("10 per minute")
def renew_second_factor(asked: dict[str, Any]) -> Response:
    """Move the second factor to another device; every session of this account ends."""
    known = _checked_password(asked["current_password"])

    def renewed() -> Response:
        account = _me_if_still(known)
        if not staff_sign_in.use_otp(account, asked["otp"], now=clock.now()):
            raise CredentialWrong(fields=staff_mobile_access.OTP_WRONG)
        return _shown_once(staff_administration.renew_second_factor(account))

    return once(renewed)


@staff_desk.get("/me/sessions", guard=require_desk)
@staff_desk.response(200, OwnSessionsOut)
def my_sessions() -> dict[str, object]:
    """List where I am signed in: desks, and my telephone while it is on duty."""
    this = current().session_id
    return {
        "items": [_shown(each, this=this) for each in queries.sessions_of_staff(current_staff())]
    }


@staff_desk.delete("/me/sessions/<uuid:session_id>", guard=require_desk)
@staff_desk.response(204)
def end_session(session_id: UUID) -> None:
    """End one of my sessions, or take my telephone off duty."""
    for each in queries.sessions_of_staff(current_staff()):
        if each.id == session_id:
            _end(each)


@staff_desk.post("/me/link-codes", guard=require_desk)
@staff_desk.arguments(OtpIn)
@staff_desk.response(201, LinkCodeOut)
@staff_desk.refuses(CredentialWrong, LinkedElsewhere)
@limited("10 per minute")
def show_link_code(asked: dict[str, Any]) -> dict[str, object]:
    """Show a code for five minutes: the telephone that scans or types it becomes mine."""
    now = clock.now()
    account = queries.staff_to_change(current_staff().id)
    shown_once("code", "qr_svg")
    code = staff_mobile_access.new_link_code(account, otp=asked["otp"], now=now)
    return {
        "code": code,
        "expires_at": now + LINK_CODE_LASTS,
        "qr_svg": drawn(staff_mobile_access.PREFIX + code),
    }


@staff_desk.delete("/me/link", guard=require_desk)
@staff_desk.response(204)
def unlink() -> None:
    """Part my account from the WeChat it is linked to."""
    staff_administration.unlink(current_staff())


def _checked_password(password: str) -> str | None:
    """Return the hash that the present password was checked against. Raises `CredentialWrong`."""
    with reading():
        me = current_caller.read_again().staff
        known = me.password_hash if me else None
    if not apart(partial(passwords.check, known, password)).is_right:
        raise CredentialWrong(fields=PASSWORD_WRONG)
    return known


def _me_if_still(known: str | None) -> StaffAccount:
    """Return the account, locked, unless its password was changed while it was checked."""
    require_desk()
    account = queries.staff_to_change(current_caller.read_again().staff_id or UUID(int=0))
    if account.password_hash != known:
        raise CredentialWrong(fields=PASSWORD_WRONG)
    return account


def _shown_once(address: str) -> Response:
    shown_once("otp_uri", "qr_svg")
    answer = jsonify(SecondFactorOut().dump({"otp_uri": address, "qr_svg": drawn(address)}))
    answer.status_code = 201
    return answer


def drawn(text: str) -> str:
    """Return a text as a QR code in SVG."""
    return str(segno.make(text, error="m").svg_inline(scale=5, border=2, light="white"))


def _shown(session: LoginSession, *, this: UUID) -> dict[str, object]:
    return {
        "id": session.id,
        "place": "desk" if session.staff_id else "telephone",
        "began_at": session.created_at if session.staff_id else session.stepped_up_at,
        "seen_at": session.seen_at,
        "is_this": session.id == this,
    }


def _end(session: LoginSession) -> None:
    if session.staff_id is None:
        staff_mobile_access.end(session)
    else:
        db.session.delete(session)
