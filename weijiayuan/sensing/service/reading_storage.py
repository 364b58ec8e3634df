"""Stores readings: one of a moment and a value counts once.

Two values of one moment are two statements: both are kept, the graver one at its moment, the other
beside it. Only the graver one is held against lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from math import inf
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db
from weijiayuan.sensing.models import Device, observations
from weijiayuan.sensing.rules.device_classes import Classes, DeviceClass
from weijiayuan.sensing.rules.device_clock import TRUSTED_WITHIN
from weijiayuan.sensing.rules.readings import Key, Reading

TICK = timedelta(microseconds=1)
BESIDE = timedelta(milliseconds=1)
"""So near to a moment lies what was said of it a second time."""
Said = tuple[UUID, datetime, float]


@dataclass(frozen=True, slots=True)
class Kept:
    """Which readings are new, and what of them is to be held against lines."""

    new: list[Reading]
    to_judge: dict[Key, float]
    left: set[Said] = field(default_factory=set)

    def take(self, reading: Reading) -> bool:
        """Tell whether a reading is new: the first of a moment and value is."""
        said = (*reading.key, reading.value)
        if said not in self.left:
            return False
        self.left.remove(said)
        return True


def keep(
    readings: Sequence[Reading], speaks_for: Mapping[UUID, Device], known: Classes, *, now: datetime
) -> Kept:
    """Store what is new."""
    told = _told_before(readings)
    wanted: dict[Said, Reading] = {}
    for each in readings:
        if each.stamp_stands or (each.datastream_id, each.claim, each.value) not in told:
            wanted.setdefault((*each.key, each.value), each)
    kinds = {stream: known.by_code.get(device.kind) for stream, device in speaks_for.items()}
    gravest_first = sorted(
        wanted.values(), key=lambda each: -_gravity(kinds[each.datastream_id], each.value)
    )
    first: dict[Key, Reading] = {}
    for each in gravest_first:
        first.setdefault(each.key, each)
    stored = _insert([_row(each, kinds, now) for _, each in sorted(first.items())])
    new = [each for key, each in first.items() if key in stored]
    kept = Kept(new, {each.key: each.value for each in new})
    taken = {id(each) for each in new}
    others = [each for each in gravest_first if id(each) not in taken]
    _keep_beside(others, kept, kinds, now)
    kept.left.update((*each.key, each.value) for each in kept.new)
    return kept


def _keep_beside(
    readings: Sequence[Reading],
    kept: Kept,
    kinds: Mapping[UUID, DeviceClass | None],
    now: datetime,
) -> None:
    """Store what says another value of a moment that is taken; the same value again is nothing."""
    rows: list[dict[str, Any]] = []
    for each in readings:
        kind, there = kinds[each.datastream_id], _said_of(each)
        if each.value in there.values():
            continue
        taken = there.keys() | {row["at"] for row in rows if row["datastream_id"] == each.key[0]}
        at = next(free for n in count(1) if (free := each.at + n * TICK) not in taken)
        is_graver = _gravity(kind, each.value) > max(_gravity(kind, one) for one in there.values())
        row = _row(replace(each, at=at, claimed_at=each.claim), kinds, now)
        rows.append(row | {"in_range": row["in_range"] * is_graver})
        kept.new.append(each)
        if is_graver:
            kept.to_judge[each.datastream_id, at] = each.value
    _insert(rows)


def _said_of(reading: Reading) -> dict[datetime, float]:
    """Return what is stored of a moment and right beside it."""
    columns = observations.c
    wanted = select(columns.at, columns.value).where(
        columns.datastream_id == reading.datastream_id,
        columns.at >= reading.at,
        columns.at < reading.at + BESIDE,
        or_(columns.at == reading.at, columns.claimed_at == reading.claim),
    )
    return {row.at: row.value for row in db.session.execute(wanted)}


def _gravity(kind: DeviceClass | None, value: float) -> float:
    """Return how far a value lies towards where the lines of its class point."""
    held = value if kind is None else kind.within(value)
    if held is None or kind is None:
        return -inf
    return -held if kind.lines[0].below else kind.turned(held)


def _insert(rows: list[dict[str, Any]]) -> set[Key]:
    """Insert readings; return the keys of those that are new. The key decides."""
    if not rows:
        return set()
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(observations)
        .on_conflict_do_nothing()
        .returning(observations.c.datastream_id, observations.c.at)
    )
    return {(row[0], row[1]) for row in connection.execute(statement, rows)}


def _told_before(readings: Iterable[Reading]) -> set[Said]:
    """Return what was told before under another time: by a clock that is put right differently.

    What was stored on time when a clock was still right is another reading of the same name.
    """
    claims: dict[UUID, set[datetime]] = {}
    for each in readings:
        if each.claimed_at is not None and not each.stamp_stands:
            claims.setdefault(each.datastream_id, set()).add(each.claimed_at)
    columns, found = observations.c, set()
    for stream, moments in claims.items():
        wanted = select(columns.at, columns.claimed_at, columns.received_at, columns.value).where(
            columns.datastream_id == stream,
            or_(columns.at.in_(sorted(moments)), columns.claimed_at.in_(sorted(moments))),
        )
        for at, claimed, came, value in db.session.execute(wanted):
            if claimed is not None and claimed in moments:
                found.add((stream, claimed, value))
            elif claimed is None and abs(came - at) > TRUSTED_WITHIN:
                found.add((stream, at, value))
    return found


def _row(
    reading: Reading, kinds: Mapping[UUID, DeviceClass | None], now: datetime
) -> dict[str, Any]:
    kind = kinds[reading.datastream_id]
    return {
        "datastream_id": reading.datastream_id,
        "at": reading.at,
        "value": reading.value,
        "received_at": now,
        "in_range": int(kind is None or kind.within(reading.value) is not None),
        "claimed_at": reading.claimed_at,
    }
