"""Owes messages to people: a row in the caller's transaction, delivered later by the worker."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, update

from weijiayuan.db import db, insert_new
from weijiayuan.db.row_order_scrambling import scatter
from weijiayuan.notices import queries, rules
from weijiayuan.notices.errors import NoticeNotFound
from weijiayuan.notices.models import Notice, SubscribeCredit
from weijiayuan.notices.rules import Delivery, Kind
from weijiayuan.web import messages

logger = logging.getLogger(__name__)


def tell(
    resident_id: UUID,
    *,
    cause: str,
    template: str,
    facts: dict[str, object],
    now: datetime,
    link: str | None = None,
    due: datetime | None = None,
    urgent: bool = False,
    traceless: bool = False,
) -> bool:
    """Owe the resident one message for this cause; say whether it is new.

    `template` names the sentence `[notices] <template>` of messages.toml, `<template>_title` its
    short form if there is one. With `due` it is a reminder that appears at that moment. `link`
    is a page of the mini-program. Nothing goes out between 21:30 and 8:00 unless `urgent`. What is
    `traceless` keeps the moment it is given, which its caller has rounded, and no other.
    """
    text = messages.text(f"notices.{template}", **facts)
    row: dict[str, Any] = {
        "resident_id": resident_id,
        "cause": cause,
        "template": template,
        "kind": rules.kind_for(due),
        "title": _title(template, text, facts),
        "text": text,
        "moment": rules.moment_of(facts, now=now),
        "link": link,
        "due_at": due or now,
        "urgent": urgent,
        "delivery": Delivery.WAITING,
        "try_at": due or now,
        "attempts": 0,
        "read_at": None,
        "traceless": traceless,
    }
    return _owe(row, now=now)


def _owe(row: dict[str, Any], *, now: datetime) -> bool:
    if not row["traceless"]:
        return insert_new(Notice, [row]) == 1
    row |= {"id": uuid4(), "created_at": now}
    is_new = insert_new(Notice, [row]) == 1
    if is_new:
        scatter(Notice, row["id"])
    return is_new


def take_back(*, cause: str, resident_id: UUID | None = None) -> None:
    """Owe the message no more: it is deleted, unless it has already gone out.

    For reminders of what was cancelled; without a resident, for everybody with this cause.
    """
    whose = [] if resident_id is None else [Notice.resident_id == resident_id]
    db.session.execute(
        delete(Notice)
        .where(Notice.cause == cause, Notice.delivery == Delivery.WAITING, *whose)
        .execution_options(synchronize_session=False)
    )


def read(notice_id: UUID, *, by: UUID, now: datetime) -> Notice:
    """Note when the resident read a notice first. Raises `NoticeNotFound`."""
    notice = queries.notice_of(by, notice_id, now=now)
    if notice is None:
        raise NoticeNotFound
    notice.read_at = notice.read_at or now
    return notice


def read_all(*, by: UUID, now: datetime) -> None:
    """Note that the resident has read everything there is."""
    db.session.execute(
        update(Notice)
        .where(Notice.resident_id == by, Notice.read_at.is_(None), Notice.due_at <= now)
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def answer_subscription(
    resident_id: UUID, *, kind: Kind, answer: str, is_long_term: bool
) -> SubscribeCredit:
    """Keep what the resident answered to WeChat's question, and return the credits they have."""
    insert_new(SubscribeCredit, [{"resident_id": resident_id, "kind": kind, "credits": 0}])
    credit = queries.credit_to_change(resident_id, kind)
    credit.credits = rules.credits_after(answer, held=credit.credits, is_long_term=is_long_term)
    return credit


def end_subscription(resident_id: UUID, *, kind: Kind) -> None:
    """Send no more of a kind: the resident switched it off in WeChat's settings."""
    db.session.execute(
        update(SubscribeCredit).filter_by(resident_id=resident_id, kind=kind).values(credits=0)
    )


def give_credit_back(resident_id: UUID, *, kind: Kind) -> None:
    """Allow one message more: the one it was taken for has not gone out."""
    db.session.execute(
        update(SubscribeCredit)
        .filter_by(resident_id=resident_id, kind=kind)
        .values(credits=SubscribeCredit.credits + 1)
    )


def delete_old(*, now: datetime, limit: int) -> int:
    """Delete notices older than a year, at most `limit`; return how many there were."""
    old = queries.old_notices(before=now - rules.KEPT, limit=limit)
    db.session.execute(delete(Notice).where(Notice.id.in_(old)))
    return len(old)


def _title(template: str, text: str, facts: dict[str, object]) -> str:
    own = f"notices.{template}_title"
    return messages.text(own, **facts) if own in messages.catalogue() else rules.title_of(text)
