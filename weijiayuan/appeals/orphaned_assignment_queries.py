"""Questions about who serves: what is with somebody whose duty ended or whose account was shut."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.models import (
    Appeal,
    Confirmation,
    DutyShift,
    HandOver,
    Judge,
    Mediation,
    TermsReview,
)
from weijiayuan.appeals.models.appeals import HandOverState
from weijiayuan.appeals.queries import TAKERS
from weijiayuan.appeals.rules.states import LIVE_MEDIATIONS, OPEN_APPEALS, SITTING
from weijiayuan.db import db

MOST = 200


def serving(*roles: Role) -> Select[UUID]:
    """Select the members of staff who have one of the duties and whose account is open."""
    return (
        select(Duty.staff_id)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(Duty.role.in_(roles), StaffAccount.disabled_at.is_(None))
        .distinct()
    )


def judges_without_time() -> Sequence[UUID]:
    """Return the judges whose time cannot be claimed yet."""
    known = select(Judge.staff_id)
    return db.session.scalars(
        select(StaffAccount.id)
        .where(StaffAccount.id.in_(serving(Role.JUDGE)), StaffAccount.id.not_in(known))
        .order_by(StaffAccount.id)
    ).all()


def sessions_of_nobody() -> Sequence[Confirmation]:
    """Return the sessions given to somebody who is no judge any more, locked."""
    return db.session.scalars(
        select(Confirmation)
        .where(
            Confirmation.judge_id.is_not(None),
            Confirmation.judge_id.not_in(serving(Role.JUDGE)),
            Confirmation.state.in_(SITTING),
        )
        .order_by(Confirmation.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()


def mediations_of_nobody() -> Sequence[Mediation]:
    """Return the living mediations of somebody who mediates no more, locked."""
    return db.session.scalars(
        select(Mediation)
        .where(
            Mediation.mediator_id.is_not(None),
            Mediation.mediator_id.not_in(serving(Role.MEDIATOR)),
            Mediation.state.in_(LIVE_MEDIATIONS),
        )
        .order_by(Mediation.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()


def reviews_of_nobody() -> Sequence[TermsReview]:
    """Return the reviews that wait for somebody who mediates no more."""
    return db.session.scalars(
        select(TermsReview)
        .where(
            TermsReview.approved.is_(None),
            TermsReview.reviewer_id.not_in(serving(Role.MEDIATOR)),
        )
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()


def shifts_of_nobody(now: datetime) -> Sequence[DutyShift]:
    """Return the shifts, now and to come, of somebody who is no duty worker any more."""
    return db.session.scalars(
        select(DutyShift)
        .where(DutyShift.ends_at > now, DutyShift.staff_id.not_in(serving(Role.DUTY_WORKER)))
        .limit(MOST)
    ).all()


def offers_to_nobody() -> Sequence[HandOver]:
    """Return the hand-overs that wait for somebody who can take none any more, locked."""
    return db.session.scalars(
        select(HandOver)
        .where(HandOver.state == HandOverState.PENDING, HandOver.to_id.not_in(serving(*TAKERS)))
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()


def appeals_of_nobody() -> Sequence[Appeal]:
    """Return the open appeals of somebody who can have none any more, the urgent first, locked."""
    return db.session.scalars(
        select(Appeal)
        .where(Appeal.state.in_(OPEN_APPEALS), Appeal.holder_id.not_in(serving(*TAKERS)))
        .order_by(Appeal.danger.is_(None), Appeal.due_at)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()
