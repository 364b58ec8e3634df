"""Venues, slots and activities as plain dicts: hot lists are not sent through marshmallow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from weijiayuan.kernel.time_span import Span
from weijiayuan.places import opening_hours as hours
from weijiayuan.venues.models import Activity, Closure, Venue
from weijiayuan.venues.queries.search import Card, SessionLeft, local_text
from weijiayuan.venues.queries.slots import Face, Left
from weijiayuan.venues.rules import booking_rules, satisfaction_rating
from weijiayuan.venues.rules.booking_rule_wording import age_words, sentences
from weijiayuan.venues.rules.booking_rules import SlotState
from weijiayuan.venues.schemas.display_labels import ACTIVITY_KINDS, SLOT_STATES, VENUE_KINDS
from weijiayuan.web.pagination import Page


def slot(left: Left, face: Face) -> dict[str, Any]:
    """Write one slot; `opens_at` only while it is not released."""
    return {
        "id": left.slot.name,
        "starts_at": left.slot.starts_at,
        "ends_at": left.slot.ends_at,
        "places": face.capacity,
        "left": left.left,
        "waiting": left.waiting,
        "state": left.state.value,
        "state_text": SLOT_STATES[left.state],
        "opens_at": left.slot.opens_at if left.state is SlotState.NOT_YET else None,
    }


def slots(face: Face, found: Sequence[Left]) -> dict[str, Any]:
    return {"items": [slot(one, face) for one in found], "next_cursor": None}


def next_slot(left: Left | None) -> dict[str, Any] | None:
    if left is None:
        return None
    return {
        "id": left.slot.name,
        "starts_at": left.slot.starts_at,
        "ends_at": left.slot.ends_at,
        "left": left.left,
    }


def place(row: Any) -> dict[str, Any] | None:
    if row.lng is None or row.lat is None:
        return None
    return {"lng": row.lng, "lat": row.lat, "datum": "gcj02"}


def card(found: Card) -> dict[str, Any]:
    """Write a venue for a list."""
    row = found.row
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.venue_kind.value,
        "kind_text": VENUE_KINDS[row.venue_kind],
        "use": row.use.value,
        "community": row.community_code,
        "address": row.address,
        "place": place(row),
        "metres": found.metres,
        "places": row.capacity,
        "people_most": row.people_most,
        "stars": satisfaction_rating.average(row.stars_total, row.stars_count),
        "ratings": row.stars_count,
        "is_sample": row.is_sample,
        "photo_id": row.photo_id,
        "next_free": next_slot(found.next_free),
    }


def cards(page: Page[Card]) -> dict[str, Any]:
    return {"items": [card(one) for one in page.items], "next_cursor": page.next_cursor}


def venue(found: Venue, next_free: Left | None, closures: Sequence[Closure]) -> dict[str, Any]:
    """Write a venue with everything that is known before booking."""
    return card(Card(found, None, next_free)) | {
        "equipment": found.equipment,
        "notes": found.notes,
        "contact": found.contact,
        "hours": hours.sentences(found.timetable),
        "rules": sentences(found.rules),
        "timetable": hours.to_data(found.timetable),
        "booking_rules": booking_rules.to_data(found.rules),
        "closures": [closure(one) for one in closures],
        "seat_names": found.seat_names,
        "last_day": found.last_day,
    }


def closure(found: Closure) -> dict[str, Any]:
    return {
        "id": found.id,
        "starts_at": local_text(found.starts_at),
        "ends_at": local_text(found.ends_at),
        "reason": found.reason,
    }


def session(found: SessionLeft, meetings: Sequence[Span]) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "starts_at": local_text(found.starts_at),
        "ends_at": local_text(found.ends_at),
        "places": found.capacity,
        "left": found.left,
        "waiting": found.waiting,
        "meetings": [
            {"starts_at": local_text(one.starts_at), "ends_at": local_text(one.ends_at)}
            for one in meetings
        ],
    }


def activity_state(found: Activity, *, now: datetime) -> str:
    """Name what a resident can do about an activity."""
    if found.state.value != "published":
        return found.state.value
    if found.ends_at is not None and now >= found.ends_at:
        return "over"
    if now < found.opens_at:
        return "not_yet"
    return "closed" if now > found.closes_at else "open"


ACTIVITY_STATES = {
    "draft": "草稿",
    "cancelled": "已取消",
    "over": "已结束",
    "not_yet": "未开始报名",
    "closed": "报名已截止",
    "open": "报名中",
}


def activity_card(
    found: Activity, sessions: Sequence[SessionLeft], *, now: datetime
) -> dict[str, Any]:
    """Write an activity for a list."""
    state = activity_state(found, now=now)
    return {
        "id": found.id,
        "title": found.title,
        "kind": found.activity_kind.value,
        "kind_text": ACTIVITY_KINDS[found.activity_kind],
        "community": found.community_code,
        "organiser": found.organiser,
        "place_name": found.place_name,
        "place": place(found),
        "starts_at": local_text(found.starts_at) if found.starts_at else None,
        "ends_at": local_text(found.ends_at) if found.ends_at else None,
        "opens_at": local_text(found.opens_at),
        "closes_at": local_text(found.closes_at),
        "state": state,
        "state_text": ACTIVITY_STATES[state],
        "places": sum(one.capacity for one in sessions),
        "left": sum(one.left for one in sessions),
        "waiting": sum(one.waiting for one in sessions),
        "fee_fen": 0,
        "stars": found.stars,
        "ratings": found.stars_count,
        "is_sample": found.is_sample,
        "photo_id": found.photo_id,
    }


def activity(
    found: Activity, sessions: Sequence[SessionLeft], meetings: Any, *, now: datetime
) -> dict[str, Any]:
    """Write an activity with its sessions, questions and conditions."""
    rules = found.rules
    return activity_card(found, sessions, now=now) | {
        "summary": found.summary,
        "contact": found.contact,
        "venue_id": found.venue_id,
        "questions": found.questions,
        "max_people": rules.max_people,
        "ages": age_words(rules.min_age, rules.max_age),
        "cancel_minutes": rules.cancel_minutes,
        "booking_rules": booking_rules.to_data(rules),
        "by_draw": found.by_draw,
        "sessions": [session(one, meetings.get(one.id, [])) for one in sessions],
    }
