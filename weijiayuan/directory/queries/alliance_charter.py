"""Versions of the charter, and how members voted on them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from weijiayuan.db import db
from weijiayuan.directory.errors import CharterNotFound
from weijiayuan.directory.models import Charter, Elector, Organisation, Representative, Signature
from weijiayuan.directory.rules.vocabulary import Standing

AT_ONCE = 200


def charter(charter_id: UUID) -> Charter:
    """Return a version of the charter, locked until the end. Raises `CharterNotFound`."""
    found = db.session.get(Charter, charter_id, with_for_update=True)
    if found is None:
        raise CharterNotFound
    return found


def charters() -> Sequence[Charter]:
    """Return the versions of the charter, the newest first."""
    wanted = select(Charter).order_by(Charter.number.desc())
    return db.session.scalars(wanted.limit(AT_ONCE)).all()


def in_force() -> Charter | None:
    """Return the version that holds: the newest that came into force."""
    wanted = select(Charter).where(Charter.in_force_at.is_not(None))
    return db.session.scalars(wanted.order_by(Charter.number.desc()).limit(1)).first()


def open_charter() -> Charter | None:
    """Return the version that members vote on, if there is one."""
    wanted = select(Charter).where(Charter.in_force_at.is_(None), Charter.closed_at.is_(None))
    return db.session.scalars(wanted.limit(1)).first()


def last_number() -> int:
    """Return the number of the newest version, 0 before the first."""
    return db.session.scalar(select(func.max(Charter.number))) or 0


def votes(charter_id: UUID) -> list[dict[str, Any]]:
    """Return how members voted on a version, in the order in which they did."""
    columns = (Organisation.id, Organisation.name, Signature.at, Signature.agrees, Signature.words)
    wanted = (
        select(*columns)
        .join(Signature, Signature.organisation_id == Organisation.id)
        .where(Signature.charter_id == charter_id)
    )
    rows = db.session.execute(wanted.order_by(Signature.at, Signature.id))
    return [row._asdict() for row in rows]


def vote_of(charter_id: UUID, organisation_id: UUID) -> Signature | None:
    """Return how a member voted on a version."""
    wanted = select(Signature).filter_by(charter_id=charter_id, organisation_id=organisation_id)
    return db.session.scalars(wanted).one_or_none()


def voted_for(charter_id: UUID, resident_id: UUID) -> Organisation | None:
    """Return the member for which somebody voted on a version."""
    wanted = (
        select(Organisation)
        .join(Signature, Signature.organisation_id == Organisation.id)
        .where(Signature.charter_id == charter_id, Signature.resident_id == resident_id)
    )
    return db.session.scalars(wanted).one_or_none()


def has_acted_since(organisation_id: UUID, resident_id: UUID, moment: datetime) -> bool:
    """Tell whether somebody acted for a member at a moment already."""
    wanted = select(Representative.id).where(
        Representative.organisation_id == organisation_id,
        Representative.resident_id == resident_id,
        Representative.created_at <= moment,
    )
    return db.session.scalar(wanted) is not None


def electors(charter_id: UUID) -> set[UUID]:
    """Return the members that a version was put before."""
    wanted = select(Elector.organisation_id).filter_by(charter_id=charter_id)
    return set(db.session.scalars(wanted))


def everybody() -> Sequence[UUID]:
    """Return the residents who act for members that are in use."""
    wanted = (
        select(Representative.resident_id)
        .join(Organisation, Organisation.id == Representative.organisation_id)
        .where(Organisation.standing == Standing.ACTIVE)
        .distinct()
        .order_by(Representative.resident_id)
    )
    return db.session.scalars(wanted).all()
