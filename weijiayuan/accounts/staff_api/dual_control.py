"""Requests that two administrators settle, and what the person then sets by the code."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request

from weijiayuan.accounts import credential_setup, current_caller, dual_control, queries
from weijiayuan.accounts.errors import (
    CredentialWrong,
    DualControlRequestNotFound,
    DutiesCollide,
    PasswordWeak,
    RequestSettled,
    SecondPersonNeeded,
    SetupCodeRefused,
    StaffLocked,
)
from weijiayuan.accounts.guards import require_desk, require_desk_role
from weijiayuan.accounts.models import DualControlRequest
from weijiayuan.accounts.rules import Role
from weijiayuan.accounts.schemas import (
    AskedForTwoOut,
    CredentialSetupIn,
    CredentialSetupOut,
    DualControlRequestOut,
    DualControlRequestsIn,
    DualControlRequestsOut,
    OtpIn,
    RefusalIn,
)
from weijiayuan.accounts.serializers import in_halves, request_shown
from weijiayuan.accounts.staff_api.account_administration import only_admins
from weijiayuan.accounts.staff_api.desk_sign_in import staff_desk
from weijiayuan.accounts.staff_api.own_account import drawn
from weijiayuan.kernel import clock
from weijiayuan.web.blueprint import open_to_all
from weijiayuan.web.idempotency import shown_once
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.pagination import page_by
from weijiayuan.web.rate_limits import limited
from weijiayuan.web.schemas import PageIn


@staff_desk.get("/requests", guard=require_desk_role(Role.ADMIN, Role.AUDITOR))
@staff_desk.arguments(DualControlRequestsIn, location="query")
@staff_desk.response(200, DualControlRequestsOut)
def list_requests(asked: dict[str, Any]) -> dict[str, object]:
    """List what administrators asked for that a second one confirms, the newest first."""
    return _page(asked, staff_id=asked["staff_id"], waiting=asked["waiting"])


@staff_desk.get("/me/requests", guard=require_desk)
@staff_desk.arguments(PageIn, location="query")
@staff_desk.response(200, DualControlRequestsOut)
def list_requests_about_me(asked: dict[str, Any]) -> dict[str, object]:
    """List what administrators asked for about my account, and who confirmed it."""
    return _page(asked, staff_id=current_caller.current_staff().id, waiting=False)


@staff_desk.post("/requests/<uuid:request_id>/accept", guard=only_admins)
@staff_desk.arguments(OtpIn)
@staff_desk.response(200, AskedForTwoOut)
@staff_desk.refuses(
    DualControlRequestNotFound, RequestSettled, SecondPersonNeeded, CredentialWrong, DutiesCollide
)
@limited("10 per minute")
def accept(asked: dict[str, Any], request_id: UUID) -> dict[str, object]:
    """Confirm what another administrator asked for; it is done, and half of its code is shown."""
    by, now = current_caller.current_staff().id, clock.now()
    done, half = dual_control.accept(request_id, by=by, otp=asked["otp"], now=now)
    shown_once("code_half")
    return {"request": request_shown(done, now=now), "code_half": in_halves(half)}


@staff_desk.post("/requests/<uuid:request_id>/refuse", guard=only_admins)
@staff_desk.arguments(RefusalIn)
@staff_desk.response(200, DualControlRequestOut)
@staff_desk.refuses(DualControlRequestNotFound, RequestSettled)
def refuse(asked: dict[str, Any], request_id: UUID) -> dict[str, object]:
    """Refuse what another administrator asked for, or withdraw what I asked for."""
    by, now = current_caller.current_staff().id, clock.now()
    done = dual_control.refuse(request_id, by=by, reason=asked["reason"], now=now)
    return request_shown(done, now=now)


@staff_desk.post("/credentials", guard=open_to_all, idempotent=False, asks_outside=True)
@staff_desk.arguments(CredentialSetupIn)
@staff_desk.response(201, CredentialSetupOut)
@staff_desk.refuses(SetupCodeRefused, StaffLocked, CredentialWrong, PasswordWeak)
@limited("30 per minute")
def set_credentials(asked: dict[str, Any]) -> Response:
    """Set my password or second factor by the code that two administrators handed to me.

    A new second factor is shown this once. Failures count as those of signing in do.
    """
    network = source_of(request.remote_addr or "")
    given = credential_setup.Setup(**asked)
    address = credential_setup.set_up(given, network=network, now=clock.now())
    answer = jsonify({"otp_uri": address, "qr_svg": drawn(address) if address else None})
    answer.status_code = 201
    return answer


def _page(asked: dict[str, Any], *, staff_id: UUID | None, waiting: bool) -> dict[str, object]:
    found = page_by(
        queries.dual_control_requests(staff_id=staff_id, waiting=waiting),
        DualControlRequest.id,
        limit=asked["limit"],
        cursor=asked["cursor"],
        newest_first=True,
    )
    now = clock.now()
    items = [request_shown(each, now=now) for each in found.items]
    return {"items": items, "next_cursor": found.next_cursor}
