"""Pages by key: the cursor says after which row to go on, so pages stay fast and never skip."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, null, tuple_

from weijiayuan.db import db
from weijiayuan.kernel.errors import Malformed
from weijiayuan.web import json

Item = TypeVar("Item")
SORT_KEY = "sort_key"


class CursorMalformed(Malformed):
    """The cursor is not one of ours."""

    code = "web.cursor_malformed"


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items and where to go on, or None at the end."""

    items: Sequence[Item]
    next_cursor: str | None


def page_by(
    select: Select[Any],
    *keys: Any,
    limit: int,
    cursor: str | None,
    newest_first: bool = False,
    scalars: bool = True,
) -> Page[Any]:
    """Return the rows in the order of `keys`, of which the last must be unique.

    The keys must stand in the row (or on the object) under their column's name.
    Raises `CursorMalformed`.
    """
    columns: list[ColumnElement[Any]] = list(keys)
    if cursor is not None:
        after = tuple_(*_read(cursor, columns))
        here = tuple_(*columns)
        select = select.where(here < after if newest_first else here > after)
    ordered = [column.desc() if newest_first else column.asc() for column in columns]
    result = db.session.execute(select.order_by(*ordered).limit(limit + 1))
    rows: Sequence[Any] = result.scalars().all() if scalars else result.all()
    names = [column.key for column in columns]
    return page_of(rows, limit=limit, mark=lambda row: [getattr(row, str(name)) for name in names])


def page_sorted(
    select: Select[Any],
    key: ColumnElement[Any],
    *ties: Any,
    limit: int,
    cursor: str | None,
    descending: bool = False,
    keyless: Select[Any] | None = None,
) -> Page[Row[Any]]:
    """Return rows ordered by `key`, then `ties`; where the key is NULL last, the newest first.

    The key may be any expression; the ties stand in the row under their names, and the last of
    them is unique. Rows with a key and rows without are two questions, so that each is answered
    from an index on either engine; `keyless` asks for the latter where `select` holds only the
    former. Raises `CursorMalformed`.
    """
    at, after = _split(cursor, key, ties)
    rows: list[Row[Any]] = []
    if after is None or at is not None:
        known = select.add_columns(key.label(SORT_KEY)).where(key.is_not(None))
        begun = None if after is None else (at, *after)
        rows += _in_order(known, (key, *ties), begun, limit=limit + 1, descending=descending)
    if len(rows) <= limit:
        begun = after if at is None else None
        missing = select.where(key.is_(None)) if keyless is None else keyless
        missing = missing.add_columns(null().label(SORT_KEY))
        rows += _in_order(missing, ties, begun, limit=limit + 1 - len(rows), descending=True)
    names = [SORT_KEY, *(column.key for column in ties)]
    return page_of(rows, limit=limit, mark=lambda row: [getattr(row, str(name)) for name in names])


def choices_of(orders: Iterable[str]) -> tuple[str, ...]:
    """Return what `sort` may say: the names of orders, with a minus the other way round."""
    return tuple(sign + name for name in orders for sign in ("", "-"))


def page_as_asked(
    wanted: Select[Any],
    orders: Mapping[str, ColumnElement[Any]],
    unique: Any,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
) -> Page[Any]:
    """Return objects in the order that `sort` names; where that is equal, by a unique column.

    Raises `CursorMalformed`.
    """
    rows = page_sorted(
        wanted.add_columns(unique),
        orders[sort.removeprefix("-")],
        unique,
        limit=limit,
        cursor=cursor,
        descending=sort.startswith("-"),
    )
    return Page([row[0] for row in rows.items], rows.next_cursor)


def page_in_groups(
    select: Select[Any],
    groups: Sequence[ColumnElement[bool]],
    *ties: Any,
    limit: int,
    cursor: str | None,
    descending: bool = False,
) -> Page[Row[Any]]:
    """Return rows group by group, within each ordered by `ties`; the last of these is unique.

    For keys of few values: each group is a question of its own, in the words of an index that
    holds its order, and no more are asked than fill a page. Raises `CursorMalformed`.
    """
    places = list(range(len(groups)))
    begun: tuple[Any, ...] | None = None
    at = places[-1] if descending else 0
    if cursor is not None:
        at, *after = read_cursor(cursor, [int, *(column.type.python_type for column in ties)])
        begun = tuple(after)
    left = [each for each in places if (each <= at if descending else each >= at)]
    found: list[tuple[int, Row[Any]]] = []
    for place in reversed(left) if descending else left:
        within = begun if place == at else None
        most = limit + 1 - len(found)
        rows = _in_order(
            select.where(groups[place]), ties, within, limit=most, descending=descending
        )
        found += [(place, row) for row in rows]
        if len(found) > limit:
            break
    names = [column.key for column in ties]
    page = page_of(
        found, limit=limit, mark=lambda one: [one[0], *(getattr(one[1], name) for name in names)]
    )
    return Page([row for _place, row in page.items], page.next_cursor)


def _split(
    cursor: str | None, key: ColumnElement[Any], ties: Sequence[Any]
) -> tuple[Any, tuple[Any, ...] | None]:
    """Return where a cursor stands: its key, None among rows without one, and its ties."""
    if cursor is None:
        return None, None
    kinds = [column.type.python_type for column in (key, *ties)]
    at, *after = read_cursor(cursor, kinds, may_lack_first=True)
    return at, tuple(after)


def _in_order(
    select: Select[Any],
    columns: Sequence[Any],
    begun: tuple[Any, ...] | None,
    *,
    limit: int,
    descending: bool,
) -> Sequence[Row[Any]]:
    """Return the rows in the order of the columns, on from where a page ended."""
    if begun is not None:
        here, after = tuple_(*columns), tuple_(*begun)
        select = select.where(here < after if descending else here > after)
    ordered = [column.desc() if descending else column.asc() for column in columns]
    return db.session.execute(select.order_by(*ordered).limit(limit)).all()


def page_of(
    rows: Sequence[Item], *, limit: int, mark: Callable[[Item], Sequence[object]]
) -> Page[Item]:
    """Cut `limit + 1` rows to a page; `mark` gives the values that a cursor holds."""
    if len(rows) <= limit:
        return Page(rows, None)
    kept = rows[:limit]
    return Page(kept, write_cursor(mark(kept[-1])))


def write_cursor(values: Sequence[object]) -> str:
    """Return the values as an opaque cursor."""
    return urlsafe_b64encode(json.dump_bytes(list(values))).decode().rstrip("=")


def read_cursor(cursor: str, kinds: Sequence[type], *, may_lack_first: bool = False) -> list[Any]:
    """Return the values of a cursor as the given kinds. Raises `CursorMalformed`.

    With `may_lack_first` the first may be missing: a row without a value to sort by.
    """
    try:
        values = list(json.load(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
        lacks = may_lack_first and values[:1] == [None]
        known = zip(kinds[lacks:], values[lacks:], strict=True)
        return [None] * lacks + [_as(kind, value) for kind, value in known]
    except (ValueError, TypeError, OverflowError) as error:
        raise CursorMalformed from error


def _read(cursor: str, columns: Sequence[ColumnElement[Any]]) -> list[Any]:
    return read_cursor(cursor, [column.type.python_type for column in columns])


def _as(kind: type, value: Any) -> Any:
    if issubclass(kind, datetime):
        moment = datetime.fromisoformat(_text(value))
        if moment.tzinfo is None:
            raise ValueError("a cursor's moment has a zone")
        return moment.astimezone(UTC)
    if issubclass(kind, date):
        return date.fromisoformat(_text(value))
    if issubclass(kind, UUID):
        return UUID(_text(value))
    if issubclass(kind, bool) or not issubclass(kind, (int, float, str)):
        raise TypeError(kind)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, (int, float)) and not abs(value) < 2**63:
        raise ValueError(value)
    return _text(value) if kind is str else value


def _text(value: Any) -> str:
    """Return what a cursor says as text that a database takes. Raises `TypeError`, `ValueError`."""
    if not isinstance(value, str):
        raise TypeError(value)
    if not value.isprintable():
        raise ValueError(value)
    return value
