"""Work lists as staff read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from weijiayuan.events.presentation.shared_parts import (
    category_of,
    danger_of,
    grid_names,
    grid_of,
    is_overdue,
    place_of,
    state_text,
    unit_of,
)
from weijiayuan.events.queries import next_deadlines, organisational_units
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.web.messages import text


def lines(rows: Sequence[Row[Any]], *, now: datetime) -> list[dict[str, Any]]:
    """Return rows of a work list as staff read them."""
    grids = grid_names()
    names = {**grids, **organisational_units.names(row.unit_code for row in rows)}
    running = next_deadlines.next_clocks([row.id for row in rows])
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
            "next_due": next_due(running.get(row.id), now),
            "overdue": is_overdue(row, getattr(running.get(row.id), "due_at", None), now),
            "supervision": row.supervision,
            "stars": row.stars,
            "is_sample": row.is_sample,
            "danger": danger_of(row),
        }
        for row in rows
    ]


def next_due(row: Row[Any] | None, now: datetime) -> dict[str, Any] | None:
    """Return a running clock as a list shows it, None where nothing runs."""
    if row is None:
        return None
    return {
        "kind": row.kind,
        "name": text(f"events.clock_{row.kind}"),
        "due_at": row.due_at,
        "late": row.due_at < now,
    }


def turns(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Return how many matters wait in each state, in the order in which matters go."""
    order = list(State)
    return [
        {"state": row.state, "state_text": state_text(row.state), "n": row.n, "late": row.late}
        for row in sorted(rows, key=lambda row: order.index(row.state))
    ]


def previews(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what moves would do, with names for category and unit."""
    names = {**grid_names(), **organisational_units.names(line["unit"] for line in lines)}
    return [
        {
            **line,
            "category": category_of(line["category"]),
            "unit": unit_of(line["unit"], names),
        }
        for line in lines
    ]
