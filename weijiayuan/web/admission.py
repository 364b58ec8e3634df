"""Admission control: few requests work at one time, the others wait, and who reads need not.

The server has many more threads than are allowed to work. A thread that waits here has no database
connection and does not compete for the processor, so a crowd that all writes at nine o'clock
queues without keeping those who only look behind it. Two writers at one time are enough for a
process, whose Python runs on one processor: with six, readers waited twice as long and nothing was
written sooner. Who waits for WeChat holds no permit meanwhile (`kernel.permit`). A POST that only
answers, such as a check, is admitted with those who read.

At a door that is open to all only one at a time asks to write: those who crowd there wait for each
other, and whoever writes elsewhere waits only for one of them.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Semaphore

from flask import Flask

from weijiayuan.kernel.concurrency_permit import Permit, current_permit
from weijiayuan.web.errors import problem
from weijiayuan.web.middleware import Environ, StartResponse, WsgiApp
from weijiayuan.web.route_matching import endpoint_of, view_of

MAX_WAITING = 256
"""Threads beside those at work: how many requests of one process may wait for their permit."""
UNCONTROLLED = frozenset({"/healthz", "/readyz", "/metrics"})
"""What machines ask about us; they must be answered while everybody else waits."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_SECONDS = 2


class NotAdmitted(Exception):
    """The wait was too long."""


class AdmissionControl:
    """WSGI middleware: at most `at_work` requests inside, `writers` of them not just reading."""

    def __init__(
        self, app: Flask, inner: WsgiApp, *, at_work: int, writers: int, patience: float
    ) -> None:
        self._app, self._inner, self._patience = app, inner, patience
        self._all = Semaphore(at_work)
        self._writing = Semaphore(writers)
        self._doors: dict[str, Semaphore] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in UNCONTROLLED:
            return self._inner(environ, start_response)
        permits = self._permits(environ)
        try:
            with ExitStack() as taken:
                for permit in permits:
                    taken.enter_context(self._permit(permit))
                said = current_permit.set(
                    Permit(partial(_release, permits), partial(_reacquire, permits))
                )
                taken.callback(current_permit.reset, said)
                return self._inner(environ, start_response)
        except NotAdmitted:
            with self._app.request_context(environ):
                busy = problem(503, "web.busy", retry_after=RETRY_SECONDS)
            return busy(environ, start_response)

    def _permits(self, environ: Environ) -> list[Semaphore]:
        """Return what is to be held, in the order in which it is taken."""
        if environ["REQUEST_METHOD"] in READING:
            return [self._all]
        view = view_of(self._app, environ)
        if view is None or getattr(view, "as_reader", False):
            return [self._all]
        if not getattr(view, "is_open", False):
            return [self._writing, self._all]
        return [self._door(endpoint_of(self._app, environ)), self._writing, self._all]

    def _door(self, endpoint: str) -> Semaphore:
        return self._doors.setdefault(endpoint, Semaphore(1))

    @contextmanager
    def _permit(self, permit: Semaphore) -> Iterator[None]:
        if not permit.acquire(timeout=self._patience):
            raise NotAdmitted
        try:
            yield
        finally:
            permit.release()


def _release(permits: list[Semaphore]) -> None:
    for permit in permits:
        permit.release()


def _reacquire(permits: list[Semaphore]) -> None:
    """Wait, however long it takes: what was begun outside must be ended here."""
    for permit in permits:
        permit.acquire()


def init_app(app: Flask, *, at_work: int, writers: int, patience: float) -> None:
    """Let so many requests work at one time; who waits longer than `patience` seconds gets 503."""
    app.wsgi_app = AdmissionControl(  # type: ignore[method-assign]
        app, app.wsgi_app, at_work=at_work, writers=min(writers, at_work), patience=patience
    )
