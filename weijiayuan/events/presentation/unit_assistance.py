"""Help that units are asked for, as staff read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.models import Assistance, AssistState
from weijiayuan.events.presentation.shared_parts import category_of, unit_of
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.web.messages import text

ASKS = {Actor.UNIT, Actor.DISPATCHER}


def shown(
    asked: Sequence[Assistance], who: Who, mine: Iterable[Actor], names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return who helps with a matter, and what this person may do about it."""
    own = ("id", "asked_at", "words", "state", "answered_at", "answer")
    return [
        {name: getattr(each, name) for name in own}
        | {
            "unit": unit_of(each.unit_code, names),
            "state_text": text(f"events.assist_state_{each.state}"),
            "allowed": _allowed(each, who, set(mine)),
        }
        for each in asked
    ]


def _allowed(each: Assistance, who: Who, mine: set[Actor]) -> list[str]:
    if each.state is not AssistState.ASKED:
        return []
    answers = any(access.is_of_unit(duty, each.unit_code) for duty in who.granted)
    return ["answer"] * answers + ["withdraw"] * bool(mine & ASKS)


def awaited(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return what somebody's units are asked to help with."""
    names = organisational_units.names(row.unit_code for row in rows)
    own = ("id", "event_id", "number", "asked_at", "due_at", "words")
    return [
        {name: getattr(row, name) for name in own}
        | {"category": category_of(row.category_code), "unit": unit_of(row.unit_code, names)}
        for row in rows
    ]
