"""What must hold of the services and sites somebody looks for, as conditions of a statement."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, Text, and_, func, null, or_, select
from sqlalchemy import cast as as_type

from weijiayuan.directory.models import Service, ServiceAt, Site
from weijiayuan.directory.rules.entry_freshness import oldest_shown
from weijiayuan.directory.rules.latitude_zone_index import strips
from weijiayuan.directory.rules.query_understanding import Meaning
from weijiayuan.directory.rules.vocabulary import Feature, Pace, SiteKind, Standing
from weijiayuan.directory.rules.walking_time import LONGEST_WALK, reach
from weijiayuan.kernel.clock import local_date
from weijiayuan.places.coordinates import Point

SITES, SERVICES, HELD = (cast("Table", each.__table__) for each in (Site, Service, ServiceAt))
NOTHING = Meaning()


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


class Square(NamedTuple):
    """What lies between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Subject:
    """What is looked for: its narrow rows, the column that names each, and what must hold.

    `around` says that it lies in a square, by the columns of an index. `hours` are all the
    timetables that must be open where they are known, those of the place first.
    """

    rows: Select[Any]
    id: ColumnElement[UUID]
    around: Callable[[Asked, Square], Iterable[ColumnElement[bool]]]
    hours: Sequence[ColumnElement[UUID | None]]
    conditions: Callable[[Asked], Iterable[ColumnElement[bool]]]


def _of_services(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a service at a site, place and hours apart."""
    yield from _of_any_site(asked)
    yield or_(HELD.c.since.is_(None), HELD.c.since <= asked.day)
    yield or_(HELD.c.until.is_(None), HELD.c.until >= asked.day)
    if not asked.with_stale:
        yield HELD.c.assured_on >= oldest_shown(asked.today)
    yield from _equal((HELD.c.service_id, asked.service_id))
    if asked.near is None:
        yield HELD.c.service_id == SERVICES.c.id
        yield from _of_the_service(asked)
    else:
        yield from _equal((HELD.c.need, asked.need))
        yield _is_one_of(_of_the_service(asked))
    yield from _of_words(asked.words, HELD.c.need.in_(asked.words.needs), _is_said_of_a_service)


def _is_one_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Return that the service is one of those that fit: few are looked at, however many places."""
    return _by_place_first(HELD.c.service_id).in_(select(SERVICES.c.id).where(*conditions))


def _is_said_of_a_service(word: str) -> ColumnElement[bool]:
    """Return that the service, or else its place, says a word."""
    service = _is_one_of([says(word, (SERVICES.c.name, SERVICES.c.text))])
    return or_(service, _is_said_of_a_site(word))


def _is_said_of_a_site(word: str) -> ColumnElement[bool]:
    return says(word, (SITES.c.name, SITES.c.address))


def _of_the_service(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield what must hold of a service wherever it is held, words apart."""
    yield SERVICES.c.standing == Standing.ACTIVE
    yield from _equal(
        (SERVICES.c.need, asked.need),
        (SERVICES.c.alliance, asked.alliance),
        (SERVICES.c.how, asked.how),
    )
    if asked.is_free:
        yield SERVICES.c.cost_fen == 0
    if asked.language is not None:
        yield as_type(SERVICES.c.languages, Text).contains(f'"{asked.language}"', autoescape=True)


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
    meant = select(HELD.c.site_id).where(HELD.c.need.in_(asked.words.needs))
    yield from _of_words(asked.words, SITES.c.id.in_(meant), _is_said_of_a_site)


def _in(table: Table, square: Square) -> Iterator[ColumnElement[bool]]:
    yield table.c.strip.in_(strips(square.south, square.north))
    yield table.c.lng.between(square.west, square.east)


def _services_around(asked: Asked, square: Square) -> Iterator[ColumnElement[bool]]:
    """Yield the ranges of the index that says most: of the need, or of the places."""
    has_need = asked.need is not None or asked.words.is_named
    return _in(HELD if has_need else SITES, square)


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
    words: Meaning, serves: ColumnElement[bool], is_said: Callable[[str], ColumnElement[bool]]
) -> Iterator[ColumnElement[bool]]:
    """Yield that an entry says the words, or serves what they mean."""
    yield from (is_said(word) for word in words.text)
    if not words.needs:
        return
    if words.is_named:
        yield serves
    else:
        yield or_(serves, and_(*(is_said(word) for word in words.said)))


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
    ).join(SITES, SITES.c.id == HELD.c.site_id),
    id=HELD.c.id,
    around=_services_around,
    hours=(SITES.c.hours_id, func.coalesce(HELD.c.hours_id, SITES.c.hours_id)),
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
    hours=(SITES.c.hours_id,),
    conditions=_of_sites,
)
