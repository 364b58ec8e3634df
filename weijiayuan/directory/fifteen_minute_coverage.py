"""我家15分钟, measured over everybody: who reaches an open door of each alliance, at which hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from weijiayuan.db import run
from weijiayuan.directory.queries.opening_hours_cache import HoursBook
from weijiayuan.directory.queries.search_conditions import HELD, SERVICES, SITES
from weijiayuan.directory.rules import fifteen_minute_coverage as rules
from weijiayuan.directory.rules.entry_freshness import oldest_shown
from weijiayuan.directory.rules.fifteen_minute_coverage import DoorAt, Lattice, Share
from weijiayuan.directory.rules.open_on_arrival import without
from weijiayuan.directory.rules.vocabulary import Feature, Pace, Standing
from weijiayuan.district.current_district import district
from weijiayuan.kernel.clock import local_date
from weijiayuan.kernel.time_span import Span
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import metres_per_degree
from weijiayuan.places.grid_finder import GridFacts, Plane
from weijiayuan.places.models import Street, Topic

Json = dict[str, Any]
AHEAD = timedelta(hours=1)
NOTE = "步行为估算；网格人口为示例（街道人口按网格面积分摊），不是真实住址"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured: at which moment, of which alliance, with which features."""

    at: datetime
    today: date
    alliance: str | None = None
    features: tuple[Feature, ...] = ()
    pace: Pace = Pace.USUAL


@dataclass(frozen=True, slots=True)
class Measured:
    """The share of every grid, with what is known of it."""

    grids: Sequence[GridFacts]
    shares: Sequence[Share]

    @property
    def whole(self) -> Share:
        return total(self.shares)

    @property
    def worst(self) -> list[str]:
        return rules.worst([grid.code for grid in self.grids], self.shares)


def total(shares: Iterable[Share]) -> Share:
    """Return the people of several areas as one."""
    known = list(shares)
    return Share(sum(one.people for one in known), sum(one.covered for one in known))


def measure(asked: Asked) -> Measured:
    """Return the share of people of every grid who find a door open on arrival."""
    grids, points, scale = _ground()
    found = rules.covered(points, doors(asked, scale), at=asked.at, pace=asked.pace)
    return Measured(grids, rules.by_grid(points, found, len(grids)))


Ground = tuple[tuple[GridFacts, ...], Lattice, tuple[float, float]]


def _ground() -> Ground:
    """Return the grids, the points people set out from, and metres a degree, once a version."""
    grids, territory = places.revision(Topic.GRIDS), places.revision(Topic.TERRITORY)
    return _ground_of(grids, territory) if grids and territory else _laid_out()


@lru_cache(maxsize=2)
def _ground_of(_grids: UUID, _territory: UUID) -> Ground:
    return _laid_out()


def _laid_out() -> Ground:
    known = places.outlines()
    lat = district().centre[1]
    plane, scale = Plane(lat), metres_per_degree(lat)
    flat = [plane.flat(outline) for _, outline in known]
    grids = tuple(facts for facts, _ in known)
    return grids, rules.lattice(flat, people_of(grids, [each.area for each in flat])), scale


def people_of(grids: Sequence[GridFacts], areas: Sequence[float]) -> list[float]:
    """Return the people of each grid: its street's, shared by area (sample).

    A street that publishes no number has as many people a square metre as all the others.
    """
    published = {row.code: row.population for row in run(select(Street.code, Street.population))}
    by_street: dict[str, float] = {}
    for grid, area in zip(grids, areas, strict=True):
        by_street[grid.street_code] = by_street.get(grid.street_code, 0.0) + area
    named = {code: people for code, people in published.items() if people and code in by_street}
    over = sum(by_street[code] for code in named)
    usual = sum(named.values()) / over if over else 1e-3
    dense = {
        code: named[code] / area if code in named and area else usual
        for code, area in by_street.items()
    }
    return [dense[grid.street_code] * area for grid, area in zip(grids, areas, strict=True)]


def doors(asked: Asked, scale: tuple[float, float]) -> list[DoorAt]:
    """Return every door that may be open, in metres, with its open hours from that day on."""
    book, rows = HoursBook(), run(_doors(asked)).all()
    book.read(one for row in rows for one in (row.own_hours, row.site_hours))
    shut = book.closures({row.site_id for row in rows}, asked.at, asked.at + AHEAD)
    return [
        DoorAt(row.lng * scale[0], row.lat * scale[1], tuple(spans))
        for row in rows
        if (spans := _spans(book, row, shut.get(row.site_id, ()), local_date(asked.at)))
    ]


def _spans(book: HoursBook, row: Any, shut: Iterable[Span], day: date) -> list[Span]:
    spans = book.spans_from(day, row.own_hours, row.site_hours) or []
    return without(spans, shut)


def _doors(asked: Asked) -> Any:
    """Return the statement for places that serve: each once for each of its hours."""
    wanted = (
        select(
            HELD.c.site_id,
            HELD.c.hours_id.label("own_hours"),
            SITES.c.hours_id.label("site_hours"),
            SITES.c.lng,
            SITES.c.lat,
        )
        .join(SITES, SITES.c.id == HELD.c.site_id)
        .join(SERVICES, SERVICES.c.id == HELD.c.service_id)
        .where(
            SITES.c.standing == Standing.ACTIVE,
            SERVICES.c.standing == Standing.ACTIVE,
            SITES.c.doubted_at.is_(None),
            SITES.c.lng.is_not(None),
            SITES.c.assured_on >= oldest_shown(asked.today),
            *(SITES.c[feature.value].is_(True) for feature in asked.features),
        )
        .distinct()
    )
    return wanted if asked.alliance is None else wanted.where(SERVICES.c.alliance == asked.alliance)


LEVELS = {
    "grid": lambda grid: (grid.code, grid.name),
    "community": lambda grid: (grid.community_code or grid.community_name, grid.community_name),
    "street": lambda grid: (grid.street_code, grid.street_name),
}


def rows(found: Measured, level: str) -> list[Json]:
    """Return the shares of grids, communities or streets, the least covered first."""
    areas: dict[tuple[str, str], list[Share]] = {}
    for grid, share in zip(found.grids, found.shares, strict=True):
        areas.setdefault(LEVELS[level](grid), []).append(share)
    named = [(code, name, total(shares)) for (code, name), shares in areas.items()]
    order = sorted(named, key=lambda one: (one[2].share, one[0]))
    return [{"code": code, "name": name} | in_numbers(share) for code, name, share in order]


def in_numbers(share: Share) -> Json:
    """Return a share as it is sent: whole people, and four digits."""
    return {
        "people": round(share.people),
        "covered": round(share.covered),
        "share": round(share.share, 4),
    }
