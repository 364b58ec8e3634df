"""Calls to the duty worker: at once, then the next in line after 5, 10 and 15 minutes."""

from datetime import datetime
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import StaffAccount
from weijiayuan.appeals import queries
from weijiayuan.appeals.errors import PageNotFound
from weijiayuan.appeals.models import Appeal, DutyPage
from weijiayuan.appeals.rules import clocks
from weijiayuan.db import db, insert_new
from weijiayuan.notices.service import tell


def call(appeal: Appeal, *, now: datetime) -> None:
    """Call the first in line, now."""
    send(appeal, 0, first=now, now=now)


def send(appeal: Appeal, step: int, *, first: datetime, now: datetime) -> bool:
    """Send one step of a call, once: the row decides. Returns whether it is new."""
    line = queries.on_duty(appeal.community_code, now) or [appeal.holder_id]
    called = line[step % len(line)]
    row = {
        "appeal_id": appeal.id,
        "step": step,
        "staff_id": called,
        "due_at": first + clocks.PAGE_AFTER[step],
        "sent_at": now,
        "acked_at": None,
        "acked_by": None,
    }
    if not insert_new(DutyPage, [row]):
        return False
    account = db.session.get(StaffAccount, called)
    if account is not None and account.resident_id is not None:
        tell(
            account.resident_id,
            cause=f"duty_page:{appeal.number}:{step}",
            template="duty_page",
            facts={"number": appeal.number},
            now=now,
            urgent=True,
        )
    if appeal.resident_id is not None:  # the trail keeps exact moments: nothing of who is nobody
        audit.record("duty called", subject_kind="appeal", subject_id=appeal.id, step=step)
    return True


def send_due(now: datetime) -> int:
    """Send every step that is due and was not acknowledged, whatever was missed meanwhile."""
    sent = 0
    for appeal in queries.unanswered_dangers():
        pages = queries.pages_of(appeal.id)
        done, first = {page.step for page in pages}, pages[0].due_at
        for step in clocks.steps_due(first, now=now):
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
