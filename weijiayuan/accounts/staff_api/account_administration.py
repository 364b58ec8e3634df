"""Everybody's accounts, for administrators who signed in at the desk."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts import (
    current_caller,
    dual_control,
    login_throttle,
    queries,
    staff_administration,
)
from weijiayuan.accounts.errors import (
    CredentialWrong,
    DutiesCollide,
    LastAdmin,
    NoSecondAdmin,
    OwnAccount,
    OwnDuties,
    StaffNotFound,
    TerritoryUnfit,
    UsernameTaken,
)
from weijiayuan.accounts.guards import require_desk_role
from weijiayuan.accounts.models import RequestKind, StaffAccount
from weijiayuan.accounts.rules import Granted, Role, Territory
from weijiayuan.accounts.schemas import (
    AccountOut,
    AccountsIn,
    AccountsOut,
    AppointedOut,
    AskedForTwoOut,
    DisableIn,
    DutiesIn,
    DutiesSetOut,
    EnableIn,
    OtpIn,
    StaffIn,
)
from weijiayuan.accounts.serializers import in_halves, request_shown
from weijiayuan.accounts.staff_api.desk_sign_in import staff_desk
from weijiayuan.kernel import clock
from weijiayuan.web.decided_as_read import decided_as_read, version_of
from weijiayuan.web.idempotency import shown_once
from weijiayuan.web.pagination import page_by
from weijiayuan.web.rate_limits import limited

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


@staff_desk.post("", guard=only_admins)
@staff_desk.arguments(StaffIn)
@staff_desk.response(201, AppointedOut)
@staff_desk.refuses(UsernameTaken, TerritoryUnfit, DutiesCollide, NoSecondAdmin, CredentialWrong)
@limited("10 per minute")
def appoint(asked: dict[str, Any]) -> dict[str, object]:
    """Make an account, which opens nothing yet; its duties wait for a second administrator."""
    account = staff_administration.make(asked["username"], display_name=asked["display_name"])
    duties = granted(asked["duties"])
    staff_administration.check_duties(duties)
    shown = _ask(RequestKind.APPOINTMENT, account.id, otp=asked["otp"], duties=duties)
    return _person(account) | shown


def _version(account: StaffAccount) -> str:
    """Name an account by what an administrator changes of it."""
    duties = sorted((each.role, each.territory_code) for each in account.duties)
    return version_of(account.disabled_at, duties)


def _version_now(staff_id: UUID) -> str:
    by = current_caller.current_staff().id
    return _version(queries.staff_locked(by, staff_id)[staff_id])


@staff_desk.put("/<uuid:staff_id>/duties", guard=only_admins)
@staff_desk.arguments(DutiesIn)
@staff_desk.response(200, DutiesSetOut)
@staff_desk.refuses(
    StaffNotFound,
    TerritoryUnfit,
    LastAdmin,
    OwnDuties,
    DutiesCollide,
    NoSecondAdmin,
    CredentialWrong,
)
@limited("10 per minute")
@decided_as_read(_version_now)
def set_duties(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Replace what a member of staff may do, and where; nobody gives themselves more.

    A new duty that decides is not given yet: it waits for a second administrator.
    """
    duties, by = granted(asked["duties"]), current_caller.current_staff().id
    account = queries.staff_locked(by, staff_id)[staff_id]
    staff_administration.refuse_own_gain(account, duties, by=by)
    staff_administration.check_duties(duties)
    held = {each.granted for each in account.duties}
    waiting = [each for each in dual_control.needs_two(duties) if each not in held]
    staff_administration.grant(account, [each for each in duties if each not in waiting])
    staff_administration.keep_an_admin()
    shown: dict[str, object] = {"request": None}
    if waiting:
        shown = _ask(RequestKind.DUTIES, staff_id, otp=asked["otp"], duties=waiting)
    return _person(account) | {"request": shown["request"]}


@staff_desk.post("/<uuid:staff_id>/disable", guard=only_admins)
@staff_desk.arguments(DisableIn)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound, LastAdmin, OwnAccount)
@decided_as_read(_version_now)
def disable(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Shut somebody else's account: its sessions end, and its WeChat is unlinked."""
    account = queries.staff_to_change(staff_id)
    if account.id == current_caller.current_staff().id:
        raise OwnAccount
    staff_administration.disable(account, reason=asked["reason"], now=clock.now())
    staff_administration.keep_an_admin()
    return _shown(account)


@staff_desk.post("/<uuid:staff_id>/enable", guard=only_admins)
@staff_desk.arguments(EnableIn)
@staff_desk.response(200, AccountOut)
@staff_desk.refuses(StaffNotFound, OwnAccount, NoSecondAdmin, CredentialWrong)
@limited("10 per minute")
@decided_as_read(_version_now)
def enable(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Open a shut account again; if one of its duties decides, once a second one confirms it."""
    account = queries.staff(staff_id)
    if dual_control.needs_two([each.granted for each in account.duties]):
        shown = _ask(RequestKind.ENABLING, staff_id, otp=asked["otp"])
        return _shown(account) | {"request": shown["request"]}
    staff_administration.enable(queries.staff_to_change(staff_id))
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
@staff_desk.arguments(OtpIn)
@staff_desk.response(201, AskedForTwoOut)
@staff_desk.refuses(StaffNotFound, OwnAccount, NoSecondAdmin, CredentialWrong)
@limited("10 per minute")
def renew_second_factor(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Ask that somebody who lost their device may take a new second factor, by their password."""
    return _ask(RequestKind.SECOND_FACTOR, staff_id, otp=asked["otp"])


@staff_desk.post("/<uuid:staff_id>/reset-password", guard=only_admins)
@staff_desk.arguments(OtpIn)
@staff_desk.response(201, AskedForTwoOut)
@staff_desk.refuses(StaffNotFound, OwnAccount, NoSecondAdmin, CredentialWrong)
@limited("10 per minute")
def reset_password(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Ask that somebody may set a new password, by their second factor."""
    return _ask(RequestKind.PASSWORD, staff_id, otp=asked["otp"])


@staff_desk.post("/<uuid:staff_id>/access", guard=only_admins)
@staff_desk.arguments(OtpIn)
@staff_desk.response(201, AskedForTwoOut)
@staff_desk.refuses(StaffNotFound, OwnAccount, NoSecondAdmin, CredentialWrong)
@limited("10 per minute")
def renew_access(asked: dict[str, Any], staff_id: UUID) -> dict[str, object]:
    """Ask that somebody who lost both may set password and second factor anew."""
    return _ask(RequestKind.ACCESS, staff_id, otp=asked["otp"])


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


def _ask(
    kind: RequestKind, staff_id: UUID, *, otp: str | None, duties: Sequence[Granted] = ()
) -> dict[str, object]:
    by = current_caller.current_staff().id
    people = queries.staff_locked(by, staff_id)
    asked, half = dual_control.ask(
        kind, people[staff_id], by=people[by], otp=otp, now=clock.now(), duties=duties
    )
    shown_once("code_half")
    return {"request": request_shown(asked, now=clock.now()), "code_half": in_halves(half)}


def _person(account: StaffAccount) -> dict[str, object]:
    return {name: getattr(account, name) for name in ("id", "username", "display_name", "duties")}


def _shown(account: StaffAccount) -> dict[str, object]:
    names = ("created_at", "disabled_at", "is_sample")
    seen = [each.seen_at for each in queries.sessions_of_staff(account)]
    return (
        _person(account)
        | {name: getattr(account, name) for name in names}
        | {
            "is_linked": account.resident_id is not None,
            "has_credentials": account.password_hash is not None,
            "request": None,
            "version": _version(account),
            "is_locked": login_throttle.is_locked_anywhere(account.username, now=clock.now()),
            "last_seen_at": max(seen, default=None),
        }
    )
