"""Endpoints for staff: the desk login, and who may do what where."""

from typing import Any
from uuid import UUID

import pyotp
from flask import Response

from weijiayuan.accounts import queries, service, staff
from weijiayuan.accounts.errors import PasswordWeak, StaffLocked, StaffLoginRefused, StaffNotFound
from weijiayuan.accounts.guards import require_role, require_staff
from weijiayuan.accounts.identity import current, current_staff
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.rules import Granted, Role, Territory
from weijiayuan.accounts.schemas import (
    AppointedOut,
    DutiesIn,
    PasswordIn,
    StaffIn,
    StaffLoginIn,
    StaffOut,
    StaffSessionOut,
)
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.errors import answer_refusal
from weijiayuan.web.rate_limits import limited

staff_desk = Blueprint("staff", __name__, guard=require_staff, description="工作人员登录与职责")
only_admins = require_role(Role.ADMIN)


@staff_desk.post("/sessions", guard=open_to_all, idempotent=False)
@staff_desk.arguments(StaffLoginIn)
@staff_desk.response(201, StaffSessionOut)
@staff_desk.refuses(StaffLoginRefused, StaffLocked)
@limited("30 per minute")
def sign_in(asked: dict[str, Any]) -> dict[str, object] | Response:
    """Open a desk session with password and one-time code; five failures lock for 15 minutes."""
    attempt = staff.sign_in(
        asked["username"], password=asked["password"], otp=asked["otp"], now=clock.now()
    )
    if attempt.session is None:  # returned, not raised, so that the count of failures is kept
        if attempt.locked_until:
            return answer_refusal(StaffLocked(until=attempt.locked_until))
        return answer_refusal(StaffLoginRefused())
    assert attempt.session.staff_id is not None
    return {
        "token": attempt.token,
        "expires_at": attempt.session.expires_at,
        "staff": queries.staff(attempt.session.staff_id),
    }


@staff_desk.get("/me")
@staff_desk.response(200, StaffOut)
def read_me() -> StaffAccount:
    """Return the member of staff who asks, with their duties."""
    return current_staff()


@staff_desk.delete("/sessions/current")
@staff_desk.response(204)
def sign_out() -> None:
    """End the session of this token."""
    service.sign_out(current().session_id)


@staff_desk.put("/me/password")
@staff_desk.arguments(PasswordIn)
@staff_desk.response(204)
@staff_desk.refuses(PasswordWeak)
def change_password(asked: dict[str, Any]) -> None:
    """Set a new password and end every session of this account."""
    staff.set_password(current_staff(), asked["password"])


@staff_desk.post("", guard=only_admins)
@staff_desk.arguments(StaffIn)
@staff_desk.response(201, AppointedOut)
@staff_desk.refuses(PasswordWeak)
def appoint(asked: dict[str, Any]) -> dict[str, object]:
    """Make an account for a member of staff; the one-time code's secret is shown this once."""
    account = staff.appoint(
        asked["username"], display_name=asked["display_name"], duties=_granted(asked["duties"])
    )
    staff.set_password(account, asked["password"])
    secret = account.totp_secret
    assert secret is not None
    return {
        "id": account.id,
        "username": account.username,
        "display_name": account.display_name,
        "duties": asked["duties"],
        "otp_uri": pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name="微家园"),
    }


@staff_desk.put("/<uuid:staff_id>/duties", guard=only_admins)
@staff_desk.arguments(DutiesIn)
@staff_desk.response(200, StaffOut)
@staff_desk.refuses(StaffNotFound)
def set_duties(asked: dict[str, Any], staff_id: UUID) -> StaffAccount:
    """Replace what a member of staff may do, and where."""
    account = queries.staff(staff_id)
    staff.grant(account, _granted(asked["duties"]))
    return account


def _granted(duties: list[dict[str, Any]]) -> list[Granted]:
    return [
        Granted(each["role"], Territory(each["territory_kind"], each["territory_code"]))
        for each in duties
    ]
