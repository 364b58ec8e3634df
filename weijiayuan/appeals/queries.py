"""Questions about appeals: who may see one, who has it, who is on duty."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.errors import AppealNotFound
from weijiayuan.appeals.models import (
    Appeal,
    AppealMessage,
    DutyPage,
    DutyShift,
    HandOver,
    HolderChange,
    Lead,
)
from weijiayuan.appeals.models.appeals import HandOverState
from weijiayuan.appeals.rules.states import OPEN_APPEALS
from weijiayuan.db import db

TAKERS = (Role.DUTY_WORKER, Role.MEDIATOR, Role.ADVISER)
"""The duties that may have an appeal."""
MOST = 200


def locked(number: str) -> Appeal:
    """Return an appeal by its number, locked. Raises `AppealNotFound`."""
    found = db.session.scalars(
        select(Appeal).filter_by(number=number).with_for_update()
    ).one_or_none()
    if found is None:
        raise AppealNotFound
    return found


def of_resident(number: str, resident_id: UUID) -> Appeal:
    """Return a resident's own appeal. Raises `AppealNotFound` for anybody else's."""
    found = db.session.scalars(select(Appeal).filter_by(number=number)).one_or_none()
    if found is None or found.resident_id != resident_id:
        raise AppealNotFound
    return found


def for_staff(number: str, staff_id: UUID) -> Appeal:
    """Return an appeal for its holder or whom it is offered to; a stranger finds nothing."""
    found = db.session.scalars(select(Appeal).filter_by(number=number)).one_or_none()
    if found is None or not (found.holder_id == staff_id or is_offered(found.id, staff_id)):
        raise AppealNotFound
    return found


def is_offered(appeal_id: UUID, staff_id: UUID) -> bool:
    offer = pending_hand_over(appeal_id)
    return offer is not None and offer.to_id == staff_id


def mine(resident_id: UUID) -> Sequence[Appeal]:
    return db.session.scalars(
        select(Appeal).filter_by(resident_id=resident_id).order_by(Appeal.id.desc()).limit(MOST)
    ).all()


def pending_hand_over(appeal_id: UUID) -> HandOver | None:
    """Return the offer that waits for its answer; with the appeal over, none waits."""
    wanted = (
        select(HandOver)
        .filter_by(appeal_id=appeal_id, state=HandOverState.PENDING)
        .join(Appeal, Appeal.id == HandOver.appeal_id)
        .where(Appeal.state.in_(OPEN_APPEALS))
    )
    return db.session.scalars(wanted).one_or_none()


def hand_overs_of(appeal_id: UUID) -> Sequence[HandOver]:
    return db.session.scalars(
        select(HandOver).filter_by(appeal_id=appeal_id).order_by(HandOver.id.desc()).limit(MOST)
    ).all()


def hand_overs_waiting(staff_id: UUID) -> Sequence[tuple[HandOver, str]]:
    """Return what of a person's appeals waits with others or came back, and what they are offered.

    With the number of each appeal; only of appeals that they have or are offered now.
    """
    mine = or_(
        (HandOver.to_id == staff_id) & (HandOver.state == HandOverState.PENDING),
        (HandOver.from_id == staff_id) & (Appeal.holder_id == staff_id),
    )
    rows = db.session.execute(
        select(HandOver, Appeal.number)
        .join(Appeal, Appeal.id == HandOver.appeal_id)
        .where(mine, HandOver.state != HandOverState.ACCEPTED, Appeal.state.in_(OPEN_APPEALS))
        .order_by(HandOver.id.desc())
        .limit(MOST)
    )
    return [(row.HandOver, row.number) for row in rows]


def silent_hand_overs(now: datetime, *, limit: int = MOST) -> Sequence[HandOver]:
    return db.session.scalars(
        select(HandOver)
        .where(HandOver.state == HandOverState.PENDING, HandOver.answer_by <= now)
        .order_by(HandOver.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def messages_of(appeal_id: UUID) -> Sequence[AppealMessage]:
    return db.session.scalars(
        select(AppealMessage).filter_by(appeal_id=appeal_id).order_by(AppealMessage.place)
    ).all()


def holders_of(appeal_id: UUID) -> Sequence[HolderChange]:
    return db.session.scalars(
        select(HolderChange).filter_by(appeal_id=appeal_id).order_by(HolderChange.id)
    ).all()


def staff_name(staff_id: UUID) -> str:
    return db.session.scalar(select(StaffAccount.display_name).filter_by(id=staff_id)) or "工作人员"


def can_take(staff_id: UUID) -> bool:
    """Tell whether somebody is there and has a duty that takes appeals."""
    asked = (
        select(Duty.id)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(Duty.staff_id == staff_id, Duty.role.in_(TAKERS), StaffAccount.disabled_at.is_(None))
    )
    return db.session.scalar(asked.limit(1)) is not None


def takers() -> Sequence[StaffAccount]:
    """Return who may be handed an appeal."""
    holders = select(Duty.staff_id).where(Duty.role.in_(TAKERS))
    return db.session.scalars(
        select(StaffAccount)
        .where(StaffAccount.id.in_(holders), StaffAccount.disabled_at.is_(None))
        .order_by(StaffAccount.display_name)
        .limit(MOST)
    ).all()


def duty_workers() -> Sequence[StaffAccount]:
    """Return who can be put on duty."""
    workers = select(Duty.staff_id).where(Duty.role == Role.DUTY_WORKER)
    return db.session.scalars(
        select(StaffAccount)
        .where(StaffAccount.id.in_(workers), StaffAccount.disabled_at.is_(None))
        .order_by(StaffAccount.display_name)
        .limit(MOST)
    ).all()


def holders_of_duty(role: Role) -> Sequence[UUID]:
    """Return everybody who has a duty, in an open account."""
    return db.session.scalars(
        select(Duty.staff_id)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(Duty.role == role, StaffAccount.disabled_at.is_(None))
        .distinct()
        .limit(MOST)
    ).all()


def shifts_to_come(now: datetime) -> Sequence[DutyShift]:
    """Return the shifts that are not over, the next first."""
    return db.session.scalars(
        select(DutyShift)
        .where(DutyShift.ends_at > now)
        .order_by(DutyShift.starts_at, DutyShift.place)
        .limit(MOST)
    ).all()


def on_duty(territory: str, now: datetime) -> list[UUID]:
    """Return who is called for an area, in order: the roster of now, then every duty worker."""
    shifts = db.session.execute(
        select(DutyShift.staff_id, DutyShift.territory_code)
        .where(DutyShift.starts_at <= now, DutyShift.ends_at > now)
        .where(DutyShift.staff_id.in_(holders_of_duty(Role.DUTY_WORKER)))
        .order_by(func.length(DutyShift.territory_code).desc(), DutyShift.place, DutyShift.id)
    )
    first = [row.staff_id for row in shifts if territory.startswith(row.territory_code)]
    workers = db.session.execute(
        select(Duty.staff_id, Duty.territory_code)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(Duty.role == Role.DUTY_WORKER, StaffAccount.disabled_at.is_(None))
        .order_by(func.length(Duty.territory_code).desc(), Duty.id)
    )
    near = [row.staff_id for row in workers if territory.startswith(row.territory_code)]
    return list(dict.fromkeys([*first, *near]))


def pages_of(appeal_id: UUID) -> Sequence[DutyPage]:
    return db.session.scalars(
        select(DutyPage).filter_by(appeal_id=appeal_id).order_by(DutyPage.step)
    ).all()


def pages_for(staff_id: UUID) -> Sequence[DutyPage]:
    """Return the calls that wait for somebody, newest first."""
    return db.session.scalars(
        select(DutyPage)
        .filter_by(staff_id=staff_id, acked_at=None)
        .order_by(DutyPage.id.desc())
        .limit(MOST)
    ).all()


def unanswered_dangers() -> Sequence[Appeal]:
    """Return the appeals of people in danger that nobody has acknowledged yet."""
    paged = select(DutyPage.appeal_id)
    acked = select(DutyPage.appeal_id).where(DutyPage.acked_at.is_not(None))
    return db.session.scalars(
        select(Appeal)
        .where(Appeal.id.in_(paged), Appeal.id.not_in(acked))
        .order_by(Appeal.id)
        .limit(MOST)
    ).all()


def living_leads(now: datetime, *, codes: Sequence[str]) -> Sequence[Lead]:
    """Return the leads of some areas that have not died yet."""
    areas = or_(*(Lead.community_code.startswith(code) for code in codes))
    return db.session.scalars(
        select(Lead)
        .where(Lead.expires_at > now, Lead.visited_at.is_(None), areas)
        .order_by(Lead.id.desc())
        .limit(MOST)
    ).all()


def by_check_code(code: str) -> Appeal | None:
    return db.session.scalars(select(Appeal).filter_by(check_code=code)).one_or_none()


def by_other_mark(mark: str) -> Appeal | None:
    return db.session.scalars(
        select(Appeal).filter_by(other_mark=mark).with_for_update()
    ).one_or_none()


def by_receipt(mark: str) -> Appeal | None:
    return db.session.scalars(select(Appeal).filter_by(receipt_mark=mark)).one_or_none()


def lead(lead_id: UUID) -> Lead | None:
    return db.session.get(Lead, lead_id)


def roads_and_states() -> list[tuple[str, str]]:
    """Return road and state of every appeal, for counting."""
    rows = db.session.execute(select(Appeal.road, Appeal.state))
    return [(row.road or "none", str(row.state)) for row in rows]


def everything() -> Iterator[Appeal]:
    """Go through every appeal, for counting."""
    return iter(db.session.scalars(select(Appeal).execution_options(yield_per=500)))


def numbers_of(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(Appeal.id, Appeal.number).where(Appeal.id.in_(ids)))
    return {row.id: row.number for row in rows}
