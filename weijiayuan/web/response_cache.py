"""A response cache: what all see alike is given from memory while nothing was committed.

A public answer that says what version it is (`web.etags.conditional`) is kept with the mark
that the database had before it was made (`db.change_marker`). The next request for the same
address gets it without a view, a session or a query, as long as the mark is the same: a read after
somebody's write always asks again, in every process. What changes with the clock alone is asked
again every second.
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import Flask, g, request

from weijiayuan.db.change_marker import ChangeMarker, Marker
from weijiayuan.web.middleware import ROUTE, Environ, Headers, StartResponse, WsgiApp

CACHEABLE = "weijiayuan.cacheable"
CHANGE_MARKER = "weijiayuan.change_marker"
MOST_ANSWERS = 1024
MOST_BYTES = 16 * 1024 * 1024

Address = tuple[str, str, str, str]
Since = tuple[Marker, int]
"""The mark of the database and the second of the clock, both read before the answer was made."""


class CachedAnswer(NamedTuple):
    """An answer, and when it holds. `body` is None if only a 304 was ever asked for."""

    since: Since
    route: str
    etag: str
    headers: Headers
    body: bytes | None


class ResponseCache:
    """WSGI middleware in front of the application."""

    def __init__(self, app: WsgiApp, marker: ChangeMarker) -> None:
        self._app, self._marker = app, marker
        self._answers: dict[Address, CachedAnswer | None] = {}
        self._bytes = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._app(environ, start_response)
        address = cache_key(environ)
        if address not in self._answers:
            return self._ask(address, None, environ, start_response)
        since = self._now()
        kept = self._answers.get(address)
        if kept and kept.since == since and can_serve(kept, environ):
            return served(kept, environ, start_response)
        return self._ask(address, since, environ, start_response)

    def _now(self) -> Since | None:
        mark = self._marker.read()
        return (mark, int(time.time())) if mark else None

    def _ask(
        self, address: Address, since: Since | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let the application answer; keep the answer if everybody may have it."""
        begun: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, *more: object) -> Callable[[bytes], object]:
            begun.append((status, list(headers)))
            return start_response(status, headers, *more)

        chunks = self._app(environ, start)
        if not environ.get(CACHEABLE):
            return chunks
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        self._keep(address, since and cacheable_answer(*begun[-1], body, environ[ROUTE], since))
        return [body]

    def _keep(self, address: Address, kept: CachedAnswer | None) -> None:
        self._bytes += len(kept.body or b"") if kept else 0
        if len(self._answers) >= MOST_ANSWERS or self._bytes > MOST_BYTES:
            self._answers, self._bytes = {}, 0
        self._answers[address] = kept


def init_app(app: Flask, database_url: str, *, prepares: bool = True) -> None:
    marker = app.extensions[CHANGE_MARKER] = ChangeMarker(database_url, prepares=prepares)
    app.wsgi_app = ResponseCache(app.wsgi_app, marker)  # type: ignore[method-assign]


def mark_cacheable() -> None:
    """Say that this answer is the same for everybody.

    It is not when its view is guarded, or has asked who calls.
    """
    if g.get("open_to_all") and "caller" not in g:
        request.environ[CACHEABLE] = True


def cache_key(environ: Environ) -> Address:
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
    )


def cacheable_answer(
    status: str, headers: Headers, body: bytes, route: str, since: Since
) -> CachedAnswer | None:
    """Return what to keep, or None for an answer that cannot be given to others."""
    named = {name.lower(): text for name, text in headers}
    if "etag" not in named or "vary" in named:
        return None
    kept = CachedAnswer(since, route, named["etag"], headers, body)
    return {"200": kept, "304": kept._replace(body=None)}.get(status[:3])


def can_serve(kept: CachedAnswer, environ: Environ) -> bool:
    return kept.body is not None or is_not_modified(kept, environ)


def is_not_modified(kept: CachedAnswer, environ: Environ) -> bool:
    """Tell whether the caller has this very version."""
    return kept.etag in environ.get("HTTP_IF_NONE_MATCH", "")


def served(kept: CachedAnswer, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Answer 304 to who has it, else the body."""
    environ[ROUTE] = kept.route
    if is_not_modified(kept, environ):
        start_response("304 NOT MODIFIED", without_body(kept.headers))
        return [b""]
    start_response("200 OK", list(kept.headers))
    return [kept.body or b""]


def without_body(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in {"content-type", "content-length"}]
