"""Who was asked to agree to what, and by which accounts somebody can be found."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from weijiayuan.approvals.errors import ConsentNotAsked
from weijiayuan.approvals.models import (
    Application,
    Consent,
    ConsentState,
    ConsentTo,
    IdentityCheck,
    Licence,
)
from weijiayuan.approvals.rules.states import ApplicationState, LicenceState
from weijiayuan.db import db

_PASSED = IdentityCheck.result == "passed"


def of_application(application_id: UUID, what: ConsentTo) -> dict[str, Consent]:
    """Return what was asked about an application, by the mark of the person."""
    wanted = select(Consent).where(Consent.application_id == application_id, Consent.what == what)
    found = db.session.scalars(wanted.execution_options(populate_existing=True))
    return {each.mark: each for each in found}


def agreed_for(uscc: str, mark: str, digest: str) -> bool:
    """Tell whether somebody agreed to the same terms for a former version of a licence."""
    versions = select(Licence.application_id).where(Licence.uscc == uscc)
    said = exists().where(
        Consent.application_id.in_(versions),
        Consent.what == ConsentTo.APPLICATION,
        Consent.mark == mark,
        Consent.digest == digest,
        Consent.state == ConsentState.AGREED,
    )
    return bool(db.session.scalar(select(said)))


def accounts_of(mark: str) -> Sequence[UUID]:
    """Return the accounts in which a name and number passed the face check."""
    wanted = select(IdentityCheck.resident_id).where(IdentityCheck.mark == mark, _PASSED)
    return db.session.scalars(wanted.distinct()).all()


def marks_of(resident_id: UUID) -> Select[str]:
    """Select the marks of everybody whose face check passed in an account."""
    return select(IdentityCheck.mark).where(IdentityCheck.resident_id == resident_id, _PASSED)


def first_mark(resident_id: UUID) -> str | None:
    """Return whose account it is: of whoever passed the face check in it first."""
    wanted = marks_of(resident_id).order_by(IdentityCheck.checked_at, IdentityCheck.id)
    return db.session.scalar(wanted.limit(1))


def asked_of_person(resident_id: UUID) -> Sequence[tuple[Consent, Application]]:
    """Return what somebody is asked now, or said and may still take back, newest first."""
    wanted = (
        select(Consent, Application)
        .join(Application, Application.id == Consent.application_id)
        .where(Consent.mark.in_(marks_of(resident_id)), _stands())
        .order_by(Consent.id.desc())
    )
    return [(consent, application) for consent, application in db.session.execute(wanted)]


def _stands() -> ColumnElement[bool]:
    """Return what holds of a question that can still be answered."""
    closing = exists().where(
        Licence.application_id == Consent.application_id,
        Licence.is_current,
        Licence.state.in_([LicenceState.ACTIVE, LicenceState.PAUSED]),
    )
    return (
        (Consent.what == ConsentTo.APPLICATION) & (Application.state == ApplicationState.IN_REVIEW)
    ) | ((Consent.what == ConsentTo.CLOSING) & closing)


def asked(consent_id: UUID, resident_id: UUID) -> Consent:
    """Return a question to whoever comes with an account. Raises `ConsentNotAsked`."""
    wanted = (
        select(Consent)
        .join(Application, Application.id == Consent.application_id)
        .where(Consent.id == consent_id, Consent.mark.in_(marks_of(resident_id)), _stands())
    )
    found = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise ConsentNotAsked
    return found


def open_marks(mark: str) -> Sequence[Consent]:
    """Return what somebody is asked and has not answered, by whatever account they come."""
    wanted = (
        select(Consent)
        .join(Application, Application.id == Consent.application_id)
        .where(Consent.mark == mark, Consent.state == ConsentState.OPEN, _stands())
    )
    return db.session.scalars(wanted).all()


def named_in(resident_id: UUID) -> Sequence[tuple[Licence, Consent]]:
    """Return the current licences in which somebody is named by another, with their part."""
    wanted = (
        select(Licence, Consent)
        .join(Consent, Consent.application_id == Licence.application_id)
        .where(
            Licence.is_current,
            Licence.resident_id != resident_id,
            Consent.what == ConsentTo.APPLICATION,
            Consent.roles != "",
            Consent.mark.in_(marks_of(resident_id)),
        )
        .order_by(Licence.id.desc())
    )
    return [(licence, consent) for licence, consent in db.session.execute(wanted)]


def run_by(resident_id: UUID) -> Sequence[Licence]:
    """Return current licences of whoever has an account that stand in another one."""
    wanted = select(Licence).where(
        Licence.is_current,
        Licence.resident_id != resident_id,
        Licence.operator_mark.in_(marks_of(resident_id)),
    )
    return db.session.scalars(wanted.order_by(Licence.id.desc())).all()


def of_person(resident_id: UUID) -> Sequence[Consent]:
    """Return what an account answered."""
    wanted = select(Consent).where(Consent.resident_id == resident_id)
    return db.session.scalars(wanted.order_by(Consent.id)).all()
