"""Counts of one process: how often something happened since its window began.

The counter of `limits` starts a thread for nearly every count, which looks at each name it keeps: a
seventh of the time of a short request, and more the more callers there are. Here what has ended is
let go a window at a time, by whoever counts.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

SWEEP_SECONDS = 30.0


@dataclass
class FixedWindowCounter:
    """Counts by name; a window begins with the first hit and lasts for so many seconds."""

    monotonic: Callable[[], float] = time.monotonic
    _windows: dict[str, tuple[int, float]] = field(default_factory=dict)
    _swept_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hit(self, name: str, *, most: int, seconds: float) -> bool:
        """Count one hit; False if that was more than `most` within the window."""
        now = self.monotonic()
        with self._lock:
            if now - self._swept_at >= SWEEP_SECONDS:
                self._sweep(now)
            times, until = self._windows.get(name, (0, 0.0))
            if until <= now:
                times, until = 0, now + seconds
            self._windows[name] = times + 1, until
        return times < most

    def __len__(self) -> int:
        return len(self._windows)

    def _sweep(self, now: float) -> None:
        self._windows = {name: kept for name, kept in self._windows.items() if kept[1] > now}
        self._swept_at = now
