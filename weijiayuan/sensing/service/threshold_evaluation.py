"""Holds new readings against the lines of their classes, in the order of their moments.

What was measured is kept whatever happens here: a datastream whose judging fails is noted, and
judged again by a periodic task from where it stopped.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from weijiayuan.db import savepoint
from weijiayuan.sensing import (
    alarm_queries,
    datastream_state,
    device_classes_in_force,
    device_queries,
    reading_queries,
)
from weijiayuan.sensing.datastream_state import Remembered
from weijiayuan.sensing.models import Alarm, Device
from weijiayuan.sensing.rules.alarm_policy import LEAST_INTERVAL, REORDERED_WITHIN, silent_after
from weijiayuan.sensing.rules.device_classes import Classes, DeviceClass
from weijiayuan.sensing.rules.hysteresis import AlarmState, Change, insists
from weijiayuan.sensing.rules.rolling_mean import mean_until
from weijiayuan.sensing.service.alarm_threshold import Deed, HeldLine, Key, Measured

logger = logging.getLogger(__name__)

EMPTY = AlarmState().to_json()


@dataclass(slots=True)
class _Judgement:
    """What comes of the new readings of one datastream, before any of it is written."""

    before: Remembered
    first: datetime
    lines: dict[str, Any] = field(default_factory=dict)
    deeds: list[tuple[HeldLine, list[Deed]]] = field(default_factory=list)
    late: list[tuple[HeldLine, AlarmState, Measured]] = field(default_factory=list)
    owed_since: datetime | None = None
    insists_since: datetime | None = None

    @property
    def stream(self) -> UUID:
        return self.before.stream

    @property
    def after(self) -> Remembered:
        return replace(
            self.before,
            lines=self.lines,
            owed_since=self.owed_since,
            insists_since=self.insists_since,
        )

    @property
    def raises(self) -> bool:
        """Tell whether writing it may reach beyond its own alarms."""
        raised = (deed.change is Change.RAISED for _, deeds in self.deeds for deed in deeds)
        return bool(self.late) or any(raised)

    def forget_untouched(self, ran: Sequence[Alarm]) -> None:
        """Leave out what came late and changes nothing. `ran`: the alarms that ran since."""
        self.late = [
            (held, state, new)
            for held, state, new in self.late
            if not held.is_untouched_by(state, new, [each for each in ran if held.owns(each)])
        ]

    def note_insistence(self, held: HeldLine, state: AlarmState) -> None:
        """Note that this line waits for what a device says next, if it just said too much, fast."""
        at = state.last_at
        if state.unproven:
            self.insists_since = held.now
        elif at and insists(state, held.line) and held.now - at <= REORDERED_WITHIN:
            self.insists_since = at

    def fail(self) -> None:
        """Leave the lines as they were; the readings are owed."""
        logger.exception(  # noqa: LOG004  # called where the fault was caught
            "judging failed", extra={"datastream_id": str(self.stream)}
        )
        self.lines, self.deeds, self.late = self.before.lines, [], []
        self.owed_since = min(self.before.owed_since or self.first, self.first)


def judge(
    devices: Mapping[UUID, Device],
    known: Classes,
    fresh: Mapping[tuple[UUID, datetime], float],
    remembered: Mapping[UUID, Remembered],
    *,
    now: datetime,
) -> None:
    """Hold readings that are stored against the lines; raise and clear alarms.

    `remembered`: what is remembered of each datastream, locked; all of it is written.
    Where a datastream is at fault its readings stay, and the others are judged.
    """
    by_stream = _by_stream(devices, known, fresh)
    found = _judge(devices, known, by_stream, remembered, now=now)
    judged = {each.stream: each.after for each in found}
    datastream_state.write([judged.get(stream, each) for stream, each in remembered.items()])


def judge_owed(now: datetime) -> int:
    """Judge what could not be judged when it came; return how many datastreams are judged now."""
    streams, known = datastream_state.owed(), device_classes_in_force.classes()
    remembered, devices = datastream_state.locked(streams), device_queries.by_datastream(streams)
    owed: dict[UUID, Measured] = dict.fromkeys(devices, ())
    done = _judge(devices, known, owed, remembered, now=now)
    gone = [
        replace(each, owed_since=None) for each in remembered.values() if each.stream not in devices
    ]
    datastream_state.write([*gone, *(each.after for each in done)])
    return sum(each.owed_since is None for each in done)


def judge_silence(now: datetime) -> int:
    """Raise for devices that said too much, too fast to be counted, and then nothing.

    Returns how many raised. Who is silent as long as a device may be has had its time.
    """
    streams = datastream_state.insisting(until=now - LEAST_INTERVAL)
    remembered, devices = datastream_state.locked(streams), device_queries.by_datastream(streams)
    known, written, raised = device_classes_in_force.classes(), [], 0
    for stream, each in remembered.items():
        device, since = devices.get(stream), each.insists_since
        waited = device is not None and since is not None and now - since >= device.interval
        lines = _raised_by_silence(device, known, each, now) if device and waited else {}
        raised += bool(lines)
        over = device is None or since is None or now - since > silent_after(device.interval)
        left = None if lines or over else since
        written.append(replace(each, lines={**each.lines, **lines}, insists_since=left))
    datastream_state.write(written)
    return raised


def _raised_by_silence(
    device: Device, known: Classes, before: Remembered, now: datetime
) -> dict[str, Any]:
    """Return the lines that raised, gravest first as their class has them."""
    found: dict[str, Any] = {}
    kind = known.by_code.get(device.kind)
    for line in kind.lines if kind else ():
        state = AlarmState.from_json(before.lines.get(str(line.level), EMPTY))
        after = HeldLine(device, known, line, now).raise_by_silence(state)
        if after is not None:
            found[str(line.level)] = after.to_json()
    return found


def _judge(
    devices: Mapping[UUID, Device],
    known: Classes,
    by_stream: Mapping[UUID, Measured],
    remembered: Mapping[UUID, Remembered],
    *,
    now: datetime,
) -> list[_Judgement]:
    found = [
        _judged(devices[stream], known, measured, remembered[stream], now=now)
        for stream, measured in by_stream.items()
    ]
    touched = [each for each in found if each.deeds or each.late]
    late_from = min((new[0][0] for each in found for _, _, new in each.late), default=None)
    ran = alarm_queries.alarms_that_ran((each.stream for each in touched), since=late_from)
    there = {(each.datastream_id, each.level): each for each in ran if each.cleared_at is None}
    for each in touched:
        each.forget_untouched(ran)
        _carry_out(each, there)
    return found


def _by_stream(
    devices: Mapping[UUID, Device],
    known: Classes,
    fresh: Mapping[tuple[UUID, datetime], float],
) -> dict[UUID, Measured]:
    found: dict[UUID, list[tuple[datetime, float]]] = {}
    for (stream, at), value in sorted(fresh.items()):
        kind = known.by_code.get(devices[stream].kind)
        held = reading_queries.hold(devices[stream], kind, at, value)
        if kind is not None and held is not None:
            found.setdefault(stream, []).append((at, held))
    return dict(found)


def _judged(
    device: Device, known: Classes, measured: Measured, before: Remembered, *, now: datetime
) -> _Judgement:
    """Judge one datastream, writing nothing."""
    first = measured[0][0] if measured else before.owed_since or now
    found = _Judgement(before, first, lines=dict(before.lines))
    try:
        kind = known.by_code[device.kind]
        new = _as_held(device, kind, _owed(device, before, now) if before.owed_since else measured)
        for line in kind.lines if new else ():
            held = HeldLine(device, known, line, now)
            state = AlarmState.from_json(before.lines.get(str(line.level), EMPTY))
            if state.last_at is not None and new[0][0] < state.last_at:
                found.late.append((held, state, new))
                continue
            state, deeds = held.judged(state, new)
            found.lines[str(line.level)] = state.to_json()
            found.note_insistence(held, state)
            if deeds:
                found.deeds.append((held, deeds))
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001  # whatever it is, what was measured stays
        found.fail()
    return found


def _carry_out(found: _Judgement, there: dict[Key, Alarm]) -> None:
    """Write what a judgement does to alarms; where it may fail, so that it can be taken back."""
    if not found.raises:
        for held, deeds in found.deeds:
            held.there = there
            held.carry_out(deeds)
        return
    try:
        with savepoint():
            for held, deeds in found.deeds:
                held.there = there
                held.carry_out(deeds)
            for held, state, new in found.late:
                held.there = there
                drawn = held.drawn_again(state, new)
                found.lines[str(held.line.level)] = drawn.to_json()
                found.note_insistence(held, drawn)
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001  # whatever it is, what was measured stays
        found.fail()
        for key in [key for key in there if key[0] == found.stream]:
            del there[key]


def _owed(device: Device, before: Remembered, now: datetime) -> Measured:
    since = before.owed_since or now
    return reading_queries.held_readings(device, since=since, until=now + REORDERED_WITHIN)


def _as_held(device: Device, kind: DeviceClass, measured: Measured) -> Measured:
    """Return what lines are held against: the readings, or their means where the class says so."""
    if not kind.mean_over:
        return measured
    found = []
    for at, _ in measured:
        stretch = reading_queries.held_readings(device, since=at - kind.mean_over, until=at)
        mean = mean_until(stretch, at, over=kind.mean_over)
        if mean is not None:
            found.append((at, mean))
    return found
