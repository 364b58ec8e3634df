"""What helps a dispatcher decide, and how a named reporter can be reached."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan import audit
from weijiayuan.accounts.models import Resident, StaffAccount
from weijiayuan.accounts.rules import Role
from weijiayuan.db import db
from weijiayuan.events import access, presentation
from weijiayuan.events.access import Who
from weijiayuan.events.errors import EventNotFound, NotYours
from weijiayuan.events.models import Event
from weijiayuan.events.queries import matters, organisational_units, work_lists
from weijiayuan.events.rules import category_suggestion
from weijiayuan.events.rules.vocabulary import Actor
from weijiayuan.events.service import category_suggestion_learning, dispatching
from weijiayuan.places.coordinates import Datum, Point

REACHING = {Actor.DISPATCHER, Actor.UNIT, Actor.GRID_WORKER}


def help_with(event: Event, *, now: datetime) -> dict[str, Any]:
    """Return likely duplicates, likely categories with their accuracy, and the proposed unit."""
    here = Point(event.lng, event.lat, Datum.GCJ02)
    near = work_lists.nearby(here, now=now, text=event.text, category=event.category_code, limit=6)
    return {
        "similar": [
            {
                "id": row.id,
                "number": row.number,
                "metres": hint.metres,
                "alike": round(hint.alike, 1),
                "because": hint.because,
                "text": row.text,
            }
            for hint, row in near
            if row.id != event.id
        ],
        "suggestions": suggestions(event.text),
        "accuracy": category_suggestion.measured(),
        "proposal": proposal(event, now=now) if event.category_code else None,
    }


def suggestions(text: str) -> list[dict[str, Any]]:
    """Return the likeliest categories of a text with how sure that is."""
    return [
        {
            "category": presentation.category_of(each.category),
            "confidence": round(each.confidence, 3),
            "because": each.because,
            "is_sure": each.is_sure,
        }
        for each in category_suggestion_learning.classifier().suggest(text)
    ]


def proposal(event: Event, *, now: datetime) -> dict[str, Any]:
    """Return the unit the rules find, why, why not by earlier rules, its load, who is on duty."""
    decision, unit = dispatching.decide(event, now)
    on_duty = organisational_units.people_of_place(Role.GRID_WORKER, event.grid_code or "")
    return {
        "unit": {"code": unit.code, "name": unit.name} if unit else None,
        "to": decision.to,
        "rule": decision.rule,
        "rule_name": decision.rule_name,
        "because": decision.because,
        "tried": decision.tried,
        "version": decision.version,
        "open_now": organisational_units.load([unit.code]).get(unit.code, 0) if unit else None,
        "on_duty": [each.display_name for each in _staff(on_duty)],
    }


def _staff(residents: Any) -> list[StaffAccount]:
    found = db.session.query(StaffAccount).filter(StaffAccount.resident_id.in_(list(residents)))
    return list(found.order_by(StaffAccount.username))


def reporter_of(event: Event, who: Who, *, reason: str) -> dict[str, Any]:
    """Return a named reporter to whoever must reach them, and record that it was looked up.

    Raises `NotYours`, and `EventNotFound` where there is nobody to name.
    """
    if not access.capacities(event, who) & REACHING:
        raise NotYours(actors=sorted(REACHING))
    resident = db.session.get(Resident, event.reporter_id) if event.reporter_id else None
    if resident is None:
        raise EventNotFound
    audit.record(
        "events.reporter_looked_up", subject_kind="event", subject_id=event.id, reason=reason
    )
    return {"nickname": resident.nickname, "phone": resident.phone}


def reporters_of(event_ids: Sequence[UUID], who: Who, *, reason: str) -> list[dict[str, Any]]:
    """Return the named reporters of matters by the rule for one; each look is recorded.

    Matters that this person may not see or reach anybody of, and anonymous ones, are left out.
    """
    found = []
    for event_id in dict.fromkeys(event_ids):
        with suppress(EventNotFound, NotYours):
            contact = reporter_of(matters.seen(event_id, who), who, reason=reason)
            found.append({"id": event_id, **contact})
    return found
