"""What a move would do to many matters, before anybody makes it: nothing is changed.

Each matter is taken out of the session and judged by the very table and rules that the move itself
asks, so what is foreseen is what happens unless somebody else was faster.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.db import db
from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.errors import CategoryNeeded, EventNotFound, UnitNotFound
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters, organisational_units, work_lists
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.vocabulary import STEPS, Action, Mode
from weijiayuan.events.service import (
    category_suggestion_learning,
    dispatching,
    notifications,
    transitions,
)
from weijiayuan.events.service.matter_registration import category_of, set_category
from weijiayuan.kernel.errors import DomainError
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.web.messages import text


def foreseen(
    event_ids: Iterable[UUID], what: str, *, who: Who, now: datetime
) -> list[dict[str, Any]]:
    """Return whether the steps can be made, and whom they reach, for each matter that is seen."""
    found = []
    for event_id in dict.fromkeys(event_ids):
        with suppress(EventNotFound):
            event = matters.seen(event_id, who)
            db.session.expunge(event)
            found.append(_foreseen(event, STEPS[what], who, now))
    return found


def _foreseen(event: Event, steps: tuple[Action, ...], who: Who, now: datetime) -> dict[str, Any]:
    line: dict[str, Any] = {"id": event.id, "number": event.number, "text": event.text}
    line |= {"can": True, "why": "", "warnings": _warnings(event, steps, now)}
    unit = event.unit_code
    try:
        for action in steps:
            _step(event, action, who, now)
    except DomainError as refusal:
        line |= {"can": False, "why": text(refusal.code, **refusal.facts)}
        event.unit_code = unit
    return line | {
        "category": event.category_code,
        "unit": event.unit_code,
        "people": len(organisational_units.people_of_unit(event.unit_code))
        if event.unit_code
        else 0,
        "tells_reporter": _tells_reporter(event, steps),
    }


def _tells_reporter(event: Event, steps: tuple[Action, ...]) -> bool:
    known = event.is_anonymous or event.reporter_id is not None
    return known and any(action in notifications.TO_REPORTER for action in steps)


def _step(event: Event, action: Action, who: Who, now: datetime) -> None:
    """Make one step on what nobody keeps."""
    more: dict[str, Any] = {}
    if action is Action.ACCEPT and event.category_code is None:
        set_category(event, category_of(_likeliest(event)))
    if action is Action.DISPATCH:
        if event.mode is Mode.TOGETHER and event.unit_code is not None:
            return
        more = _given(event, now)
    move = state_transitions.find(action, event.state)
    actor = transitions.capacity_for(access.capacities(event, who), move.actors)
    event.move(action, replace(transitions.situation(event, now=now, who=who, **more), actor=actor))
    if action is Action.ACCEPT and event.mode is Mode.TOGETHER:
        event.unit_code = event.grid_code


def _likeliest(event: Event) -> str:
    """Return the category that the words suggest most. Raises `CategoryNeeded`."""
    best = next(iter(category_suggestion_learning.classifier().suggest(event.text, limit=1)), None)
    if best is None:
        raise CategoryNeeded
    return best.category


def _given(event: Event, now: datetime) -> dict[str, Any]:
    """Let the rules choose the unit. Raises `UnitNotFound`."""
    _decision, unit = dispatching.decide(event, now)
    if unit is None:
        raise UnitNotFound
    owns = organisational_units.duties_of(unit.id)
    event.unit_code = unit.code
    is_responsible = not owns or event.category_code in owns
    return {"unit": unit.code, "unit_is_responsible": is_responsible}


def _warnings(event: Event, steps: tuple[Action, ...], now: datetime) -> list[str]:
    """Return what a person ought to read before this is done together with others."""
    found = []
    if event.danger is not None:
        found.append(text("events.preview_danger"))
    if Action.ACCEPT in steps:
        here = Point(event.lng, event.lat, Datum.GCJ02)
        near = work_lists.nearby(here, now=now, text=event.text, category=event.category_code)
        if n := sum(row.id != event.id for _, row in near):
            found.append(text("events.preview_similar", n=n))
    if Action.ACCEPT in steps and event.category_code is None:
        found.append(text("events.preview_category"))
    return found
