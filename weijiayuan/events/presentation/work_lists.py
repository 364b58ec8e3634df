"""Work lists as staff read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from weijiayuan.events.presentation.shared_parts import (
    category_of,
    grid_names,
    grid_of,
    is_overdue,
    place_of,
    state_text,
    unit_of,
)
from weijiayuan.events.queries import units


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
