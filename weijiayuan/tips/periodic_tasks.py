"""What the worker does for tips: points, verdicts on photos, and the end of receipts."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, select, update

from weijiayuan.background import every
from weijiayuan.db import Model, db, insert_new
from weijiayuan.db.row_order_scrambling import RANDOM_IDS, rewrite
from weijiayuan.events.models import Entry, Event, EventClock, EventPhoto, Message, Rating
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.files.models import StoredFile
from weijiayuan.notices.models import Notice
from weijiayuan.tips import photo_moderation, queries
from weijiayuan.tips.models import Points, Tip
from weijiayuan.tips.rules.receipt_retention import (
    POINTS_FOR_ACCEPTED,
    hour_of,
    receipt_ends,
)

AT_ONCE = 500
SCATTERED_HOURS = 6
ROWS_OF_NOBODY: tuple[type[Model], ...] = (
    Event, Tip, Entry, EventClock, EventPhoto, Message, Rating, StoredFile, Notice
)  # fmt: skip
EARN_NOTHING = (State.MERGED, State.WITHDRAWN)


@every(minutes=10)
def give_points(_now: datetime) -> str:
    """Give points for accepted tips, once for each."""
    found = queries.points_due(limit=AT_ONCE)
    rows = [
        {"resident_id": tip.resident_id, "cause": tip.number, "points": POINTS_FOR_ACCEPTED}
        for tip, state in found
        if tip.resident_id is not None and state not in EARN_NOTHING
    ]
    given = insert_new(Points, rows)
    for tip, _ in found:
        tip.points_due = False
    return f"points for {given} tips" if given else ""


@every(minutes=0.5)
def take_picture_verdicts(now: datetime) -> str:
    """Lay WeChat's verdicts on the photos they are about."""
    taken = photo_moderation.take_verdicts(now)
    return f"{taken} photos judged" if taken else ""


@every(minutes=60)
def scatter_rows(now: datetime) -> str:
    """Write the rows of nobody of the hours that are over anew, in random order (PostgreSQL)."""
    if db.session.get_bind().dialect.name == "sqlite":
        return ""
    hour = hour_of(now)
    for model in ROWS_OF_NOBODY:
        recent = select(model.id).where(
            model.created_at >= hour - timedelta(hours=SCATTERED_HOURS), model.created_at < hour
        )
        ids = (row_id for row_id in db.session.scalars(recent) if row_id.version == RANDOM_IDS)
        rewrite(cast("Table", model.__table__), ids)
    return ""


@every(minutes=60)
def end_receipts(now: datetime) -> str:
    """Note when the receipts of ended matters stop, and erase the marks of those that did."""
    kept = reference_data.limits().resident["receipt_kept_days"]
    for tip in queries.receipts_of_closed(now, limit=AT_ONCE):
        ended = db.session.scalar(select(Event.closed_at).filter_by(id=tip.event_id)) or now
        tip.receipt_until = receipt_ends(ended, kept_days=kept)
    db.session.flush()
    expired = select(Tip.id).where(Tip.receipt_until <= now).limit(AT_ONCE)
    ids = db.session.scalars(expired.where(Tip.receipt_mark.is_not(None))).all()
    db.session.execute(update(Tip).where(Tip.id.in_(ids)).values(receipt_mark=None))
    return f"{len(ids)} receipts ended" if ids else ""
