"""What administrators change of communities: added, corrected, split."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.places import queries
from weijiayuan.places.cache_invalidation import mark_changed
from weijiayuan.places.errors import (
    CodeNotOfStreet,
    CommunityExists,
    CommunityNotFound,
    EndsBeforeItBegan,
    StreetNotFound,
)
from weijiayuan.places.models import Community, Street, Topic

logger = logging.getLogger(__name__)


def add_community(
    street_code: str,
    name: str,
    *,
    code: str | None,
    valid_from: date,
    source: str,
    split_from: Community | None = None,
) -> Community:
    """Add a community from a day on. Its code may come later, when one is published."""
    mark_changed(Topic.TERRITORY)
    street = queries.street(street_code)
    if street is None:
        raise StreetNotFound
    _check_free(street, name, code)
    community = Community(
        street_id=street.id,
        name=name,
        code=code,
        valid_from=valid_from,
        source=source,
        split_from_id=split_from.id if split_from else None,
    )
    db.session.add(community)
    db.session.flush()
    logger.info("community added", extra={"community_id": str(community.id)})
    return community


def _check_free(street: Street, name: str, code: str | None, *, but: UUID | None = None) -> None:
    if code is not None and not code.startswith(street.code):
        raise CodeNotOfStreet(street=street.name, prefix=street.code)
    if queries.is_name_taken(street.id, name, but=but):
        raise CommunityExists(name=name)
    if code is not None and queries.is_code_taken(code, but=but):
        raise CommunityExists(name=code)


def correct_community(community_id: UUID, *, name: str, code: str | None, source: str) -> Community:
    """Give a community its published code, or correct its name."""
    mark_changed(Topic.TERRITORY)
    mark_changed(Topic.GRIDS)
    community = _to_change(community_id)
    _check_free(community.street, name, code, but=community.id)
    community.name, community.code, community.source = name, code, source
    db.session.flush()
    return community


def split_community(
    community_id: UUID, *, into: Sequence[Mapping[str, Any]], on: date, source: str
) -> list[Community]:
    """End a community and let others begin in its place on the same day.

    Its grids stay until an administrator publishes a version that assigns them anew.
    """
    old = _to_change(community_id)
    if old.valid_from is not None and on <= old.valid_from:
        raise EndsBeforeItBegan(name=old.name)
    old.valid_to = on
    db.session.flush()
    return [
        add_community(
            old.street.code,
            part["name"],
            code=part.get("code"),
            valid_from=on,
            source=source,
            split_from=old,
        )
        for part in into
    ]


def _to_change(community_id: UUID) -> Community:
    community = queries.community_to_change(community_id)
    if community is None:
        raise CommunityNotFound
    return community
