"""What people read of a matter: one picture for staff, another for the reporter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.models import Entry, Event, EventClock, EventPhoto, Message, Rating, Stage
from weijiayuan.events.queries import matters, units
from weijiayuan.events.rules import moves, tables
from weijiayuan.events.rules.vocabulary import OPEN, Actor, Outcome, State
from weijiayuan.files import passes
from weijiayuan.places import queries as places
from weijiayuan.web.messages import text


def state_text(state: str) -> str:
    """Return a state as residents read it."""
    return text(f"events.state_{state}")


def category_of(code: str | None) -> dict[str, str] | None:
    """Return code and name of a category."""
    known = tables.categories().get(code or "")
    return {"code": known.code, "name": known.name} if known else None


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


def is_overdue(row: Any, now: datetime) -> bool:
    """Tell whether the time to resolve it was used up."""
    if row.state not in OPEN:
        return row.in_time is False
    handled = getattr(row, "handled_at", None)
    return row.due_at is not None and (handled or now) > row.due_at


def lines(rows: Sequence[Row[Any]], *, now: datetime) -> list[dict[str, Any]]:
    """Return rows of a work list as staff read them."""
    grids = grid_names()
    names = {**grids, **units.names(row.unit_code for row in rows)}
    return [
        {
            "id": row.id,
            "number": row.number,
            "state": row.state,
            "state_text": state_text(row.state),
            "source": row.source,
            "category": category_of(row.category_code),
            "level": row.level,
            "mode": row.mode,
            "text": row.text,
            "address": row.address,
            "place": place_of(row),
            "grid": grid_of(row.grid_code, grids),
            "unit": unit_of(row.unit_code, names),
            "reported_at": row.reported_at,
            "due_at": row.due_at,
            "overdue": is_overdue(row, now),
            "supervision": row.supervision,
            "stars": row.stars,
            "is_sample": row.is_sample,
        }
        for row in rows
    ]


def unit_of(code: str | None, names: Mapping[str, str]) -> dict[str, str] | None:
    """Return code and name of a unit; one without a row goes by its code."""
    if code is None:
        return None
    return {"code": code, "name": names.get(code, code)}


def matter(event: Event, who: Who, *, now: datetime) -> dict[str, Any]:
    """Return everything staff may know of a matter. Nothing of the reporter is in it."""
    entries = matters.timeline(event.id)
    pictures = matters.photos(event.id)
    assigned = matters.assignment(event.id)
    codes = {event.unit_code, *(entry.unit_code for entry in entries)}
    names = {**grid_names(), **units.names(codes)}
    mine = access.capacities(event, who)
    waiting = matters.waiting_ask(event.id)
    return {
        "id": event.id,
        "number": event.number,
        "state": event.state,
        "state_text": state_text(event.state),
        "source": event.source,
        "is_anonymous": event.is_anonymous,
        "category": category_of(event.category_code),
        "confidence": round(event.confidence, 3),
        "level": event.level,
        "mode": event.mode,
        "text": event.text,
        "attributes": event.attributes,
        "address": event.address,
        "place": place_of(event),
        "grid": grid_of(event.grid_code),
        "community": event.community_code,
        "street": event.street_code,
        "unit": unit_of(event.unit_code, names),
        "because": assigned.because if assigned else None,
        "reported_at": event.reported_at,
        "promised_at": event.promised_at,
        "due_at": event.due_at,
        "overdue": is_overdue(event, now),
        "handled_at": event.handled_at,
        "closed_at": event.closed_at,
        "in_time": event.in_time,
        "outcome": event.outcome,
        "stars": event.stars,
        "supervision": event.supervision,
        "returns": event.returns,
        "reworks": event.reworks,
        "reopens": event.reopens,
        "parent": event.parent_id,
        "followers": len(matters.follower_ids(event.id)),
        "before": photos_of(pictures, Stage.BEFORE),
        "after": photos_of(pictures, Stage.AFTER),
        "clocks": [clock(each, now) for each in matters.clocks(event.id)],
        "timeline": [line(entry, names) for entry in entries],
        "messages": [message(each) for each in matters.messages(event.id)],
        "ratings": [rating(each) for each in matters.ratings(event.id)],
        "ask": None
        if waiting is None
        else {
            "id": waiting.id,
            "kind": waiting.kind,
            "reason": waiting.reason,
            "extra": waiting.extra,
        },
        "capacities": sorted(mine),
        "allowed": actions(event, mine),
        "is_sample": event.is_sample,
    }


def photos_of(pictures: Iterable[EventPhoto], stage: Stage) -> list[dict[str, Any]]:
    """Return the photos of one stage."""
    return [photo(each.file_id) for each in pictures if each.stage is stage]


def photo(file_id: UUID) -> dict[str, Any]:
    """Return a photo with the address at which whoever reads this may open it for a while."""
    address = passes.address_of(file_id)
    return {"id": file_id, "address": address, "small": f"{address}&size=small"}


def actions(event: Event, mine: Iterable[Actor]) -> list[str]:
    """Return what this person may do next, reworking being a check that fails."""
    allowed = set(moves.allowed(event.state, mine)) - {"rework", "confirm", "archive"}
    capacities = set(mine)
    if event.state is State.HANDLING and Actor.UNIT in capacities:
        allowed |= {"wait", "extend"}
    if Actor.SUPERVISOR in capacities and matters.open_review(event.id) is not None:
        allowed.add("review")
    return sorted(allowed)


def clock(each: EventClock, now: datetime) -> dict[str, Any]:
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
        "words": entry.words,
        "facts": entry.facts,
    }


def message(each: Message) -> dict[str, Any]:
    return {
        "id": each.id,
        "at": each.at,
        "from_reporter": each.from_reporter,
        "is_question": each.is_question,
        "text": each.text,
        "photos": [photo(UUID(file_id)) for file_id in each.photos],
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


def for_reporter(event: Event, *, now: datetime) -> dict[str, Any]:
    """Return what the reporter sees: public lines, units instead of names, the conversation."""
    entries = matters.timeline(event.id, public=True)
    pictures = matters.photos(event.id)
    codes = {event.unit_code, *(entry.unit_code for entry in entries)}
    names = {**grid_names(), **units.names(codes)}
    rated = matters.ratings(event.id)
    return {
        "number": event.number,
        "state": event.state,
        "state_text": state_text(event.state),
        "outcome": event.outcome,
        "outcome_text": outcome_text(event.outcome),
        "category": category_of(event.category_code),
        "text": event.text,
        "attributes": event.attributes,
        "address": event.address,
        "place": place_of(event),
        "grid": grid_of(event.grid_code),
        "unit": unit_of(event.unit_code, names),
        "reported_at": event.reported_at,
        "due_at": event.due_at or event.promised_at,
        "overdue": is_overdue(event, now),
        "closed_at": event.closed_at,
        "before": photos_of(pictures, Stage.BEFORE),
        "after": photos_of(pictures, Stage.AFTER),
        "timeline": [
            {key: each[key] for key in ("at", "action", "title", "unit", "words")}
            for each in (line(entry, names) for entry in entries)
        ],
        "messages": [message(each) for each in matters.messages(event.id)],
        "rating": rating(rated[-1]) if rated else None,
        "actions": reporter_actions(event, now),
    }


def outcome_text(outcome: Outcome | None) -> str | None:
    return text(f"events.outcome_{outcome}") if outcome else None


def reporter_actions(event: Event, now: datetime) -> list[str]:
    """Return what the reporter may do now."""
    found = ["messages"] if event.state is not State.ARCHIVED else []
    allowed = set(moves.allowed(event.state, [Actor.REPORTER]))
    limits = tables.limits().resident
    if "withdraw" in allowed:
        found.append("withdraw")
    since = now - event.closed_at if event.closed_at else timedelta(0)
    is_rateable = event.state is State.CLOSED or "confirm" in allowed
    if is_rateable and event.stars is None and since <= timedelta(days=limits["rate_within_days"]):
        found.append("rating")
    once_more = event.reporter_reopens == 0 and since <= timedelta(
        days=limits["reopen_within_days"]
    )
    if allowed & {"reopen", "appeal"} and once_more:
        found.append("reopen")
    return found


__all__ = [
    "actions",
    "for_reporter",
    "lines",
    "matter",
    "reporter_actions",
    "state_text",
]
