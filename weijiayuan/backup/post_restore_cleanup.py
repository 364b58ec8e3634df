"""After a restore: nobody is signed in, who left has left, and ended keys open nothing."""

from datetime import UTC, datetime

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.exc import SQLAlchemyError

from weijiayuan import audit
from weijiayuan.accounts import queries, revocation_list, staff_administration
from weijiayuan.accounts.models import LinkCode, LoginSession, Resident, StaffAccount
from weijiayuan.accounts.revocation_list import Revoked
from weijiayuan.db import db, reading, transaction
from weijiayuan.kernel import clock
from weijiayuan.personal_data import service as personal_data

REASON = "changed after the moment that was restored"


def remember_departures() -> int | None:
    """Enter who has left the database at hand, before it is replaced; None if it cannot say.

    The list has them already, unless they left before there was one or their entry still waits.
    """
    try:
        with reading():
            left = db.session.execute(
                select(Resident.id, Resident.closed_at).where(Resident.closed_at.is_not(None))
            ).all()
    except SQLAlchemyError:
        db.session.rollback()
        return None
    return revocation_list.add_missing(Revoked.RESIDENT, [(row.id, row.closed_at) for row in left])


def settle(since: datetime) -> str:
    """Apply to the database at hand what was ended, keys only if `since`; say what was done."""
    found = list(revocation_list.entries())
    left = {each.mark for each in found if each.kind is Revoked.RESIDENT}
    since = since.astimezone(UTC).replace(microsecond=0)
    shut = {each.mark for each in found if each.kind is Revoked.STAFF and each.at >= since}
    with transaction():
        sessions = _end_all_sessions()
        erased = _erase_again(left)
        disabled = _shut_again(shut)
        audit.record(
            "restore settled",
            subject_kind="staff",
            subject_id="all",
            sessions=sessions,
            erased=erased,
            disabled=len(disabled),
        )
    said = f"{sessions} sessions ended, {erased} people who left erased again"
    if disabled:
        said += f", disabled until an administrator looks: {', '.join(disabled)}"
    return said


def _end_all_sessions() -> int:
    db.session.execute(delete(LinkCode))
    queries.withdraw_requests(None, now=clock.now())
    done = db.session.execute(delete(LoginSession))
    return done.rowcount if isinstance(done, CursorResult) else 0


def _erase_again(marks: set[str]) -> int:
    there = db.session.scalars(select(Resident.id).where(Resident.closed_at.is_(None))).all()
    left = [each for each in there if revocation_list.mark_of(Revoked.RESIDENT, each) in marks]
    for each in left:
        personal_data.forget(each, now=clock.now())
        db.session.flush()
    return len(left)


def _shut_again(marks: set[str]) -> list[str]:
    open_accounts = select(StaffAccount).where(StaffAccount.disabled_at.is_(None))
    found = [
        each
        for each in db.session.scalars(open_accounts.order_by(StaffAccount.username))
        if revocation_list.mark_of(Revoked.STAFF, each.id) in marks
    ]
    for each in found:
        staff_administration.disable(each, reason=REASON, now=clock.now())
    return [each.username for each in found]
