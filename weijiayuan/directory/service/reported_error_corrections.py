"""Whether an entry was mended in what residents found otherwise, and not in something else."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.directory.models import Doubt, Site
from weijiayuan.directory.queries import visitor_reports
from weijiayuan.directory.queries.opening_hours_cache import HoursBook
from weijiayuan.directory.rules.open_on_arrival import Door
from weijiayuan.directory.rules.visitor_reports import WITHIN, ReportKind, is_elsewhere, mended

PLACE = ("address", "lng", "lat")


def place_of(site: Site) -> dict[str, Any]:
    """Return where an entry says that a site is, to compare with what it says later."""
    return {name: getattr(site, name) for name in PLACE}


def unmended(site: Site, doubt: Doubt) -> frozenset[ReportKind]:
    """Return what was found otherwise of a site and the entry says still."""
    kinds = frozenset(map(ReportKind, doubt.kinds))
    return kinds - mended(
        kinds,
        is_elsewhere=bool(doubt.place) and is_elsewhere(doubt.place, place_of(site)),
        says_closed=ReportKind.CLOSED in kinds and _says_closed(site, doubt.id),
    )


def _says_closed(site: Site, doubt_id: UUID) -> bool:
    """Say whether by now the entry is shut at every moment when somebody found it so."""
    found = visitor_reports.moments_of(doubt_id, ReportKind.CLOSED)
    return bool(found) and all(door(site, at) is Door.CLOSED for at in found)


def door(site: Site, at: datetime) -> Door:
    """Return what the entry says of a site's door at a moment."""
    book = HoursBook()
    book.read([site.hours_id])
    shut = book.closures([site.id], at, at + WITHIN).get(site.id, ())
    return book.found(at, None, site.hours_id, list(shut)).door
