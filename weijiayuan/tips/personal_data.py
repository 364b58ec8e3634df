"""What the ledger keeps about a resident: a copy to take along, and the end of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from weijiayuan.db import db
from weijiayuan.events import presentation
from weijiayuan.events.models import Event, Follower, Message
from weijiayuan.events.service import departed_reporter_redaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.private_number_masking import masked
from weijiayuan.tips.models import Points, Tip
from weijiayuan.tips.schemas import TipOut


def export(resident_id: UUID) -> dict[str, Any]:
    """Return the resident's tips with their history, what they follow, and their points."""
    now = clock.now()
    events = db.session.scalars(
        select(Event).filter_by(reporter_id=resident_id).order_by(Event.reported_at)
    )
    follows = db.session.scalars(
        select(Event.number)
        .join(Follower, Follower.event_id == Event.id)
        .where(Follower.resident_id == resident_id)
        .order_by(Event.number)
    )
    points = db.session.scalars(
        select(Points).filter_by(resident_id=resident_id).order_by(Points.id)
    )
    return {
        "tips": [TipOut().dump(presentation.for_reporter(event, now=now)) for event in events],
        "follows": list(follows),
        "points": [{"cause": each.cause, "points": each.points} for each in points],
    }


def forget(resident_id: UUID, *, now: datetime) -> None:
    """Take the name off the matters the resident reported; the public record stays without it.

    Telephone and identity numbers in what they wrote are starred out; a person looks at the rest.
    """
    events = db.session.scalars(select(Event).filter_by(reporter_id=resident_id)).all()
    for event in events:
        event.text = masked(event.text)
        event.reporter_id = None
    ids = [event.id for event in events]
    departed_reporter_redaction.ask_for_a_look(ids, now=now)
    written = select(Message).where(Message.event_id.in_(ids), Message.from_reporter)
    for message in db.session.scalars(written):
        message.text = masked(message.text)
    db.session.execute(
        update(Tip).filter_by(resident_id=resident_id).values(resident_id=None, points_due=False)
    )
    for model in (Follower, Points):
        db.session.execute(delete(model).where(model.resident_id == resident_id))
