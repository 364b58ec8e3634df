"""Signing in and out at the desk."""

from typing import Any

from flask import current_app, request

from weijiayuan.accounts import queries, resident_sessions, staff_sign_in
from weijiayuan.accounts.current_caller import current, current_staff
from weijiayuan.accounts.errors import (
    PasswordIsFirst,
    PasswordWeak,
    StaffLocked,
    StaffLoginRefused,
)
from weijiayuan.accounts.guards import require_staff
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.role_definitions import ROLES
from weijiayuan.accounts.schemas import RolesOut, StaffLoginIn, StaffOut, StaffSessionOut
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.settings import Settings
from weijiayuan.web.blueprint import Blueprint, open_to_all
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.rate_limits import limited

staff_desk = Blueprint("staff", __name__, guard=require_staff, description="工作人员登录与职责")
STAFF_SESSION = StaffSessionOut()


@staff_desk.post("/sessions", guard=open_to_all, idempotent=False, asks_outside=True)
@staff_desk.arguments(StaffLoginIn)
@staff_desk.response(201, StaffSessionOut)
@staff_desk.refuses(StaffLoginRefused, StaffLocked, PasswordIsFirst, PasswordWeak)
@limited("30 per minute")
def sign_in(asked: dict[str, Any]) -> dict[str, object]:
    """Open a desk session with password and one-time code.

    Five failures for a name from one network lock that name for that network for 15 minutes;
    others may still sign in. A password that somebody else chose is replaced by `new_password`.
    """
    settings: Settings = current_app.extensions["weijiayuan.settings"]
    opened = staff_sign_in.sign_in(
        staff_sign_in.Credentials(**asked),
        network=source_of(request.remote_addr or ""),
        samples=settings.fake_wechat,
        now=clock.now(),
    )
    with reading():
        shown: dict[str, object] = StaffOut().dump(queries.staff(opened.staff_id))
    return {"token": opened.token, "expires_at": opened.session.expires_at, "staff": shown}


@staff_desk.delete("/sessions/current")
@staff_desk.response(204)
def sign_out() -> None:
    """End the session of this token."""
    resident_sessions.sign_out(current().session_id)


@staff_desk.get("/me")
@staff_desk.response(200, StaffOut)
def read_me() -> StaffAccount:
    """Return the member of staff who asks, with their duties."""
    return current_staff()


@staff_desk.get("/roles")
@staff_desk.response(200, RolesOut)
def list_roles() -> dict[str, object]:
    """List the roles: what they are called, how far they reach, and which need the desk."""
    rows = [
        {
            "role": role.value,
            "name": facts.words,
            "desk_only": facts.desk_only,
            "territory_kinds": [kind.value for kind in facts.within],
        }
        for role, facts in ROLES.items()
    ]
    return {"items": rows}
