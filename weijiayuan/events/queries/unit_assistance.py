"""Questions about who helps with what."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events.access import Who, units_of
from weijiayuan.events.errors import AssistNotFound
from weijiayuan.events.models import Assistance, AssistState, Event, stands_open
from weijiayuan.web.pagination import Page, page_by


def of_event(event_id: UUID) -> Sequence[Assistance]:
    """Return who was asked to help with a matter, oldest first."""
    wanted = select(Assistance).filter_by(event_id=event_id)
    return db.session.scalars(wanted.order_by(Assistance.asked_at, Assistance.id)).all()


def waiting(assist_id: UUID, event_id: UUID) -> Assistance:
    """Return help that is still awaited. Raises `AssistNotFound`."""
    found = db.session.scalars(
        select(Assistance).filter_by(id=assist_id, event_id=event_id, state=AssistState.ASKED)
    ).one_or_none()
    if found is None:
        raise AssistNotFound
    return found


def is_asked(event_id: UUID, unit_code: str) -> bool:
    """Tell whether a unit's help is awaited."""
    wanted = select(Assistance.id).filter_by(
        event_id=event_id, unit_code=unit_code, state=AssistState.ASKED
    )
    return db.session.execute(wanted).first() is not None


def asked_of(who: Who, *, limit: int, cursor: str | None) -> Page[Any]:
    """Return what this person's units are asked to help with while it is open, oldest first."""
    wanted: Any = (
        select(
            Assistance.id,
            Assistance.unit_code,
            Assistance.asked_at,
            Assistance.words,
            Assistance.event_id,
            Event.number,
            Event.category_code,
            Event.due_at,
        )
        .join(Event, Event.id == Assistance.event_id)
        .where(
            Assistance.unit_code.in_(sorted(units_of(who.granted))),
            Assistance.state == AssistState.ASKED,
            stands_open(),
        )
    )
    return page_by(
        wanted, Assistance.asked_at, Assistance.id, limit=limit, cursor=cursor, scalars=False
    )
