"""By what a list of matters can be sorted."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, cast

from weijiayuan.events.models import Event
from weijiayuan.events.queries.next_deadlines import next_due
from weijiayuan.events.rules.vocabulary import State
from weijiayuan.web.pagination import Page, page_by, page_sorted

COLUMNS: dict[str, ColumnElement[Any]] = {
    "number": Event.number.expression,
    "category": Event.category_code.expression,
    "level": Event.level.expression,
    "place": Event.grid_code.expression,
    "unit": Event.unit_code.expression,
    "source": cast(Event.source, Event.number.type),
    "supervision": Event.supervision.expression,
    "closed": Event.closed_at.expression,
    "state": case(
        {state.value: place for place, state in enumerate(State)}, value=Event.state, else_=0
    ),
}
NAMES = ("reported", "due", *COLUMNS)
CHOICES = tuple(sign + name for name in NAMES for sign in ("", "-"))
"""What `sort` may say; a minus means the other way round."""


def paged(wanted: Select[Any], *, sort: str, limit: int, cursor: str | None) -> Page[Row[Any]]:
    """Return a page of matters in the order that was asked for. Raises `CursorMalformed`."""
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name == "reported":
        return page_by(
            wanted,
            Event.reported_at,
            Event.id,
            limit=limit,
            cursor=cursor,
            newest_first=descending,
            scalars=False,
        )
    key: ColumnElement[Any]
    if name == "due":
        due = next_due()
        wanted, key = wanted.outerjoin(due, due.c.of == Event.id), due.c.due
    else:
        key = COLUMNS[name]
    return page_sorted(
        wanted,
        key,
        Event.reported_at,
        Event.id,
        limit=limit,
        cursor=cursor,
        descending=descending,
    )
