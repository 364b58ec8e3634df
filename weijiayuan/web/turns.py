"""Turns: few requests are at work at one time, the others wait outside, and who reads need not.

The server has many more threads than are allowed to work. A thread that waits here has no database
connection and does not compete for the processor, so a crowd that all writes at nine o'clock
queues without keeping those who only look behind it. Two writers at one time are enough for a
process, whose Python runs on one processor: with six, readers waited twice as long and nothing was
written sooner. Who waits for WeChat has no turn meanwhile (`kernel.turn`).
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Semaphore

from flask import Flask

from weijiayuan.kernel.turn import Turn, held
from weijiayuan.web.errors import problem
from weijiayuan.web.passage import Environ, StartResponse, WsgiApp

WAITING = 256
"""Threads beside those at work: how many requests of one process may wait for their turn."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})
RETRY_SECONDS = 2


class NoTurn(Exception):
    """The wait was too long."""


class Turns:
    """WSGI middleware: at most `at_work` requests inside, `writers` of them not just reading."""

    def __init__(
        self, app: Flask, inner: WsgiApp, *, at_work: int, writers: int, patience: float
    ) -> None:
        self._app, self._inner, self._patience = app, inner, patience
        self._all = Semaphore(at_work)
        self._writing = Semaphore(writers)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        turns = [self._all]
        if environ["REQUEST_METHOD"] not in READING:
            turns.insert(0, self._writing)
        try:
            with ExitStack() as taken:
                for turn in turns:
                    taken.enter_context(self._turn(turn))
                said = held.set(Turn(partial(_give_up, turns), partial(_take_again, turns)))
                taken.callback(held.reset, said)
                return self._inner(environ, start_response)
        except NoTurn:
            with self._app.request_context(environ):
                busy = problem(503, "web.busy", retry_after=RETRY_SECONDS)
            return busy(environ, start_response)

    @contextmanager
    def _turn(self, turn: Semaphore) -> Iterator[None]:
        if not turn.acquire(timeout=self._patience):
            raise NoTurn
        try:
            yield
        finally:
            turn.release()


def _give_up(turns: list[Semaphore]) -> None:
    for turn in turns:
        turn.release()


def _take_again(turns: list[Semaphore]) -> None:
    """Wait, however long it takes: what was begun outside must be ended here."""
    for turn in turns:
        turn.acquire()


def init_app(app: Flask, *, at_work: int, writers: int, patience: float) -> None:
    """Let so many requests work at one time; who waits longer than `patience` seconds gets 503."""
    app.wsgi_app = Turns(  # type: ignore[method-assign]
        app, app.wsgi_app, at_work=at_work, writers=min(writers, at_work), patience=patience
    )
