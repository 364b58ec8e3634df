"""Questions about tips."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.events.models import Event, EventPhoto, Follower, waits_for_verdict
from weijiayuan.events.rules.vocabulary import PictureCheck, State
from weijiayuan.gateways.wechat import Suggestion, received_pushes
from weijiayuan.tips.errors import TipNotFound
from weijiayuan.tips.models import Points, Tip
from weijiayuan.web.pagination import Page, page_by


def own(number: str, *, resident_id: UUID) -> Tip:
    """Return a resident's own tip. Raises `TipNotFound` for anybody else's."""
    tip = db.session.scalars(select(Tip).filter_by(number=number)).one_or_none()
    if tip is None or tip.resident_id != resident_id:
        raise TipNotFound
    return tip


def mine(resident_id: UUID, *, limit: int, cursor: str | None) -> Page[Any]:
    """Return a resident's tips, newest first, with where they stand."""
    wanted: Any = (
        select(
            Tip.id,
            Tip.number,
            Tip.created_at,
            Event.state,
            Event.category_code,
            Event.text,
            Event.address,
            Event.reported_at,
            Event.due_at,
            Event.promised_at,
            Event.stars,
        )
        .join(Event, Event.id == Tip.event_id)
        .where(Tip.resident_id == resident_id)
    )
    return page_by(
        wanted,
        Tip.created_at,
        Tip.id,
        limit=limit,
        cursor=cursor,
        newest_first=True,
        scalars=False,
    )


def follows(event_id: UUID, resident_id: UUID) -> bool:
    """Tell whether a resident follows a matter."""
    wanted = select(Follower.id).filter_by(event_id=event_id, resident_id=resident_id)
    return db.session.scalar(wanted) is not None


def points_of(resident_id: UUID) -> int:
    """Return the sum of a resident's points."""
    total = select(func.coalesce(func.sum(Points.points), 0)).filter_by(resident_id=resident_id)
    return db.session.scalar(total) or 0


def points_due(*, limit: int) -> list[tuple[Tip, State]]:
    """Return named tips for which points may still be due, with the state of their matter."""
    rows = db.session.execute(
        select(Tip, Event.state)
        .join(Event, Event.id == Tip.event_id)
        .where(Tip.points_due, Event.state.not_in([State.SUBMITTED, State.REJECTED]))
        .order_by(Tip.id)
        .limit(limit)
    )
    return [(tip, state) for tip, state in rows]


def openid_of_reporter(event_id: UUID) -> str | None:
    """Return by what WeChat knows the named sender of a matter; None where there is none."""
    wanted = select(Resident.openid).join(Event, Event.reporter_id == Resident.id)
    return db.session.scalar(wanted.where(Event.id == event_id))


def unasked_photos(event_id: UUID) -> Sequence[Row[UUID, UUID]]:
    """Return row and file of the photos that wait for a check nobody asked for yet."""
    return db.session.execute(
        select(EventPhoto.id, EventPhoto.file_id)
        .filter_by(event_id=event_id, picture_check=PictureCheck.WAITING, trace_id=None)
        .order_by(EventPhoto.id)
    ).all()


def judged_photos(*, limit: int) -> Sequence[Row[UUID, UUID, Suggestion | None]]:
    """Return photos for which a verdict of WeChat has come: row, matter and suggestion."""
    pushed = received_pushes.verdicts().subquery()
    return db.session.execute(
        select(EventPhoto.id, EventPhoto.event_id, pushed.c.suggestion)
        .join(pushed, pushed.c.trace_id == EventPhoto.trace_id)
        .where(waits_for_verdict())
        .order_by(EventPhoto.trace_id)
        .limit(limit)
    ).all()


def receipts_of_closed(before: datetime, *, limit: int) -> list[Tip]:
    """Return anonymous tips whose matter ended and whose receipt has no end yet."""
    ended = Event.state.in_(["closed", "rejected", "merged", "withdrawn", "archived"])
    wanted = (
        select(Tip)
        .join(Event, Event.id == Tip.event_id)
        .where(Tip.receipt_mark.is_not(None), Tip.receipt_until.is_(None), ended)
        .where(Event.reported_at <= before)
        .order_by(Tip.id)
        .limit(limit)
    )
    return list(db.session.scalars(wanted))
