"""What people read of supervisions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events import presentation
from weijiayuan.events.access import Who
from weijiayuan.events.models import Escalation, Event, EventClock, Supervision
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.supervision import service
from weijiayuan.web.messages import text

NO_MATTER = {"event_number": None, "event_category": None}


def supervisions(rows: Sequence[Supervision], who: Who) -> list[dict[str, Any]]:
    """Return supervisions with the rung that opened them, and what this person may do."""
    names = organisational_units.names(row.unit_code for row in rows)
    rungs = {
        each.id: (each, clock)
        for each, clock in db.session.execute(
            select(Escalation, EventClock)
            .join(EventClock, EventClock.id == Escalation.clock_id)
            .where(Escalation.id.in_([row.escalation_id for row in rows]))
        )
    }
    replies = _reply_clocks([row.id for row in rows])
    matters = _matters([row.event_id for row in rows])
    return [
        {
            "id": row.id,
            "level": row.level,
            "unit": presentation.unit_of(row.unit_code, names),
            "event_id": row.event_id,
            **matters.get(row.event_id, NO_MATTER),
            "rung": rungs[row.escalation_id][0].name,
            "clock": text(f"events.clock_{rungs[row.escalation_id][1].kind}"),
            "reached_at": rungs[row.escalation_id][0].reached_at,
            "opened_at": row.opened_at,
            "reply": row.reply,
            "replied_at": row.replied_at,
            "reply_due_at": replies.get(row.id),
            "allowed": service.allowed(row, who),
        }
        for row in rows
    ]


def _reply_clocks(ids: Sequence[UUID]) -> dict[Any, datetime | None]:
    rows = db.session.execute(
        select(EventClock.supervision_id, EventClock.due_at).where(
            EventClock.supervision_id.in_(list(ids))
        )
    )
    return {row[0]: row[1] for row in rows}


def _matters(ids: Sequence[UUID | None]) -> dict[Any, dict[str, Any]]:
    rows = db.session.execute(
        select(Event.id, Event.number, Event.category_code).where(
            Event.id.in_([each for each in ids if each])
        )
    )
    return {
        id_: {"event_number": number, "event_category": presentation.category_of(category)}
        for id_, number, category in rows
    }
