"""Questions about messages and matters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, not_, select, tuple_

from weijiayuan.accounts.models import Resident
from weijiayuan.db import db
from weijiayuan.notices.models import Matter, Notice, SubscribeCredit
from weijiayuan.notices.rules import DANGER_TEMPLATES, Delivery, Kind
from weijiayuan.web.pagination import CursorMalformed, Page, page_by, page_of, read_cursor

DANGER, ORDINARY = 0, 1  # the two parts of an inbox, in order
NEWEST = tuple_(Notice.due_at, Notice.id)


def inbox(
    resident_id: UUID, *, now: datetime, limit: int, cursor: str | None, unread: bool
) -> Page[Notice]:
    """Return a page of the resident's notices: danger nobody has read, then the newest first.

    The row of an anonymous danger carries no more than the hour in which it came, so by time alone
    it would stand under whatever else that hour brought.
    """
    begin, after = _begun(cursor)
    rows: list[Notice] = []
    for stage in range(begin, ORDINARY + 1):
        found = _in_stage(stage, resident_id, now=now, unread=unread)
        if after is not None and stage == begin:
            found = found.where(tuple_(*after) > NEWEST)
        rows += db.session.scalars(
            found.order_by(Notice.due_at.desc(), Notice.id.desc()).limit(limit + 1 - len(rows))
        )
        if len(rows) > limit:
            break
    return page_of(rows, limit=limit, mark=lambda one: [_stage(one), one.due_at, one.id])


def _begun(cursor: str | None) -> tuple[int, list[Any] | None]:
    """Return in which stage a page begins, and after what. Raises `CursorMalformed`."""
    if cursor is None:
        return DANGER, None
    stage, *after = read_cursor(cursor, [int, datetime, UUID])
    if stage not in (DANGER, ORDINARY):
        raise CursorMalformed
    return stage, after


def _in_stage(stage: int, resident_id: UUID, *, now: datetime, unread: bool) -> Select[Any]:
    is_unread = Notice.read_at.is_(None)
    is_danger = and_(Notice.urgent.is_(True), Notice.template.in_(DANGER_TEMPLATES), is_unread)
    mine = select(Notice).where(Notice.resident_id == resident_id, Notice.due_at <= now)
    mine = mine.where(is_danger if stage == DANGER else not_(is_danger))
    return mine.where(is_unread) if unread else mine


def _stage(notice: Notice) -> int:
    is_danger = notice.urgent and notice.template in DANGER_TEMPLATES and notice.read_at is None
    return DANGER if is_danger else ORDINARY


def unread_count(resident_id: UUID, *, now: datetime) -> int:
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Notice)
            .where(
                Notice.resident_id == resident_id, Notice.due_at <= now, Notice.read_at.is_(None)
            )
        )
        or 0
    )


def notice_of(resident_id: UUID, notice_id: UUID, *, now: datetime) -> Notice | None:
    """Return a notice of the resident's that has already appeared."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.id == notice_id, Notice.resident_id == resident_id, Notice.due_at <= now)
        .with_for_update()
    ).one_or_none()


def next_to_send(
    *, now: datetime, only_urgent: bool, most: int
) -> Sequence[tuple[Notice, Resident]]:
    """Return the notices that have waited longest, urgent ones first, locked for their sender.

    What another worker has locked is passed over. They come in the order of their people, because
    their senders take credits of them, and two must not wait for each other.
    """
    found = _longest_waiting(now=now, urgent=True, most=most)
    if not found and not only_urgent:
        found = _longest_waiting(now=now, urgent=False, most=most)
    return sorted(found, key=lambda each: each[1].id)


def _longest_waiting(
    *, now: datetime, urgent: bool, most: int
) -> Sequence[tuple[Notice, Resident]]:
    """Take the first in the order of the index: the queue may be long in the morning."""
    rows = db.session.execute(
        select(Notice, Resident)
        .join(Resident, Resident.id == Notice.resident_id)
        .where(Notice.delivery == Delivery.WAITING, Notice.urgent.is_(urgent), Notice.try_at <= now)
        .order_by(Notice.try_at, Notice.id)
        .limit(most)
        .with_for_update(skip_locked=True, of=Notice)
    )
    return [(notice, resident) for notice, resident in rows]


def notices_to_settle(notice_ids: Sequence[UUID]) -> dict[UUID, Notice]:
    """Return notices that were sent, locked to write down what came of them."""
    rows = db.session.scalars(
        select(Notice).where(Notice.id.in_(notice_ids)).order_by(Notice.id).with_for_update()
    )
    return {each.id: each for each in rows}


def waiting_to_send(now: datetime) -> tuple[int, datetime | None]:
    """Return how many notices are due to go out, and since when the first one is."""
    due = (Notice.delivery == Delivery.WAITING, Notice.try_at <= now)
    row = db.session.execute(select(func.count(), func.min(Notice.try_at)).where(*due)).one()
    return row[0], row[1]


def credits_of(resident_id: UUID) -> dict[Kind, int]:
    """Return the messages of each kind that the resident still lets us send."""
    found = db.session.scalars(select(SubscribeCredit).filter_by(resident_id=resident_id))
    return {credit.kind: credit.credits for credit in found}


def credit_to_change(resident_id: UUID, kind: Kind) -> SubscribeCredit:
    return db.session.scalars(
        select(SubscribeCredit)
        .filter_by(resident_id=resident_id, kind=kind)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def credits_to_take(notices: Sequence[Notice]) -> dict[tuple[UUID, Kind], SubscribeCredit]:
    """Return what the people of these notices let us send, locked in the order of the people."""
    rows = db.session.scalars(
        select(SubscribeCredit)
        .where(SubscribeCredit.resident_id.in_({each.resident_id for each in notices}))
        .order_by(SubscribeCredit.resident_id, SubscribeCredit.kind)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {(each.resident_id, each.kind): each for each in rows}


def old_notices(*, before: datetime, limit: int) -> Sequence[UUID]:
    """Return some notices from before a moment."""
    return db.session.scalars(select(Notice.id).where(Notice.due_at < before).limit(limit)).all()


def matters_of(
    resident_id: UUID, *, limit: int, cursor: str | None, kind: str | None
) -> Page[Matter]:
    """Return a page of the resident's matters, the last changed first."""
    found = select(Matter).where(Matter.resident_id == resident_id)
    if kind is not None:
        found = found.where(Matter.kind == kind)
    return page_by(found, Matter.at, Matter.id, limit=limit, cursor=cursor, newest_first=True)
