"""Sessions of residents: opened by WeChat's word, ended here or everywhere."""

import logging
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from weijiayuan.accounts import queries
from weijiayuan.accounts.current_caller import hash_of
from weijiayuan.accounts.models import LoginSession, Resident
from weijiayuan.accounts.rules import RESIDENT_SESSION_LASTS
from weijiayuan.db import db, insert_new
from weijiayuan.kernel.ids import new_token

logger = logging.getLogger(__name__)


def sign_in(openid: str, *, now: datetime) -> tuple[str, LoginSession, Resident]:
    """Open a session for the person WeChat names, making the account at the first time.

    Returns the token, which is nowhere stored, with the session and the resident.
    """
    insert_new(Resident, [{"openid": openid, **NEW_RESIDENT}])
    resident = queries.resident_by_openid(openid)
    assert resident is not None
    token = new_token()
    session = LoginSession(
        token_hash=hash_of(token),
        expires_at=now + RESIDENT_SESSION_LASTS,
        seen_at=now,
        resident_id=resident.id,
    )
    db.session.add(session)
    logger.info("resident signed in", extra={"resident_id": resident.id})
    return token, session, resident


NEW_RESIDENT = {
    "nickname": "",
    "font_step": 0,
    "elderly_mode": False,
    "wants_suggestions": True,
}


def sign_out(session_id: UUID) -> None:
    """End a session, of a resident or of staff; its token opens nothing any more."""
    db.session.execute(delete(LoginSession).filter_by(id=session_id))


def end_session_of(resident_id: UUID, session_id: UUID) -> None:
    """End a session if it is the resident's; one that is nobody's or gone is no error."""
    db.session.execute(delete(LoginSession).filter_by(id=session_id, resident_id=resident_id))


def end_sessions_of(resident_id: UUID) -> None:
    """Sign a resident out everywhere."""
    db.session.execute(delete(LoginSession).filter_by(resident_id=resident_id))
