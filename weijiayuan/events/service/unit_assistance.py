"""Asking another unit to help, and its answer; the matter and its clock stay where they are."""

from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import AssistAsked, AssistOfItself, NotYours, NoUnitYet, UnitNotFound
from weijiayuan.events.models import Assistance, AssistState, Event
from weijiayuan.events.queries import organisational_units, unit_assistance
from weijiayuan.events.rules.vocabulary import Actor, State
from weijiayuan.events.service import notifications, transitions

MAY_ASK = (Actor.UNIT, Actor.DISPATCHER)
WITH_A_UNIT = frozenset({State.DISPATCHED, State.HANDLING, State.WAITING})


def ask(event: Event, unit_code: str, *, who: Who, now: datetime, words: str) -> Assistance:
    """Ask a department to help with what `words` say.

    Raises `NotYours`, `NoUnitYet`, `UnitNotFound`, `AssistOfItself`, `AssistAsked`.
    """
    actor = _asker(event, who)
    if event.state not in WITH_A_UNIT:
        raise NoUnitYet
    if unit_code not in {unit.code for unit in organisational_units.departments()}:
        raise UnitNotFound
    if unit_code == event.unit_code:
        raise AssistOfItself
    if unit_assistance.is_asked(event.id, unit_code):
        raise AssistAsked
    asked = Assistance(
        event_id=event.id,
        unit_code=unit_code,
        asked_at=now,
        asked_by=access.staff_of(who),
        words=words,
    )
    db.session.add(asked)
    _note(event, "assist-asked", unit_code, actor=actor, who=who, now=now, words=words)
    notifications.of_assistance(event, unit_code, "work_assist", now=now, cause=str(asked.id))
    return asked


def _asker(event: Event, who: Who) -> Actor:
    """Return in which of the capacities that may ask somebody stands. Raises `NotYours`."""
    return transitions.capacity_for(access.capacities(event, who), MAY_ASK)


def answer(
    event: Event, assist_id: UUID, *, done: bool, who: Who, now: datetime, words: str
) -> Assistance:
    """Say what was done, or why this unit does not help.

    Raises `AssistNotFound`, `NotYours`.
    """
    asked = unit_assistance.waiting(assist_id, event.id)
    if not any(access.is_of_unit(each, asked.unit_code) for each in who.granted):
        raise NotYours(actors=[Actor.UNIT.value])
    asked.state = AssistState.DONE if done else AssistState.DECLINED
    asked.answered_at, asked.answered_by, asked.answer = now, who.staff_id, words
    action = "assist-done" if done else "assist-declined"
    _note(event, action, asked.unit_code, actor=Actor.UNIT, who=who, now=now, words=words)
    if event.unit_code is not None:
        notifications.of_assistance(
            event, event.unit_code, "work_assisted", now=now, cause=str(asked.id)
        )
    return asked


def withdraw(event: Event, assist_id: UUID, *, who: Who, now: datetime) -> Assistance:
    """Take back what was asked and not answered. Raises `AssistNotFound`, `NotYours`."""
    actor = _asker(event, who)
    asked = unit_assistance.waiting(assist_id, event.id)
    asked.state, asked.answered_at, asked.answered_by = AssistState.WITHDRAWN, now, who.staff_id
    _note(event, "assist-withdrawn", asked.unit_code, actor=actor, who=who, now=now)
    return asked


def _note(event: Event, action: str, unit_code: str, **said: Any) -> None:
    """Write a line under the unit that it is about; reporters read of whoever has the matter."""
    entry = transitions.write(event, action, is_public=False, **said)
    entry.unit_code = unit_code
