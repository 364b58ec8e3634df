"""Holds new readings against the lines of their classes, in the order of their moments.

What was measured is kept whatever happens here: a datastream whose judging fails is noted, and
judged again by a periodic task from where it stopped.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import OperationalError

from weijiayuan.db import db, insert_new, savepoint
from weijiayuan.sensing import queries
from weijiayuan.sensing.models import Alarm, Device, StreamState
from weijiayuan.sensing.rules.alarm_policy import (
    RAISES_WITHIN,
    REORDERED_WITHIN,
    silent_after,
)
from weijiayuan.sensing.rules.device_classes import Classes, DeviceClass, Line
from weijiayuan.sensing.rules.hysteresis import AlarmState, Change, Episode, advance, draw
from weijiayuan.sensing.service import alarms

logger = logging.getLogger(__name__)

GRAVEST = 1
EMPTY = AlarmState().to_json()
FULL = 0.8
"""Of the stretch that a mean is over, so much must have been measured."""
Measured = Sequence[tuple[datetime, float]]


def judge(
    devices: Mapping[UUID, Device],
    known: Classes,
    fresh: Mapping[tuple[UUID, datetime], float],
    *,
    now: datetime,
) -> None:
    """Hold readings that are stored against the lines; raise and clear alarms.

    A fault takes back what judging did and leaves the readings; where one datastream is at fault,
    the others are judged.
    """
    by_stream = _by_stream(devices, known, fresh)
    rows = _states(list(by_stream))
    try:
        with savepoint():
            _judge_all(devices, known, by_stream, rows, now=now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("judging failed; each datastream is tried alone")
        for stream, measured in by_stream.items():
            _judge_alone(devices, known, {stream: measured}, now=now)


def _judge_alone(
    devices: Mapping[UUID, Device],
    known: Classes,
    one: Mapping[UUID, Measured],
    *,
    now: datetime,
) -> None:
    ((stream, measured),) = one.items()
    rows = queries.stream_states([stream])
    try:
        with savepoint():
            _judge_all(devices, known, one, rows, now=now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("judging failed", extra={"datastream_id": str(stream)})
        rows[stream].owed_since = min(rows[stream].owed_since or measured[0][0], measured[0][0])


def judge_owed(now: datetime) -> int:
    """Judge what could not be judged when it came; return how many datastreams are judged now."""
    known, done = queries.classes(), 0
    for stream in queries.streams_owed():
        device = queries.by_datastream([stream]).get(stream)
        row = queries.stream_states([stream])[stream]
        if device is None:
            row.owed_since = None
            continue
        _judge_alone({stream: device}, known, {stream: _owed(row, now)}, now=now)
        done += row.owed_since is None
    return done


def _owed(row: StreamState, now: datetime) -> Measured:
    since = row.owed_since or now
    return queries.readings(row.datastream_id, since=since, until=now + REORDERED_WITHIN)


def _by_stream(
    devices: Mapping[UUID, Device],
    known: Classes,
    fresh: Mapping[tuple[UUID, datetime], float],
) -> dict[UUID, Measured]:
    found: dict[UUID, list[tuple[datetime, float]]] = {}
    for (stream, at), value in sorted(fresh.items()):
        kind = known.by_code.get(devices[stream].kind)
        if kind is not None and kind.least <= value <= kind.most:
            found.setdefault(stream, []).append((at, value))
    return dict(found)


def _judge_all(
    devices: Mapping[UUID, Device],
    known: Classes,
    by_stream: Mapping[UUID, Measured],
    rows: Mapping[UUID, StreamState],
    *,
    now: datetime,
) -> None:
    there = queries.open_alarms(by_stream)
    for stream, measured in by_stream.items():
        device, row = devices[stream], rows[stream]
        kind = known.by_code[device.kind]
        new = _as_held(device, kind, _owed(row, now) if row.owed_since else measured)
        row.owed_since = None
        if new:
            row.lines = {
                str(line.level): _Held(device, known, line, now, there)
                .after(AlarmState.from_json(row.lines.get(str(line.level), EMPTY)), new)
                .to_json()
                for line in kind.lines
            }


def _as_held(device: Device, kind: DeviceClass, measured: Measured) -> Measured:
    """Return what lines are held against: the readings, or their means where the class says so."""
    if not kind.mean_over:
        return measured
    found = []
    for at, _ in measured:
        stretch = queries.readings(device.datastream_id, since=at - kind.mean_over, until=at)
        if at - stretch[0][0] >= FULL * kind.mean_over:
            found.append((at, sum(value for _, value in stretch) / len(stretch)))
    return found


def _states(datastreams: Sequence[UUID]) -> dict[UUID, StreamState]:
    """Return what the lines know of datastreams, made where it is new, locked in one order."""
    found = queries.stream_states(datastreams)
    missing: list[dict[str, Any]] = [
        {"datastream_id": each, "lines": {}, "owed_since": None}
        for each in datastreams
        if each not in found
    ]
    if missing:
        insert_new(StreamState, missing)
        found = queries.stream_states(datastreams)
    return found


@dataclass(slots=True)
class _Held:
    """One line of one device, while readings are held against it. `there` are open alarms."""

    device: Device
    known: Classes
    line: Line
    now: datetime
    there: dict[tuple[UUID, int], Alarm] = field(default_factory=dict)

    @property
    def key(self) -> tuple[UUID, int]:
        return self.device.datastream_id, self.line.level

    def after(self, state: AlarmState, new: Measured) -> AlarmState:
        """Advance by new readings; where one of them came late, draw the line again."""
        if state.last_at is not None and new[0][0] < state.last_at:
            return self._again(state, new)
        for at, value in new:
            agreed = self._another_agrees(state, at, value)
            state, change = advance(
                state, self.line, at, value, agreed=agreed, silent_after=self.silence
            )
            if change is Change.RAISED and self.now - at > RAISES_WITHIN:
                state = AlarmState(last_at=at)
                continue
            self._follow(change, at, value, lasts=state.is_raised)
        return state

    @property
    def silence(self) -> timedelta:
        return silent_after(self.device.interval)

    def _follow(self, change: Change | None, at: datetime, value: float, *, lasts: bool) -> None:
        if change is Change.RAISED:
            self.there[self.key] = alarms.raise_alarm(
                self.device, self.known, self.line, at=at, value=value, now=self.now
            )
            return
        alarm = self.there.get(self.key)
        if alarm is None:
            return
        if change is Change.CLEARED:
            alarm.cleared_at = at
            del self.there[self.key]
        elif lasts and self.line.is_reached(value):
            further = min if self.line.below else max
            alarm.peak = further(alarm.peak, value)

    def _another_agrees(self, state: AlarmState, at: datetime, value: float) -> bool:
        """Tell whether another device near reaches the gravest line too: then one reading does."""
        if self.line.level != GRAVEST or state.is_raised or not self.line.is_reached(value):
            return False
        others = [each.datastream_id for each in queries.neighbours(self.device)]
        return any(self.line.is_reached(each) for each in queries.last_values(others, at=at))

    def _again(self, before: AlarmState, new: Measured) -> AlarmState:
        """Draw the line again over what is stored, as readings came out of order.

        Late readings correct the history of alarms that were raised in time; they raise one of
        their own only where it is not older than ten minutes and still there.
        """
        late_from, newest = new[0][0], max(before.last_at or new[-1][0], new[-1][0])
        begin = late_from - 2 * self._reach()
        kept = queries.alarms_since(*self.key, begin)
        running = next((each for each in kept if each.raised_at <= begin), None)
        readings = queries.readings(self.device.datastream_id, since=begin, until=newest)
        seed = AlarmState(raised_at=running.raised_at if running else None)
        drawn, state = draw(readings, self.line, silent_after=self.silence, state=seed)
        self._correct([each for each in kept if _ended_after(each, late_from)], drawn)
        if state.raised_at is None or self.key in self.there:
            return state
        late = self.now - state.raised_at > RAISES_WITHIN
        if late or newest - state.raised_at > REORDERED_WITHIN:
            return AlarmState(last_at=newest)
        self._raise(drawn[-1])
        return state

    def _correct(self, kept: Sequence[Alarm], drawn: Sequence[Episode]) -> None:
        """Let alarms end where the right order ends them, and part what was taken for one."""
        spans = [(each.raised_at, each.cleared_at) for each in kept]
        left = list(drawn)
        for alarm, span in zip(kept, spans, strict=True):
            mine = next((each for each in left if each.overlaps(*span)), None)
            if mine is not None:
                left.remove(mine)
                self._end(alarm, mine)
        db.session.flush()
        for more in left:
            parted = more.cleared_at and any(more.overlaps(*span) for span in spans)
            if parted and self.now - more.raised_at <= RAISES_WITHIN:
                self._raise(more)

    def _end(self, alarm: Alarm, drawn: Episode) -> None:
        """Give an alarm the end that was drawn; what ended is open again only if none other is."""
        if drawn.cleared_at is not None:
            alarm.cleared_at = drawn.cleared_at
            if self.there.get(self.key) is alarm:
                del self.there[self.key]
        elif alarm.judged_at is None and self.key not in self.there:
            alarm.cleared_at = None
            self.there[self.key] = alarm

    def _raise(self, one: Episode) -> None:
        value = self.line.raises_at if one.peak is None else one.peak
        alarm = alarms.raise_alarm(
            self.device, self.known, self.line, at=one.raised_at, value=value, now=self.now
        )
        alarm.cleared_at = one.cleared_at
        if one.cleared_at is None:
            self.there[self.key] = alarm

    def _reach(self) -> timedelta:
        """Return how far back readings matter to this line."""
        interval = self.device.interval
        return max(
            self.line.of * interval,
            self.line.dwell + interval,
            self.line.lasts + interval,
            REORDERED_WITHIN,
        )


def _ended_after(alarm: Alarm, moment: datetime) -> bool:
    return alarm.cleared_at is None or alarm.cleared_at >= moment
