"""What residents change about themselves."""

import logging
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.accounts import consent_documents, queries, staff
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.errors import ConsentUnknown, PhoneTaken, TooManyFamilyMembers
from weijiayuan.accounts.models import (
    Consent,
    FamilyMember,
    LoginSession,
    Relation,
    Resident,
)
from weijiayuan.accounts.rules import RESIDENT_SESSION_LASTS
from weijiayuan.db import blind_index, db, insert_new
from weijiayuan.kernel.ids import new_token
from weijiayuan.web.models import StoredAnswer

logger = logging.getLogger(__name__)

MOST_FAMILY_MEMBERS = 20


def sign_in(openid: str, *, now: datetime) -> tuple[str, LoginSession, Resident]:
    """Open a session for the person WeChat names, making the account at the first time.

    Returns the token, which is nowhere stored, with the session and the resident.
    """
    insert_new(Resident, [{"openid": openid, **NEW_RESIDENT}])
    resident = queries.resident_by_openid(openid)
    assert resident is not None
    token = new_token()
    session = LoginSession(
        token_hash=hash_of(token),
        expires_at=now + RESIDENT_SESSION_LASTS,
        seen_at=now,
        resident_id=resident.id,
    )
    db.session.add(session)
    logger.info("resident signed in", extra={"resident_id": resident.id})
    return token, session, resident


NEW_RESIDENT = {
    "nickname": "",
    "font_step": 0,
    "elderly_mode": False,
    "wants_suggestions": True,
}


def sign_out(session_id: UUID) -> None:
    """End a session, of a resident or of staff; its token opens nothing any more."""
    db.session.execute(delete(LoginSession).filter_by(id=session_id))


def set_phone(resident: Resident, phone: str) -> None:
    """Keep the telephone number that WeChat vouches for. Raises `PhoneTaken`."""
    resident.phone, resident.phone_mark = phone, blind_index(phone)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise PhoneTaken from error


def add_family_member(
    resident: Resident, *, name: str, relation: Relation, birth_date: date | None, guardian: bool
) -> FamilyMember:
    """Let the resident act for somebody. Raises `TooManyFamilyMembers`."""
    if queries.family_count(resident.id) >= MOST_FAMILY_MEMBERS:
        raise TooManyFamilyMembers(most=MOST_FAMILY_MEMBERS)
    member = FamilyMember(
        resident_id=resident.id,
        name=name,
        relation=relation,
        birth_date=birth_date,
        guardian=guardian,
    )
    db.session.add(member)
    return member


def give_consent(resident: Resident, *, document: str, version: str) -> Consent:
    """Record that the resident agreed to a document. Raises `ConsentUnknown`."""
    if consent_documents.CURRENT.get(document) != version:
        raise ConsentUnknown
    consent = Consent(resident_id=resident.id, document=document, version=version)
    db.session.add(consent)
    return consent


def withdraw_consent(resident: Resident, *, document: str, now: datetime) -> None:
    """Record that the resident no longer agrees (PIPL 15)."""
    db.session.execute(
        update(Consent)
        .filter_by(resident_id=resident.id, document=document, withdrawn_at=None)
        .values(withdrawn_at=now)
    )


def close(resident: Resident, *, now: datetime) -> None:
    """Erase who the resident is. Rows that others rely on keep an id that names nobody."""
    audit.record("account closed", subject_kind="resident", subject_id=resident.id)
    if (account := queries.staff_of_resident(resident.id)) is not None:
        staff.unlink(account)
    for model in (FamilyMember, Consent, LoginSession):
        db.session.execute(delete(model).filter_by(resident_id=resident.id))
    db.session.execute(delete(StoredAnswer).filter_by(caller=f"resident:{resident.id}"))
    resident.openid = resident.phone = resident.phone_mark = resident.community_code = None
    resident.nickname = ""
    resident.closed_at = now


def end_sessions_of(resident_id: UUID) -> None:
    """Sign a resident out everywhere."""
    db.session.execute(delete(LoginSession).filter_by(resident_id=resident_id))
