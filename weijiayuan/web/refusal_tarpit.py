"""Lets those wait who were just told that they ask too often, and ask again at once.

A refusal is quick, so a crowd of connections that does nothing but ask again would have thousands
a second and the processor to itself. Who was refused with 429 waits a moment before the same is
looked at again; that costs a thread and nothing else: no permit, no transaction, no processor.
"""

import threading
import time
from collections.abc import Callable, Iterable

from flask import Flask

from weijiayuan.web.errors import problem
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.middleware import Environ, Headers, StartResponse, WsgiApp

REMEMBERED_SECONDS = 10.0
WAIT_SECONDS = 0.4
MOST_WAITING = 96
MOST_REMEMBERED = 20_000


class SlowRefusals:
    """WSGI middleware in front of everything that works."""

    def __init__(self, app: Flask, inner: WsgiApp) -> None:
        self._app, self._inner = app, inner
        self._refused: dict[tuple[str, str], float] = {}
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = (source_of(environ.get("REMOTE_ADDR", "")), environ.get("PATH_INFO", ""))
        if self._refused and self._refused.get(key, 0.0) > time.monotonic():
            if not self._places.acquire(blocking=False):
                with self._app.request_context(environ):
                    answer = problem(429, "web.too_many_requests", retry_after=10)
                return answer(environ, start_response)
            try:
                time.sleep(WAIT_SECONDS)
            finally:
                self._places.release()

        def start(status: str, headers: Headers, *more: object) -> Callable[[bytes], object]:
            if status.startswith("429"):
                self._remember(key)
            return start_response(status, headers, *more)

        return self._inner(environ, start)

    def _remember(self, key: tuple[str, str]) -> None:
        if len(self._refused) >= MOST_REMEMBERED:
            self._refused.clear()
        self._refused[key] = time.monotonic() + REMEMBERED_SECONDS


def init_app(app: Flask) -> None:
    """Put it in front of the bodies: call it after `request_bodies.init_app`."""
    app.wsgi_app = SlowRefusals(app, app.wsgi_app)  # type: ignore[method-assign]
