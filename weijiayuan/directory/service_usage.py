"""What was delivered where, counted from deeds: desk taps, bookings, sign-ups; never typed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import aliased

from weijiayuan import audit
from weijiayuan.db import db, insert_new
from weijiayuan.directory.errors import CountedEnough, ServiceNotFound, SiteNotInUse
from weijiayuan.directory.models import Delivery, DeliverySource, Service, ServiceAt, Site
from weijiayuan.directory.queries.need_taxonomy import tree
from weijiayuan.directory.rules.vocabulary import SiteKind, Standing
from weijiayuan.directory.schemas.serializers import labelled
from weijiayuan.kernel.clock import local_date

Json = dict[str, Any]
RED_AFTER = timedelta(days=90)
MOST_TAPS = 100
"""Times a day that a desk may count one service by hand; more comes from bookings and sign-ups."""


def held(service_at_id: UUID) -> ServiceAt:
    """Return a service at a site. Raises `ServiceNotFound`."""
    found = db.session.get(ServiceAt, service_at_id)
    if found is None:
        raise ServiceNotFound
    return found


def count(held_at: ServiceAt, n: int, *, source: DeliverySource, now: datetime) -> int:
    """Count so many deeds more on this day; return how many there were by this source."""
    name = {"service_at_id": held_at.id, "day": local_date(now), "source": source}
    if not insert_new(Delivery, [name | {"count": n}]):
        more = update(Delivery).filter_by(**name).values(count=Delivery.count + n)
        db.session.execute(more)
    audit.record("delivered", subject_kind="service_at", subject_id=held_at.id, n=n)
    return db.session.scalars(select(Delivery.count).filter_by(**name)).one()


def tap(held_at: ServiceAt, n: int, *, now: datetime) -> int:
    """Count what was just given at the desk; return how often it was today.

    Raises `SiteNotInUse`, `CountedEnough` beyond what one desk gives by hand in a day.
    """
    if held_at.site.standing is not Standing.ACTIVE:
        raise SiteNotInUse
    today = count(held_at, n, source=DeliverySource.DESK, now=now)
    if today > MOST_TAPS:
        raise CountedEnough(most=MOST_TAPS)
    return today


def matrix(alliance: str | None, today: date) -> Json:
    """Return the list against the centres: when each was last delivered, red after 90 days.

    What was given in a room of a centre was given at the centre.
    """
    cells = _by_centre(_cells(alliance, today - RED_AFTER))
    known = tree().alliances
    items: dict[UUID, Json] = {}
    centres: dict[UUID, str] = {}
    for row in cells:
        centres[row.site_id] = row.site_name
        line = items.setdefault(
            row.service_id,
            {
                "id": row.service_id,
                "list_no": row.list_no,
                "name": row.name,
                "alliance": labelled(row.alliance, known),
                "cells": [],
            },
        )
        line["cells"].append(_cell(row, today))
    red = sum(cell["red"] for line in items.values() for cell in line["cells"])
    named = [{"id": one, "name": name} for one, name in centres.items()]
    return {"centres": named, "items": list(items.values()), "red": red}


def _by_centre(rows: Sequence[Any]) -> list[Any]:
    """Return one row a service and centre: the centre's own, with what its rooms gave."""
    merged: dict[tuple[UUID, UUID], Any] = {}
    for row in sorted(rows, key=lambda row: row.is_room):
        named = (row.service_id, row.site_id)
        merged[named] = _together(merged[named], row) if named in merged else row
    return sorted(merged.values(), key=lambda row: (row.list_no, row.site_name))


def _together(one: Any, other: Any) -> Any:
    days = [each.last_on for each in (one, other) if each.last_on is not None]
    lately = int(one.lately or 0) + int(other.lately or 0)
    return SimpleNamespace(**{**_fields(one), "last_on": max(days, default=None), "lately": lately})


def _fields(row: Any) -> dict[str, Any]:
    return dict(row._mapping) if hasattr(row, "_mapping") else vars(row)  # noqa: SLF001


def _cell(row: Any, today: date) -> Json:
    since = row.last_on or local_date(row.created_at)
    return {
        "service_at": row.id,
        "centre": row.site_id,
        "last_on": row.last_on,
        "count": int(row.lately or 0),
        "red": today - since > RED_AFTER,
    }


def _cells(alliance: str | None, begin: date) -> Sequence[Any]:
    centre = aliased(Site)
    lately = func.sum(case((Delivery.day > begin, Delivery.count), else_=0))
    wanted = (
        select(
            ServiceAt.id,
            ServiceAt.created_at,
            Service.id.label("service_id"),
            Service.list_no,
            Service.name,
            Service.alliance,
            centre.id.label("site_id"),
            centre.name.label("site_name"),
            (Site.id != centre.id).label("is_room"),
            func.max(Delivery.day).label("last_on"),
            lately.label("lately"),
        )
        .join(Service, Service.id == ServiceAt.service_id)
        .join(Site, Site.id == ServiceAt.site_id)
        .join(centre, centre.id == func.coalesce(Site.parent_id, Site.id))
        .outerjoin(Delivery, Delivery.service_at_id == ServiceAt.id)
        .where(
            centre.kind == SiteKind.CENTRE,
            centre.standing == Standing.ACTIVE,
            Site.standing == Standing.ACTIVE,
            Service.standing == Standing.ACTIVE,
            Service.list_no.is_not(None),
        )
        .group_by(ServiceAt.id, Service.id, Site.id, centre.id)
        .order_by(Service.list_no, centre.name)
    )
    if alliance is not None:
        wanted = wanted.where(Service.alliance == alliance)
    return db.session.execute(wanted).all()
