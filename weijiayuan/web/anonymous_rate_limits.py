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
from weijiayuan.web.ip_prefixes import source_of, wider_networks

MOST_MARKS = 100_000
HOUR_SECONDS = 3600
SHARES = (10, 4)
"""A /24 (or an IPv6 /48) has at most a tenth of what all have together, a /16 (/32) a quarter."""


@dataclass
class AnonymousLimit:
    """Counts by the hour: `each` for one source, `everyone` for all together.

    No network gets more than its share of `everyone`, so that none can shut the door for the city.
    """

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
            allowed = self._allowed(address)
            full = len(self._counts) >= MOST_MARKS
            used_up = any(self._counts.get(mark, 0) >= most for mark, most in allowed.items())
            if used_up or self._total >= self.everyone or full:
                return HOUR_SECONDS - int(now.timestamp()) % HOUR_SECONDS
            for mark in allowed:
                self._counts[mark] = self._counts.get(mark, 0) + 1
            self._total += 1
            return None

    def _allowed(self, address: str) -> dict[bytes, int]:
        """Return how much the source and each network around it may use, by their marks."""
        shares = [max(self.each, self.everyone // share) for share in SHARES]
        around = zip(wider_networks(address), shares, strict=False)
        named = {source_of(address): self.each} | dict(around)
        return {self._mark(name): most for name, most in named.items()}

    def _mark(self, name: str) -> bytes:
        return hmac.new(self._key, name.encode(), sha256).digest()[:8]

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
