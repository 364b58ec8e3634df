"""What every request and answer gets on its way: an id, headers that protect, a line, a count.

It stands in front of the application as WSGI middleware, so that it is there for every answer
and costs little.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Flask, request
from prometheus_client import Counter, Histogram, disable_created_metrics

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Callable[[bytes], object]]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

REQUEST_ID = "weijiayuan.request_id"
ROUTE = "weijiayuan.route"
QUIET = "weijiayuan.quiet"
SLOW_SECONDS = 1.0
SECURITY_HEADERS = {
    "content-security-policy": (
        "Content-Security-Policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    "x-content-type-options": ("X-Content-Type-Options", "nosniff"),
    "x-frame-options": ("X-Frame-Options", "DENY"),
    "referrer-policy": ("Referrer-Policy", "no-referrer"),
    "permissions-policy": (
        "Permissions-Policy",
        "camera=(self), geolocation=(self), microphone=()",
    ),
    "cross-origin-opener-policy": ("Cross-Origin-Opener-Policy", "same-origin"),
    "cache-control": ("Cache-Control", "no-store"),
}
"""Headers by their name in small letters; an answer that brings one of its own keeps it."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # they tell when a route began

requests = Counter("http_requests", "Requests answered", ["method", "route", "status"])
seconds = Histogram(
    "http_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)


class RequestMiddleware:
    """WSGI middleware around everything else."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        begin = time.perf_counter()
        request_id = environ[REQUEST_ID] = os.urandom(16).hex()
        begun = "500"

        def start(status: str, headers: Headers, *more: object) -> Callable[[bytes], object]:
            nonlocal begun
            begun = status[:3]
            return start_response(status, with_security_headers(headers, request_id), *more)

        try:
            return self._app(environ, start)
        finally:
            record_request(environ, begun, time.perf_counter() - begin)


def init_app(app: Flask) -> None:
    """Put it around the application; call it last, so that it is the outermost."""
    app.before_request(note_route)
    app.wsgi_app = RequestMiddleware(app.wsgi_app)  # type: ignore[method-assign]


def note_route() -> None:
    """Write down which route this is by its template, so that nothing of a person is in it."""
    if request.url_rule:
        request.environ[ROUTE] = request.url_rule.rule


def leave_no_line() -> None:
    """Let this request leave no line in the log, unless it failed: its sender stays unknown.

    A line tells to the millisecond when somebody sent something, and a count that is read every
    few seconds nearly so: neither is left.
    """
    request.environ[QUIET] = True


def request_id() -> str:
    """Return the id of this request, as its answer will carry it."""
    return str(request.environ.get(REQUEST_ID, ""))


def bearer_token() -> str | None:
    """Return the token of this request; the name of the scheme may be written in any case."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def with_security_headers(headers: Headers, request_id: str) -> Headers:
    """Return an answer's headers with those that protect it, and its request's id."""
    present = {name.lower() for name, _ in headers}
    added = [pair for name, pair in SECURITY_HEADERS.items() if name not in present]
    return [*headers, *added, ("X-Request-Id", request_id)]


def record_request(environ: Environ, status: str, took: float) -> None:
    """Count an answer; write a line about it if it changed something, failed or was slow."""
    method, route = environ["REQUEST_METHOD"], environ.get(ROUTE, "none")
    if QUIET in environ and status < "500":
        return
    counter, histogram = counters(method if method in METHODS else "other", route, status)
    counter.inc()
    histogram.observe(took)
    if method not in {"GET", "HEAD"} or status >= "500" or took > SLOW_SECONDS:
        logger.info(
            "answered",
            extra={
                "method": method,
                "route": route,
                "status": int(status),
                "milliseconds": round(took * 1000, 1),
                "request_id": environ[REQUEST_ID],
            },
        )


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@lru_cache(maxsize=4096)
def counters(method: str, route: str, status: str) -> tuple[Counter, Histogram]:
    return requests.labels(method, route, status), seconds.labels(route)
