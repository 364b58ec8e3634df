"""What people read of orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events import presentation
from weijiayuan.events.access import Who
from weijiayuan.events.department_orders import queries, service
from weijiayuan.events.department_orders.rules import state_transitions
from weijiayuan.events.department_orders.rules.state_transitions import Party
from weijiayuan.events.models import Event, EventClock, Order, OrderPart, Supervision
from weijiayuan.events.queries import organisational_units
from weijiayuan.events.service import matter_clocks
from weijiayuan.web.decided_as_read import version_of
from weijiayuan.web.messages import text


def part_version(part: OrderPart) -> str:
    """Name a department's part by where it stands and what was handed in and said of it."""
    handed_in = part.done_at, part.measures, part.photos, part.no_photo, part.returns
    scored = part.score, part.is_final, part.appeal, part.appeal_stands
    return version_of(part.state, part.contest_reason, part.ruling, *handed_in, *scored)


def version(each: Order, parts: Sequence[OrderPart]) -> str:
    """Name an order by when it went out and by all of its parts."""
    return version_of(each.issued_at, *(part_version(part) for part in parts))


def order(each: Order, who: Who, *, now: datetime) -> dict[str, Any]:
    """Return one order with its parts."""
    return several([each], who, now=now)[0]


def several(found: Sequence[Order], who: Who, *, now: datetime) -> list[dict[str, Any]]:
    """Return orders with their parts, as this person may see them."""
    if not found:
        return []
    parts = queries.parts_of([each.id for each in found])
    flat = [part for group in parts.values() for part in group]
    names = organisational_units.names(part.unit_code for part in flat)
    clocks = _clocks([part.id for part in flat])
    levels = _levels([part.id for part in flat])
    numbers = _numbers(found)
    return [
        {
            "id": each.id,
            "number": each.number,
            "event_id": each.event_id,
            "event_number": numbers.get(each.event_id),
            "rank": each.rank,
            "item": each.item,
            "place": each.place,
            "position": presentation.place_of(each),
            "community": each.community_code,
            "issued_at": each.issued_at,
            "by": each.by,
            "report_code": _code(each, who),
            "parts": [
                _part(part, each, who, names, clocks, levels, now) for part in parts[each.id]
            ],
            "is_sample": each.is_sample,
            "version": version(each, parts[each.id]),
        }
        for each in found
    ]


def _numbers(found: Sequence[Order]) -> dict[Any, str]:
    ids = [each.event_id for each in found if each.event_id]
    rows = db.session.execute(select(Event.id, Event.number).where(Event.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _code(each: Order, who: Who) -> str | None:
    shows = service.parties(each, who) & {Party.COMMUNITY, Party.OFFICE}
    return each.report_code if shows else None


def _clocks(part_ids: Sequence[UUID]) -> dict[Any, list[EventClock]]:
    found: dict[Any, list[EventClock]] = {}
    for clock in queries.clocks(part_ids):
        if clock.supervision_id is None:
            found.setdefault(clock.part_id, []).append(clock)
    return found


def _levels(part_ids: Sequence[UUID]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    wanted = select(Supervision.part_id, Supervision.level)
    for part_id, level in db.session.execute(wanted.where(Supervision.part_id.in_(part_ids))):
        found[part_id] = max(found.get(part_id, 0), level)
    return found


def _part(  # noqa: PLR0917  # the look-ups of a whole page, made once
    part: OrderPart,
    each: Order,
    who: Who,
    names: dict[str, str],
    clocks: dict[Any, list[EventClock]],
    levels: dict[Any, int],
    now: datetime,
) -> dict[str, Any]:
    columns = (
        "is_lead", "state", "signed_at", "contest_reason", "ruling", "reported_in_at", "officer",
        "presence", "no_photo", "cancelled_at", "cancel_reason", "done_at", "measures",
        "accepted_at", "accepted_silently", "returns",
        "return_reason", "score", "score_lines", "score_version", "is_final", "appeal",
        "appeal_granted", "appeal_finding",
    )  # fmt: skip
    return {name: getattr(part, name) for name in columns} | {
        "unit": presentation.unit_of(part.unit_code, names),
        "state_text": text(f"events.part_{part.state}"),
        "photos": [presentation.photo(UUID(file_id)) for file_id in part.photos],
        "clocks": [
            presentation.clock(clock, now, matter_clocks.office())
            for clock in clocks.get(part.id, [])
        ],
        "version": part_version(part),
        "supervision": levels.get(part.id, 0),
        "appeal_state": part.appeal_stands,
        "allowed": state_transitions.allowed(
            part.state, service.parties(each, who, part), part.appeal_stands
        ),
    }
