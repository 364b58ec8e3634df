"""Everybody's accounts, for administrators who signed in at the desk."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from weijiayuan import audit
from weijiayuan.accounts import (
    current_caller,
    login_throttle,
    passwords,
    queries,
    staff_administration,
)
from weijiayuan.accounts.errors import (
    LastAdmin,
    OwnDuties,
    PasswordWeak,
    StaffNotFound,
    TerritoryUnfit,
    UsernameTaken,
)
from weijiayuan.accounts.guards import require_desk_role
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.accounts.rules import Granted, Role, Territory
from weijiayuan.accounts.schemas import (
    AccountOut,
    AccountsIn,
    AccountsOut,
    AppointedOut,
    DisableIn,
    DutiesIn,
    NewPasswordOut,
    SecondFactorOut,
    StaffIn,
    StaffOut,
)
from weijiayuan.accounts.staff_api.desk_sign_in import staff_desk
from weijiayuan.accounts.staff_api.own_account import drawn
from weijiayuan.db import reading
from weijiayuan.kernel import clock
from weijiayuan.web.cpu_work_pool import apart
from weijiayuan.web.idempotency import once
from weijiayuan.web.pagination import page_by

only_admins = require_desk_role(Role.ADMIN)


@staff_desk.get("", guard=only_admins, records=True)
@staff_desk.arguments(AccountsIn, location="query")
@staff_desk.response(200, AccountsOut)
def list_accounts(asked: dict[str, Any]) -> dict[str, object]:
    """List the accounts of staff, those made last first."""
    wanted = queries.staff_list(q=asked["q"], role=asked["role"], state=asked["state"])
    found = page_by(
        wanted, StaffAccount.id, limit=asked["limit"], cursor=asked["cursor"], newest_first=True
    )
    audit.record("staff accounts read", subject_kind="staff", subject_id="all")
    return {"items": [_shown(each) for each in found.items], "next_cursor": found.next_cursor}


@staff_desk.get("/<uuid:staff_id>", guard=only_admins)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound)
def show_account(staff_id: UUID) -> dict[str, object]:
    """Return one account."""
    return _shown(queries.staff(staff_id))


@staff_desk.post("", guard=only_admins, asks_outside=True)
@staff_desk.arguments(StaffIn)
@staff_desk.response(201, AppointedOut)
@staff_desk.refuses(PasswordWeak, UsernameTaken, TerritoryUnfit)
def appoint(asked: dict[str, Any]) -> Response:
    """Make an account for a member of staff; the one-time code's secret is shown this once.

    The password is a first one: its holder replaces it when they sign in.
    """
    new_hash = apart(partial(passwords.hashed, asked["password"], username=asked["username"]))

    def appointed() -> Response:
        _admin_again()
        account = staff_administration.appoint(
            asked["username"], display_name=asked["display_name"], duties=granted(asked["duties"])
        )
        staff_administration.keep_password(account, new_hash, is_first=True)
        address = staff_administration.otp_address(account)
        shown = StaffOut().dump(account) | {"otp_uri": address, "qr_svg": drawn(address)}
        return _created(shown)

    return once(appointed)


@staff_desk.put("/<uuid:staff_id>/duties", guard=only_admins)
@staff_desk.arguments(DutiesIn)
@staff_desk.response(200, StaffOut)
@staff_desk.refuses(StaffNotFound, TerritoryUnfit, LastAdmin, OwnDuties)
def set_duties(asked: dict[str, Any], staff_id: UUID) -> StaffAccount:
    """Replace what a member of staff may do, and where; nobody gives themselves more."""
    account, duties = queries.staff_to_change(staff_id), granted(asked["duties"])
    by = current_caller.current_staff().id
    staff_administration.refuse_own_gain(account, duties, by=by)
    staff_administration.grant(account, duties)
    staff_administration.keep_an_admin()
    return account


@staff_desk.post("/<uuid:staff_id>/disable", guard=only_admins)
@staff_desk.arguments(DisableIn)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound, LastAdmin)
def disable(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Shut an account: its sessions end, and its WeChat is unlinked."""
    account = queries.staff_to_change(staff_id)
    staff_administration.disable(account, reason=asked["reason"], now=clock.now())
    staff_administration.keep_an_admin()
    return _shown(account)


@staff_desk.post("/<uuid:staff_id>/enable", guard=only_admins)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound)
def enable(staff_id: UUID) -> dict[str, object]:
    """Open a shut account again."""
    account = queries.staff_to_change(staff_id)
    staff_administration.enable(account)
    return _shown(account)


@staff_desk.post("/<uuid:staff_id>/unlock", guard=only_admins)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound)
def unlock(staff_id: UUID) -> dict[str, object]:
    """Let an account be tried again after too many failures."""
    account = queries.staff_to_change(staff_id)
    staff_administration.unlock(account)
    return _shown(account)


@staff_desk.post("/<uuid:staff_id>/second-factor", guard=only_admins)
@staff_desk.response(201, SecondFactorOut)
@staff_desk.refuses(StaffNotFound)
def renew_second_factor(staff_id: UUID) -> dict[str, object]:
    """Give somebody who lost their device a new second factor, shown this once."""
    address = staff_administration.renew_second_factor(queries.staff_to_change(staff_id))
    return {"otp_uri": address, "qr_svg": drawn(address)}


@staff_desk.post("/<uuid:staff_id>/reset-password", guard=only_admins, asks_outside=True)
@staff_desk.response(201, NewPasswordOut)
@staff_desk.refuses(StaffNotFound)
def reset_password(staff_id: UUID) -> Response:
    """Give somebody a first password anew, shown this once, and end their sessions."""
    with reading():
        username = queries.staff(staff_id).username
    password = staff_administration.new_password()
    new_hash = apart(partial(passwords.hashed, password, username=username))

    def reset() -> Response:
        _admin_again()
        account = queries.staff_to_change(staff_id)
        staff_administration.keep_password(account, new_hash, is_first=True)
        return _created({"password": password})

    return once(reset)


@staff_desk.post("/<uuid:staff_id>/unlink", guard=only_admins)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound)
def unlink(staff_id: UUID) -> dict[str, object]:
    """Part an account from the WeChat it is linked to, for instance when a telephone is lost."""
    account = queries.staff_to_change(staff_id)
    staff_administration.unlink(account)
    return _shown(account)


@staff_desk.post("/<uuid:staff_id>/end-sessions", guard=only_admins)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound)
def end_sessions(staff_id: UUID) -> dict[str, object]:
    """Sign somebody out everywhere."""
    account = queries.staff_to_change(staff_id)
    staff_administration.end_sessions(account)
    audit.record("staff sessions ended", subject_kind="staff", subject_id=account.id)
    return _shown(account)


def granted(duties: list[dict[str, Any]]) -> list[Granted]:
    """Return duties as the rules know them."""
    return [
        Granted(each["role"], Territory(each["territory_kind"], each["territory_code"]))
        for each in duties
    ]


def _admin_again() -> None:
    """Ask again, in the transaction of the act, whether this is still an administrator."""
    current_caller.read_again()
    only_admins()


def _created(shown: dict[str, Any]) -> Response:
    answer = jsonify(shown)
    answer.status_code = 201
    return answer


def _shown(account: StaffAccount) -> dict[str, object]:
    names = ("id", "username", "display_name", "duties", "created_at", "disabled_at", "is_sample")
    seen = [each.seen_at for each in queries.sessions_of_staff(account)]
    return {name: getattr(account, name) for name in names} | {
        "is_linked": account.resident_id is not None,
        "is_locked": login_throttle.is_locked_anywhere(account.username, now=clock.now()),
        "last_seen_at": max(seen, default=None),
    }
