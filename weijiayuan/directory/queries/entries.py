"""One entry of the directory at a time, and what stands on its page."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from weijiayuan.db import db
from weijiayuan.directory.errors import ServiceNotFound, SiteNotFound
from weijiayuan.directory.models import Closure, HallMatter, Service, ServiceAt, Site, Wish
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.queries.search_conditions import says
from weijiayuan.directory.rules.query_understanding import understand, words_of
from weijiayuan.directory.rules.vocabulary import Standing
from weijiayuan.web.pagination import Page, page_by

MOST_ON_A_PAGE = 200


def service(service_id: UUID) -> Service:
    """Return one service with its organisation. Raises `ServiceNotFound`."""
    found = db.session.get(Service, service_id, options=[joinedload(Service.organisation)])
    if found is None:
        raise ServiceNotFound
    return found


def site(site_id: UUID) -> Site:
    """Return one site with its hours and organisation. Raises `SiteNotFound`."""
    related = [joinedload(Site.hours), joinedload(Site.organisation)]
    found = db.session.get(Site, site_id, options=related)
    if found is None:
        raise SiteNotFound
    return found


def site_to_change(site_id: UUID) -> Site:
    """Return one site, locked until the transaction ends. Raises `SiteNotFound`."""
    found = db.session.get(Site, site_id, with_for_update={"of": Site})
    if found is None:
        raise SiteNotFound
    return found


def services_asked(ids: Collection[UUID] | None, *, most: int) -> Sequence[Any]:
    """Return id, name and rule of these services, or of all that have a condition.

    Raises `ServiceNotFound` when one of them is not there.
    """
    wanted = select(Service.id, Service.name, Service.rule).order_by(Service.id)
    if ids is None:
        in_use = wanted.where(Service.rule.is_not(None), Service.standing == Standing.ACTIVE)
        return db.session.execute(in_use.limit(most)).all()
    rows = {row.id: row for row in db.session.execute(wanted.where(Service.id.in_(ids)))}
    if len(rows) < len(set(ids)):
        raise ServiceNotFound
    return [rows[one] for one in dict.fromkeys(ids)]


def held_at(site_id: UUID) -> Sequence[ServiceAt]:
    """Return the services in use at a site, with their hours, by number and name."""
    wanted = (
        select(ServiceAt)
        .join(ServiceAt.service)
        .where(ServiceAt.site_id == site_id, Service.standing == Standing.ACTIVE)
        .options(joinedload(ServiceAt.service), joinedload(ServiceAt.hours))
        .order_by(Service.list_no.is_(None), Service.list_no, Service.name)
    )
    return db.session.scalars(wanted.limit(MOST_ON_A_PAGE)).all()


def rooms_of(site_id: UUID) -> Sequence[Site]:
    """Return the sites inside this one, by name."""
    wanted = select(Site).filter_by(parent_id=site_id, standing=Standing.ACTIVE)
    return db.session.scalars(wanted.order_by(Site.name).limit(MOST_ON_A_PAGE)).all()


def coming_closures(site_id: UUID, now: datetime) -> Sequence[Closure]:
    """Return the closures that are not over, in order."""
    wanted = select(Closure).where(Closure.site_id == site_id, Closure.ends_at > now)
    return db.session.scalars(wanted.order_by(Closure.starts_at).limit(MOST_ON_A_PAGE)).all()


def matters(
    *, hall: UUID | None, instant: bool | None, q: str, limit: int, cursor: str | None
) -> Page[HallMatter]:
    """Return the matters that are handled at halls, by the order of entry."""
    wanted = select(HallMatter).options(joinedload(HallMatter.site))
    if hall is not None:
        wanted = wanted.where(HallMatter.site_id == hall)
    if instant is not None:
        wanted = wanted.where(HallMatter.instant.is_(instant))
    words = understand(q, tree())
    columns = (HallMatter.name, HallMatter.authority, HallMatter.guide)
    for word in words.text:
        wanted = wanted.where(says(word, columns))
    if words.needs:
        meant = [says(word, [HallMatter.name]) for word in words_of(words.needs, tree())]
        wanted = wanted.where(or_(and_(*(says(word, columns) for word in words.said)), *meant))
    return page_by(wanted, HallMatter.id, limit=limit, cursor=cursor)


def wishes(community: str | None) -> Sequence[Any]:
    """Return how often each need is wished for in a community, or in all."""
    count = func.count()
    wanted = select(Wish.community_code, Wish.need, count.label("count")).group_by(
        Wish.community_code, Wish.need
    )
    if community is not None:
        wanted = wanted.where(Wish.community_code == community)
    ordered = wanted.order_by(count.desc(), Wish.community_code, Wish.need)
    return db.session.execute(ordered.limit(MOST_ON_A_PAGE)).all()
