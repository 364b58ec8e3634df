"""Finding services and sites near somebody, open when they arrive: narrow rows, one page of them.

Somebody's place is an argument of a statement and nothing else: no row, log line or metric has it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from math import hypot, sqrt
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_

from weijiayuan.db import run
from weijiayuan.directory.queries.opening_hours_cache import HoursBook
from weijiayuan.directory.queries.search_conditions import SITES, Asked, Square, Subject
from weijiayuan.directory.rules.open_on_arrival import FAR_AHEAD, Door, Found
from weijiayuan.directory.rules.walking_time import LONGEST_WALK, arrival
from weijiayuan.places.coordinates import Datum, Point, metres_per_degree
from weijiayuan.web.pagination import Page, page_of, read_cursor

FIRST_RING = 200.0
"""Metres round somebody within which is looked first; the next ring follows from what is there."""
AT_ONCE = 64
MOST_BATCHES = 40
"""Rows are asked about their hours so many at a time, and so often for one page."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A service at a site that fits: how far it is, and what one finds on arrival."""

    id: UUID
    metres: float | None
    found: Found


@dataclass
class Plane:
    """A flat map round one point, in metres: exact to half a percent across a district."""

    near: Point
    _here: Point = field(init=False)
    _scale: tuple[float, float] = field(init=False)

    def __post_init__(self) -> None:
        self._here = self.near.to(Datum.GCJ02)
        self._scale = metres_per_degree(self._here.lat)

    def metres(self, lng: float, lat: float) -> float:
        """Return how far a GCJ-02 point is, to a decimetre."""
        east, north = self._scale
        return round(hypot((lng - self._here.lng) * east, (lat - self._here.lat) * north), 1)

    def square(self, metres: float) -> Square:
        """Return the square that holds the circle."""
        wide, high = metres / self._scale[0], metres / self._scale[1]
        here = self._here
        return Square(here.lng - wide, here.lat - high, here.lng + wide, here.lat + high)


def found_for(subject: Subject, asked: Asked, limit: int, cursor: str | None) -> Page[Hit]:
    """Return a page; where words mean a need and say something more that nothing says, the need's.

    厕所在哪个门 finds what serves who looks for a toilet: who was understood is not told nothing.
    """
    found = _each_need_first(subject, asked, limit, cursor)
    words = asked.words
    if found.items or not words.needs or (words.is_named and not words.text):
        return found
    alone = replace(words, text=(), said=(), is_named=True)
    return _each_need_first(subject, replace(asked, words=alone), limit, cursor)


def _each_need_first(subject: Subject, asked: Asked, limit: int, cursor: str | None) -> Page[Hit]:
    """Return a page; where words may mean several needs, the nearest of each leads the first.

    Two things asked at once are both seen, however many places serve the one. Such a place may
    come again on a later page, in its turn by distance.
    """
    needs = asked.words.needs
    if cursor is not None or len(needs) < 2 or limit <= len(needs):
        return Search(subject, asked, limit, cursor).page()
    each = (
        replace(asked, words=replace(asked.words, needs=(need,), said=(), is_named=True))
        for need in needs
    )
    leading = [hit for one in each for hit in Search(subject, one, 1, None).page().items]
    first = list({hit.id: hit for hit in leading}.values())
    rest = Search(subject, asked, limit - len(first), None).page()
    known = {hit.id for hit in first}
    return Page((*first, *(hit for hit in rest.items if hit.id not in known)), rest.next_cursor)


@dataclass
class Search:
    """One question, with what is the same for all of its rows."""

    subject: Subject
    asked: Asked
    limit: int
    cursor: str | None

    def page(self) -> Page[Hit]:
        """Return the nearest first, or in the order of entry when nobody says where they are."""
        if self.asked.near is None:
            return self._in_order()
        return self._nearest(Plane(self.asked.near))

    def _nearest(self, plane: Plane) -> Page[Hit]:
        after = (
            tuple(read_cursor(self.cursor, [float, UUID])) if self.cursor else (-1.0, UUID(int=0))
        )
        found: list[Hit] = []
        ring = min(FIRST_RING, self.asked.farthest)
        while True:
            found = list(self._fitting(self._ring(plane, ring, after)))
            if len(found) > self.limit or ring >= self.asked.farthest:
                break
            ring = min(self._wider(ring, len(found)), self.asked.farthest)
        return page_of(found, limit=self.limit, mark=lambda hit: [hit.metres, hit.id])

    def _wider(self, ring: float, found: int) -> float:
        """Return the ring that should hold a page, if what fits is spread as it was in this one."""
        return ring * max(1.5, 1.2 * sqrt((self.limit + 1) / max(found, 0.5)))

    def _ring(self, plane: Plane, ring: float, after: tuple[Any, ...]) -> list[tuple[float, Any]]:
        square = plane.square(ring)
        wanted = self._narrow.where(
            *self.subject.around(self.asked, square),
            SITES.c.lat.between(square.south, square.north),
        )
        rows = ((plane.metres(row.lng, row.lat), row) for row in run(wanted))
        return sorted(
            (one for one in rows if one[0] <= ring and (one[0], one[1].id) > after),
            key=lambda one: (one[0], one[1].id),
        )

    def _in_order(self) -> Page[Hit]:
        after = read_cursor(self.cursor, [UUID])[0] if self.cursor else None
        found: list[Hit] = []
        for _ in range(MOST_BATCHES):
            wanted = self._narrow if after is None else self._narrow.where(self.subject.id > after)
            rows = run(wanted.order_by(self.subject.id).limit(AT_ONCE)).all()
            found += self._fitting([(None, row) for row in rows], most=self.limit + 1 - len(found))
            if len(found) > self.limit or len(rows) < AT_ONCE:
                return page_of(found, limit=self.limit, mark=lambda hit: [hit.id])
            after = rows[-1].id
        return (
            page_of([*found, found[-1]], limit=len(found), mark=lambda _: [after])
            if found
            else (Page((), None))
        )

    def _fitting(
        self, rows: Sequence[tuple[float | None, Any]], *, most: int | None = None
    ) -> Iterator[Hit]:
        """Yield the rows that fit in order, no more than a page and one."""
        left = self.limit + 1 if most is None else most
        for begin in range(0, len(rows), AT_ONCE):
            for hit in self._looked_at(rows[begin : begin + AT_ONCE]):
                if left <= 0:
                    return
                if not self.asked.must_be_open or hit.found.door is Door.OPEN:
                    left -= 1
                    yield hit

    def _looked_at(self, some: Sequence[tuple[float | None, Any]]) -> Iterator[Hit]:
        self._book.read(one for _, row in some for one in (row.own_hours, row.site_hours))
        leaves_at = self.asked.leaves_at
        shut = self._book.closures(
            {row.site_id for _, row in some},
            leaves_at,
            leaves_at + timedelta(days=FAR_AHEAD),
        )
        for metres, row in some:
            at = arrival(leaves_at, metres or 0.0, self.asked.pace)
            closed = shut.get(row.site_id, ())
            yield Hit(row.id, metres, self._book.found(at, row.own_hours, row.site_hours, closed))

    @cached_property
    def _book(self) -> HoursBook:
        return HoursBook()

    @cached_property
    def _narrow(self) -> Select[Any]:
        wanted = self.subject.rows.where(*self.subject.conditions(self.asked))
        if not self.asked.must_be_open:
            return wanted
        leaves_at = self.asked.leaves_at
        able = self._book.open_within(leaves_at, leaves_at + timedelta(minutes=LONGEST_WALK + 1))
        wanted = wanted.where(SITES.c.doubted_at.is_(None))
        if able is None:
            return wanted
        return wanted.where(*(or_(each.is_(None), each.in_(able)) for each in self.subject.hours))
