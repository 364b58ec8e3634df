"""Takes readings in: each counts once, and is kept also where judging it fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
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
from weijiayuan.sensing.rules.device_clock import TRUSTED_WITHIN
from weijiayuan.sensing.service import threshold_evaluation

MOST_DELAYS = 21
"""Of so many last messages the median says how far a clock is off: one odd message does not."""
Key = tuple[UUID, datetime]


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one datastream, in the unit of its class, with the moment it was measured."""

    datastream_id: UUID
    at: datetime
    value: float
    is_bit: bool = False
    """It came as true or false, which only an alarm bit may."""
    claimed_at: datetime | None = None
    """What the device said of the time, where its clock is known to be wrong."""

    @property
    def key(self) -> Key:
        return self.datastream_id, self.at

    @property
    def claim(self) -> datetime:
        return self.claimed_at or self.at


def take_in(device: Device, readings: Sequence[Reading], *, now: datetime) -> list[bool]:
    """Keep the readings of a device or of those it speaks for, and raise or clear alarms.

    Tells for each reading whether it is new: one of a moment that is known already changes
    nothing. Raises `ReadingMalformed`, `DatastreamNotFound`, `NotFiled`; then the caller takes
    all of it back.
    """
    told = []
    for each in take_in_each(device, readings, now=now):
        if isinstance(each, DomainError):
            raise each
        told.append(each)
    return told


def take_in_each(
    device: Device, given: Sequence[Reading | DomainError], *, now: datetime
) -> list[bool | DomainError]:
    """Keep those readings that can be meant; tell for each whether it is new, or why it is none."""
    streams = {each.datastream_id for each in given if isinstance(each, Reading)}
    return take_in_for(device_queries.spoken_for(device, streams), given, now=now)


def take_in_for(
    speaks_for: Mapping[UUID, Device], given: Sequence[Reading | DomainError], *, now: datetime
) -> list[bool | DomainError]:
    """Keep what the devices of these datastreams said, each at the time at which it was measured.

    A clock is heard also where what it says is refused: that is how it is found to be wrong.
    """
    known = device_classes_in_force.classes()
    remembered = _heard_clocks(datastream_state.locked(speaks_for), speaks_for, known, given, now)
    found = [_sound(each, speaks_for, known, remembered, now) for each in given]
    sound = [each for each in found if isinstance(each, Reading)]
    fresh = _kept(sound, speaks_for, known, now)
    heard = {**remembered, **_heard(sound, remembered, fresh, now=now)}
    threshold_evaluation.judge(speaks_for, known, fresh, heard, now=now)
    return [
        fresh.pop(each.key, None) is not None if isinstance(each, Reading) else each
        for each in found
    ]


def _heard_clocks(
    remembered: Mapping[UUID, Remembered],
    speaks_for: Mapping[UUID, Device],
    known: Classes,
    given: Iterable[Reading | DomainError],
    now: datetime,
) -> dict[UUID, Remembered]:
    """Return what is remembered of datastreams with what these messages show of their clocks."""
    newest: dict[UUID, datetime] = {}
    for each in given:
        if isinstance(each, Reading) and each.at.tzinfo and each.datastream_id in speaks_for:
            newest[each.datastream_id] = max(each.at, newest.get(each.datastream_id, each.at))
    found = dict(remembered)
    for stream, claimed in newest.items():
        device = speaks_for[stream]
        kind = known.by_code.get(device.kind)
        clock_ = remembered[stream].clock.heard(
            claimed,
            now=now,
            interval=device.interval,
            for_life=kind is not None and kind.call is not None,
        )
        found[stream] = replace(remembered[stream], clock=clock_)
    return found


def _sound(
    given: Reading | DomainError,
    speaks_for: Mapping[UUID, Device],
    known: Classes,
    remembered: Mapping[UUID, Remembered],
    now: datetime,
) -> Reading | DomainError:
    """Return a reading at the time at which it was measured, or why it cannot be meant."""
    if isinstance(given, DomainError):
        return given
    of = remembered.get(given.datastream_id)
    if of is not None and of.clock.is_wrong:
        given = replace(given, at=of.clock.put_right(given.at), claimed_at=given.at)
    try:
        check(given, speaks_for, known, now)
    except DomainError as refusal:
        return refusal
    return given


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
    told = _told_before(readings)
    rows = {
        each.key: _row(each, known, speaks_for, now)
        for each in reversed(readings)
        if (each.datastream_id, each.claim) not in told
    }
    ordered = [rows[key] for key in sorted(rows)]
    if not ordered:
        return {}
    connection = db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(observations)
        .on_conflict_do_nothing()
        .returning(observations.c.datastream_id, observations.c.at, observations.c.value)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(statement, ordered)}


def _told_before(readings: Sequence[Reading]) -> set[Key]:
    """Return what was told before under another time: by a clock that is put right differently.

    What was stored on time when a clock was still right is another reading of the same name.
    """
    claims: dict[UUID, set[datetime]] = {}
    for each in readings:
        if each.claimed_at is not None:
            claims.setdefault(each.datastream_id, set()).add(each.claimed_at)
    columns, found = observations.c, set()
    for stream, moments in claims.items():
        wanted = select(columns.at, columns.claimed_at, columns.received_at).where(
            columns.datastream_id == stream,
            or_(columns.at.in_(sorted(moments)), columns.claimed_at.in_(sorted(moments))),
        )
        for at, claimed, came in db.session.execute(wanted):
            if claimed is not None and claimed in moments:
                found.add((stream, claimed))
            elif claimed is None and abs(came - at) > TRUSTED_WITHIN:
                found.add((stream, at))
    return found


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
        "claimed_at": reading.claimed_at,
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
            delays = (*delays, before.clock.delay)[-MOST_DELAYS:]
        skew = median(delays) if delays else before.skew_seconds
        found[stream] = replace(before, heard_at=now, skew_seconds=skew, delays=delays)
    return found
