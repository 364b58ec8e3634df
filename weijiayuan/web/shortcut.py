"""The same answer again: what all see alike is given from memory while nothing was committed.

A public answer that says what version it is (`web.caching.conditional`) is kept with the mark
that the database had before it was made (`db.pulse`). The next request for the same address gets
it without a view, a session or a query, as long as the mark is the same: a read after somebody's
write always asks again, in every process. What changes with the clock alone is asked again every
second.
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import Flask, g, request

from weijiayuan.db.pulse import Mark, Pulse
from weijiayuan.web.passage import ROUTE, Environ, Headers, StartResponse, WsgiApp

ALIKE = "weijiayuan.alike"
PULSE = "weijiayuan.pulse"
KEPT_ANSWERS = 1024
KEPT_BYTES = 16 * 1024 * 1024

Address = tuple[str, str, str, str]
Since = tuple[Mark, int]
"""The mark of the database and the second of the clock, both read before the answer was made."""


class Kept(NamedTuple):
    """An answer, and when it holds. `body` is None if only a 304 was ever asked for."""

    since: Since
    route: str
    etag: str
    headers: Headers
    body: bytes | None


class Shortcut:
    """WSGI middleware in front of the application."""

    def __init__(self, app: WsgiApp, pulse: Pulse) -> None:
        self._app, self._pulse = app, pulse
        self._answers: dict[Address, Kept | None] = {}
        self._bytes = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._app(environ, start_response)
        address = address_of(environ)
        if address not in self._answers:
            return self._ask(address, None, environ, start_response)
        since = self._now()
        kept = self._answers.get(address)
        if kept and kept.since == since and can_give(kept, environ):
            return given_again(kept, environ, start_response)
        return self._ask(address, since, environ, start_response)

    def _now(self) -> Since | None:
        mark = self._pulse.read()
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
        if not environ.get(ALIKE):
            return chunks
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        self._keep(address, since and kept_of(*begun[-1], body, environ[ROUTE], since))
        return [body]

    def _keep(self, address: Address, kept: Kept | None) -> None:
        self._bytes += len(kept.body or b"") if kept else 0
        if len(self._answers) >= KEPT_ANSWERS or self._bytes > KEPT_BYTES:
            self._answers, self._bytes = {}, 0
        self._answers[address] = kept


def init_app(app: Flask, database_url: str) -> None:
    pulse = app.extensions[PULSE] = Pulse(database_url)
    app.wsgi_app = Shortcut(app.wsgi_app, pulse)  # type: ignore[method-assign]


def mark_alike() -> None:
    """Say that this answer is the same for everybody.

    It is not when its view is guarded, or has asked who calls.
    """
    if g.get("open_to_all") and "caller" not in g:
        request.environ[ALIKE] = True


def address_of(environ: Environ) -> Address:
    return (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST", ""),
        environ["wsgi.url_scheme"],
    )


def kept_of(status: str, headers: Headers, body: bytes, route: str, since: Since) -> Kept | None:
    """Return what to keep, or None for an answer that cannot be given to others."""
    named = {name.lower(): text for name, text in headers}
    if "etag" not in named or "vary" in named:
        return None
    kept = Kept(since, route, named["etag"], headers, body)
    return {"200": kept, "304": kept._replace(body=None)}.get(status[:3])


def can_give(kept: Kept, environ: Environ) -> bool:
    return kept.body is not None or has_it(kept, environ)


def has_it(kept: Kept, environ: Environ) -> bool:
    """Tell whether the caller has this very version."""
    return kept.etag in environ.get("HTTP_IF_NONE_MATCH", "")


def given_again(kept: Kept, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Answer 304 to who has it, else the body."""
    environ[ROUTE] = kept.route
    if has_it(kept, environ):
        start_response("304 NOT MODIFIED", without_body(kept.headers))
        return [b""]
    start_response("200 OK", list(kept.headers))
    return [kept.body or b""]


def without_body(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in {"content-type", "content-length"}]
