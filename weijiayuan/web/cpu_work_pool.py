"""Slow work of the processor, such as hashing a password: apart, a little at a time, in the end.

It runs on a thread of its own with low priority, holds no permit to be at work and no transaction,
and few may wait for it. A stranger who asks for much of it makes others wait who ask for the same,
and nobody else: each kind of work has a queue of its own.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from functools import cache
from threading import BoundedSemaphore
from typing import Any, TypeVar

from weijiayuan.kernel.concurrency_permit import waiting_outside
from weijiayuan.kernel.errors import Busy
from weijiayuan.kernel.transaction_mode import TransactionMode, intent

Result = TypeVar("Result")
View = TypeVar("View", bound=Callable[..., Any])

AT_ONCE = 1
PATIENCE_SECONDS = 6.0
NICENESS = 10


class SlowWorkBusy(Busy):
    """Too many ask for slow work now."""

    code = "web.busy"


class InsideTransaction(RuntimeError):
    """Slow work was asked for while others wait for our locks: a mistake of ours."""


@dataclass(frozen=True)
class Queue:
    """One kind of slow work in this process, and how many may wait for it."""

    name: str
    most_waiting: int
    busy_code: str = "web.busy"
    """What those are told for whom there is no room."""
    _waiting: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_waiting", BoundedSemaphore(self.most_waiting + AT_ONCE))

    def enter(self) -> None:
        """Raise `SlowWorkBusy` where too many wait already."""
        if not self._waiting.acquire(blocking=False):
            raise SlowWorkBusy

    def leave(self) -> None:
        self._waiting.release()

    @property
    def is_full(self) -> bool:
        """Tell whether the next one would be refused, if they came now."""
        if not self._waiting.acquire(blocking=False):
            return True
        self._waiting.release()
        return False


def queues_in(queue: Queue) -> Callable[[View], View]:
    """Say that what a view is sent waits in a queue: while that is full, nobody takes it apart."""

    def marked(view: View) -> View:
        view.slow_queue = queue  # type: ignore[attr-defined]  # by `request_body_buffering`
        return view

    return marked


HASHING = Queue("Hashing", most_waiting=24)


def apart(work: Callable[[], Result], *, queue: Queue = HASHING) -> Result:
    """Return what the work returns. Raises what it raises, or `SlowWorkBusy`.

    `work` runs in another thread and may use neither the request nor the database.
    """
    if intent.get() is not TransactionMode.UNSAID:
        raise InsideTransaction
    queue.enter()
    future: Future[Result] = _pool(os.getpid(), queue.name).submit(_leaving, work, queue)
    with waiting_outside():
        try:
            return future.result(PATIENCE_SECONDS)
        except TookTooLong as error:
            if future.cancel():
                queue.leave()
            raise SlowWorkBusy from error
        except CancelledError as error:
            raise SlowWorkBusy from error


def _leaving(work: Callable[[], Result], queue: Queue) -> Result:
    try:
        return work()
    finally:
        queue.leave()


@cache
def _pool(_pid: int, name: str) -> ThreadPoolExecutor:
    """Return the thread of a queue in this process; a forked one makes its own."""
    return ThreadPoolExecutor(AT_ONCE, name, initializer=_step_back)


def _step_back() -> None:
    """Let everybody else have the processor first (Linux gives each thread its own priority)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
