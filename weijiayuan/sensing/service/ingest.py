"""Takes readings in: each counts once, and is kept also where judging it fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite

from weijiayuan.db import db
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.sensing import datastream_state, device_classes_in_force, device_queries
from weijiayuan.sensing.datastream_state import Remembered
from weijiayuan.sensing.errors import DatastreamNotFound, NotFiled, ReadingMalformed
from weijiayuan.sensing.models import Device, observations
from weijiayuan.sensing.rules.alarm_policy import FILED_WITHIN, FUTURE_ALLOWED, LATE_ALLOWED
from weijiayuan.sensing.rules.device_classes import YES_OR_NO, Classes, DeviceClass
from weijiayuan.sensing.service import threshold_evaluation

MOST_DELAYS = 21
"""Of so many last messages the median says how far a clock is off: one odd message does not."""
Key = tuple[UUID, datetime]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one datastream, in the unit of its class, with the device's own moment."""

    datastream_id: UUID
    at: datetime
    value: float
    is_bit: bool = False
    """It came as true or false, which only an alarm bit may."""

    @property
    def key(self) -> Key:
        return self.datastream_id, self.at


def take_in(device: Device, readings: Sequence[Reading], *, now: datetime) -> list[bool]:
    """Keep the readings of a device or of those it speaks for, and raise or clear alarms.

    Tells for each reading whether it is new: one of a moment that is known already changes
    nothing. Raises `ReadingMalformed`, `DatastreamNotFound`, `NotFiled`; then none is kept.
    """
    speaks_for = device_queries.spoken_for(device, {each.datastream_id for each in readings})
    known = device_classes_in_force.classes()
    for each in readings:
        check(each, speaks_for, known, now)
    return keep(readings, speaks_for, known, now=now)


def take_in_each(
    device: Device, given: Sequence[Reading | DomainError], *, now: datetime
) -> list[bool | DomainError]:
    """Keep those readings that can be meant; tell for each whether it is new, or why it is none."""
    streams = {each.datastream_id for each in given if isinstance(each, Reading)}
    speaks_for = device_queries.spoken_for(device, streams)
    known = device_classes_in_force.classes()
    found = [_sound(each, speaks_for, known, now) for each in given]
    sound = [each for each in found if isinstance(each, Reading)]
    new = iter(keep(sound, speaks_for, known, now=now))
    return [next(new) if isinstance(each, Reading) else each for each in found]


def _sound(
    given: Reading | DomainError, speaks_for: Mapping[UUID, Device], known: Classes, now: datetime
) -> Reading | DomainError:
    if isinstance(given, DomainError):
        return given
    try:
        check(given, speaks_for, known, now)
    except DomainError as refusal:
        return refusal
    return given


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
    remembered = datastream_state.locked(each.datastream_id for each in readings)
    fresh = _kept(readings, speaks_for, known, now)
    heard = _heard(readings, remembered, fresh, now=now)
    threshold_evaluation.judge(speaks_for, known, fresh, heard, now=now)
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
    kind = known.by_code.get(device.kind)
    if reading.is_bit and kind is not None and kind.unit != YES_OR_NO:
        raise ReadingMalformed(why=f"这类设备要报数值（{kind.unit}），不是 true 或 false")
    _check_filing(device, kind, now)


def _check_filing(device: Device, kind: DeviceClass | None, now: datetime) -> None:
    """Refuse a camera that was in use for thirty days and not filed (条例 14)."""
    if (
        kind
        and kind.camera
        and not device.filed_no
        and clock.local_date(now) - device.in_use_since > FILED_WITHIN
    ):
        raise NotFiled(device=device.code)


def _kept(
    readings: Sequence[Reading], speaks_for: Mapping[UUID, Device], known: Classes, now: datetime
) -> dict[Key, float]:
    """Insert what is new and return it, by datastream and moment. The key decides."""
    rows = {each.key: _row(each, known, speaks_for, now) for each in reversed(readings)}
    ordered = [rows[key] for key in sorted(rows)]
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(observations)
        .on_conflict_do_nothing()
        .returning(observations.c.datastream_id, observations.c.at, observations.c.value)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(statement, ordered)}


def _row(
    reading: Reading, known: Classes, speaks_for: Mapping[UUID, Device], now: datetime
) -> dict[str, Any]:
    kind = known.by_code.get(speaks_for[reading.datastream_id].kind)
    return {
        "datastream_id": reading.datastream_id,
        "at": reading.at,
        "value": reading.value,
        "received_at": now,
        "in_range": int(kind is None or kind.least <= reading.value <= kind.most),
    }


def _heard(
    readings: Iterable[Reading],
    remembered: Mapping[UUID, Remembered],
    fresh: Mapping[Key, float],
    *,
    now: datetime,
) -> dict[UUID, Remembered]:
    """Return what is remembered once devices were heard, and how far their clocks are off."""
    newest: dict[UUID, datetime] = {}
    for each in readings:
        newest[each.datastream_id] = max(each.at, newest.get(each.datastream_id, each.at))
    found = {}
    for stream, at in newest.items():
        before = remembered[stream]
        delays = before.delays
        if (stream, at) in fresh:
            delays = (*delays, (now - at).total_seconds())[-MOST_DELAYS:]
        skew = median(delays) if delays else before.skew_seconds
        found[stream] = replace(before, heard_at=now, skew_seconds=skew, delays=delays)
    return found
