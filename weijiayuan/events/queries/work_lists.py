"""Work lists and what is near: the lists people wait for, so they read plain rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from weijiayuan.accounts.rules import Territory, TerritoryKind
from weijiayuan.db import db
from weijiayuan.events.access import Who, visible, within
from weijiayuan.events.models import Event, EventPhoto, Stage, stands_open
from weijiayuan.events.queries import work_list_orderings
from weijiayuan.events.queries.work_list_filters import Filters
from weijiayuan.events.rules import duplicate_hints, reference_data
from weijiayuan.events.rules.duplicate_hints import Candidate, Hint
from weijiayuan.events.rules.vocabulary import PUBLIC_PICTURES, State
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.web.pagination import Page

COLUMNS = (
    Event.id,
    Event.number,
    Event.state,
    Event.source,
    Event.category_code,
    Event.level,
    Event.mode,
    Event.text,
    Event.address,
    Event.lng,
    Event.lat,
    Event.grid_code,
    Event.community_code,
    Event.street_code,
    Event.unit_code,
    Event.reported_at,
    Event.promised_at,
    Event.due_at,
    Event.closed_at,
    Event.outcome,
    Event.in_time,
    Event.stars,
    Event.supervision,
    Event.reopens,
    Event.is_sample,
    Event.danger,
    Event.danger_told,
)

MOST_COMPARED = 400
LATTICE_METRES = 40  # half the diagonal of the lattice of public places


def listed(
    who: Who, filters: Filters, *, now: datetime, limit: int, cursor: str | None, sort: str
) -> Page[Row[Any]]:
    """Return what this person may see, sorted (`work_list_orderings`) and filtered as asked."""
    order = work_list_orderings.without_fixed(sort, filters)
    conditions = filters.conditions(
        who,
        now=now,
        walks_by_report=order.endswith("reported"),
        in_groups=work_list_orderings.is_in_groups(order),
    )
    rows: Any = select(*COLUMNS).where(visible(who), *conditions)
    few = filters.leaves_few(order)
    return work_list_orderings.paged(rows, sort=order, limit=limit, cursor=cursor, gathers=few)


def work_of(units: Iterable[Territory], *, limit: int = 50) -> Sequence[Row[Any]]:
    """Return the open matters given to these units (all units, for the district)."""
    units = list(units)
    if any(each.kind is TerritoryKind.DISTRICT for each in units):
        return _most_urgent(Event.unit_code.is_not(None), limit)
    return _most_urgent(Event.unit_code.in_(sorted({each.code for each in units})), limit)


def work_in(places: Iterable[Territory], *, limit: int = 50) -> Sequence[Row[Any]]:
    """Return the open matters that lie in these territories."""
    return _most_urgent(within(places), limit)


def _most_urgent(condition: Any, limit: int) -> Sequence[Row[Any]]:
    return db.session.execute(_open_work().where(condition).limit(limit)).all()


def _open_work() -> Any:
    return select(*COLUMNS).where(stands_open()).order_by(Event.due_at.nulls_last(), Event.id)


def nearby(
    point: Point, *, now: datetime, text: str = "", category: str | None = None, limit: int = 5
) -> list[tuple[Hint, Row[Any]]]:
    """Return what may be the same matter, reported within 200 m and 14 days."""
    reach = reference_data.limits().distance
    here = point.to(Datum.GCJ02)
    new = Candidate(
        id=None, lng=here.lng, lat=here.lat, category=category, text=text, reported_at=now
    )
    found = duplicate_hints.hints(
        new,
        (_candidate(row) for row in _around(here, now)),
        metres=reach["duplicate_metres"],
        days=reach["duplicate_days"],
        limit=limit,
    )
    rows = _by_id([hint.id for hint in found])
    return [(hint, rows[hint.id]) for hint in found]


def _around(here: Point, now: datetime) -> Sequence[Row[Any]]:
    """Return what a comparison looks at of every report in the cells around, newest first."""
    reach = reference_data.limits().distance
    wanted: Any = (
        select(Event.id, Event.lng, Event.lat, Event.category_code, Event.text, Event.reported_at)
        .where(
            Event.cell.in_(
                duplicate_hints.cells_around(here.lng, here.lat, reach["duplicate_metres"])
            ),
            Event.reported_at >= now - timedelta(days=reach["duplicate_days"]),
            Event.state.not_in([State.REJECTED, State.WITHDRAWN, State.MERGED]),
        )
        .order_by(Event.reported_at.desc())
        .limit(MOST_COMPARED)
    )
    return db.session.execute(wanted).all()


def _by_id(ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    if not ids:
        return {}
    wanted: Any = select(*COLUMNS).where(Event.id.in_(ids))
    return {row.id: row for row in db.session.execute(wanted)}


def _candidate(row: Row[Any]) -> Candidate:
    return Candidate(
        id=row.id,
        lng=row.lng,
        lat=row.lat,
        category=row.category_code,
        text=row.text,
        reported_at=row.reported_at,
    )


def first_photos(event_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the first photo as found that the public may see, of each matter that has one."""
    if not event_ids:
        return {}
    rows = db.session.execute(
        select(EventPhoto.event_id, EventPhoto.file_id)
        .where(
            EventPhoto.event_id.in_(event_ids),
            EventPhoto.stage == Stage.BEFORE,
            EventPhoto.picture_check.in_(PUBLIC_PICTURES),
        )
        .order_by(EventPhoto.id.desc())
    )
    return {row.event_id: row.file_id for row in rows}
