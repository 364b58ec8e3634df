"""What lies around a matter: a sketch in metres, for no base map may be shown without approval."""

from datetime import datetime
from math import cos, radians
from typing import Any

from sqlalchemy import select

from weijiayuan.db import db
from weijiayuan.events import presentation
from weijiayuan.events.access import Who, visible
from weijiayuan.events.models import Event, stands_open
from weijiayuan.events.queries import next_deadlines
from weijiayuan.events.queries.work_lists import COLUMNS
from weijiayuan.events.rules import duplicate_hints
from weijiayuan.places import queries as places

METRES = 500
MOST = 40
METRES_A_DEGREE = 111_195


def around(event: Event, who: Who, *, now: datetime) -> dict[str, Any]:
    """Return the grids and the open matters within `METRES` that this person may see."""
    return {
        "metres": METRES,
        "grids": _grids(event),
        "neighbours": _neighbours(event, who, now),
    }


def _offset(event: Event, lng: float, lat: float) -> tuple[int, int]:
    """Return how many metres east and north of the matter a point lies."""
    east = (lng - event.lng) * METRES_A_DEGREE * cos(radians(event.lat))
    return round(east), round((lat - event.lat) * METRES_A_DEGREE)


def _is_near(offset: tuple[int, int]) -> bool:
    return max(map(abs, offset)) <= METRES


def _grids(event: Event) -> list[dict[str, Any]]:
    """Return the grids of the matter's community, their outer corners in metres from it."""
    own = [
        grid
        for grid in places.finder().grids
        if event.community_code and grid.community_code == event.community_code
    ]
    return [_sketch(event, grid.code, grid.name) for grid in own]


def _sketch(event: Event, code: str, name: str) -> dict[str, Any]:
    corners = presentation.outline_of(code)["outline"]
    return {
        "code": code,
        "name": name,
        "corners": [_offset(event, lng, lat) for lng, lat, *_ in corners],
    }


def _neighbours(event: Event, who: Who, now: datetime) -> list[dict[str, Any]]:
    cells = duplicate_hints.cells_around(event.lng, event.lat, METRES)
    wanted: Any = (
        select(*COLUMNS)
        .where(Event.cell.in_(cells), stands_open(), visible(who), Event.id != event.id)
        .order_by(Event.reported_at.desc())
        .limit(MOST)
    )
    found = db.session.execute(wanted).all()
    running = next_deadlines.next_clocks([row.id for row in found])
    rows = [(row, _offset(event, row.lng, row.lat)) for row in found]
    return [
        {
            "id": row.id,
            "number": row.number,
            "category": presentation.category_of(row.category_code),
            "state_text": presentation.state_text(row.state),
            "east": offset[0],
            "north": offset[1],
            "overdue": row.id in running and running[row.id].due_at < now,
        }
        for row, offset in rows
        if _is_near(offset)
    ]
