"""Slow work of the processor, such as hashing a password: apart, a little at a time, in the end.

It runs on a thread of its own with low priority, holds no permit to be at work and no transaction,
and few may wait for it. A stranger who asks for much of it makes others wait who ask for the same,
and nobody else.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from threading import BoundedSemaphore
from typing import TypeVar

from weijiayuan.db.transaction_mode import TransactionMode, intent
from weijiayuan.kernel.concurrency_permit import waiting_outside
from weijiayuan.kernel.errors import Busy

Result = TypeVar("Result")

AT_ONCE = 1
MOST_WAITING = 24
PATIENCE_SECONDS = 6.0
NICENESS = 10


class SlowWorkBusy(Busy):
    """Too many ask for slow work now."""

    code = "web.busy"


class InsideTransaction(RuntimeError):
    """Slow work was asked for while others wait for our locks: a mistake of ours."""


_waiting = BoundedSemaphore(MOST_WAITING + AT_ONCE)


def apart(work: Callable[[], Result]) -> Result:
    """Return what the work returns. Raises what it raises, or `SlowWorkBusy`.

    `work` runs in another thread and may use neither the request nor the database.
    """
    if intent.get() is not TransactionMode.UNSAID:
        raise InsideTransaction
    if not _waiting.acquire(blocking=False):
        raise SlowWorkBusy
    future: Future[Result] = _pool(os.getpid()).submit(_released_after, work)
    with waiting_outside():
        try:
            return future.result(PATIENCE_SECONDS)
        except TookTooLong as error:
            if future.cancel():
                _waiting.release()
            raise SlowWorkBusy from error
        except CancelledError as error:
            raise SlowWorkBusy from error


def _released_after(work: Callable[[], Result]) -> Result:
    try:
        return work()
    finally:
        _waiting.release()


@cache
def _pool(_pid: int) -> ThreadPoolExecutor:
    """Return the threads of this process; a forked one makes its own."""
    return ThreadPoolExecutor(AT_ONCE, "Slow", initializer=_step_back)


def _step_back() -> None:
    """Let everybody else have the processor first (Linux gives each thread its own priority)."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
