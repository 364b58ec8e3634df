"""What people read of orders, supervisions and figures."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events import reading
from weijiayuan.events.access import Who
from weijiayuan.events.models import Escalation, Event, EventClock, Order, OrderPart, Supervision
from weijiayuan.events.queries import orders as queries
from weijiayuan.events.queries import units
from weijiayuan.events.rules import figures, orders, tables
from weijiayuan.events.rules.figures import Counts
from weijiayuan.events.rules.orders import Party
from weijiayuan.events.service import ordering, supervising
from weijiayuan.web.messages import text


def order(each: Order, who: Who, *, now: datetime) -> dict[str, Any]:
    """Return one order with its parts."""
    return several([each], who, now=now)[0]


def several(found: Sequence[Order], who: Who, *, now: datetime) -> list[dict[str, Any]]:
    """Return orders with their parts, as this person may see them."""
    if not found:
        return []
    parts = queries.parts_of([each.id for each in found])
    flat = [part for group in parts.values() for part in group]
    names = units.names(part.unit_code for part in flat)
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
            "position": reading.place_of(each),
            "community": each.community_code,
            "issued_at": each.issued_at,
            "by": each.by,
            "report_code": _code(each, who),
            "parts": [
                _part(part, each, who, names, clocks, levels, now) for part in parts[each.id]
            ],
            "is_sample": each.is_sample,
        }
        for each in found
    ]


def _numbers(found: Sequence[Order]) -> dict[Any, str]:
    ids = [each.event_id for each in found if each.event_id]
    rows = db.session.execute(select(Event.id, Event.number).where(Event.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _code(each: Order, who: Who) -> str | None:
    shows = ordering.parties(each, who) & {Party.COMMUNITY, Party.OFFICE}
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
        "presence", "done_at", "measures", "accepted_at", "accepted_silently", "returns",
        "return_reason", "score", "score_lines", "score_version", "is_final", "appeal",
        "appeal_granted", "appeal_finding",
    )  # fmt: skip
    return {name: getattr(part, name) for name in columns} | {
        "unit": reading.unit_of(part.unit_code, names),
        "state_text": text(f"events.part_{part.state}"),
        "photos": [reading.photo(UUID(file_id)) for file_id in part.photos],
        "clocks": [reading.clock(clock, now) for clock in clocks.get(part.id, [])],
        "supervision": levels.get(part.id, 0),
        "appeal_state": part.appeal_stands,
        "allowed": orders.allowed(
            part.state, ordering.parties(each, who, part), part.appeal_stands
        ),
    }


def supervisions(rows: Sequence[Supervision], who: Who) -> list[dict[str, Any]]:
    """Return supervisions with the rung that opened them, and what this person may do."""
    names = units.names(row.unit_code for row in rows)
    rungs = {
        each.id: (each, clock)
        for each, clock in db.session.execute(
            select(Escalation, EventClock)
            .join(EventClock, EventClock.id == Escalation.clock_id)
            .where(Escalation.id.in_([row.escalation_id for row in rows]))
        )
    }
    replies = _reply_clocks([row.id for row in rows])
    numbers = _event_numbers([row.event_id for row in rows])
    return [
        {
            "id": row.id,
            "level": row.level,
            "unit": reading.unit_of(row.unit_code, names),
            "event_id": row.event_id,
            "event_number": numbers.get(row.event_id),
            "rung": rungs[row.escalation_id][0].name,
            "clock": text(f"events.clock_{rungs[row.escalation_id][1].kind}"),
            "reached_at": rungs[row.escalation_id][0].reached_at,
            "opened_at": row.opened_at,
            "reply": row.reply,
            "replied_at": row.replied_at,
            "reply_due_at": replies.get(row.id),
            "allowed": supervising.allowed(row, who),
        }
        for row in rows
    ]


def _reply_clocks(ids: Sequence[UUID]) -> dict[Any, datetime | None]:
    rows = db.session.execute(
        select(EventClock.supervision_id, EventClock.due_at).where(
            EventClock.supervision_id.in_(list(ids))
        )
    )
    return {row[0]: row[1] for row in rows}


def _event_numbers(ids: Sequence[UUID | None]) -> dict[Any, str]:
    rows = db.session.execute(
        select(Event.id, Event.number).where(Event.id.in_([each for each in ids if each]))
    )
    return {row[0]: row[1] for row in rows}


def figures_of(groups: dict[str, Counts], *, by: str) -> dict[str, Any]:
    """Return figures by group with their definitions and version."""
    version, definitions = figures.shipped()
    names = group_names(list(groups), by=by)
    return {
        "version": version,
        "definitions": definitions,
        "groups": [
            {"key": key, "name": names.get(key, key), "figures": figures.compute(counts)}
            for key, counts in groups.items()
        ],
    }


def group_names(keys: Sequence[str], *, by: str) -> dict[str, str]:
    """Return what people call the groups."""
    if by == "category":
        return {code: known.name for code, known in tables.categories().items()}
    if by == "grid":
        return dict(reading.grid_names())
    return units.names(keys) | {"all": "全部"}


def as_csv(found: dict[str, Any]) -> str:
    """Return the figures as a sheet: one row a group and figure, with the definition's version."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["group", "name", "figure", "definition", "version", "value", "hits", "n",
                    "low95", "high95"])  # fmt: skip
    known = {each.id: each for each in found["definitions"]}
    for group in found["groups"]:
        for name, figure in group["figures"].items():
            sheet.writerow(
                [_plain(group["key"]), _plain(group["name"]), known[name].name,
                 known[name].formula, found["version"], figure.value, figure.hits, figure.of,
                 figure.low, figure.high]
            )  # fmt: skip
    return "\ufeff" + out.getvalue()


def _plain(word: str) -> str:
    """Keep a spreadsheet from taking a word for a formula."""
    return f"'{word}" if word[:1] in "=+-@\t\r" and word else word
