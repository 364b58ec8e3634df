"""What residents change about themselves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from weijiayuan import audit
from weijiayuan.accounts import (
    consent_document_versions,
    queries,
    revocation_list,
    rules,
    staff_administration,
)
from weijiayuan.accounts.errors import (
    ChildConsentNeeded,
    ConsentDocumentNotFound,
    ConsentUnknown,
    PhoneTaken,
    TooManyFamilyMembers,
)
from weijiayuan.accounts.models import Consent, FamilyMember, LoginSession, Relation, Resident
from weijiayuan.accounts.revocation_list import Revoked
from weijiayuan.db import blind_index, db
from weijiayuan.web.idempotency_records import StoredAnswer

MOST_FAMILY_MEMBERS = 20


def set_phone(resident: Resident, phone: str) -> None:
    """Keep the telephone number that WeChat vouches for. Raises `PhoneTaken`."""
    resident.phone, resident.phone_mark = phone, blind_index(phone)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise PhoneTaken from error


def add_family_member(
    resident: Resident,
    *,
    name: str,
    relation: Relation,
    birth_date: date | None,
    guardian: bool,
    on: date,
) -> FamilyMember:
    """Let the resident act for somebody. Raises `TooManyFamilyMembers`, `ChildConsentNeeded`."""
    _check_child_consent(resident, birth_date, on=on)
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


def change_family_member(member: FamilyMember, *, by: Resident, on: date, **given: Any) -> None:
    """Replace what is kept about a family member. Raises `ChildConsentNeeded`."""
    _check_child_consent(by, given["birth_date"], on=on)
    for name, value in given.items():
        setattr(member, name, value)


def _check_child_consent(resident: Resident, birth_date: date | None, *, on: date) -> None:
    if birth_date is None or not rules.is_child(birth_date, on=on):
        return
    if not queries.has_agreed(
        resident.id, document="child", version=consent_document_versions.CURRENT["child"]
    ):
        raise ChildConsentNeeded


def give_consent(resident: Resident, *, document: str, version: str) -> Consent:
    """Record that the resident agreed to a document. Raises `ConsentUnknown`."""
    if consent_document_versions.CURRENT.get(document) != version:
        raise ConsentUnknown
    consent = Consent(resident_id=resident.id, document=document, version=version)
    db.session.add(consent)
    return consent


def withdraw_consent(resident: Resident, *, document: str, now: datetime) -> None:
    """Record that the resident no longer agrees (PIPL 15). Raises `ConsentDocumentNotFound`."""
    if document not in consent_document_versions.CURRENT:
        raise ConsentDocumentNotFound
    db.session.execute(
        update(Consent)
        .filter_by(resident_id=resident.id, document=document, withdrawn_at=None)
        .values(withdrawn_at=now)
    )


def close(resident: Resident, *, now: datetime) -> None:
    """Erase who the resident is. Rows that others rely on keep an id that names nobody."""
    audit.record("account closed", subject_kind="resident", subject_id=resident.id)
    revocation_list.note(Revoked.RESIDENT, resident.id)
    if (account := queries.staff_of_resident(resident.id)) is not None:
        staff_administration.unlink(account)
    for model in (FamilyMember, Consent, LoginSession):
        db.session.execute(delete(model).filter_by(resident_id=resident.id))
    db.session.execute(delete(StoredAnswer).filter_by(caller=f"resident:{resident.id}"))
    resident.openid = resident.phone = resident.phone_mark = resident.community_code = None
    resident.nickname = ""
    resident.closed_at = now
