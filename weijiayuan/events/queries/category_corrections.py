"""What staff decided about the category of a report, as lessons for the suggestion."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events.models import Entry, Event
from weijiayuan.events.rules.category_suggestion import Example
from weijiayuan.events.rules.vocabulary import Source

DECIDING = ("accept", "reclassify")


def newest(*, since: datetime, limit: int) -> tuple[Example, ...]:
    """Return (category, text) of matters whose category a person on duty settled, newest first."""
    wanted: Any = (
        select(Event.category_code, Event.text)
        .join(Entry, Entry.event_id == Event.id)
        .where(
            Entry.action.in_(DECIDING),
            Entry.staff_id.is_not(None),
            Entry.at >= since,
            Event.category_code.is_not(None),
            Event.source != Source.ANONYMOUS,
            Event.is_sample.is_(False),
        )
        .order_by(Entry.at.desc(), Event.number)
        .limit(limit)
    )
    return tuple((code, text) for code, text in db.session.execute(wanted))
