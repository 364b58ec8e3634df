"""A matter as its reporter reads it: public lines, units instead of names, the conversation."""

from datetime import datetime, timedelta
from typing import Any

from weijiayuan.events.models import Event, Stage
from weijiayuan.events.presentation.shared_parts import (
    category_of,
    danger_of,
    grid_names,
    grid_of,
    is_overdue,
    line,
    message,
    outcome_text,
    photo,
    place_of,
    rating,
    state_text,
    unit_of,
)
from weijiayuan.events.queries import matters, organisational_units
from weijiayuan.events.rules import reference_data, state_transitions
from weijiayuan.events.rules.vocabulary import Actor, State

OWN = ("number", "state", "outcome", "text", "attributes", "address", "reported_at", "closed_at")
OF_A_LINE = ("at", "action", "title", "unit", "words")


def for_reporter(event: Event, *, now: datetime) -> dict[str, Any]:
    """Return what the reporter sees of a matter."""
    entries = matters.timeline(event.id, public=True)
    names = {
        **grid_names(),
        **organisational_units.names({event.unit_code, *(e.unit_code for e in entries)}),
    }
    history = (line(entry, names) for entry in entries)
    return (
        {name: getattr(event, name) for name in OWN}
        | _talked(event)
        | {
            "state_text": state_text(event.state),
            "outcome_text": outcome_text(event.outcome),
            "category": category_of(event.category_code),
            "danger": danger_of(event),
            "place": place_of(event),
            "grid": grid_of(event.grid_code),
            "unit": unit_of(event.unit_code, names),
            "due_at": event.due_at or event.promised_at,
            "overdue": is_overdue(event, event.due_at, event.handled_at or now),
            "timeline": [{name: each[name] for name in OF_A_LINE} for each in history],
            "actions": reporter_actions(event, now),
        }
    )


def _talked(event: Event) -> dict[str, Any]:
    """Return photos and conversation; of a photo that was hidden only that there is one."""
    sent = matters.photos(event.id)
    seen = [each for each in sent if not each.is_hidden]
    shown = {each.file_id: photo(each.file_id) for each in seen}
    rated = matters.ratings(event.id)
    return {
        "before": [shown[each.file_id] for each in seen if each.stage is Stage.BEFORE],
        "after": [shown[each.file_id] for each in seen if each.stage is Stage.AFTER],
        "hidden_photos": len(sent) - len(seen),
        "messages": [message(each, shown) for each in matters.messages(event.id)],
        "rating": rating(rated[-1]) if rated else None,
    }


def reporter_actions(event: Event, now: datetime) -> list[str]:
    """Return what the reporter may do now."""
    found = ["messages"] if event.state is not State.ARCHIVED else []
    allowed = set(state_transitions.allowed(event.state, [Actor.REPORTER]))
    limits = reference_data.limits().resident
    if "withdraw" in allowed:
        found.append("withdraw")
    since = now - event.closed_at if event.closed_at else timedelta(0)
    is_rateable = event.state is State.CLOSED or "confirm" in allowed
    if is_rateable and event.stars is None and since <= timedelta(days=limits["rate_within_days"]):
        found.append("rating")
    in_time = since <= timedelta(days=limits["reopen_within_days"])
    again = "reopen" in allowed and event.reporter_reopens == 0 and in_time
    if again or ("appeal" in allowed and event.reporter_appeals == 0):
        found.append("reopen")
    return found
