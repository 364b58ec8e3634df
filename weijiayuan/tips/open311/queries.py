"""What the public may read of the ledger: plain rows, without anybody who reported."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select

from weijiayuan.db import db
from weijiayuan.events.models import Entry, Event, EventPhoto, Stage, Unit
from weijiayuan.events.queries import public_matters
from weijiayuan.events.rules import public_visibility
from weijiayuan.events.rules.vocabulary import PUBLIC_PICTURES, State
from weijiayuan.files.models import FileGrant
from weijiayuan.files.rules import Audience
from weijiayuan.kernel import clock
from weijiayuan.places.coordinates import Datum, Point, metres_between, metres_per_degree
from weijiayuan.tips.open311.models import Open311Key, Open311Report
from weijiayuan.tips.open311.query_parameters import Asked, Circle, Window

MARGIN = 0.001  # degrees: more than rounding moves a place

COLUMNS = (
    Event.id,
    Event.number,
    Event.source,
    Event.state,
    Event.outcome,
    Event.category_code,
    Event.public_text,
    Event.text_check,
    Event.danger,
    Event.attributes,
    Event.address,
    Event.lng,
    Event.lat,
    Event.grid_code,
    Event.unit_code,
    Event.reported_at,
    Event.due_at,
    Event.promised_at,
    Event.closed_at,
)


def _rows() -> Select[Any]:
    updated = (
        select(func.max(Entry.at))
        .where(Entry.event_id == Event.id, Entry.is_public)
        .scalar_subquery()
        .label("updated_at")
    )
    unit = select(Unit.name).where(Unit.code == Event.unit_code).scalar_subquery().label("unit")
    return select(*COLUMNS, updated, unit).where(public_matters.is_listed(clock.now()))


def requests(asked: Asked) -> list[Row[Any]]:
    """Return the public matters that were asked for, newest first; by number in the order given."""
    if asked.ids:
        found = {row.number: row for row in _all(_rows().where(Event.number.in_(asked.ids)))}
        return [found[number] for number in dict.fromkeys(asked.ids) if number in found]
    wanted = _rows().where(*_conditions(asked))
    wanted = wanted.order_by(Event.reported_at.desc(), Event.id.desc())
    if asked.around is None and asked.box is None:
        return _all(wanted.offset(asked.offset).limit(asked.limit))
    near = [row for row in _all(wanted) if _lies_in(row, asked)]
    return near[asked.offset : asked.offset + asked.limit]


def _all(wanted: Select[Any]) -> list[Row[Any]]:
    return list(db.session.execute(wanted).all())


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found = _within(Event.reported_at, asked.requested)
    if asked.codes:
        found.append(Event.category_code.in_(asked.codes))
    if len(asked.states) < len(State):
        found.append(Event.state.in_(sorted(asked.states)))
    if asked.updated != (None, None):
        changed = select(Entry.event_id).where(Entry.is_public, *_within(Entry.at, asked.updated))
        found.append(Event.id.in_(changed))
    if asked.around is not None:
        found += _roughly_inside(*_box_around(asked.around))
    if asked.box is not None:
        found += _roughly_inside(*asked.box)
    return found


def _within(column: Any, window: Window) -> list[ColumnElement[bool]]:
    start, end = window
    found: list[ColumnElement[bool]] = []
    if start is not None:
        found.append(column >= start)
    if end is not None:
        found.append(column <= end)
    return found


def _roughly_inside(
    west: float, south: float, east: float, north: float
) -> list[ColumnElement[bool]]:
    """Return the condition for a box in WGS-84 and a little around; the ledger keeps GCJ-02."""
    low = Point(west, south, Datum.WGS84).to(Datum.GCJ02)
    high = Point(east, north, Datum.WGS84).to(Datum.GCJ02)
    return [
        Event.lng.between(low.lng - MARGIN, high.lng + MARGIN),
        Event.lat.between(low.lat - MARGIN, high.lat + MARGIN),
    ]


def _box_around(circle: Circle) -> tuple[float, float, float, float]:
    per_lng, per_lat = metres_per_degree(circle.lat)
    east, north = circle.metres / max(per_lng, 1.0) * 1.01, circle.metres / per_lat * 1.01
    return circle.lng - east, circle.lat - north, circle.lng + east, circle.lat + north


def place_of(row: Any) -> Point:
    """Return where the public is told that a matter lies, in WGS-84."""
    lng, lat = public_visibility.place_of(row)
    return Point(lng, lat, Datum.GCJ02).to(Datum.WGS84)


def _lies_in(row: Row[Any], asked: Asked) -> bool:
    """Tell whether the place that is told lies where it is asked for.

    By the true place, boxes made ever smaller would find out what the answer rounds.
    """
    told = place_of(row)
    if asked.box is not None:
        west, south, east, north = asked.box
        if not (west <= told.lng <= east and south <= told.lat <= north):
            return False
    if asked.around is None:
        return True
    centre = Point(asked.around.lng, asked.around.lat, Datum.WGS84)
    return metres_between(told, centre) <= asked.around.metres


def public_photos(event_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return by matter the photos that everyone may see, as found first."""
    rows = db.session.execute(
        select(EventPhoto.event_id, EventPhoto.file_id)
        .join(FileGrant, FileGrant.file_id == EventPhoto.file_id)
        .where(
            EventPhoto.event_id.in_(list(event_ids)),
            EventPhoto.stage != Stage.TALK,
            EventPhoto.picture_check.in_(PUBLIC_PICTURES),
            FileGrant.audience == Audience.EVERYONE,
        )
        .order_by(EventPhoto.created_at, EventPhoto.id)
    )
    found: dict[UUID, list[UUID]] = {}
    for event_id, file_id in rows:
        found.setdefault(event_id, []).append(file_id)
    return found


def public_entries(event_ids: Iterable[UUID]) -> dict[UUID, list[Row[Any]]]:
    """Return by matter the public lines of its history, oldest first."""
    rows: Sequence[Any] = db.session.execute(
        select(Entry.id, Entry.event_id, Entry.at, Entry.action, Entry.to_state)
        .where(Entry.event_id.in_(list(event_ids)), Entry.is_public)
        .order_by(Entry.event_id, Entry.number)
    ).all()
    found: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.event_id, []).append(row)
    return found


def updates(key_id: UUID, window: Window, *, offset: int, limit: int) -> Sequence[Any]:
    """Return the public lines of what a system reported, oldest first."""
    rows: Sequence[Any] = db.session.execute(
        select(
            Entry.id,
            Entry.at,
            Entry.action,
            Entry.to_state,
            Entry.words,
            Event.number,
            Event.outcome,
        )
        .join(Event, Event.id == Entry.event_id)
        .join(Open311Report, Open311Report.event_id == Event.id)
        .where(Open311Report.key_id == key_id, Entry.is_public, *_within(Entry.at, window))
        .order_by(Entry.at, Entry.event_id, Entry.number)
        .offset(offset)
        .limit(limit)
    ).all()
    return rows


def key(given: str) -> Open311Key | None:
    """Return the living key that a client sent."""
    wanted = select(Open311Key).filter_by(key_hash=hash_of(given), revoked_at=None)
    return db.session.scalars(wanted).one_or_none()


def hash_of(given: str) -> str:
    """Return what is kept of a key: it has 256 random bits, so a plain hash hides it."""
    return sha256(given.encode("utf-8", "replace")).hexdigest()


def report(number: str, key_id: UUID) -> Open311Report | None:
    """Return what ties a matter to the system it came from."""
    wanted = select(Open311Report).join(Event, Event.id == Open311Report.event_id)
    return db.session.scalars(wanted.where(Event.number == number).filter_by(key_id=key_id)).first()
