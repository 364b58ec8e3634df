"""Questions about mediations and confirmations: who sees one, who could mediate."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from weijiayuan.accounts.models import Duty, StaffAccount
from weijiayuan.accounts.rules import Role, TerritoryKind
from weijiayuan.appeals import queries as appeal_queries
from weijiayuan.appeals.errors import AppealNotFound, MediationNotFound, TermNotFound
from weijiayuan.appeals.models import (
    Agreement,
    Appeal,
    InvitationStep,
    Mediation,
    MediationParty,
    Mediator,
    Performance,
    TalkLine,
    TermsReview,
    TermsSignature,
)
from weijiayuan.appeals.rules.mediator_selection import Candidate, Needed
from weijiayuan.appeals.rules.states import LIVE_MEDIATIONS
from weijiayuan.db import db

MOST = 100


def appeal_to_mediate(number: str, by: UUID) -> Appeal:
    """Return the appeal that its holder wants mediated, locked. Raises `AppealNotFound`."""
    appeal = appeal_queries.locked(number)
    if appeal.holder_id != by:
        raise AppealNotFound
    return appeal


def live_mediation_of(appeal_id: UUID) -> UUID | None:
    """Return the mediation in which an appeal is being talked about."""
    return db.session.scalar(
        select(Mediation.id).where(
            Mediation.appeal_id == appeal_id, Mediation.state.in_(LIVE_MEDIATIONS)
        )
    )


def parties_of(mediation_id: UUID) -> Sequence[MediationParty]:
    return db.session.scalars(
        select(MediationParty)
        .filter_by(mediation_id=mediation_id)
        .order_by(MediationParty.side)
        .execution_options(populate_existing=False)
    ).all()


def hosts_of(mediation: Mediation) -> set[str]:
    """Return the names of who mediates, or opened what nobody mediates."""
    hosts = {mediation.mediator_id or mediation.opened_by}
    return set(
        db.session.scalars(select(StaffAccount.display_name).where(StaffAccount.id.in_(hosts)))
    )


def sides_of_quarrel(mediation: Mediation) -> Sequence[MediationParty]:
    """Return every side of a mediation, and of whatever else came out of the same appeal."""
    own = MediationParty.mediation_id == mediation.id
    if mediation.appeal_id is not None:
        same = select(Mediation.id).filter_by(appeal_id=mediation.appeal_id)
        own |= MediationParty.mediation_id.in_(same)
    return db.session.scalars(select(MediationParty).where(own).order_by(MediationParty.id)).all()


def invitation_steps(party_ids: Sequence[UUID]) -> Sequence[InvitationStep]:
    """Return what happened to the invitations of some sides, in order."""
    return db.session.scalars(
        select(InvitationStep)
        .where(InvitationStep.party_id.in_(party_ids))
        .order_by(InvitationStep.at, InvitationStep.id)
    ).all()


def unanswered(now: datetime) -> Sequence[MediationParty]:
    """Return the sides of living mediations whose time to answer is over, locked."""
    return db.session.scalars(
        select(MediationParty)
        .join(Mediation, Mediation.id == MediationParty.mediation_id)
        .where(MediationParty.answer_by <= now, Mediation.state.in_(LIVE_MEDIATIONS))
        .order_by(MediationParty.id)
        .limit(MOST)
        .with_for_update(of=MediationParty, skip_locked=True)
    ).all()


def overdue(now: datetime) -> Sequence[Mediation]:
    """Return the living mediations past their days of which nobody was told, locked."""
    return db.session.scalars(
        select(Mediation)
        .where(Mediation.due_at <= now, Mediation.overdue_told_at.is_(None))
        .where(Mediation.state.in_(LIVE_MEDIATIONS))
        .order_by(Mediation.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    ).all()


def party_of_code(mark: str) -> MediationParty | None:
    return db.session.scalars(
        select(MediationParty).filter_by(code_mark=mark).with_for_update()
    ).one_or_none()


def locked(mediation_id: UUID) -> Mediation:
    """Return a mediation, locked. Raises `MediationNotFound`."""
    found = db.session.scalars(
        select(Mediation).filter_by(id=mediation_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise MediationNotFound
    return found


def side_of(mediation_id: UUID, resident_id: UUID | None) -> MediationParty | None:
    if resident_id is None:
        return None
    return db.session.scalars(
        select(MediationParty).filter_by(mediation_id=mediation_id, resident_id=resident_id)
    ).first()


def waiting_for_mediator() -> Sequence[Mediation]:
    """Return the living mediations that nobody mediates, the oldest first."""
    return db.session.scalars(
        select(Mediation)
        .where(Mediation.mediator_id.is_(None), Mediation.state.in_(LIVE_MEDIATIONS))
        .order_by(Mediation.id)
        .limit(MOST)
        .with_for_update()
    ).all()


def stopped_for_violence() -> Sequence[Mediation]:
    """Return the living mediations that stopped for violence at home, the oldest first."""
    return db.session.scalars(
        select(Mediation)
        .where(Mediation.violence_at.is_not(None), Mediation.state.in_(LIVE_MEDIATIONS))
        .order_by(Mediation.id)
        .limit(MOST)
    ).all()


def talk_of(mediation_id: UUID, rooms: Sequence[str]) -> Sequence[TalkLine]:
    return db.session.scalars(
        select(TalkLine)
        .filter_by(mediation_id=mediation_id)
        .where(TalkLine.room.in_(rooms))
        .order_by(TalkLine.id)
    ).all()


def newest_agreement(mediation_id: UUID) -> Agreement | None:
    return db.session.scalars(
        select(Agreement)
        .filter_by(mediation_id=mediation_id)
        .order_by(Agreement.version.desc())
        .limit(1)
    ).first()


def signatures_of(agreement_id: UUID) -> Sequence[TermsSignature]:
    return db.session.scalars(
        select(TermsSignature).filter_by(agreement_id=agreement_id).order_by(TermsSignature.at)
    ).all()


def review_of(agreement_id: UUID) -> TermsReview | None:
    return db.session.scalars(
        select(TermsReview).filter_by(agreement_id=agreement_id)
    ).one_or_none()


def review_locked(review_id: UUID) -> TermsReview | None:
    return db.session.scalars(
        select(TermsReview).filter_by(id=review_id).with_for_update()
    ).one_or_none()


def reviews_for(staff_id: UUID) -> Sequence[TermsReview]:
    """Return what somebody is asked to look at, the oldest first."""
    return db.session.scalars(
        select(TermsReview)
        .filter_by(reviewer_id=staff_id, approved=None)
        .order_by(TermsReview.id)
        .limit(MOST)
    ).all()


def drop_unsigned(mediation_id: UUID) -> None:
    """Take back every signature under terms that are not in effect."""
    waiting = select(Agreement.id).filter_by(mediation_id=mediation_id, effective_at=None)
    db.session.execute(
        delete(TermsSignature)
        .where(TermsSignature.agreement_id.in_(waiting))
        .execution_options(synchronize_session=False)
    )
    for agreement in db.session.scalars(
        select(Agreement).filter_by(mediation_id=mediation_id, effective_at=None)
    ):
        agreement.paper = None


def candidates(now: datetime) -> list[Candidate]:
    """Return every mediator with their load of open cases."""
    loads: dict[UUID | None, int] = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Mediation.mediator_id, func.count())
            .where(Mediation.state.in_(LIVE_MEDIATIONS))
            .group_by(Mediation.mediator_id)
        )
    }
    about = {each.staff_id: each for each in db.session.scalars(select(Mediator))}
    areas: dict[UUID, list[str]] = {}
    for duty in db.session.scalars(
        select(Duty)
        .join(StaffAccount, StaffAccount.id == Duty.staff_id)
        .where(Duty.role == Role.MEDIATOR, StaffAccount.disabled_at.is_(None))
    ):
        code = "" if duty.territory_kind is TerritoryKind.DISTRICT else duty.territory_code
        areas.setdefault(duty.staff_id, []).append(code)
    return [
        _candidate(staff_id, codes, about.get(staff_id), loads.get(staff_id, 0), now)
        for staff_id, codes in areas.items()
    ]


def mediators() -> set[UUID]:
    """Return who has the duty of a mediator, in an open account."""
    return set(appeal_queries.holders_of_duty(Role.MEDIATOR))


def _candidate(
    staff_id: UUID, codes: list[str], known: Mediator | None, load: int, now: datetime
) -> Candidate:
    return Candidate(
        id=str(staff_id),
        fields=frozenset(known.fields.split()) if known else frozenset(),
        languages=frozenset(known.languages.split()) if known else frozenset({"zh"}),
        territories=tuple(codes),
        load=load,
        available=not (known and known.off_until and known.off_until > now),
        ties=frozenset(known.ties.split()) if known else frozenset(),
    )


def needed(mediation: Mediation, languages: frozenset[str]) -> Needed:
    """Return what a mediation asks of its mediator. Nobody called like a party or helper has it."""
    parties = parties_of(mediation.id)
    marks = {party.phone_mark for party in parties}
    people = {name for one in parties for name in (one.name, one.guardian, one.agent) if name}
    known = select(StaffAccount.id).where(StaffAccount.display_name.in_(people))
    namesakes = {str(staff_id) for staff_id in db.session.scalars(known)}
    return Needed(
        category=mediation.category,
        languages=languages,
        territory=mediation.territory_code,
        ties=frozenset(mark for mark in marks if mark),
        refused=frozenset(mediation.refused.split()) | namesakes,
    )


def resident_of_staff(staff_id: UUID | None) -> UUID | None:
    if staff_id is None:
        return None
    return db.session.scalar(select(StaffAccount.resident_id).filter_by(id=staff_id))


def performances_of(mediation_id: UUID) -> Sequence[Performance]:
    return db.session.scalars(
        select(Performance).filter_by(mediation_id=mediation_id).order_by(Performance.term)
    ).all()


def performance(performance_id: UUID) -> Performance:
    found = db.session.scalars(
        select(Performance).filter_by(id=performance_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise TermNotFound
    return found


def same_creditor(phone_mark: str | None, now: datetime) -> int:
    """Return in how many mediations of thirty days somebody with this telephone takes part."""
    if phone_mark is None:
        return 0
    since = now - timedelta(days=30)
    asked = (
        select(func.count())
        .select_from(MediationParty)
        .where(MediationParty.phone_mark == phone_mark, MediationParty.created_at >= since)
    )
    return db.session.scalar(asked) or 0
