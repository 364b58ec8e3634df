"""Sessions that have ended."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete

from weijiayuan.accounts import dual_control, login_throttle
from weijiayuan.accounts.models import LinkCode, LoginSession
from weijiayuan.background import every
from weijiayuan.db import db


@every(minutes=60)
def forget_sessions(now: datetime) -> str:
    """Drop the sessions that nobody can use any more."""
    done = db.session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    count = cast("CursorResult[Any]", done).rowcount
    return f"{count} ended sessions dropped" if count else ""


@every(minutes=60)
def forget_attempts(now: datetime) -> str:
    """Drop failed log-ins that are no longer counted, and networks not seen for long."""
    count = login_throttle.sweep(now)
    return f"{count} old attempts and networks dropped" if count else ""


@every(minutes=10)
def lapse_requests(now: datetime) -> str:
    """Close what no second administrator confirmed in time, and void codes nobody used."""
    count = dual_control.lapse(now)
    return f"{count} requests of administrators lapsed" if count else ""


@every(minutes=60)
def forget_link_codes(now: datetime) -> str:
    """Drop the codes for linking that nobody used in time."""
    done = db.session.execute(delete(LinkCode).where(LinkCode.expires_at <= now))
    count = cast("CursorResult[Any]", done).rowcount
    return f"{count} unused link codes dropped" if count else ""
