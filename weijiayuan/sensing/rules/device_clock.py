"""How far the clock of a device is off: what it says of the time is a claim.

Readings made good after an outage come late by less and less; readings of a device whose clock is
wrong come late (or early) by the same, one after the other, as they are measured.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from weijiayuan.sensing.rules.alarm_policy import silent_after

TRUSTED_WITHIN = timedelta(minutes=2)
"""A clock that is off by no more is taken at its word."""
LIVE_APART = timedelta(seconds=1)
"""Messages that come faster after each other are sent from a store."""
MOST_JITTER = timedelta(seconds=30)
STEADY_AFTER, STEADY_AFTER_FOR_LIFE = 2, 1
"""So many messages must be as late as the one before them; of what calls for help one is enough."""
STANDS_AFTER = 3
"""A message is sent again because nobody answered it; so often, for so long, a clock stands."""
LENGTH_BEFORE = 3
"""So many fields a clock had when only its lateness was remembered."""


@dataclass(frozen=True, slots=True)
class DeviceClock:
    """What is known of a clock. `offset`: seconds by which what it claims is put right.

    `value`: what it said last; `repeats`: how many messages since `claimed_since` had the moment of
    that one; `stands`: it says new things of an old moment, so that its stamp tells nothing.
    """

    offset: float = 0.0
    steady: int = 0
    heard_at: datetime | None = None
    delay: float = 0.0
    value: float | None = None
    claimed: datetime | None = None
    claimed_since: datetime | None = None
    repeats: int = 0
    stands: bool = False

    def to_json(self) -> list[Any] | None:
        """Return what is remembered beside the offset, None where nothing was heard."""
        if self.heard_at is None:
            return None
        told = [self.heard_at.isoformat(), self.delay, self.steady]
        if self.claimed is None or self.claimed_since is None:
            return told
        since = self.claimed_since.isoformat()
        return [*told, self.value, self.claimed.isoformat(), since, self.repeats, self.stands]

    @classmethod
    def from_json(cls, row: list[Any] | None, *, offset: float) -> Self:
        if not row:
            return cls(offset)
        heard = cls(offset, row[2], datetime.fromisoformat(row[0]), row[1])
        if len(row) == LENGTH_BEFORE:
            return heard
        value, claimed, since, repeats, stands = row[LENGTH_BEFORE:]
        return replace(
            heard,
            value=value,
            claimed=datetime.fromisoformat(claimed),
            claimed_since=datetime.fromisoformat(since),
            repeats=repeats,
            stands=stands,
        )

    @property
    def is_wrong(self) -> bool:
        return self.offset != 0.0 or self.stands

    def heard(
        self, claimed: datetime, value: float, *, now: datetime, interval: timedelta, for_life: bool
    ) -> "DeviceClock":
        """Return what is known after a message whose newest reading claims a moment.

        `for_life`: what this device measures calls for help, so that less has to show it.
        """
        delay = (now - claimed).total_seconds()
        after = replace(
            self._noting(claimed, value, now, interval),
            heard_at=now,
            delay=delay,
            steady=self._steady(claimed, now, interval),
        )
        if after.stands:
            is_off = abs(delay) > TRUSTED_WITHIN.total_seconds()
            return replace(after, offset=delay if is_off else 0.0)
        if abs(delay) <= TRUSTED_WITHIN.total_seconds():
            return replace(after, offset=0.0)
        if abs(delay - self.offset) <= _jitter(interval) and self.is_wrong:
            return after
        needed = STEADY_AFTER_FOR_LIFE if for_life else STEADY_AFTER
        return replace(after, offset=delay) if after.steady >= needed else after

    def _noting(
        self, claimed: datetime, value: float, now: datetime, interval: timedelta
    ) -> "DeviceClock":
        """Note a moment and its value; the same moment again with another value is no repetition.

        Nor is the same value again and again for as long as a device may be silent.
        """
        if claimed != self.claimed or self.claimed_since is None:
            return replace(
                self, claimed=claimed, value=value, claimed_since=now, repeats=0, stands=False
            )
        repeats = self.repeats + 1
        is_old = now - self.claimed_since > silent_after(interval) and repeats >= STANDS_AFTER
        stands = self.stands or value != self.value or is_old
        return replace(self, value=value, repeats=repeats, stands=stands)

    def _steady(self, claimed: datetime, now: datetime, interval: timedelta) -> int:
        """Return how many messages in a row were as late as the one before each."""
        if self.heard_at is None:
            return 0
        went_on, passed = (
            claimed - (self.heard_at - timedelta(seconds=self.delay)),
            now - self.heard_at,
        )
        if went_on <= timedelta(0) or passed < LIVE_APART:
            return 0
        is_as_late = abs((went_on - passed).total_seconds()) <= _jitter(interval)
        return self.steady + 1 if is_as_late else 0

    def put_right(self, claimed: datetime) -> datetime:
        """Return when something was measured. What no calendar holds stays as it is claimed."""
        try:
            return claimed + timedelta(seconds=self.delay if self.stands else self.offset)
        except OverflowError:
            return claimed


def _jitter(interval: timedelta) -> float:
    """Return by how many seconds live messages may differ: what a store sends differs by more."""
    return min(interval / 2, MOST_JITTER).total_seconds()
