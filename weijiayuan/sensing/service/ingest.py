"""Takes readings in: each counts once, and is kept also where judging it fails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import isfinite
from statistics import median
from uuid import UUID

from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError
from weijiayuan.sensing import datastream_state, device_classes_in_force, device_queries
from weijiayuan.sensing.datastream_state import Remembered
from weijiayuan.sensing.errors import DatastreamNotFound, NotFiled, ReadingMalformed
from weijiayuan.sensing.models import Device
from weijiayuan.sensing.rules.alarm_policy import FILED_WITHIN, FUTURE_ALLOWED, LATE_ALLOWED
from weijiayuan.sensing.rules.device_classes import YES_OR_NO, Classes, DeviceClass
from weijiayuan.sensing.rules.readings import Reading
from weijiayuan.sensing.service import reading_storage, threshold_evaluation

MOST_DELAYS = 21
"""Of so many last messages the median says how far a clock is off: one odd message does not."""
LARGEST = 1e9
"""No device in public space measures more; what is larger is no number that it meant."""


def take_in(device: Device, readings: Sequence[Reading], *, now: datetime) -> list[bool]:
    """Keep the readings of a device or of those it speaks for, and raise or clear alarms.

    Tells for each reading whether it is new: one of a moment that is known already changes
    nothing. Raises `ReadingMalformed`, `DatastreamNotFound`, `NotFiled`; then the caller takes
    all of it back.
    """
    told = []
    streams = {each.datastream_id for each in readings}
    for each in take_in_for(device_queries.spoken_for(device.id, streams), readings, now=now):
        if isinstance(each, DomainError):
            raise each
        told.append(each)
    return told


def take_in_for(
    speaks_for: Mapping[UUID, Device], given: Sequence[Reading | DomainError], *, now: datetime
) -> list[bool | DomainError]:
    """Keep those readings that can be meant, each at the time at which it was measured.

    Tells for each whether it is new, or why it is none. `speaks_for`: the caller's datastreams.
    A clock is heard also where what it says is refused: that is how it is found to be wrong.
    """
    known = device_classes_in_force.classes()
    remembered = _heard_clocks(datastream_state.locked(speaks_for), speaks_for, known, given, now)
    found = [_sound(each, speaks_for, known, remembered, now) for each in given]
    sound = [each for each in found if isinstance(each, Reading)]
    kept = reading_storage.keep(sound, speaks_for, known, now=now)
    heard = {**remembered, **_heard(sound, remembered, kept.new, speaks_for, known, now=now)}
    threshold_evaluation.judge(speaks_for, known, kept.to_judge, heard, now=now)
    return [kept.take(each) if isinstance(each, Reading) else each for each in found]


def _heard_clocks(
    remembered: Mapping[UUID, Remembered],
    speaks_for: Mapping[UUID, Device],
    known: Classes,
    given: Iterable[Reading | DomainError],
    now: datetime,
) -> dict[UUID, Remembered]:
    """Return what is remembered of datastreams with what these messages show of their clocks."""
    heard = [
        each
        for each in given
        if isinstance(each, Reading) and each.at.tzinfo and each.datastream_id in speaks_for
    ]
    found = dict(remembered)
    for stream, newest in _newest(heard).items():
        device = speaks_for[stream]
        kind = known.by_code.get(device.kind)
        clock_ = remembered[stream].clock.heard(
            newest.at,
            newest.value,
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
        stands = of.clock.stands and given.at == of.clock.claimed
        at = of.clock.put_right(given.at)
        given = replace(given, at=at, claimed_at=given.at, stamp_stands=stands)
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
    if abs(reading.value) > LARGEST:
        raise ReadingMalformed(why="数值太大，不像测到的数")
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


def _heard(
    readings: Sequence[Reading],
    remembered: Mapping[UUID, Remembered],
    new: Iterable[Reading],
    speaks_for: Mapping[UUID, Device],
    known: Classes,
    *,
    now: datetime,
) -> dict[UUID, Remembered]:
    """Return what is remembered once devices were heard: their clocks, and if beyond range."""
    fresh = {each.key for each in new}
    found = {}
    for stream, newest in _newest(readings).items():
        before = remembered[stream]
        delays = before.delays
        if newest.key in fresh:
            delays = (*delays, before.clock.delay)[-MOST_DELAYS:]
        kind = known.by_code.get(speaks_for[stream].kind)
        is_out = kind is not None and not kind.is_in_range(newest.value)
        found[stream] = replace(
            before,
            heard_at=now,
            skew_seconds=median(delays) if delays else before.skew_seconds,
            delays=delays,
            out_of_range_since=(before.out_of_range_since or now) if is_out else None,
        )
    return found


def _newest(readings: Iterable[Reading]) -> dict[UUID, Reading]:
    """Return the newest reading of each datastream; of one moment the one that came last."""
    found: dict[UUID, Reading] = {}
    for each in readings:
        if each.datastream_id not in found or each.at >= found[each.datastream_id].at:
            found[each.datastream_id] = each
    return found
