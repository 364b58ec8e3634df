"""Takes readings in: each counts once, lines are held against them in order, alarms come of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db, insert_new
from weijiayuan.sensing import queries
from weijiayuan.sensing.errors import DatastreamNotFound, NotFiled, ReadingMalformed
from weijiayuan.sensing.models import Device, StreamState, observations
from weijiayuan.sensing.rules.alarm_policy import (
    FILED_WITHIN,
    FUTURE_ALLOWED,
    LATE_ALLOWED,
    RAISES_WITHIN,
    REORDERED_WITHIN,
)
from weijiayuan.sensing.rules.device_classes import Classes, DeviceClass, Line
from weijiayuan.sensing.rules.hysteresis import AlarmState, Change, advance
from weijiayuan.sensing.service import alarms

SMOOTHING = 0.1
GRAVEST = 1
Key = tuple[UUID, datetime]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one datastream, in the unit of its class, with the device's own moment."""

    datastream_id: UUID
    at: datetime
    value: float

    @property
    def key(self) -> Key:
        return self.datastream_id, self.at


def take_in(device: Device, readings: Sequence[Reading], *, now: datetime) -> list[bool]:
    """Keep the readings of a device or of those it speaks for, and raise or clear alarms.

    Tells for each reading whether it is new: one of a moment that is known already changes
    nothing. Raises `ReadingMalformed`, `DatastreamNotFound`, `NotFiled`; then none is kept.
    """
    speaks_for = queries.spoken_for(device, {each.datastream_id for each in readings})
    known = queries.classes()
    for each in readings:
        check(each, speaks_for, known, now)
    return keep(readings, speaks_for, known, now=now)


def keep(
    readings: Sequence[Reading],
    speaks_for: Mapping[UUID, Device],
    known: Classes,
    *,
    now: datetime,
) -> list[bool]:
    """Keep readings that were checked; tell for each whether it is new."""
    if not readings:
        return []
    fresh = _kept(readings, speaks_for, known, now)
    _note_seen(readings, speaks_for, fresh, now=now)
    _hold_against_lines(speaks_for, known, fresh, now=now)
    left = dict(fresh)
    return [left.pop(each.key, None) is not None for each in readings]


def check(
    reading: Reading, speaks_for: Mapping[UUID, Device], known: Classes, now: datetime
) -> None:
    """Check one reading. Raises `ReadingMalformed`, `DatastreamNotFound`, `NotFiled`."""
    if reading.at.tzinfo is None:
        raise ReadingMalformed(why="时间要写明时区")
    if not isfinite(reading.value):
        raise ReadingMalformed(why="数值不是有限的数")
    if reading.at > now + FUTURE_ALLOWED:
        raise ReadingMalformed(why="时间在将来，请校准设备时钟")
    if reading.at < now - LATE_ALLOWED:
        raise ReadingMalformed(why="迟到超过24小时，不再收取")
    device = speaks_for.get(reading.datastream_id)
    if device is None:
        raise DatastreamNotFound(datastream=str(reading.datastream_id))
    _check_filing(device, known.by_code[device.kind], now)


def _check_filing(device: Device, kind: DeviceClass, now: datetime) -> None:
    """Refuse a camera that was in use for thirty days and not filed (条例 14)."""
    if kind.camera and not device.filed_no and now.date() - device.installed_on > FILED_WITHIN:
        raise NotFiled(device=device.code)


def _kept(
    readings: Sequence[Reading], speaks_for: Mapping[UUID, Device], known: Classes, now: datetime
) -> dict[Key, float]:
    """Insert what is new and return it, by datastream and moment. The key decides."""
    rows = {each.key: _row(each, known, speaks_for, now) for each in reversed(readings)}
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(observations)
        .values([rows[key] for key in sorted(rows)])
        .on_conflict_do_nothing()
        .returning(observations.c.datastream_id, observations.c.at, observations.c.value)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(statement)}


def _row(
    reading: Reading, known: Classes, speaks_for: Mapping[UUID, Device], now: datetime
) -> dict[str, Any]:
    kind = known.by_code[speaks_for[reading.datastream_id].kind]
    return {
        "datastream_id": reading.datastream_id,
        "at": reading.at,
        "value": reading.value,
        "received_at": now,
        "in_range": int(kind.least <= reading.value <= kind.most),
    }


SEEN = (
    update(cast("Table", Device.__table__))
    .where(Device.id == bindparam("device"))
    .values(last_seen_at=bindparam("seen"), skew_seconds=bindparam("skew"))
)


def _note_seen(
    readings: Iterable[Reading],
    speaks_for: Mapping[UUID, Device],
    fresh: Mapping[Key, float],
    *,
    now: datetime,
) -> None:
    """Note that devices were heard, and how far their clocks are off."""
    newest: dict[UUID, datetime] = {}
    for each in readings:
        newest[each.datastream_id] = max(each.at, newest.get(each.datastream_id, each.at))
    rows = []
    for datastream, at in sorted(newest.items()):
        device = speaks_for[datastream]
        off = (now - at).total_seconds() - device.skew_seconds
        step = SMOOTHING * off if (datastream, at) in fresh else 0.0
        rows.append({"device": device.id, "seen": now, "skew": device.skew_seconds + step})
    db.session.connection().execute(SEEN, rows)


def _hold_against_lines(
    speaks_for: Mapping[UUID, Device], known: Classes, fresh: Mapping[Key, float], *, now: datetime
) -> None:
    """Advance every line by the new readings of its datastream, in the order of their moments."""
    by_stream: dict[UUID, list[tuple[datetime, float]]] = {}
    for (datastream, at), value in sorted(fresh.items()):
        kind = known.by_code[speaks_for[datastream].kind]
        if kind.least <= value <= kind.most:
            by_stream.setdefault(datastream, []).append((at, value))
    rows = _states(list(by_stream))
    for datastream, measured in by_stream.items():
        device, row = speaks_for[datastream], rows[datastream]
        new = _as_held(device, known.by_code[device.kind], measured)
        if not new:
            continue
        row.lines = {
            str(line.level): _Held(device, known, line, now)
            .after(AlarmState.from_json(row.lines.get(str(line.level), EMPTY)), new)
            .to_json()
            for line in known.by_code[device.kind].lines
        }


EMPTY = AlarmState().to_json()
FULL = 0.8
"""Of the stretch that a mean is over, so much must have been measured."""


def _as_held(
    device: Device, kind: DeviceClass, measured: Sequence[tuple[datetime, float]]
) -> list[tuple[datetime, float]]:
    """Return what lines are held against: the readings, or their means where the class says so."""
    if not kind.mean_over:
        return list(measured)
    found = []
    for at, _ in measured:
        stretch = queries.readings(device.datastream_id, since=at - kind.mean_over, until=at)
        if at - stretch[0][0] >= FULL * kind.mean_over:
            found.append((at, sum(value for _, value in stretch) / len(stretch)))
    return found


def _states(datastreams: Sequence[UUID]) -> dict[UUID, StreamState]:
    """Return what the lines know of datastreams, made where it is new, locked in one order."""
    found = queries.stream_states(datastreams)
    missing = [{"datastream_id": each, "lines": {}} for each in datastreams if each not in found]
    if missing:
        insert_new(StreamState, missing)
        found = queries.stream_states(datastreams)
    return found


@dataclass(slots=True)
class _Held:
    """One line of one device, while readings are held against it."""

    device: Device
    known: Classes
    line: Line
    now: datetime

    def after(self, state: AlarmState, new: Sequence[tuple[datetime, float]]) -> AlarmState:
        """Advance by new readings; where one of them came late, draw the line again."""
        if state.last_at is not None and new[0][0] < state.last_at:
            return self._again(state, new)
        for at, value in new:
            agreed = self._another_agrees(state, at, value)
            state, change = advance(state, self.line, at, value, agreed=agreed)
            if change is Change.RAISED and self.now - at > RAISES_WITHIN:
                state = AlarmState(last_at=at)
                continue
            self._follow(change, at, value, lasts=state.is_raised)
        return state

    def _follow(self, change: Change | None, at: datetime, value: float, *, lasts: bool) -> None:
        if change is Change.RAISED:
            alarms.raise_alarm(self.device, self.known, self.line, at=at, value=value, now=self.now)
        elif change is Change.CLEARED:
            alarms.clear(self.device, self.line, at=at)
        elif lasts and self.line.is_reached(value):
            alarms.note_peak(self.device, self.line, value)

    def _another_agrees(self, state: AlarmState, at: datetime, value: float) -> bool:
        """Tell whether another device near reaches the gravest line too: then one reading does."""
        if self.line.level != GRAVEST or state.is_raised or not self.line.is_reached(value):
            return False
        others = [each.datastream_id for each in queries.neighbours(self.device)]
        return any(self.line.is_reached(each) for each in queries.last_values(others, at=at))

    def _again(self, before: AlarmState, new: Sequence[tuple[datetime, float]]) -> AlarmState:
        """Draw the line again over what is stored, as readings came out of order.

        An alarm that is there stays there until it is calm. One that the right order makes is
        raised if it is not older than ten minutes; what is older only corrects history.
        """
        stream, level = self.device.datastream_id, self.line.level
        newest = max(before.last_at or new[-1][0], new[-1][0])
        begin, there = new[0][0] - self._reach(), queries.open_alarm(stream, level)
        state = AlarmState(raised_at=there.raised_at if there else None)
        value = new[-1][1]
        for at, each in queries.readings(stream, since=begin, until=newest):
            state, _ = advance(state, self.line, at, each)
            value = each
        if there is not None and not state.is_raised:
            self._follow(Change.CLEARED, newest, value, lasts=False)
        if there is None and state.raised_at is not None:
            late = self.now - state.raised_at > RAISES_WITHIN
            if late or newest - state.raised_at > REORDERED_WITHIN:
                return AlarmState(last_at=newest)
            self._follow(Change.RAISED, state.raised_at, value, lasts=True)
        return state

    def _reach(self) -> timedelta:
        """Return how far back readings matter to this line."""
        interval = timedelta(seconds=self.device.interval_seconds)
        return max(self.line.of * interval, self.line.dwell + interval, REORDERED_WITHIN)
