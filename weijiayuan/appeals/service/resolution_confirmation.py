"""Settled is what both sides say themselves, by a tap, a code or a signature."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from weijiayuan import audit
from weijiayuan.appeals import queries
from weijiayuan.appeals.errors import CodeUnknown
from weijiayuan.appeals.models import Appeal
from weijiayuan.appeals.rules.states import AppealState
from weijiayuan.appeals.service import appeal_lifecycle
from weijiayuan.db import db
from weijiayuan.kernel.ids import readable_code
from weijiayuan.kernel.state_machine import IllegalMove

CODE_LENGTH = 10
NOT_SETTLED = "当事人说没有化解"


def code_for_other_side(number: str, *, by: UUID) -> str:
    """Give the holder a code for the other side, shown this once; an earlier one ends."""
    appeal = appeal_lifecycle.held(number, by=by)
    code = readable_code(CODE_LENGTH)
    appeal.other_mark = mark_of(code)
    return code


def mark_of(code: str) -> str:
    """Return what is kept of the other side's code."""
    return sha256(f"settled:{code.strip().upper()}".encode()).hexdigest()


def by_code(code: str) -> Appeal:
    """Return the appeal whose other side has this code, locked. Raises `CodeUnknown`."""
    found = queries.by_other_mark(mark_of(code))
    if found is None:
        raise CodeUnknown
    return found


def say(appeal: Appeal, *, as_asker: bool, settled: bool, now: datetime) -> Appeal:
    """Note one side's own word. A no opens again what was called settled.

    Raises `IllegalMove` for what was withdrawn or closed, `ReopenTooLate` after ninety days.
    """
    if appeal.state in (AppealState.WITHDRAWN, AppealState.CLOSED, AppealState.RECEIVED):
        raise IllegalMove(old=appeal.state, new=AppealState.SETTLED, allowed=[])
    moment = (now if appeal.resident_id else _hour(now)) if settled else None
    if as_asker:
        appeal.asker_said_at = moment
    else:
        appeal.other_said_at = moment
    if not settled and appeal.state is AppealState.SETTLED:
        appeal_lifecycle.reopen(appeal, reason=NOT_SETTLED, now=now)
    if appeal.resident_id is not None:
        audit.record(
            "appeal said settled",
            subject_kind="appeal",
            subject_id=appeal.id,
            side="asker" if as_asker else "other",
            settled=settled,
        )
    return appeal


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def both_signed(appeal_id: UUID, *, now: datetime) -> None:
    """Take the signatures under an agreement as both sides' word."""
    appeal = db.session.get_one(Appeal, appeal_id)
    appeal.asker_said_at = appeal.asker_said_at or now
    appeal.other_said_at = appeal.other_said_at or now
