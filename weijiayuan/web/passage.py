"""What every request and answer gets on its way: an id, headers that protect, a line, a count."""

import logging
import time
from uuid import uuid4

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

logger = logging.getLogger(__name__)

SLOW_SECONDS = 1.0
API_POLICY = "default-src 'none'; frame-ancestors 'none'"
PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

requests = Counter("http_requests", "Requests answered", ["method", "route", "status"])
seconds = Histogram(
    "http_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)


def init_app(app: Flask) -> None:
    app.before_request(arrive)
    app.after_request(leave)


def arrive() -> None:
    g.request_id = uuid4().hex
    g.arrived = time.perf_counter()


def leave(answer: Response) -> Response:
    """Finish an answer. The route is its template, so that nothing of a person is in it."""
    answer.headers["X-Request-Id"] = g.request_id
    answer.headers.setdefault("Content-Security-Policy", API_POLICY)
    for name, value in PROTECTION.items():
        answer.headers.setdefault(name, value)
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "no-store"
    took = time.perf_counter() - g.arrived
    route = request.url_rule.rule if request.url_rule else "none"
    requests.labels(request.method, route, answer.status_code).inc()
    seconds.labels(route).observe(took)
    if request.method not in {"GET", "HEAD"} or answer.status_code >= 500 or took > SLOW_SECONDS:
        logger.info(
            "answered",
            extra={
                "method": request.method,
                "route": route,
                "status": answer.status_code,
                "milliseconds": round(took * 1000, 1),
                "request_id": g.request_id,
            },
        )
    return answer
