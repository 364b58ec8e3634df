"""Reads what was sent before anybody is admitted: a slow sender holds a thread, and nothing else.

The web server hands a request over when its headers have come; its body may come as slowly as
the sender likes. It is read here whole, in memory or on the disk if it is large, before the
request asks for its permit to be at work (`web.admission`). How many bodies may be on their way at
one time is bounded, for one source and for all together, so that those who only read find a
thread whatever others send. What would find a full queue of slow work is not taken apart.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Flask

from weijiayuan.web.errors import problem
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.middleware import Environ, StartResponse, WsgiApp
from weijiayuan.web.route_matching import view_of

AT_ONE_TIME = 160
FROM_ONE_SOURCE = 24
IN_MEMORY = 256 * 1024
PORTION = 64 * 1024
RETRY_SECONDS = 5


class TooManyBodies(Exception):
    """More bodies are on their way than there is room for."""


class BodyCutShort(Exception):
    """The sender went away before everything had come."""


class RequestBodies:
    """WSGI middleware in front of admission: takes in the body, or refuses to wait for it."""

    def __init__(self, app: Flask, inner: WsgiApp) -> None:
        self._app, self._inner = app, inner
        self._lock = threading.Lock()
        self._coming: Counter[str] = Counter()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not has_body(environ):
            return self._inner(environ, start_response)
        try:
            with self._place(source_of(environ.get("REMOTE_ADDR", ""))):
                body = self._taken_in(environ)
        except TooManyBodies:
            return self._refused(503, "web.busy", environ, start_response)
        except (BodyCutShort, OSError):
            return self._refused(400, "web.unreadable", environ, start_response)
        if body is None:
            return self._inner(environ, start_response)
        try:
            queue = getattr(view_of(self._app, environ), "slow_queue", None)
            if queue is not None and queue.is_full:
                return self._refused(503, queue.busy_code, environ, start_response, is_read=True)
            environ["wsgi.input"] = body
            return self._inner(environ, start_response)
        finally:
            body.close()

    @contextmanager
    def _place(self, source: str) -> Iterator[None]:
        with self._lock:
            full = self._coming.total() >= AT_ONE_TIME
            if full or self._coming[source] >= FROM_ONE_SOURCE:
                raise TooManyBodies
            self._coming[source] += 1
        try:
            yield
        finally:
            with self._lock:
                self._coming[source] -= 1
                if not self._coming[source]:
                    del self._coming[source]

    def _taken_in(self, environ: Environ) -> "IO[bytes] | None":
        """Return the body, or None if it is too large for the view: Flask says so then."""
        length = environ.get("CONTENT_LENGTH") or ""
        declared = int(length) if length.isdecimal() else -1
        most = IN_MEMORY
        if declared > most or declared < 0:
            most = self._most(environ)
        if declared > most:
            return None
        body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # closed after the request
        _copy(environ["wsgi.input"], body, most=declared if declared >= 0 else most + 1)
        came = body.tell()
        body.seek(0)
        if came < declared:
            body.close()
            raise BodyCutShort
        environ["CONTENT_LENGTH"] = str(came)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return body

    def _most(self, environ: Environ) -> int:
        """Return how much the view that is asked takes."""
        view = view_of(self._app, environ)
        if view is None:
            return IN_MEMORY
        return int(getattr(view, "max_bytes", None) or self._app.config["MAX_CONTENT_LENGTH"])

    def _refused(
        self,
        status: int,
        code: str,
        environ: Environ,
        start_response: StartResponse,
        *,
        is_read: bool = False,
    ) -> Iterable[bytes]:
        with self._app.request_context(environ):
            retry_after = RETRY_SECONDS if status == 503 else None
            answer = problem(status, code, retry_after=retry_after)
        if not is_read:  # what is still to come would be taken for the next request
            answer.headers["Connection"] = "close"
        return answer(environ, start_response)


def _copy(source: IO[bytes], target: IO[bytes], *, most: int) -> None:
    while (left := most - target.tell()) > 0 and (portion := source.read(min(left, PORTION))):
        target.write(portion)


def has_body(environ: Environ) -> bool:
    """Tell whether something is to come after the headers."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (length.isdecimal() and length != "0") or "HTTP_TRANSFER_ENCODING" in environ


def init_app(app: Flask) -> None:
    """Put it in front of admission: call it after `admission.init_app`."""
    app.wsgi_app = RequestBodies(app, app.wsgi_app)  # type: ignore[method-assign]
