"""How often one caller may ask.

Who is signed in is counted by session. Who is not is counted by a mark of the address that is
keyed with the day and with a secret: it cannot be turned back into the address, and yesterday's
marks cannot be compared with today's.
"""

import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask_limiter import Limiter

from weijiayuan.kernel import clock
from weijiayuan.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])


def caller_mark() -> str:
    """Return the mark under which this caller is counted."""
    token = request.headers.get("Authorization", "")
    if token.startswith("Bearer "):
        return sha256(token.encode()).hexdigest()[:24]
    secret = f"{current_app.config['SECRET_KEY']}:{clock.local_date(clock.now())}"
    address = request.remote_addr or "nobody"
    return hmac.new(secret.encode(), address.encode(), sha256).hexdigest()[:24]


limiter = Limiter(key_func=caller_mark, strategy="fixed-window")


def limited(rate: str) -> Callable[[View], View]:
    """Allow one caller this view so often, for instance `"30 per minute"`; beyond it, 429."""
    decorated = cast("Callable[[View], View]", limiter.limit(rate))

    def marked(view: View) -> View:
        counted = decorated(view)
        counted.limited = True  # type: ignore[attr-defined]  # read by the blueprint
        return counted

    return marked


def init_app(app: Flask, settings: Settings) -> None:
    app.config["RATELIMIT_ENABLED"] = settings.limits
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(settings.redis_url)
    limiter.init_app(app)
    if settings.limits:
        _ask_only_in_limited_views(app)


def _ask_only_in_limited_views(app: Flask) -> None:
    """Take the limiter out of every other request: a limited view asks by itself."""
    app.before_request_funcs[None].remove(limiter._check_request_limit)  # noqa: SLF001  # no switch for it
