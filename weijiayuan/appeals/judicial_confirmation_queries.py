"""Questions about confirmations: where one stands, who sits over it, who came."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, distinct, func, select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.rules import Role
from weijiayuan.appeals.errors import ConfirmationNotFound
from weijiayuan.appeals.models import (
    Agreement,
    Confirmation,
    CourtAnswer,
    CourtRoom,
    Interruption,
    Judge,
    MediationParty,
    Performance,
    Presence,
    StepConsent,
)
from weijiayuan.appeals.rules.states import ALIVE, SITTING, ConfirmationState
from weijiayuan.db import db

MOST = 100


def judges(mediation_id: UUID, staff_id: UUID | None) -> bool:
    """Tell whether somebody is the judge to whom this agreement's confirmation was given."""
    if staff_id is None:
        return False
    asked = select(Confirmation.id).filter_by(mediation_id=mediation_id, judge_id=staff_id)
    return db.session.scalar(asked.limit(1)) is not None


def alive_confirmation(mediation_id: UUID) -> Confirmation | None:
    return db.session.scalars(
        select(Confirmation).where(
            Confirmation.mediation_id == mediation_id,
            Confirmation.state.in_([*ALIVE, "confirmed"]),
        )
    ).first()


def newest_confirmation(mediation_id: UUID) -> Confirmation | None:
    return db.session.scalars(
        select(Confirmation)
        .filter_by(mediation_id=mediation_id)
        .order_by(Confirmation.id.desc())
        .limit(1)
    ).first()


def confirmation_locked(confirmation_id: UUID) -> Confirmation:
    """Return a confirmation, locked. Raises `ConfirmationNotFound`."""
    found = db.session.scalars(
        select(Confirmation).filter_by(id=confirmation_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise ConfirmationNotFound
    return found


def consents_of(confirmation_id: UUID) -> Sequence[StepConsent]:
    return db.session.scalars(
        select(StepConsent).filter_by(confirmation_id=confirmation_id).order_by(StepConsent.at)
    ).all()


def answers_of(confirmation_id: UUID) -> Sequence[CourtAnswer]:
    return db.session.scalars(
        select(CourtAnswer).filter_by(confirmation_id=confirmation_id).order_by(CourtAnswer.id)
    ).all()


def interruptions_of(confirmation_id: UUID) -> Sequence[Interruption]:
    return db.session.scalars(
        select(Interruption).filter_by(confirmation_id=confirmation_id).order_by(Interruption.since)
    ).all()


def ruling_of_code(code: str) -> Confirmation | None:
    """Return the confirmation whose ruling has this code, locked."""
    return db.session.scalars(
        select(Confirmation).filter_by(ruling_code=code).with_for_update()
    ).one_or_none()


def ruling_numbered(number: str) -> UUID | None:
    """Return the confirmation that has a ruling of this number."""
    return db.session.scalar(select(Confirmation.id).filter_by(ruling_number=number))


def forget_hearing(confirmation_id: UUID, *, step: str) -> None:
    """Drop answers and confirmations of the record: another judge asks again."""
    for statement in (
        delete(CourtAnswer).filter_by(confirmation_id=confirmation_id),
        delete(StepConsent).filter_by(confirmation_id=confirmation_id, step=step),
    ):
        db.session.execute(statement)


def in_court_of(resident_id: UUID) -> Sequence[Confirmation]:
    """Return what somebody is a party of before the court, online or in its house."""
    own = select(MediationParty.mediation_id).filter_by(resident_id=resident_id)
    return db.session.scalars(
        select(Confirmation)
        .where(Confirmation.mediation_id.in_(own), Confirmation.filed_at.is_not(None))
        .where(Confirmation.state.in_(ALIVE))
        .order_by(Confirmation.id)
    ).all()


def filed_states() -> list[str]:
    """Return the state of every confirmation that was ever filed, for counting."""
    return list(
        db.session.scalars(select(Confirmation.state).where(Confirmation.filed_at.is_not(None)))
    )


def confirmed_or_not() -> dict[str, int]:
    """Count the mediations whose agreement is in effect, by whether the court confirmed it."""
    in_effect = select(func.count(distinct(Agreement.mediation_id))).where(
        Agreement.effective_at.is_not(None)
    )
    confirmed = in_effect.where(
        Agreement.id.in_(
            select(Confirmation.agreement_id).filter_by(state=ConfirmationState.CONFIRMED)
        )
    )
    whole, part = db.session.scalar(in_effect) or 0, db.session.scalar(confirmed) or 0
    return {"confirmed_by_the_court": part, "other": whole - part}


def served() -> Sequence[Confirmation]:
    """Return the confirmations that were confirmed in a session, for counting."""
    return db.session.scalars(
        select(Confirmation).where(
            Confirmation.served_at.is_not(None), Confirmation.starts_at.is_not(None)
        )
    ).all()


def duties_due(on: date) -> Sequence[Performance]:
    return db.session.scalars(select(Performance).where(Performance.due_on < on)).all()


def presence_of(confirmation_id: UUID, who: str) -> Presence:
    return db.session.scalars(
        select(Presence).filter_by(confirmation_id=confirmation_id, who=who)
    ).one()


def presences_of(confirmation_id: UUID) -> Sequence[Presence]:
    return db.session.scalars(
        select(Presence).filter_by(confirmation_id=confirmation_id).order_by(Presence.who)
    ).all()


def confirmation_numbered(number: str) -> Confirmation | None:
    """Return a confirmation by its number, locked."""
    return db.session.scalars(
        select(Confirmation).filter_by(number=number).with_for_update()
    ).one_or_none()


def next_sessions(after: datetime) -> dict[UUID, datetime]:
    """Return when each room has its next session; one that began just now counts."""
    rows = db.session.execute(
        select(Confirmation.room_id, func.min(Confirmation.starts_at))
        .where(
            Confirmation.room_id.is_not(None),
            Confirmation.starts_at > after,
            Confirmation.state.in_(SITTING),
        )
        .group_by(Confirmation.room_id)
    )
    return {room: at for room, at in rows if room is not None and at is not None}


def rooms() -> Sequence[CourtRoom]:
    return db.session.scalars(select(CourtRoom).order_by(CourtRoom.name)).all()


def sitting_judges() -> Sequence[Judge]:
    """Return the judges whose time can be claimed: who has the duty, in an open account."""
    serving = (
        select(Duty.staff_id)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(Duty.role == Role.JUDGE, StaffAccount.disabled_at.is_(None))
    )
    return db.session.scalars(
        select(Judge).where(Judge.staff_id.in_(serving)).order_by(Judge.id)
    ).all()


def sitting_among(ids: Collection[UUID]) -> list[UUID]:
    """Return which of some confirmations occupy their room still."""
    asked = select(Confirmation.id).where(Confirmation.id.in_(ids), Confirmation.state.in_(SITTING))
    return list(db.session.scalars(asked))
