"""What anyone may know of the ledger: `rules.public_visibility` in SQL, and what lies near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Row, and_, or_, select

from weijiayuan.db import db
from weijiayuan.events.models import Event, TextCheck
from weijiayuan.events.queries import work_lists
from weijiayuan.events.rules import duplicate_hints, public_visibility, reference_data
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.places.coordinates import Datum, Point

MOST_COMPARED = 400
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A matter near a place, as the public may know of it."""

    row: Row[Any]
    metres: int
    because: tuple[str, ...]
    shows_words: bool


def is_listed(now: datetime) -> ColumnElement[bool]:
    """Return the conditions of `public_visibility` for being listed, on `events`."""
    stands = and_(
        Event.state.not_in(public_visibility.HIDDEN_STATES),
        or_(Event.danger.is_(None), Event.danger.in_(public_visibility.listed_dangers())),
    )
    return and_(
        Event.category_code.is_not(None),
        Event.category_code.not_in(public_visibility.private_categories()),
        Event.source.in_(public_visibility.listed_sources()),
        or_(stands, Event.source == Source.OPEN311),
        or_(
            Event.source != Source.ANONYMOUS,
            Event.reported_at <= now - public_visibility.UNKNOWN_FOR,
        ),
    )


def shows_words(row: Any) -> bool:
    """Tell whether the public may read the words of a matter."""
    return public_visibility.shows_words(row, is_checked=row.text_check == TextCheck.PASSED)


def nearby(
    point: Point, *, now: datetime, text: str = "", category: str | None = None
) -> list[Near]:
    """Return what the public may know of near a place: places and distances rounded on both sides.

    Words are compared only with words that anyone may read, so nothing can be asked out of others.
    """
    here = point.to(Datum.GCJ02)
    centre = public_visibility.rounded(here.lng, here.lat)
    found = [
        near
        for row in _around(centre, now)
        if (near := _compare(row, centre, text=text, category=category)) is not None
    ]
    return sorted(found, key=lambda near: (-len(near.because), near.metres, near.row.number))[
        :MOST_SHOWN
    ]


def _around(centre: tuple[float, float], now: datetime) -> Sequence[Row[Any]]:
    reach = reference_data.limits().distance
    wide = reach["duplicate_metres"] + 2 * work_lists.LATTICE_METRES
    wanted: Any = (
        select(*work_lists.COLUMNS, Event.text_check, Event.public_text)
        .where(
            Event.cell.in_(duplicate_hints.cells_around(*centre, wide)),
            Event.reported_at >= now - timedelta(days=reach["duplicate_days"]),
            Event.state != State.MERGED,
            is_listed(now),
        )
        .order_by(Event.reported_at.desc(), Event.number)
        .limit(MOST_COMPARED)
    )
    return db.session.execute(wanted).all()


def _compare(
    row: Row[Any], centre: tuple[float, float], *, text: str, category: str | None
) -> Near | None:
    metres = public_visibility.metres_between(centre, public_visibility.rounded(row.lng, row.lat))
    if metres > reference_data.limits().distance["duplicate_metres"]:
        return None
    readable = shows_words(row)
    same = category is not None and category == row.category_code
    alike = (
        bool(text and readable) and fuzz.ratio(text, row.public_text) >= duplicate_hints.TEXT_ALIKE
    )
    if (category or text) and not (same or alike):
        return None
    because = public_visibility.reasons(metres, same_category=same, alike=alike)
    return Near(row=row, metres=metres, because=because, shows_words=readable)
