"""What the open directory gives away: every entry in use, a page at a time, by number of page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.directory.models import Organisation, Service, ServiceAt, Site

MOST_PLACES = 500
WITH_PLACE = (
    joinedload(ServiceAt.site).joinedload(Site.hours),
    joinedload(ServiceAt.site).selectinload(Site.closures),
    joinedload(ServiceAt.hours),
)
"""What is read with a service at its place: the site with its hours and closures."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A page by its number, and how much there is in all."""

    items: Sequence[Any]
    total: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions that all must hold, as the specification asks."""

    words: str = ""
    needs: tuple[str, ...] | None = None
    organisation_id: UUID | None = None
    modified_after: datetime | None = None


def services(wanted: Wanted, *, number: int, size: int) -> Numbered:
    """Return services with their organisations."""
    rows = _narrowed(select(Service), wanted).options(joinedload(Service.organisation))
    return _page(rows.order_by(Service.id), number, size)


def services_held(wanted: Wanted, *, number: int, size: int) -> Numbered:
    """Return services at their places."""
    rows = _narrowed(select(ServiceAt).join(ServiceAt.service), wanted).options(
        joinedload(ServiceAt.service).joinedload(Service.organisation),
        *WITH_PLACE,
    )
    return _page(rows.order_by(ServiceAt.id), number, size)


def organisations(words: str, *, number: int, size: int) -> Numbered:
    """Return organisations."""
    rows = select(Organisation)
    for word in words.split():
        rows = rows.where(Organisation.name.contains(word, autoescape=True))
    return _page(rows.order_by(Organisation.id), number, size)


def places_of(service_id: UUID) -> Sequence[ServiceAt]:
    """Return where a service is held."""
    rows = select(ServiceAt).filter_by(service_id=service_id).options(*WITH_PLACE)
    return db.session.scalars(rows.order_by(ServiceAt.id).limit(MOST_PLACES)).all()


def held(service_at_id: UUID) -> ServiceAt | None:
    """Return one service at one place."""
    return db.session.get(ServiceAt, service_at_id, options=WITH_PLACE)


def organisation(organisation_id: UUID) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def services_of(organisation_id: UUID) -> Sequence[Service]:
    """Return the services of an organisation."""
    rows = select(Service).filter_by(organisation_id=organisation_id).order_by(Service.id)
    return db.session.scalars(rows.limit(MOST_PLACES)).all()


def _narrowed(rows: Select[Any], wanted: Wanted) -> Select[Any]:
    for word in wanted.words.split():
        said = (Service.name, Service.text)
        rows = rows.where(or_(*(column.contains(word, autoescape=True) for column in said)))
    if wanted.needs is not None:
        rows = rows.where(Service.need.in_(wanted.needs))
    if wanted.organisation_id is not None:
        rows = rows.where(Service.organisation_id == wanted.organisation_id)
    if wanted.modified_after is not None:
        changed = func.coalesce(Service.changed_at, Service.created_at)
        rows = rows.where(changed >= wanted.modified_after)
    return rows


def _page(rows: Select[Any], number: int, size: int) -> Numbered:
    counted = select(func.count()).select_from(rows.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    items = db.session.scalars(rows.limit(size).offset((number - 1) * size)).all()
    return Numbered(items, total, number, size)
