"""Supervisions as people look at them: one line a matter, however many rungs it has climbed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from weijiayuan.db import db
from weijiayuan.events import access, presentation
from weijiayuan.events.access import Who
from weijiayuan.events.models import Event, EventClock, Order, OrderPart, Supervision
from weijiayuan.events.rules.clock_kinds import ClockKind
from weijiayuan.events.supervision import service
from weijiayuan.events.supervision.presentation import supervisions
from weijiayuan.web.pagination import Page, page_by

SUBJECT = func.coalesce(Supervision.event_id, Supervision.part_id)
SHOWN_WORDS = 60


def listed(
    who: Who, *, is_owed: bool | None, limit: int, cursor: str | None
) -> Page[dict[str, Any]]:
    """Return what is supervised, each matter or part of an order once.

    Where an answer is owed the first due comes first, otherwise the newest.
    """
    grouped = (_owed(who) if is_owed else _any(who, is_over=is_owed is False)).subquery()
    page = page_by(
        select(grouped),
        grouped.c.at,
        grouped.c.subject,
        limit=limit,
        cursor=cursor,
        newest_first=not is_owed,
        scalars=False,
    )
    return Page(_lines([row.subject for row in page.items], who), page.next_cursor)


def _owed(who: Who) -> Any:
    """Return the question for subjects with an answer that is still owed, and when it is due."""
    reply = (EventClock.supervision_id == Supervision.id) & (EventClock.kind == ClockKind.REPLY)
    at = func.min(func.coalesce(EventClock.due_at, Supervision.opened_at))
    return (
        select(SUBJECT.label("subject"), at.label("at"))
        .outerjoin(EventClock, reply)
        .where(service.visible(who), Supervision.replied_at.is_(None))
        .group_by(SUBJECT)
    )


def _any(who: Who, *, is_over: bool) -> Any:
    """Return the question for all subjects, or those where nothing is owed, and the newest rung."""
    wanted: Any = (
        select(SUBJECT.label("subject"), func.max(Supervision.opened_at).label("at"))
        .where(service.visible(who))
        .group_by(SUBJECT)
    )
    if is_over:
        wanted = wanted.having(func.count() == func.count(Supervision.replied_at))
    return wanted


def _lines(subjects: Sequence[UUID], who: Who) -> list[dict[str, Any]]:
    held = or_(Supervision.event_id.in_(subjects), Supervision.part_id.in_(subjects))
    wanted = select(Supervision).where(held, service.visible(who)).order_by(Supervision.opened_at)
    rows = db.session.scalars(wanted).all()
    events, orders = _events(subjects), _orders(subjects)
    rungs: dict[UUID, list[dict[str, Any]]] = {subject: [] for subject in subjects}
    for row, shown in zip(rows, supervisions(rows, who), strict=True):
        rungs[row.event_id or row.part_id].append(shown)  # type: ignore[index]
    return [
        {
            "id": subject,
            "matter": _matter(events[subject], who) if subject in events else None,
            "order": orders.get(subject),
            **_sum(rungs[subject]),
        }
        for subject in subjects
    ]


def _sum(rungs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what several supervisions of one subject come to."""
    owed = [rung for rung in rungs if rung["replied_at"] is None]
    dues: list[datetime] = [rung["reply_due_at"] for rung in owed if rung["reply_due_at"]]
    return {
        "level": max(rung["level"] for rung in rungs),
        "owed": len(owed),
        "reply_due_at": min(dues, default=None),
        "opened_at": max(rung["opened_at"] for rung in rungs),
        "rungs": rungs,
    }


def _matter(event: Event, who: Who) -> dict[str, Any]:
    """Return the matter, its words only for who may open it: who was late may have it no more."""
    return {
        "id": event.id,
        "number": event.number,
        "category": presentation.category_of(event.category_code),
        "state_text": presentation.state_text(event.state),
        "text": event.text[:SHOWN_WORDS] if access.capacities(event, who) else "",
    }


def _events(subjects: Sequence[UUID]) -> dict[UUID, Event]:
    found = db.session.scalars(select(Event).where(Event.id.in_(subjects)))
    return {event.id: event for event in found}


def _orders(subjects: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    wanted: Any = select(OrderPart.id.label("part"), Order.id, Order.number, Order.item)
    found = db.session.execute(
        wanted.join(Order, Order.id == OrderPart.order_id).where(OrderPart.id.in_(subjects))
    )
    return {row.part: {"id": row.id, "number": row.number, "item": row.item} for row in found}
