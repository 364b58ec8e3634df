"""Questions about people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import selectinload

from weijiayuan.accounts.errors import (
    DualControlRequestNotFound,
    FamilyMemberNotFound,
    StaffNotFound,
)
from weijiayuan.accounts.models import (
    Consent,
    DualControlRequest,
    Duty,
    FamilyMember,
    FormerPassword,
    LinkCode,
    LoginSession,
    RequestKind,
    RequestState,
    Resident,
    StaffAccount,
)
from weijiayuan.accounts.rules import PASSWORDS_REMEMBERED, Granted, Role, Territory
from weijiayuan.db import db, run

OPEN_SESSION = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.expires_at,
        LoginSession.seen_at,
        LoginSession.resident_id,
        LoginSession.staff_id.label("desk_staff_id"),
        LoginSession.stepped_up_at,
        StaffAccount.id.label("staff_id"),
        StaffAccount.is_sample,
    )
    .outerjoin(
        StaffAccount,
        and_(
            or_(
                StaffAccount.id == LoginSession.staff_id,
                StaffAccount.resident_id == LoginSession.resident_id,
            ),
            StaffAccount.disabled_at.is_(None),
        ),
    )
    .where(LoginSession.token_hash == bindparam("token_hash"))
)
DUTIES = select(Duty.role, Duty.territory_kind, Duty.territory_code).where(
    Duty.staff_id == bindparam("staff_id")
)


def open_session(token_hash: str) -> Row[*tuple[Any, ...]] | None:
    """Return the session of a token with the ids of its people.

    The staff is the one who signed in at the desk, or the one whom the resident is on duty as.
    Written once, because every request asks it.
    """
    return run(OPEN_SESSION, {"token_hash": token_hash}).first()


def granted_to(staff_id: UUID) -> list[Granted]:
    """Return the duties of a member of staff."""
    rows = run(DUTIES, {"staff_id": staff_id})
    return [Granted(row.role, Territory(row.territory_kind, row.territory_code)) for row in rows]


def resident_by_openid(openid: str) -> Resident | None:
    return db.session.scalars(select(Resident).filter_by(openid=openid)).one_or_none()


def family_of(resident_id: UUID) -> Sequence[FamilyMember]:
    """Return the family members a resident acts for, in the order they were added."""
    return db.session.scalars(
        select(FamilyMember).filter_by(resident_id=resident_id).order_by(FamilyMember.id)
    ).all()


def family_count(resident_id: UUID) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(FamilyMember).filter_by(resident_id=resident_id)
        )
        or 0
    )


def family_member(member_id: UUID, *, of: UUID) -> FamilyMember:
    """Return a resident's own family member. Raises `FamilyMemberNotFound`."""
    member = db.session.get(FamilyMember, member_id)
    if member is None or member.resident_id != of:
        raise FamilyMemberNotFound
    return member


def consents_of(resident_id: UUID) -> Sequence[Consent]:
    """Return every consent a resident ever gave, the newest last."""
    return db.session.scalars(
        select(Consent).filter_by(resident_id=resident_id).order_by(Consent.id)
    ).all()


def has_agreed(resident_id: UUID, *, document: str, version: str) -> bool:
    """Tell whether a resident agreed to this version of a document and did not withdraw it."""
    wanted = select(Consent.id).filter_by(
        resident_id=resident_id, document=document, version=version, withdrawn_at=None
    )
    return db.session.scalar(wanted.limit(1)) is not None


def staff_by_username(username: str) -> StaffAccount | None:
    """Return the account, locked until the transaction ends so that failures are all counted."""
    return db.session.scalars(
        select(StaffAccount).filter_by(username=username).with_for_update()
    ).one_or_none()


def staff(staff_id: UUID) -> StaffAccount:
    """Return a member of staff. Raises `StaffNotFound`."""
    found = db.session.get(StaffAccount, staff_id)
    if found is None:
        raise StaffNotFound
    return found


def former_passwords(staff_id: UUID) -> Sequence[str]:
    """Return the hashes of the passwords that may not come back."""
    return db.session.scalars(
        select(FormerPassword.password_hash)
        .filter_by(staff_id=staff_id)
        .order_by(FormerPassword.id.desc())
        .limit(PASSWORDS_REMEMBERED)
    ).all()


def password_hash_of(username: str) -> str | None:
    """Return the hash that a password is checked against, or None for nobody."""
    return db.session.scalar(select(StaffAccount.password_hash).filter_by(username=username))


def staff_to_change(staff_id: UUID) -> StaffAccount:
    """Return a member of staff, locked until the transaction ends. Raises `StaffNotFound`."""
    found = db.session.scalars(
        select(StaffAccount).filter_by(id=staff_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise StaffNotFound
    return found


def staff_of_resident(resident_id: UUID) -> StaffAccount | None:
    """Return whom a resident is on duty as, locked until the transaction ends."""
    return db.session.scalars(
        select(StaffAccount).filter_by(resident_id=resident_id).with_for_update()
    ).one_or_none()


def staff_name(actor: str | None) -> str | None:
    """Return the name of an actor (`staff:` and an id); None if that is no member of staff.

    Asked for several lines of one answer, each person is read once.
    """
    kind, _, staff_id = (actor or "").partition(":")
    found = db.session.get(StaffAccount, UUID(staff_id)) if kind == "staff" else None
    return found.display_name if found else None


def staff_list(*, q: str | None, role: Role | None, state: str | None) -> Select[Any]:
    """Select the members of staff whose name holds `q`, who have a role, who are able or not."""
    wanted = select(StaffAccount).options(selectinload(StaffAccount.duties))
    if q:
        like = StaffAccount.display_name.contains(q, autoescape=True)
        wanted = wanted.where(or_(like, StaffAccount.username.contains(q, autoescape=True)))
    if role:
        wanted = wanted.where(StaffAccount.duties.any(Duty.role == role))
    if state == "able":
        wanted = wanted.where(StaffAccount.disabled_at.is_(None))
    if state == "disabled":
        wanted = wanted.where(StaffAccount.disabled_at.is_not(None))
    return wanted


def has_able(role: Role) -> bool:
    """Tell whether somebody who can sign in has the role."""
    return db.session.scalar(_able(role).limit(1)) is not None


def has_samples() -> bool:
    """Tell whether sample staff are in the database."""
    return db.session.scalar(select(StaffAccount.id).filter_by(is_sample=True).limit(1)) is not None


def sessions_of_staff(account: StaffAccount) -> Sequence[LoginSession]:
    """Return the open desk sessions of somebody, and their telephones on duty, newest first."""
    on_duty = and_(
        LoginSession.resident_id == account.resident_id, LoginSession.stepped_up_at.is_not(None)
    )
    return db.session.scalars(
        select(LoginSession)
        .where(or_(LoginSession.staff_id == account.id, on_duty))
        .order_by(LoginSession.id.desc())
    ).all()


def sessions_of_resident(resident_id: UUID, *, now: datetime) -> Sequence[LoginSession]:
    """Return where a resident is signed in, the newest first."""
    return db.session.scalars(
        select(LoginSession)
        .where(LoginSession.resident_id == resident_id, LoginSession.expires_at > now)
        .order_by(LoginSession.id.desc())
    ).all()


def login_session(session_id: UUID) -> LoginSession:
    """Return a session that is known to be there, to change it."""
    return db.session.scalars(select(LoginSession).filter_by(id=session_id).with_for_update()).one()


def end_duty_of_resident(resident_id: UUID) -> None:
    """Take every telephone of a resident off duty."""
    db.session.execute(
        update(LoginSession).filter_by(resident_id=resident_id).values(stepped_up_at=None)
    )


def link_code(code_hash: str) -> LinkCode | None:
    return db.session.scalars(
        select(LinkCode).filter_by(code_hash=code_hash).with_for_update()
    ).one_or_none()


def staff_locked(*staff_ids: UUID) -> dict[UUID, StaffAccount]:
    """Return members of staff, all locked in one order, so that no two wait for each other.

    Raises `StaffNotFound` if one is missing.
    """
    wanted = select(StaffAccount).where(StaffAccount.id.in_(staff_ids)).order_by(StaffAccount.id)
    found = {each.id: each for each in db.session.scalars(wanted.with_for_update())}
    if set(staff_ids) - set(found):
        raise StaffNotFound
    return found


def has_other_admin(*but: UUID) -> bool:
    """Tell whether somebody else can sign in and has the administrator's duty."""
    wanted = _able(Role.ADMIN).where(StaffAccount.id.not_in(but)).limit(1)
    return db.session.scalar(wanted) is not None


def is_able(staff_id: UUID, role: Role) -> bool:
    """Tell whether this one can sign in and has the role."""
    return db.session.scalar(_able(role).where(StaffAccount.id == staff_id).limit(1)) is not None


def _able(role: Role) -> Select[UUID]:
    able = StaffAccount.disabled_at.is_(None) & StaffAccount.password_hash.is_not(None)
    return select(Duty.id).join(Duty.staff).where(Duty.role == role, able)


def dual_control_request(request_id: UUID, *, locked: bool = False) -> DualControlRequest:
    """Return a request of two. Raises `DualControlRequestNotFound`."""
    wanted = select(DualControlRequest).filter_by(id=request_id)
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise DualControlRequestNotFound
    return found


def dual_control_requests(*, staff_id: UUID | None, waiting: bool) -> Select[Any]:
    """Select the requests of two, of one account or of all, perhaps only those that wait."""
    wanted = select(DualControlRequest)
    if staff_id:
        wanted = wanted.filter_by(staff_id=staff_id)
    return wanted.filter_by(state=RequestState.WAITING) if waiting else wanted


def waiting_requests(staff_id: UUID, kind: RequestKind) -> Sequence[DualControlRequest]:
    """Return what waits of one kind about an account, which the caller has locked."""
    return db.session.scalars(
        select(DualControlRequest).filter_by(
            staff_id=staff_id, kind=kind, state=RequestState.WAITING
        )
    ).all()


def late_requests(now: datetime) -> Sequence[DualControlRequest]:
    """Return the waiting requests whose time is over, locked."""
    late = DualControlRequest.expires_at <= now
    return db.session.scalars(
        select(DualControlRequest)
        .filter_by(state=RequestState.WAITING)
        .where(late)
        .order_by(DualControlRequest.id)
        .with_for_update(skip_locked=True)
    ).all()


def request_of_code(code_hash: str, *, locked: bool = False) -> DualControlRequest | None:
    wanted = select(DualControlRequest).filter_by(code_hash=code_hash)
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).one_or_none()


def void_setup_codes(staff_id: UUID, *, but: UUID) -> None:
    """Make every code that was handed over for an account open nothing, but one of a request."""
    others = DualControlRequest.id != but
    accepted = update(DualControlRequest).filter_by(staff_id=staff_id, state=RequestState.ACCEPTED)
    db.session.execute(accepted.where(others).values(code_hash=None))


def void_old_setup_codes(now: datetime) -> None:
    """Forget the codes whose time is over."""
    old = DualControlRequest.code_expires_at <= now
    db.session.execute(update(DualControlRequest).where(old).values(code_hash=None))


def withdraw_requests(staff_id: UUID | None, *, now: datetime) -> None:
    """Close whatever waits about an account, or about all, and void the codes."""
    every = update(DualControlRequest)
    if staff_id:
        every = every.filter_by(staff_id=staff_id)
    db.session.execute(every.values(code_hash=None, second_half=None))
    waiting = every.filter_by(state=RequestState.WAITING)
    db.session.execute(waiting.values(state=RequestState.WITHDRAWN, decided_at=now))
