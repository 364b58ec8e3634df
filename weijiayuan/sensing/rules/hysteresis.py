"""From readings to alarms without flutter: n of the last m raise, a lower line and a dwell clear.

Measured on a level that hovers at its line for 24 hours of minutes: 105 alarms for a plain
threshold, 2.4 so; single spikes 5.0 and 0.0; a real rise is told two minutes later.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from weijiayuan.sensing.rules.alarm_policy import MUTED_FOR, silent_after
from weijiayuan.sensing.rules.device_classes import Line

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Change(StrEnum):
    """What a reading did to an alarm."""

    RAISED = "raised"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a device said within one registered interval: how often, and how often too much.

    Intervals are those of the calendar, so that it is the same wherever one begins to read.
    """

    begun: datetime
    first_high: bool
    high: int
    total: int

    def counts(self, at: datetime, interval: timedelta) -> tuple[bool, ...]:
        """Return what it counts as. Faster than registered it is one statement: what most say.

        Two readings half an interval apart are two that came a little early and a little late.
        """
        if self.total == 2 and at - self.begun >= interval / 2:
            return (self.first_high, self.high > self.first_high)
        return (2 * self.high > self.total,)


@dataclass(frozen=True, slots=True)
class AlarmState:
    """What one line knows of one datastream: the last intervals, and since when it is calm.

    `settled`: the same without the interval that runs, which is the `stretch`; `run`: how many
    readings in a row were too much, however fast they came; `unproven`: the last one was too much
    and came too late to be told, and nothing has taken it back.
    """

    recent: tuple[bool, ...] = ()
    raised_at: datetime | None = None
    calm_since: datetime | None = None
    last_at: datetime | None = None
    reached_since: datetime | None = None
    settled: tuple[bool, ...] = ()
    stretch: Stretch | None = None
    run: int = 0
    unproven: bool = False
    muted_since: datetime | None = None
    """People found its alarm false then: it ends with the first calm reading, or after a while."""

    @property
    def is_raised(self) -> bool:
        return self.raised_at is not None

    def to_json(self) -> dict[str, Any]:
        stretch = self.stretch
        return {
            "recent": list(self.recent),
            "raised_at": _text(self.raised_at),
            "calm_since": _text(self.calm_since),
            "last_at": _text(self.last_at),
            "reached_since": _text(self.reached_since),
            "settled": list(self.settled),
            "stretch": stretch
            and [stretch.begun.isoformat(), stretch.first_high, stretch.high, stretch.total],
            "run": self.run,
            "unproven": self.unproven,
            "muted_since": _text(self.muted_since),
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        stretch = row.get("stretch")
        return cls(
            tuple(row["recent"]),
            _moment(row["raised_at"]),
            _moment(row["calm_since"]),
            _moment(row["last_at"]),
            _moment(row.get("reached_since")),
            tuple(row.get("settled", row["recent"])),
            stretch and Stretch(datetime.fromisoformat(stretch[0]), *stretch[1:]),
            row.get("run", 0),
            row.get("unproven", False),
            _moment(row.get("muted_since")),
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
    high: after a device was silent (its `interval` tells), dwells begin anew. What is counted are
    registered intervals: who speaks faster says the same more often, not more.
    """
    if state.last_at is not None and at - state.last_at > silent_after(interval):
        state = replace(state, calm_since=None, reached_since=None, run=0)
    reached = line.is_reached(value)
    since = (state.reached_since or at) if reached else None
    recent, settled, stretch = _counted(state, line, at, interval, reached=reached)
    state = replace(
        state,
        recent=recent,
        settled=settled,
        stretch=stretch,
        last_at=at,
        reached_since=since,
        run=state.run + 1 if reached else 0,
        unproven=False,
    )
    if not state.is_raised:
        lasted = not line.lasts or (since is not None and at - since >= line.lasts)
        if reached and (agreed or (sum(state.recent) >= line.needed and lasted)):
            return replace(state, raised_at=at, calm_since=None), Change.RAISED
        return state, None
    if not line.is_calm(value):
        return replace(state, calm_since=None), None
    since = state.calm_since or at
    if state.muted_since is not None or at - since >= line.dwell:
        return AlarmState(last_at=at), Change.CLEARED
    return replace(state, calm_since=since), None


def mute_is_over(state: AlarmState, line: Line, at: datetime, value: float) -> bool:
    """Tell whether what people found false has been measured again for so long that others look."""
    since = state.muted_since
    return since is not None and at - since >= MUTED_FOR and line.is_reached(value)


def _counted(
    state: AlarmState, line: Line, at: datetime, interval: timedelta, *, reached: bool
) -> tuple[tuple[bool, ...], tuple[bool, ...], Stretch]:
    """Return what is recent, settled and the stretch with a reading among its interval's.

    Where one is enough, as of an alarm bit, each counts by itself.
    """
    was = state.stretch
    if was is not None and (at - EPOCH) // interval == (was.begun - EPOCH) // interval:
        stretch = Stretch(was.begun, was.first_high, was.high + reached, was.total + 1)
        settled = state.settled
    else:
        stretch, settled = Stretch(at, reached, int(reached), 1), state.recent
    counts = (reached,) if line.of == 1 else stretch.counts(at, interval)
    recent = (*settled, *counts)[-line.of :]
    return recent, settled, stretch


def insists(state: AlarmState, line: Line) -> bool:
    """Tell whether all that a device last said was too much, often, but too fast to be counted."""
    return not state.is_raised and line.of > 1 and not line.lasts and 0 < line.needed <= state.run


def is_reached_by_silence(
    state: AlarmState, line: Line, *, interval: timedelta, now: datetime
) -> bool:
    """Tell whether a device that insisted and fell silent raises: nothing took back what it said.

    Each registered interval without a word counts as its last one.
    """
    if not insists(state, line) or state.last_at is None:
        return False
    missing = min(max((now - state.last_at) // interval, 0), line.of)
    return sum((*state.recent, *[True] * missing)[-line.of :]) >= line.needed


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
