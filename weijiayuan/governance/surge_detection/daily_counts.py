"""How many matters there were, by day and grid: what every signal is made from.

Counted are the matters of a family as the ledger has them now, without those that were merged,
rejected or withdrawn: ten people who report one lamp are one matter. A matter that was routed by
an older version of the grids is counted where its place lies in the version in force.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from sqlalchemy import func, or_, select

from weijiayuan.db import db
from weijiayuan.db.local_date_sql import local_day
from weijiayuan.events.models import Event
from weijiayuan.events.rules import public_visibility
from weijiayuan.events.rules.vocabulary import Source, State
from weijiayuan.governance.surge_detection.rules.category_families import Family
from weijiayuan.governance.surge_detection.rules.scan_zones import Zones, zones_around
from weijiayuan.governance.surge_detection.rules.space_time_scan import Counts
from weijiayuan.kernel import clock
from weijiayuan.places import queries as places
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.grid_finder import GridFacts

NOT_COUNTED = (State.MERGED, State.REJECTED, State.WITHDRAWN)
PATROL = Source.GRID_WORKER


@dataclass(frozen=True)
class Layout:
    """The grids in force in a fixed order, and the zones over them."""

    grids: tuple[GridFacts, ...]
    zones: Zones

    @cached_property
    def row_of(self) -> dict[UUID, int]:
        return {grid.id: row for row, grid in enumerate(self.grids)}

    def codes(self, rows: Iterable[int]) -> list[str]:
        return [self.grids[row].code for row in rows]


def layout() -> Layout:
    """Return the grids in force and their zones; centres are those of the outlines, in metres."""
    finder = places.finder()
    return _layout(tuple(finder.grids), tuple(finder.centres()))


@lru_cache(maxsize=2)
def _layout(grids: tuple[GridFacts, ...], where: tuple[tuple[float, float], ...]) -> Layout:
    """Number the grids once for each version of them."""
    return Layout(grids, zones_around(where))


def centres() -> dict[str, tuple[float, float]]:
    """Return the centre of each grid by its code, in metres on the district's flat map."""
    finder = places.finder()
    return {grid.code: centre for grid, centre in zip(finder.grids, finder.centres(), strict=True)}


@dataclass(frozen=True)
class Counted:
    """Matters of one family: a row a day from `first`, a column a grid of the layout."""

    first: date
    all: Counts
    without_patrol: Counts

    @property
    def days(self) -> int:
        return len(self.all)

    def last(self, days: int) -> "Counted":
        """Return the last days of them."""
        skipped = self.first + timedelta(days=self.days - days)
        return Counted(skipped, self.all[-days:], self.without_patrol[-days:])

    def up_to(self, day: date) -> "Counted":
        """Return the days up to one, that day included."""
        kept = (day - self.first).days + 1
        return Counted(self.first, self.all[:kept], self.without_patrol[:kept])


class Cell(NamedTuple):
    """How many matters of a category came from one source, in a grid on a day."""

    day: date
    row: int
    category: str
    source: Source
    matters: int


Span = tuple[datetime, datetime]
"""From a moment on, and before another."""


def counted(family: Family, known: Layout, *, first: date, until: datetime) -> Counted:
    """Count a family's matters that were reported from a day on and before a moment."""
    days = (clock.local_date(until - timedelta(microseconds=1)) - first).days + 1
    everything = np.zeros((days, len(known.grids)), dtype=np.int64)
    patrol = everything.copy()
    for cell in cells(family.categories, known, [(clock.at_local(first, time()), until)]):
        everything[(cell.day - first).days, cell.row] += cell.matters
        if cell.source is PATROL:
            patrol[(cell.day - first).days, cell.row] += cell.matters
    return Counted(first, everything, everything - patrol)


def cells(categories: Iterable[str], known: Layout, spans: Sequence[Span]) -> Iterator[Cell]:
    """Yield how many matters of these categories the ledger has in these stretches of time."""
    day = local_day(Event.reported_at)
    asked = _of(categories, spans)
    grouped = select(day, Event.grid_id, Event.category_code, Event.source, func.count())
    grouped = grouped.where(*asked).group_by(day, Event.grid_id, Event.category_code, Event.source)
    moved: set[UUID] = set()
    for on, grid_id, category, source, count in db.session.execute(grouped):
        if grid_id in known.row_of:
            yield Cell(on, known.row_of[grid_id], category, source, count)
        elif grid_id is not None:
            moved.add(grid_id)
    if moved:
        yield from _moved(sorted(moved), known, asked)


def _moved(grids: list[UUID], known: Layout, asked: list[Any]) -> Iterator[Cell]:
    """Yield the matters of grids that are no longer in force, each where it lies now."""
    finder = places.finder()
    wanted = select(
        Event.reported_at, Event.category_code, Event.source, Event.lng, Event.lat
    ).where(Event.grid_id.in_(grids), *asked)
    for at, category, source, lng, lat in db.session.execute(wanted):
        found = finder.find(Point(lng, lat, Datum.GCJ02))
        if found and category is not None:
            yield Cell(clock.local_date(at), known.row_of[found.grid.id], category, source, 1)


def _of(categories: Iterable[str], spans: Sequence[Span]) -> list[Any]:
    """Return the conditions on what is counted: danger to one person alone belongs to no family."""
    within = [(Event.reported_at >= since) & (Event.reported_at < until) for since, until in spans]
    return [
        or_(Event.danger.is_(None), Event.danger.in_(public_visibility.listed_dangers())),
        Event.category_code.in_(sorted(categories)),
        or_(*within),
        Event.state.not_in(NOT_COUNTED),
    ]


def sources(family: Family, grids: list[str], *, first: date, until: datetime) -> dict[str, int]:
    """Return how many of a family's matters came from where, in these grids or everywhere."""
    wanted = select(Event.source, func.count()).where(
        *_of(family.categories, [(clock.at_local(first, time()), until)])
    )
    if grids:
        wanted = wanted.where(Event.grid_code.in_(grids))
    found: Counter[str] = Counter()
    for source, count in db.session.execute(wanted.group_by(Event.source)):
        found[source.value] += count
    return dict(sorted(found.items()))


def examples(
    family: Family, grids: list[str], *, first: date, until: datetime, visible: Any, most: int
) -> list[Event]:
    """Return the newest matters behind a signal that a reader may open."""
    wanted = select(Event).where(
        *_of(family.categories, [(clock.at_local(first, time()), until)]), visible
    )
    if grids:
        wanted = wanted.where(Event.grid_code.in_(grids))
    newest = wanted.order_by(Event.reported_at.desc(), Event.id.desc()).limit(most)
    return list(db.session.scalars(newest))


def first_day(family: Family) -> date | None:
    """Return the day of a family's first matter."""
    earliest = db.session.scalar(
        select(func.min(Event.reported_at)).where(
            Event.category_code.in_(sorted(family.categories))
        )
    )
    return clock.local_date(earliest) if earliest else None


def share_by(hour: int, family: Family, *, first: date, until: datetime) -> float:
    """Return which share of a family's matters is reported before an hour of its day."""
    moments = db.session.scalars(
        select(Event.reported_at)
        .where(*_of(family.categories, [(clock.at_local(first, time()), until)]))
        .order_by(Event.reported_at.desc())
        .limit(MOMENTS_READ)
    ).all()
    if not moments:
        return hour / 24
    return sum(at.astimezone(clock.CHINA).hour < hour for at in moments) / len(moments)


MOMENTS_READ = 5000
