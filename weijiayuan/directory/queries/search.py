"""Finding services and sites near somebody, open when they arrive: narrow rows, one page of them.

Somebody's place is an argument of a statement and nothing else: no row, log line or metric has it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from math import hypot, sqrt
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, Text, and_, func, null, or_, select
from sqlalchemy import cast as as_type

from weijiayuan.db import run
from weijiayuan.directory.models import Service, ServiceAt, Site
from weijiayuan.directory.queries.hours_book import HoursBook
from weijiayuan.directory.rules.freshness import oldest_shown
from weijiayuan.directory.rules.open_on_arrival import FAR_AHEAD, Door, Found
from weijiayuan.directory.rules.query_words import Meaning
from weijiayuan.directory.rules.strips import strips
from weijiayuan.directory.rules.vocabulary import Feature, Pace, SiteKind, Standing
from weijiayuan.directory.rules.walking_time import LONGEST_WALK, arrival, reach
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Datum, Point, metres_per_degree
from weijiayuan.web.pagination import Page, page_of, read_cursor

SITES, SERVICES, HELD = (cast("Table", each.__table__) for each in (Site, Service, ServiceAt))
FIRST_RING = 200.0
"""Metres round somebody within which is looked first; the next ring follows from what is there."""
AT_ONCE = 64
NOTHING = Meaning()
MOST_BATCHES = 40
"""Rows are asked about their hours so many at a time, and so often for one page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for. With `must_be_open` only what is open when they arrive.

    `today` is the day on which it is asked, by which an entry is fresh or stale.
    """

    leaves_at: datetime
    today: date
    must_be_open: bool = False
    near: Point | None = None
    pace: Pace = Pace.USUAL
    within_min: int | None = None
    need: str | None = None
    alliance: str | None = None
    community: str | None = None
    kind: SiteKind | None = None
    how: str | None = None
    language: str | None = None
    features: tuple[Feature, ...] = ()
    is_free: bool = False
    words: Meaning = NOTHING
    service_id: UUID | None = None
    site_id: UUID | None = None
    with_stale: bool = False

    @property
    def day(self) -> date:
        """The day on which they come."""
        return local_date(self.leaves_at)

    @property
    def farthest(self) -> float:
        """Metres as the crow flies beyond which nothing is near."""
        return reach(min(self.within_min or LONGEST_WALK, LONGEST_WALK), self.pace)


@dataclass(frozen=True, slots=True)
class Hit:
    """A service at a site that fits: how far it is, and what one finds on arrival."""

    id: UUID
    metres: float | None
    found: Found


class Square(NamedTuple):
    """What lies between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float


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


@dataclass(frozen=True)
class Subject:
    """What is looked for: its narrow rows, the column that names each, and what must hold.

    `around` says that it lies in a square, by the columns of an index.
    """

    rows: Select[Any]
    id: ColumnElement[UUID]
    around: Callable[[Asked, Square], Iterable[ColumnElement[bool]]]
    hours: ColumnElement[UUID | None]
    conditions: Callable[[Asked], Iterable[ColumnElement[bool]]]


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
        return wanted.where(self.subject.hours.in_(able))


def _of_services(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a service at a site, place and hours apart."""
    yield from _of_any_site(asked)
    yield SERVICES.c.standing == Standing.ACTIVE
    yield or_(HELD.c.since.is_(None), HELD.c.since <= asked.day)
    yield or_(HELD.c.until.is_(None), HELD.c.until >= asked.day)
    if not asked.with_stale:
        yield HELD.c.assured_on >= oldest_shown(asked.today)
    is_near = asked.near is not None
    column = _by_place_first if is_near else _as_it_is
    yield from _equal(
        (HELD.c.need if is_near else SERVICES.c.need, asked.need),
        (column(SERVICES.c.alliance), asked.alliance),
        (SERVICES.c.how, asked.how),
        (column(HELD.c.service_id), asked.service_id),
    )
    if asked.is_free:
        yield SERVICES.c.cost_fen == 0
    if asked.language is not None:
        yield as_type(SERVICES.c.languages, Text).contains(f'"{asked.language}"', autoescape=True)
    yield from _of_words(
        asked.words,
        SERVICES.c.need.in_(asked.words.needs),
        (SERVICES.c.name, SERVICES.c.text, SITES.c.name, SITES.c.address),
    )


def _as_it_is(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column


def _by_place_first(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Keep an engine from the column's own index: it would read the district for one street."""
    return func.coalesce(column, null())


def _of_sites(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a site, place and hours apart."""
    yield from _of_any_site(asked)
    need = asked.need if asked.near is None else None
    serves = list(_equal((SERVICES.c.need, need), (SERVICES.c.alliance, asked.alliance)))
    if serves:
        held = select(HELD.c.id).join(SERVICES, SERVICES.c.id == HELD.c.service_id)
        yield held.where(HELD.c.site_id == SITES.c.id, *serves).exists()
    held = select(HELD.c.site_id).join(SERVICES, SERVICES.c.id == HELD.c.service_id)
    meant = held.where(SERVICES.c.need.in_(asked.words.needs))
    yield from _of_words(asked.words, SITES.c.id.in_(meant), (SITES.c.name, SITES.c.address))


def _in(table: Table, square: Square) -> Iterator[ColumnElement[bool]]:
    yield table.c.strip.in_(strips(square.south, square.north))
    yield table.c.lng.between(square.west, square.east)


def _services_around(_: Asked, square: Square) -> Iterator[ColumnElement[bool]]:
    return _in(HELD, square)


def _sites_around(asked: Asked, square: Square) -> Iterator[ColumnElement[bool]]:
    yield from _in(SITES, square)
    if asked.need is not None:
        serving = select(HELD.c.site_id).where(HELD.c.need == asked.need, *_in(HELD, square))
        yield SITES.c.id.in_(serving)


def _of_any_site(asked: Asked) -> Iterator[ColumnElement[bool]]:
    yield SITES.c.standing == Standing.ACTIVE
    if not asked.with_stale:
        yield SITES.c.assured_on >= oldest_shown(asked.today)
    yield from _equal(
        (SITES.c.community_code, asked.community),
        (SITES.c.kind, asked.kind),
        (SITES.c.id, asked.site_id),
    )
    yield from (SITES.c[feature.value].is_(True) for feature in asked.features)


def _equal(*pairs: tuple[ColumnElement[Any], object]) -> Iterator[ColumnElement[bool]]:
    return (column == value for column, value in pairs if value is not None)


def _of_words(
    words: Meaning, serves: ColumnElement[bool], columns: Sequence[ColumnElement[Any]]
) -> Iterator[ColumnElement[bool]]:
    """Yield that an entry says the words, or serves what they mean."""
    yield from (says(word, columns) for word in words.text)
    if not words.needs:
        return
    if words.is_named:
        yield serves
    else:
        yield or_(serves, and_(*(says(word, columns) for word in words.said)))


def says(word: str, columns: Iterable[Any]) -> ColumnElement[bool]:
    """Return the condition that one of the columns has the word, whatever its case."""
    return or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))


SERVICES_HELD = Subject(
    rows=select(
        HELD.c.id,
        HELD.c.site_id,
        HELD.c.hours_id.label("own_hours"),
        SITES.c.hours_id.label("site_hours"),
        SITES.c.lng,
        SITES.c.lat,
    )
    .join(SITES, SITES.c.id == HELD.c.site_id)
    .join(SERVICES, SERVICES.c.id == HELD.c.service_id),
    id=HELD.c.id,
    around=_services_around,
    hours=func.coalesce(HELD.c.hours_id, SITES.c.hours_id),
    conditions=_of_services,
)
ALL_SITES = Subject(
    rows=select(
        SITES.c.id,
        SITES.c.id.label("site_id"),
        null().label("own_hours"),
        SITES.c.hours_id.label("site_hours"),
        SITES.c.lng,
        SITES.c.lat,
    ),
    id=SITES.c.id,
    around=_sites_around,
    hours=SITES.c.hours_id,
    conditions=_of_sites,
)
