"""What a list is compared with before it is taken in: entries by number, by name and by place."""

from collections.abc import Collection, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.directory.models import Organisation, Service, ServiceAt, Site
from weijiayuan.directory.rules.near_duplicates import Known
from weijiayuan.places.coordinates import Datum, Point

Entry = TypeVar("Entry", Organisation, Service)


def sites_around(communities: Collection[str], strips: Collection[int]) -> list[Known]:
    """Return the sites in these communities and strips of latitude, as they are compared."""
    columns = (Site.id, Site.name, Site.community_code, Site.lng, Site.lat, Site.is_sample)
    here = or_(Site.community_code.in_(communities), Site.strip.in_(strips))
    rows = db.session.execute(select(*columns).where(here).order_by(Site.code))
    return [
        Known(name, community, _point(lng, lat), id=one, is_sample=is_sample)
        for one, name, community, lng, lat, is_sample in rows
    ]


def _point(lng: float | None, lat: float | None) -> Point | None:
    return None if lng is None or lat is None else Point(lng, lat, Datum.GCJ02)


def named_sites(words: Collection[str]) -> Sequence[tuple[UUID, str, str]]:
    """Return the sites with one of these words as number or name: id, number, name."""
    wanted = select(Site.id, Site.code, Site.name).where(
        or_(Site.code.in_(words), Site.name.in_(words))
    )
    return [(one, code, name) for one, code, name in db.session.execute(wanted)]


def sites_to_change(ids: Collection[UUID]) -> dict[UUID, Site]:
    """Return these sites with their hours, locked until the transaction ends, in one order."""
    wanted = (
        select(Site)
        .where(Site.id.in_(ids))
        .options(joinedload(Site.hours))
        .order_by(Site.id)
        .with_for_update(of=Site)
    )
    options = {"populate_existing": True}
    return {one.id: one for one in db.session.scalars(wanted, execution_options=options)}


def held_at(site_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Return which services these sites serve, as pairs of site and service."""
    wanted = select(ServiceAt.site_id, ServiceAt.service_id).where(ServiceAt.site_id.in_(site_ids))
    return {(site, service) for site, service in db.session.execute(wanted)}


def all_entries(model: type[Entry]) -> Sequence[Entry]:
    """Return every service or organisation."""
    return db.session.scalars(select(model).order_by(model.code)).all()


def all_to_change(model: type[Entry]) -> Sequence[Entry]:
    """Return every service or organisation, locked until the transaction ends, in one order."""
    return db.session.scalars(select(model).order_by(model.id).with_for_update()).all()
