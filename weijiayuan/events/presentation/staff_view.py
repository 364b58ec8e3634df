"""A matter as staff read it: everything about the matter, nothing of the reporter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from weijiayuan.events import access
from weijiayuan.events.access import Who
from weijiayuan.events.department_orders import queries as orders
from weijiayuan.events.models import Event, EventPhoto, Stage
from weijiayuan.events.presentation import unit_assistance
from weijiayuan.events.presentation.shared_parts import (
    category_of,
    clock,
    danger_of,
    grid_names,
    grid_of,
    is_overdue,
    line,
    message,
    photo,
    place_of,
    rating,
    state_text,
    unit_of,
)
from weijiayuan.events.queries import matters, organisational_units
from weijiayuan.events.queries import unit_assistance as assistance_queries
from weijiayuan.events.rules import state_transitions
from weijiayuan.events.rules.vocabulary import Actor, Mode, PictureCheck, State
from weijiayuan.events.service import matter_clocks
from weijiayuan.web.messages import text

OWN = (
    "id", "number", "state", "source", "is_anonymous", "level", "mode", "text", "attributes",
    "address", "outcome", "stars", "supervision", "returns", "reworks", "reopens", "is_sample",
)  # fmt: skip
MOMENTS = ("reported_at", "promised_at", "due_at", "handled_at", "closed_at", "in_time")
SEE_HIDDEN = frozenset({Actor.UNIT, Actor.DISPATCHER, Actor.SUPERVISOR})


def matter(event: Event, who: Who, *, now: datetime) -> dict[str, Any]:
    """Return everything this member of staff may know of a matter."""
    mine = access.capacities(event, who)
    entries = matters.timeline(event.id)
    helpers = assistance_queries.of_event(event.id)
    codes = {event.unit_code, *(entry.unit_code for entry in entries)}
    codes |= {each.unit_code for each in helpers}
    names = {**grid_names(), **organisational_units.names(codes)}
    return (
        {name: getattr(event, name) for name in OWN + MOMENTS}
        | _classified(event)
        | _placed(event, names)
        | _talked(event, mine)
        | _stands(event, mine, who, now)
        | {
            "assists": unit_assistance.shown(helpers, who, mine, names),
            "version": str(entries[-1].number if entries else 0),
            "timeline": [line(entry, names) for entry in entries],
            "orders": [
                {"id": order_id, "number": number}
                for order_id, number in orders.about(event.id, who)
            ],
        }
    )


def _classified(event: Event) -> dict[str, Any]:
    return {
        "state_text": state_text(event.state),
        "category": category_of(event.category_code),
        "confidence": round(event.confidence, 3),
        "danger": danger_of(event),
        "words_due_at": event.words_due_at,
    }


def _placed(event: Event, names: Mapping[str, str]) -> dict[str, Any]:
    """Return where it lies and who has it, with the reason for that."""
    assigned = matters.assignment(event.id)
    return {
        "place": place_of(event),
        "grid": grid_of(event.grid_code),
        "community": event.community_code,
        "street": event.street_code,
        "unit": unit_of(event.unit_code, names),
        "because": assigned.because if assigned else None,
        "parent": event.parent_id,
        "followers": len(matters.follower_ids(event.id)),
    }


def _talked(event: Event, mine: Iterable[Actor]) -> dict[str, Any]:
    """Return photos, conversation and ratings, without photos hidden from this person."""
    sent = matters.photos(event.id)
    seen = [each for each in sent if SEE_HIDDEN & set(mine) or not each.is_hidden]
    shown = {each.file_id: _picture(each) for each in seen}
    return {
        "before": _of_stage(seen, shown, Stage.BEFORE),
        "after": _of_stage(seen, shown, Stage.AFTER),
        "messages": [message(each, shown) for each in matters.messages(event.id)],
        "reports": [_report(each, mine) for each in matters.reports_of(event.id)],
        "ratings": [rating(each) for each in matters.ratings(event.id)],
    }


def _report(event: Event, mine: Iterable[Actor]) -> dict[str, Any]:
    """Return what a merged report says and shows: whoever goes there reads where somebody is."""
    sent = matters.photos(event.id)
    seen = [each for each in sent if SEE_HIDDEN & set(mine) or not each.is_hidden]
    names = ("id", "number", "reported_at", "text", "address")
    return {name: getattr(event, name) for name in names} | {
        "photos": [_picture(each) for each in seen if each.stage is Stage.BEFORE]
    }


def _picture(each: EventPhoto) -> dict[str, Any]:
    """Return a photo with what became of its content check."""
    checked = each.picture_check
    words = "" if checked is PictureCheck.NEVER else text(f"events.picture_{checked}")
    return photo(each.file_id) | {"check": checked, "check_text": words}


def _of_stage(
    seen: Sequence[EventPhoto], shown: Mapping[UUID, dict[str, Any]], stage: Stage
) -> list[dict[str, Any]]:
    return [shown[each.file_id] for each in seen if each.stage is stage]


def _stands(event: Event, mine: Iterable[Actor], who: Who, now: datetime) -> dict[str, Any]:
    """Return the clocks, what was asked for, and what this person may do next."""
    waiting, found = matters.waiting_ask(event.id), matters.clocks(event.id)
    names = ("id", "kind", "reason", "extra")
    return {
        "overdue": is_overdue(event, matters.next_due(found), now),
        "clocks": [clock(each, now, matter_clocks.office()) for each in found],
        "ask": waiting and {name: getattr(waiting, name) for name in names},
        "capacities": sorted(mine),
        "allowed": actions(event, mine, who),
    }


def actions(event: Event, mine: Iterable[Actor], who: Who) -> list[str]:
    """Return what this person may do next: reworking is a check that fails, of others' work."""
    allowed = set(state_transitions.allowed(event.state, mine)) - {"rework", "confirm", "archive"}
    capacities = set(mine)
    if event.state is State.HANDLING and Actor.UNIT in capacities:
        allowed |= {"wait", "extend", "transfer"}
    if event.state is State.ACCEPTED and event.mode is Mode.APART:
        allowed -= {"start", "handle"}
    if "verify" in allowed and who.staff_id in matters.handlers(event.id):
        allowed.remove("verify")
    if Actor.SUPERVISOR in capacities and matters.open_review(event.id) is not None:
        allowed.add("review")
    return sorted(allowed)
