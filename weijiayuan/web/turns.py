"""Turns: few requests are at work at one time, the others wait outside, and who reads need not.

The server has many more threads than are allowed to work. A thread that waits here has no database
connection and does not compete for the processor, so a crowd that all writes at nine o'clock
queues without keeping those who only look behind it. Some turns are for reading alone; those that
are not are more than may wait for WeChat at one time (`gateways.wechat.gate`).
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Semaphore

from flask import Flask

from weijiayuan.web.errors import problem
from weijiayuan.web.passage import Environ, StartResponse, WsgiApp

WAITING = 256
"""Threads beside those at work: how many requests of one process may wait for their turn."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_SECONDS = 2
READERS = 2
"""Turns that only reading gets."""


class NoTurn(Exception):
    """The wait was too long."""


class Turns:
    """WSGI middleware: at most `at_work` requests inside, two of them for reading alone."""

    def __init__(self, app: Flask, inner: WsgiApp, *, at_work: int, patience: float) -> None:
        self._app, self._inner, self._patience = app, inner, patience
        self._all = Semaphore(at_work)
        self._writing = Semaphore(max(1, at_work - READERS))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            with ExitStack() as held:
                if environ["REQUEST_METHOD"] not in READING:
                    held.enter_context(self._turn(self._writing))
                held.enter_context(self._turn(self._all))
                return self._inner(environ, start_response)
        except NoTurn:
            with self._app.request_context(environ):
                busy = problem(503, "web.busy", retry_after=RETRY_SECONDS)
            return busy(environ, start_response)

    @contextmanager
    def _turn(self, turns: Semaphore) -> Iterator[None]:
        if not turns.acquire(timeout=self._patience):
            raise NoTurn
        try:
            yield
        finally:
            turns.release()


def init_app(app: Flask, *, at_work: int, patience: float) -> None:
    """Let so many requests work at one time; who waits longer than `patience` seconds gets 503."""
    app.wsgi_app = Turns(app, app.wsgi_app, at_work=at_work, patience=patience)  # type: ignore[method-assign]
