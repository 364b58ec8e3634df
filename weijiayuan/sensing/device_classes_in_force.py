"""The classes of devices and their lines that are in force, as the newest approved version says."""

import logging
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events.rules import reference_data
from weijiayuan.sensing.device_queries import AT_ONCE
from weijiayuan.sensing.models import RulesVersion
from weijiayuan.sensing.rules.builtin_device_classes import shipped
from weijiayuan.sensing.rules.device_classes import Classes, ClassesInvalid
from weijiayuan.sensing.rules.rule_draft_limits import read_above_floor

logger = logging.getLogger(__name__)


def classes() -> Classes:
    """Return the classes and lines in force: the newest approved version, else what ships.

    A version approved long ago that no longer holds the floor is passed over.
    """
    approved = db.session.scalars(
        select(RulesVersion.id)
        .filter_by(is_approved=True)
        .order_by(RulesVersion.decided_at.desc(), RulesVersion.id.desc())
        .limit(AT_ONCE)
    ).all()
    return next((known for each in approved if (known := _read(each))), shipped())


@lru_cache(maxsize=16)
def _read(version_id: UUID) -> Classes | None:
    """Read an approved version; it never changes, so once is enough for a process."""
    row = db.session.get_one(RulesVersion, version_id)
    try:
        return read_above_floor(row.content, categories=reference_data.categories())
    except ClassesInvalid as error:
        logger.error("rules below the floor", extra={"version": row.version, "why": str(error)})  # noqa: TRY400  # the words say it all
        return None
