"""Rows whose keys of places were made an older way."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from weijiayuan.db import db


def of(model: Any, version: int, limit: int) -> Sequence[Any]:
    """Return rows of a table with keys older than a version."""
    return db.session.scalars(select(model).where(model.key_version < version).limit(limit)).all()


def is_used(model: Any, live_key: str, *, but: UUID) -> bool:
    """Tell whether another live row of a table has the key."""
    return bool(
        db.session.scalar(select(exists().where(model.live_key == live_key, model.id != but)))
    )
