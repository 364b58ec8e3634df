"""Answers that were kept long enough."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from weijiayuan.background import every
from weijiayuan.db import db
from weijiayuan.web.idempotency import KEPT
from weijiayuan.web.idempotency_records import StoredAnswer


@every(minutes=30)
def forget_answers(now: datetime) -> str:
    """Drop the answers whose keys have run out."""
    done = db.session.execute(delete(StoredAnswer).where(StoredAnswer.created_at <= now - KEPT))
    count = cast("CursorResult[Any]", done).rowcount
    return f"{count} kept answers dropped" if count else ""
