"""The parts of what people read of a matter, each in the words that people use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.deadline_clocks.working_time import OfficeHours, TimeUnit
from weijiayuan.events.models import Entry, Event, EventClock, Message, Rating
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.rules import reference_data
from weijiayuan.events.rules.reported_dangers import ToldDanger
from weijiayuan.events.rules.vocabulary import OPEN, Outcome
from weijiayuan.files import signed_links
from weijiayuan.places import queries as places
from weijiayuan.web.messages import text


def state_text(state: str) -> str:
    """Return a state as residents read it."""
    return text(f"events.state_{state}")


def category_of(code: str | None) -> dict[str, str] | None:
    """Return code and name of a category."""
    known = reference_data.categories().get(code or "")
    return {"code": known.code, "name": known.name} if known else None


def danger_of(event: Any) -> dict[str, Any] | None:
    """Return every danger of a matter with whom to call, None for none."""
    told = ToldDanger.of(event)
    if not told:
        return None
    name, advice = told.words(event.danger)
    return {"kind": event.danger, "name": name, "call": told.call, "advice": advice}


def place_of(row: Any) -> dict[str, Any]:
    return {"lng": round(row.lng, 6), "lat": round(row.lat, 6), "datum": "gcj02"}


def grid_names() -> Mapping[str, str]:
    """Return the names of the grids in force by code."""
    return {grid.code: grid.name for grid in places.finder().grids}


def grid_of(
    code: str | None, names: Mapping[str, str] | None = None
) -> dict[str, str | None] | None:
    """Return code and name of a grid; a list looks the names up once and hands them in."""
    if code is None:
        return None
    known = grid_names() if names is None else names
    return {"code": code, "name": known.get(code, code)}


def outline_of(code: str) -> dict[str, Any]:
    """Return the outer corners of a grid in force."""
    grid = places.grid(code)
    if grid is None:
        return {"code": code, "name": code, "centre": None, "outline": []}
    rings = grid.outline["coordinates"]
    outer = rings[0] if grid.outline["type"] == "Polygon" else rings[0][0]
    centre = {"lng": grid.centre_lng, "lat": grid.centre_lat, "datum": "gcj02"}
    return {"code": code, "name": grid.name, "centre": centre, "outline": outer}


def unit_of(code: str | None, names: Mapping[str, str]) -> dict[str, str] | None:
    """Return code and name of a unit; one without a row goes by its code."""
    if code is None:
        return None
    return {"code": code, "name": names.get(code, code)}


def unit_name(event: Event) -> str:
    """Return the name of the unit that has a matter, empty where none has."""
    return organisational_units.names([event.unit_code]).get(event.unit_code or "", "")


def is_overdue(row: Any, next_due: datetime | None, now: datetime) -> bool:
    """Tell whether an open matter is late, as its next limit is over; whether a closed one was."""
    if row.state not in OPEN:
        return row.in_time is False
    return next_due is not None and next_due < now


def outcome_text(outcome: Outcome | None) -> str | None:
    return text(f"events.outcome_{outcome}") if outcome else None


def photo(file_id: UUID) -> dict[str, Any]:
    """Return a photo with the address at which whoever reads this may open it for a while."""
    address = signed_links.address_of(file_id)
    return {"id": file_id, "address": address, "small": f"{address}&size=small"}


def clock(each: EventClock, now: datetime, hours: OfficeHours | None = None) -> dict[str, Any]:
    """Return a clock; with office hours also what is used of it, in its own kind of time."""
    return {
        "kind": each.kind,
        "name": text(f"events.clock_{each.kind}"),
        "unit": each.unit,
        "started_at": each.started_at,
        "due_at": each.due_at,
        "original_due_at": each.original_due_at,
        "paused_at": each.paused_at,
        "resumed_at": each.resumed_at,
        "stopped_at": each.stopped_at,
        "overdue": each.is_overdue(now),
        "used": used_of(each, now, hours) if hours else None,
    }


def used_of(each: EventClock, now: datetime, hours: OfficeHours) -> dict[str, Any]:
    """Return how much of its time a clock has used: seconds that count, without pauses."""
    used = each.reading(hours).used(now).total_seconds()
    rungs = [rung.percent for rung in EventClock.ladder_of(each)]
    share = used / each.budget_seconds if each.budget_seconds else 1.0
    return {
        "seconds": int(used),
        "of": each.budget_seconds,
        "percent": round(100 * share, 1),
        "rungs": sorted(rungs),
        "in_office_time": each.unit in (TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS),
    }


def line(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one line of the history for staff."""
    return {
        "at": entry.at,
        "action": entry.action,
        "title": text(f"events.did_{entry.action.replace('-', '_')}"),
        "actor": entry.actor,
        "unit": unit_of(entry.unit_code, names),
        "from": entry.from_state,
        "to": entry.to_state,
        "words": _said(entry),
        "facts": entry.facts,
    }


def _said(entry: Entry) -> str | None:
    """Return the words of a line; what was late says which limit it was."""
    if entry.action != "supervise" or "clock" not in entry.facts:
        return entry.words
    name = text(f"events.clock_{entry.facts['clock']}")
    return f"{name}：{entry.words}"


def message(each: Message, pictures: Mapping[UUID, dict[str, Any]]) -> dict[str, Any]:
    """Return a message with those of its photos that this reader may see."""
    sent = (UUID(file_id) for file_id in each.photos)
    return {
        "id": each.id,
        "at": each.at,
        "from_reporter": each.from_reporter,
        "is_question": each.is_question,
        "text": each.text,
        "photos": [pictures[file_id] for file_id in sent if file_id in pictures],
    }


def rating(each: Rating) -> dict[str, Any]:
    return {
        "round": each.round,
        "at": each.at,
        "stars": each.stars,
        "text": each.text,
        "why": each.why,
        "needs_review": each.needs_review,
        "decision": each.decision,
        "finding": each.finding,
    }
