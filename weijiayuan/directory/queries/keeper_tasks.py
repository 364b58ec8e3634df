"""What the keepers of some territories have to look at."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select, true

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.directory.models import Check, Site
from weijiayuan.directory.rules.vocabulary import Standing
from weijiayuan.web.pagination import Page, page_as_asked

ORDERS: Mapping[str, ColumnElement[Any]] = {
    "assured": Site.assured_on.expression,
    "name": Site.name.expression,
    "doubted": Site.doubted_at.expression,
}


def within(territories: Iterable[Territory]) -> ColumnElement[bool]:
    """Return the condition on a site for what lies in one of the territories."""
    found: list[ColumnElement[bool]] = [false()]
    for each in territories:
        if each.kind is TerritoryKind.DISTRICT:
            return true()
        if each.kind is TerritoryKind.VENUE:
            found.append(Site.code == each.code)
        else:
            columns = (Site.grid_code, Site.community_code, Site.street_code)
            found += [column.startswith(each.code, autoescape=True) for column in columns]
    return or_(*found)


def due(
    territories: Iterable[Territory],
    *,
    before: date,
    limit: int,
    cursor: str | None,
    sort: str = "assured",
    doubted: bool = False,
    gone: bool = False,
    q: str | None = None,
) -> Page[Site]:
    """Return the sites last confirmed on or before a day, as sorted.

    With `doubted` only those that residents found otherwise and nobody answered for, however
    lately they were confirmed; with `gone` those that were closed down.
    """
    standing = Standing.GONE if gone else Standing.ACTIVE
    wanted = select(Site).where(within(territories), Site.standing == standing)
    if doubted:
        wanted = wanted.where(Site.doubted_at.is_not(None))
    elif not gone:
        wanted = wanted.where(Site.assured_on <= before)
    if q is not None:
        named = (Site.name, Site.code, Site.address)
        wanted = wanted.where(or_(*(column.contains(q, autoescape=True) for column in named)))
    return page_as_asked(wanted, ORDERS, Site.id, sort=sort, limit=limit, cursor=cursor)


def asked_until(site_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return until when the keepers of these sites were asked to answer."""
    wanted = select(Check.site_id, Check.due_at).where(
        Check.site_id.in_(site_ids), Check.ended_at.is_(None)
    )
    return {site: due_at for site, due_at in db.session.execute(wanted)}  # noqa: C416
