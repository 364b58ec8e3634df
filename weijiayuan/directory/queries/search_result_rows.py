"""The rows that a page of a list shows, in one query."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from weijiayuan.db import run
from weijiayuan.directory.queries.search import Hit
from weijiayuan.directory.queries.search_conditions import HELD, SERVICES, SITES
from weijiayuan.directory.rules.vocabulary import Feature

OF_SITES = (
    SITES.c.id.label("site_id"),
    SITES.c.code,
    SITES.c.name.label("site_name"),
    SITES.c.kind,
    SITES.c.address,
    SITES.c.phone,
    SITES.c.community_code,
    SITES.c.lng,
    SITES.c.lat,
    SITES.c.assured_on,
    SITES.c.assured_by,
    SITES.c.doubted_at,
    SITES.c.venue_id,
    SITES.c.is_sample.label("site_is_sample"),
    *(SITES.c[feature.value] for feature in Feature),
)
SITE_CARDS = select(*OF_SITES)
SERVICE_CARDS = (
    select(
        HELD.c.id.label("service_at_id"),
        HELD.c.desk,
        HELD.c.assured_on.label("service_assured_on"),
        SERVICES.c.id.label("service_id"),
        SERVICES.c.name,
        SERVICES.c.need,
        SERVICES.c.alliance,
        SERVICES.c.text,
        SERVICES.c.how,
        SERVICES.c.who,
        SERVICES.c.rule,
        SERVICES.c.cost_fen,
        SERVICES.c.fees,
        SERVICES.c.minutes,
        SERVICES.c.languages,
        SERVICES.c.is_sample,
        *OF_SITES,
    )
    .join(SITES, SITES.c.id == HELD.c.site_id)
    .join(SERVICES, SERVICES.c.id == HELD.c.service_id)
)


def services_shown(hits: Sequence[Hit]) -> list[tuple[Hit, Any]]:
    """Return the rows of services at sites, in the order of the hits."""
    rows = run(SERVICE_CARDS.where(HELD.c.id.in_([hit.id for hit in hits]))) if hits else ()
    return _in_order(hits, {row.service_at_id: row for row in rows})


def sites_shown(hits: Sequence[Hit]) -> list[tuple[Hit, Any]]:
    """Return the rows of sites, in the order of the hits."""
    rows = run(SITE_CARDS.where(SITES.c.id.in_([hit.id for hit in hits]))) if hits else ()
    return _in_order(hits, {row.site_id: row for row in rows})


def _in_order(hits: Sequence[Hit], rows: dict[Any, Any]) -> list[tuple[Hit, Any]]:
    return [(hit, rows[hit.id]) for hit in hits if hit.id in rows]
