"""How often one source may use the anonymous routes, without remembering any source.

The marks live in the memory of one process, under a key drawn at random for the day and dropped
with it; nothing is written to a table, a file, Redis or a log. Limits therefore hold for each
process on its own, which is the price for having nothing that could be handed over.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from threading import Lock

from flask import abort, request

from weijiayuan.kernel import clock
from weijiayuan.web.errors import problem

MOST_SOURCES = 50_000
HOUR_SECONDS = 3600


@dataclass
class AnonymousLimit:
    """Counts by the hour: `each` for one source, `everyone` for all together."""

    each: int
    everyone: int
    _key: bytes = b""
    _day: date | None = None
    _hour: int = 0
    _counts: dict[bytes, int] = field(default_factory=dict)
    _total: int = 0
    _lock: Lock = field(default_factory=Lock)

    def admit(self, address: str, now: datetime) -> int | None:
        """Count one use. Returns None, or after how many seconds to come back."""
        with self._lock:
            self._roll_over(now)
            mark = hmac.new(self._key, address.encode(), sha256).digest()[:8]
            used = self._counts.get(mark, 0)
            full = len(self._counts) >= MOST_SOURCES and used == 0
            if used >= self.each or self._total >= self.everyone or full:
                return HOUR_SECONDS - int(now.timestamp()) % HOUR_SECONDS
            self._counts[mark] = used + 1
            self._total += 1
            return None

    def _roll_over(self, now: datetime) -> None:
        day, hour = clock.local_date(now), int(now.timestamp()) // HOUR_SECONDS
        if day != self._day:
            self._key, self._day = secrets.token_bytes(32), day
            self._counts.clear()
        if hour != self._hour:
            self._hour, self._total = hour, 0
            self._counts.clear()


def check_anonymous_limit(limit: AnonymousLimit) -> None:
    """Count this use in memory, under a key that is gone tomorrow; beyond the limit, 429."""
    wait = limit.admit(request.remote_addr or "", clock.now())
    if wait is not None:
        abort(problem(429, "web.too_many_requests", retry_after=wait))
