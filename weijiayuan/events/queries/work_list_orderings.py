"""By what a list of matters can be sorted."""

from collections.abc import Callable
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Row, Select, func

from weijiayuan.events.models import Event, is_supervised, stands_in
from weijiayuan.events.queries.next_deadlines import has_deadline, next_due
from weijiayuan.events.queries.work_list_filters import Filters
from weijiayuan.events.rules.reference_data import SUPERVISION
from weijiayuan.events.rules.vocabulary import Level, Source, State
from weijiayuan.web.pagination import Page, page_by, page_in_groups, page_sorted

COLUMNS: dict[str, ColumnElement[Any]] = {
    "number": Event.number.expression,
    "category": Event.category_code.expression,
    "place": Event.grid_code.expression,
    "unit": Event.unit_code.expression,
    "closed": Event.closed_at.expression,
}
GROUPS: dict[str, list[ColumnElement[bool]]] = {
    "state": [stands_in(state) for state in State],
    "level": [Event.level == level for level in Level],
    "source": [Event.source == source for source in Source],
    "supervision": [
        Event.supervision == 0,
        *(is_supervised() & (Event.supervision == level) for level in sorted(SUPERVISION)),
    ],
}
"""Keys of few values: a group for each, in the words of the index that holds its order."""
NAMES = ("reported", "due", *GROUPS, *COLUMNS)
CHOICES = tuple(sign + name for name in NAMES for sign in ("", "-"))
"""What `sort` may say; a minus means the other way round."""


def without_fixed(sort: str, wanted: Filters) -> str:
    """Return the order of report where the filters leave one value of what is sorted by."""
    name = sort.removeprefix("-")
    return sort.replace(name, "reported") if wanted.fixes(name) else sort


def is_in_groups(sort: str) -> bool:
    """Tell whether the rows of an order come group by group."""
    return sort.removeprefix("-") in GROUPS


def paged(
    wanted: Select[Any], *, sort: str, limit: int, cursor: str | None, gathers: bool = False
) -> Page[Row[Any]]:
    """Return a page of matters in the order that was asked for. Raises `CursorMalformed`.

    With `gathers` all rows are fetched and sorted: for filters that leave few.
    """
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    known_as: Callable[[Any], Any] = _unwalked if gathers else _walked
    ties = (known_as(Event.reported_at), Event.id)
    asked = _Asked(limit=limit, cursor=cursor, descending=descending)
    if name == "reported":
        return page_by(
            wanted, *ties, limit=limit, cursor=cursor, newest_first=descending, scalars=False
        )
    if name in GROUPS:
        return page_in_groups(wanted, GROUPS[name], *ties, **asked)
    if name == "due":
        due = next_due()
        known, others = wanted.join(due, due.c.of == Event.id), wanted.where(~has_deadline())
        return page_sorted(known, due.c.due, *ties, keyless=others, **asked)
    return page_sorted(wanted, known_as(COLUMNS[name]), *ties, **asked)


class _Asked(TypedDict):
    limit: int
    cursor: str | None
    descending: bool


def _walked(column: Any) -> Any:
    return column


def _unwalked(column: Any) -> Any:
    """Return a column, written so that no index is walked in its order.

    An engine that hopes to find a page soon along the way would read the whole ledger for what
    lies at its end.
    """
    return func.coalesce(column, column).label(column.key)
