"""Opening the spaces in which people decide together."""

from typing import Any

from weijiayuan import audit
from weijiayuan.commons.errors import (
    CommunityUnknown,
)
from weijiayuan.commons.models import (
    Space,
    SpaceKind,
)
from weijiayuan.db import db
from weijiayuan.places import queries as places


def make_space(kind: SpaceKind, *, name: str, community_code: str, **place: Any) -> Space:
    """Open a space in a community. Raises `CommunityUnknown`."""
    if places.community(community_code) is None:
        raise CommunityUnknown
    found = Space(
        kind=kind,
        name=name,
        community_code=community_code,
        street_code=community_code[:9],
        **place,
    )
    db.session.add(found)
    db.session.flush()
    audit.record("space opened", subject_kind="space", subject_id=found.id)
    return found
