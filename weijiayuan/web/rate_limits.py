"""How often one caller may ask.

Who is signed in is counted as a person, however many sessions they open; a token that opens
nothing counts for nothing. Addresses are counted besides, an IPv6 /64 as one: alone for those whom
we do not know, and with room for an office for those whom we do. What is counted are marks keyed
with the day and with a secret: they cannot be turned back into an address, and yesterday's cannot
be compared with today's.

Redis shares the counts. While it does not answer, at once, each process counts by itself.
"""

import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, request
from limits import RateLimitItem, parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from weijiayuan.kernel import clock
from weijiayuan.settings import Settings
from weijiayuan.web.errors import problem
from weijiayuan.web.fixed_window_counter import FixedWindowCounter
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.middleware import bearer_token

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])
Known = Callable[[], str | None]

EXTENSION = "weijiayuan.rate_limits"
CALLERS_PER_ADDRESS = 20
"""People whom we know may share an address: an office, or a provider's translation."""
REDIS_SECONDS = 0.3
SILENT_SECONDS = 10.0
LONGEST_WAIT = 60


@dataclass
class Counts:
    """Counts of all processes, or of this one alone while what they share is out of reach."""

    shared: Storage | None
    own: FixedWindowCounter = field(default_factory=FixedWindowCounter)
    silent_until: float = 0.0

    def hit(self, rate: RateLimitItem, mark: str) -> bool:
        """Count one use; False if that was one too many."""
        if self.shared is not None and time.monotonic() >= self.silent_until:
            try:
                return FixedWindowRateLimiter(self.shared).hit(rate, mark)
            except Exception:  # every driver has its own errors; none of them is worth an answer
                self.silent_until = time.monotonic() + SILENT_SECONDS
                logger.warning("limits are counted by each process alone", exc_info=True)
        return self.own.hit(f"{rate}:{mark}", most=rate.amount, seconds=rate.get_expiry())


@dataclass
class RateLimits:
    """The counts of an application, and how it finds out who is asking."""

    counts: Counts
    enabled: bool
    known_caller: Known = lambda: None

    def check(self, rate: RateLimitItem) -> None:
        """Count this request; beyond the limit, 429."""
        if not self.enabled:
            return
        name = f"{request.endpoint}:{rate}"
        person = self._person(rate, name)
        if not self.counts.hit(rate, mark_of(f"{name}:{person or _source()}")):
            abort(problem(429, "web.too_many_requests", retry_after=_wait(rate)))

    def _person(self, rate: RateLimitItem, name: str) -> str | None:
        """Return who is asking, asking only so often for one address whether a token is known."""
        if bearer_token() is None:
            return None
        shared = parse(f"{rate.amount * CALLERS_PER_ADDRESS} per {rate.multiples} {_unit(rate)}")
        if not self.counts.hit(shared, mark_of(f"{name}:all:{_source()}")):
            abort(problem(429, "web.too_many_requests", retry_after=_wait(rate)))
        return self.known_caller()


def limited(rate: str) -> Callable[[View], View]:
    """Allow one caller this view so often, for instance `"30 per minute"`; beyond it, 429.

    Our blueprint counts before anything else is done, so it stands nearest to the function.
    """
    parsed = parse(rate)

    def marked(view: View) -> View:
        view.limited = parsed  # type: ignore[attr-defined]  # read by the blueprint
        return view

    return marked


def rate_of(view: Any) -> RateLimitItem | None:
    """Return how often one caller may ask this view, if there is a limit."""
    rate: RateLimitItem | None = getattr(view, "limited", None)
    return rate


def check_rate(rate: RateLimitItem | None) -> None:
    """Count this request under the limit of its view; beyond it, 429."""
    if rate is not None:
        of(current_app).check(rate)


def of(app: Flask) -> RateLimits:
    """Return the limits of an application."""
    found: RateLimits = app.extensions[EXTENSION]
    return found


def mark_of(name: str) -> str:
    """Return the mark of the day under which somebody is counted."""
    secret = f"{current_app.config['SECRET_KEY']}:{clock.local_date(clock.now())}"
    return hmac.new(secret.encode(), name.encode("utf-8", "replace"), sha256).hexdigest()[:24]


def init_app(app: Flask, settings: Settings) -> None:
    counts = Counts(_shared(settings.redis_url) if settings.redis_url else None)
    app.extensions[EXTENSION] = RateLimits(counts, enabled=settings.limits)


def _shared(url: str) -> Storage:
    """Count in Redis, in a manner that gives up at once: a log-in does not wait for a count."""
    from redis.backoff import NoBackoff  # noqa: PLC0415  # installed only where it is used
    from redis.retry import Retry  # noqa: PLC0415

    once: Any = Retry(NoBackoff(), 0)
    waits: Any = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
    address = url.replace("unix://", "redis+unix://")
    return cast("Storage", storage_from_string(address, retry=once, **waits))


def _source() -> str:
    return source_of(request.remote_addr or "")


def _unit(rate: RateLimitItem) -> str:
    return str(type(rate).GRANULARITY.name)


def _wait(rate: RateLimitItem) -> int:
    return min(rate.get_expiry(), LONGEST_WAIT)
