"""What changes entries of the directory: hours that are kept once, and where a site lies."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db, insert_new
from weijiayuan.directory.errors import CommunityUnknown
from weijiayuan.directory.models import Hours, Site, Wish
from weijiayuan.kernel.ids import new_id
from weijiayuan.places import cache_invalidation, grid_lookup
from weijiayuan.places import queries as geography
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.models import Topic
from weijiayuan.places.opening_hours import Timetable, to_data
from weijiayuan.web import json


def keep_hours(timetable: Timetable | None) -> UUID | None:
    """Return the id of the row that holds a timetable, written if it is new; None for none."""
    if timetable is None:
        return None
    data: dict[str, Any] = to_data(timetable)
    digest = hashlib.sha256(json.dump_bytes(data)).hexdigest()
    insert_new(Hours, [{"id": new_id(), "digest": digest, "timetable": data}])
    return db.session.scalars(select(Hours.id).filter_by(digest=digest)).one()


def locate(site: Site, point: Point) -> None:
    """Put a site on the map: its point in GCJ-02, and the grid and community that hold it."""
    here = point.to(Datum.GCJ02)
    site.lng, site.lat = round(here.lng, 6), round(here.lat, 6)
    found = grid_lookup.grid_at(here)
    if found is not None:
        site.grid_code = found.grid.code
        site.community_code = found.grid.community_code
        site.street_code = found.grid.street_code


def wish(need: str, *, community: str, by: UUID) -> None:
    """Note what somebody misses near home, once. Raises `CommunityUnknown`."""
    if geography.community(community) is None:
        raise CommunityUnknown
    insert_new(Wish, [{"resident_id": by, "community_code": community, "need": need}])


def note_change() -> None:
    """Say that what the public sees of the directory has changed."""
    cache_invalidation.mark_changed(Topic.SITES)
