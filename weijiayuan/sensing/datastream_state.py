"""What is remembered of each datastream between two messages: a narrow row, written once.

The row is locked while readings are taken in, always in the order of the datastreams.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db, insert_new
from weijiayuan.kernel import clock
from weijiayuan.kernel.ids import new_id
from weijiayuan.sensing.models import StreamState
from weijiayuan.sensing.rules.device_clock import DeviceClock

MOST_OWED = 500


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the lines of a datastream know, since when readings are owed a judgement.

    And when its device was heard, by how many seconds late its clock speaks, and since when it
    insists on what was too fast to be counted, or too late to be sure.
    """

    stream: UUID
    lines: dict[str, Any]
    owed_since: datetime | None = None
    heard_at: datetime | None = None
    skew_seconds: float = 0.0
    delays: tuple[float, ...] = ()
    insists_since: datetime | None = None
    out_of_range_since: datetime | None = None
    clock: DeviceClock = field(default_factory=DeviceClock)

    @classmethod
    def from_row(cls, row: Any) -> "Remembered":
        clock_heard = DeviceClock.from_json(row[-2], offset=row[-1])
        return replace(cls(*row[:-2]), clock=clock_heard)

    def __post_init__(self) -> None:
        object.__setattr__(self, "delays", tuple(self.delays or ()))

    def to_row(self) -> dict[str, Any]:
        return {
            "id": new_id(),
            "created_at": clock.now(),
            "datastream_id": self.stream,
            "lines": self.lines,
            "owed_since": self.owed_since,
            "heard_at": self.heard_at,
            "skew_seconds": self.skew_seconds,
            "delays": list(self.delays),
            "insists_since": self.insists_since,
            "out_of_range_since": self.out_of_range_since,
            "clock": self.clock.to_json(),
            "clock_offset": self.clock.offset,
        }


_COLUMNS = (
    StreamState.datastream_id,
    StreamState.lines,
    StreamState.owed_since,
    StreamState.heard_at,
    StreamState.skew_seconds,
    StreamState.delays,
    StreamState.insists_since,
    StreamState.out_of_range_since,
    StreamState.clock,
    StreamState.clock_offset,
)
_LOCKED = (
    select(*_COLUMNS)
    .where(StreamState.datastream_id.in_(bindparam("streams", expanding=True)))
    .order_by(StreamState.datastream_id)
    .with_for_update()
)
_WRITTEN = (
    "lines",
    "owed_since",
    "heard_at",
    "skew_seconds",
    "delays",
    "insists_since",
    "out_of_range_since",
    "clock",
    "clock_offset",
)


def locked(streams: Iterable[UUID]) -> dict[UUID, Remembered]:
    """Return what is remembered of datastreams, locked until the transaction ends.

    A row is made for a datastream that has none.
    """
    wanted = sorted(set(streams))
    found = _read(wanted)
    if missing := [each for each in wanted if each not in found]:
        insert_new(StreamState, [_empty(each) for each in missing])
        found = _read(wanted)
    return found


def begin(stream: UUID) -> None:
    """Make the row of a new datastream, so that its first messages need not make it together."""
    insert_new(StreamState, [_empty(stream)])


def _read(streams: list[UUID]) -> dict[UUID, Remembered]:
    rows = db.session.connection().execute(_LOCKED, {"streams": streams})
    return {row[0]: Remembered.from_row(row) for row in rows}


def _empty(stream: UUID) -> dict[str, Any]:
    row = Remembered(stream, {}).to_row()
    return {name: row[name] for name in ("datastream_id", *_WRITTEN)}


def write(rows: Iterable[Remembered]) -> None:
    """Keep what is remembered of datastreams that are locked, all of them in one statement."""
    given = [each.to_row() for each in sorted(rows, key=lambda each: each.stream)]
    if given:
        connection = db.session.connection()
        connection.execute(_UPSERTS[connection.dialect.name], given)


def _upsert(engine: Any) -> Insert:
    statement = engine.insert(StreamState.__table__)
    changed = {name: statement.excluded[name] for name in _WRITTEN}
    written: Insert = statement.on_conflict_do_update(
        index_elements=["datastream_id"], set_=changed
    ).returning(StreamState.__table__.c.datastream_id)
    return written


_UPSERTS = {"postgresql": _upsert(postgresql), "sqlite": _upsert(sqlite)}
"""They return something so that many rows go out as one statement."""


def owed() -> list[UUID]:
    """Return datastreams with stored readings that are not judged, in no order.

    So that none that fails again and again keeps the others waiting.
    """
    wanted = select(StreamState.datastream_id).where(StreamState.owed_since.is_not(None))
    return list(db.session.scalars(wanted.order_by(func.random()).limit(MOST_OWED)))


def insisting(*, until: datetime) -> list[UUID]:
    """Return datastreams that last said too much, fast, and nothing since a moment."""
    wanted = select(StreamState.datastream_id).where(StreamState.insists_since <= until)
    return list(db.session.scalars(wanted.order_by(StreamState.insists_since).limit(MOST_OWED)))
