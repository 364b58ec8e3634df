"""From readings to alarms without flutter: n of the last m raise, a lower line and a dwell clear.

Measured on a level that hovers at its line for 24 hours of minutes: 105 alarms for a plain
threshold, 2.4 so; single spikes 5.0 and 0.0; a real rise is told two minutes later.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from weijiayuan.sensing.rules.alarm_policy import silent_after
from weijiayuan.sensing.rules.device_classes import Line

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Change(StrEnum):
    """What a reading did to an alarm."""

    RAISED = "raised"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class AlarmState:
    """What one line knows of one datastream: the last readings, and since when it is calm."""

    recent: tuple[bool, ...] = ()
    raised_at: datetime | None = None
    calm_since: datetime | None = None
    last_at: datetime | None = None
    reached_since: datetime | None = None

    @property
    def is_raised(self) -> bool:
        return self.raised_at is not None

    def to_json(self) -> dict[str, Any]:
        return {
            "recent": list(self.recent),
            "raised_at": _text(self.raised_at),
            "calm_since": _text(self.calm_since),
            "last_at": _text(self.last_at),
            "reached_since": _text(self.reached_since),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        return cls(
            tuple(row["recent"]),
            _moment(row["raised_at"]),
            _moment(row["calm_since"]),
            _moment(row["last_at"]),
            _moment(row.get("reached_since")),
        )


def advance(
    state: AlarmState,
    line: Line,
    at: datetime,
    value: float,
    *,
    interval: timedelta,
    agreed: bool = False,
) -> tuple[AlarmState, Change | None]:
    """Take one reading in. `agreed`: another device says the same, so that one is enough.

    Readings are taken in the order of their moments. What nobody measured is neither calm nor
    high: after a device was silent (its `interval` tells), dwells begin anew. Readings of one half
    of the interval are one: a burst is said once, however often.
    """
    if state.last_at is not None and at - state.last_at > silent_after(interval):
        state = replace(state, calm_since=None, reached_since=None)
    reached = line.is_reached(value)
    recent = _counted(state, at, interval / 2, reached=reached)[-line.of :]
    since = (state.reached_since or at) if reached else None
    state = replace(state, recent=recent, last_at=at, reached_since=since)
    if not state.is_raised:
        lasted = not line.lasts or (since is not None and at - since >= line.lasts)
        if (reached and agreed) or (sum(recent) >= line.needed and lasted):
            return replace(state, raised_at=at, calm_since=None), Change.RAISED
        return state, None
    if not line.is_calm(value):
        return replace(state, calm_since=None), None
    since = state.calm_since or at
    if at - since >= line.dwell:
        return replace(state, raised_at=None, calm_since=None, recent=()), Change.CLEARED
    return replace(state, calm_since=since), None


def _counted(
    state: AlarmState, at: datetime, stretch: timedelta, *, reached: bool
) -> tuple[bool, ...]:
    """Return the last readings with this one, which counts with the last of the same stretch.

    Stretches are those of the calendar, so that it is the same wherever one begins to read.
    """
    if state.recent and state.last_at is not None and stretch:
        at_once = (at - EPOCH) // stretch == (state.last_at - EPOCH) // stretch
        if at_once:
            return (*state.recent[:-1], state.recent[-1] or reached)
    return (*state.recent, reached)


@dataclass(frozen=True, slots=True)
class Episode:
    """An alarm that readings make: from when, until when (None while it lasts), how far."""

    raised_at: datetime
    cleared_at: datetime | None
    peak: float | None

    def overlaps(self, begun: datetime, ended: datetime | None) -> bool:
        """Tell whether it ran at some time between these moments, open where None."""
        return (ended is None or self.raised_at <= ended) and (
            self.cleared_at is None or self.cleared_at >= begun
        )


def draw(
    readings: Iterable[tuple[datetime, float]],
    line: Line,
    *,
    interval: timedelta,
    state: AlarmState | None = None,
    agreed: Callable[[datetime], bool] = lambda _at: False,
) -> tuple[list[Episode], AlarmState]:
    """Return the alarms that these readings, in order, make, and what the line knows afterwards.

    `state`: what it knew before; an alarm that it had then is the first. `agreed` tells whether
    another device says the same at a moment.
    """
    state = state or AlarmState()
    found: list[Episode] = []
    running = Episode(state.raised_at, None, None) if state.raised_at else None
    for at, value in readings:
        both = line.is_reached(value) and not state.is_raised and agreed(at)
        state, change = advance(state, line, at, value, interval=interval, agreed=both)
        if change is Change.RAISED:
            running = Episode(at, None, value)
        elif running is not None:
            running = replace(running, peak=_further(line, running.peak, value))
        if change is Change.CLEARED and running is not None:
            found.append(replace(running, cleared_at=at))
            running = None
    return [*found, running] if running else found, state


def _further(line: Line, peak: float | None, value: float) -> float:
    if peak is None:
        return value
    return min(peak, value) if line.below else max(peak, value)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
