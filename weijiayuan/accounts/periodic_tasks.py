"""Sessions that have ended."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from weijiayuan.accounts.models import LoginSession
from weijiayuan.background import every
from weijiayuan.db import db


@every(minutes=60)
def forget_sessions(now: datetime) -> str:
    """Drop the sessions that nobody can use any more."""
    done = db.session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    count = cast("CursorResult[Any]", done).rowcount
    return f"{count} ended sessions dropped" if count else ""
