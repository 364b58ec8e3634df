"""Calls to the duty worker: at once, then the next in line after 5, 10 and 15 minutes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.appeals import queries
from weijiayuan.appeals.errors import PageNotFound
from weijiayuan.appeals.models import Appeal, DutyPage, Lead
from weijiayuan.appeals.rules import appeal_deadlines
from weijiayuan.db import db, insert_new
from weijiayuan.notices.service import tell

WRITTEN_LATER = "message"
"""What stands as the danger of an appeal that told of none when it came in."""
AGAIN = timedelta(minutes=15)
MOST_TOLD = 3


def call(appeal: Appeal, *, now: datetime) -> None:
    """Call the first in line, now."""
    send(appeal, 0, first=now, now=now)


def danger_written(appeal: Appeal, *, now: datetime) -> None:
    """Call because danger was written after the appeal came in.

    Where it was called for before, whoever has the appeal is told, at most once in fifteen minutes.
    """
    if not appeal.danger:
        appeal.danger = WRITTEN_LATER
        call(appeal, now=now)
    else:
        cause = f"duty_page:{appeal.number}:again:{_quarter(now)}"
        _tell(appeal.holder_id, cause, appeal.number, now)


def _quarter(now: datetime) -> int:
    """Return which stretch it is: nobody is told twice in one for the same."""
    return int(now.timestamp() // AGAIN.total_seconds())


def danger_in_lead(lead: Lead, *, now: datetime) -> None:
    """Tell those on duty at once: a lead has no holder whose silence could be noticed."""
    for called in queries.on_duty(lead.community_code, now)[:MOST_TOLD]:
        _tell_resident(
            called,
            cause=f"lead_danger:{lead.id}:{called}",
            template="lead_danger",
            facts={},
            now=now,
        )


def send(appeal: Appeal, step: int, *, first: datetime, now: datetime) -> bool:
    """Send one step of a call, once: the row decides. Returns whether it is new."""
    line = queries.on_duty(appeal.community_code, now) or [appeal.holder_id]
    called = line[step % len(line)]
    row = {
        "appeal_id": appeal.id,
        "step": step,
        "staff_id": called,
        "due_at": first + appeal_deadlines.PAGE_AFTER[step],
        "sent_at": now,
        "acked_at": None,
        "acked_by": None,
    }
    if not insert_new(DutyPage, [row]):
        return False
    _tell(called, f"duty_page:{appeal.number}:{step}", appeal.number, now)
    if appeal.resident_id is not None:  # the trail keeps exact moments: nothing of who is nobody
        audit.record("duty called", subject_kind="appeal", subject_id=appeal.id, step=step)
    return True


def _tell(staff_id: UUID, cause: str, number: str, now: datetime) -> None:
    _tell_resident(staff_id, cause=cause, template="duty_page", facts={"number": number}, now=now)


def _tell_resident(
    staff_id: UUID, *, cause: str, template: str, facts: dict[str, Any], now: datetime
) -> None:
    """Tell a member of staff on the telephone that is theirs, at night too."""
    account = db.session.get(StaffAccount, staff_id)
    if account is not None and account.resident_id is not None:
        tell(account.resident_id, cause=cause, template=template, facts=facts, now=now, urgent=True)


def send_due(now: datetime) -> int:
    """Send every step that is due and was not acknowledged, whatever was missed meanwhile."""
    sent = 0
    for appeal in queries.unanswered_dangers():
        pages = queries.pages_of(appeal.id)
        done, first = {page.step for page in pages}, pages[0].due_at
        for step in appeal_deadlines.steps_due(first, now=now):
            if step not in done:
                sent += send(appeal, step, first=first, now=now)
    return sent


def acknowledge(number: str, *, by: UUID, now: datetime) -> Appeal:
    """Say "I have it": no further step fires. Raises `PageNotFound`."""
    appeal = queries.locked(number)
    waiting = [page for page in queries.pages_of(appeal.id) if page.staff_id == by]
    if not waiting:
        raise PageNotFound
    for page in waiting:
        if page.acked_at is None:
            page.acked_at, page.acked_by = now, by
    audit.record("duty acknowledged", subject_kind="appeal", subject_id=appeal.id)
    return appeal
