"""Tells a screen when the ledger changed, as server-sent events.

A stream holds one of the threads that otherwise wait for admission (`web.admission`), and a place
until the server notices that its screen has gone. So there is a limit, each ends after a minute,
and a browser that was refused or cut off comes again by itself.
"""

import time
from collections.abc import Callable, Generator, Iterator
from threading import BoundedSemaphore

from weijiayuan.db import reading
from weijiayuan.governance import dashboard_queries
from weijiayuan.governance.errors import StreamFull
from weijiayuan.kernel import clock

AT_ONCE = 16  # of a process
LASTS_SECONDS = 55.0
LOOK_EVERY_SECONDS = 3.0
COME_BACK_MILLISECONDS = 4000

_places = BoundedSemaphore(AT_ONCE)


def events(
    body: Callable[[], str], *, lasts: float = LASTS_SECONDS, look_every: float = LOOK_EVERY_SECONDS
) -> Iterator[str]:
    """Return a stream of `body()` now and after every change. Raises `StreamFull` at once."""
    if not _places.acquire(blocking=False):
        raise StreamFull(retry_after=10)
    return _Stream(body, lasts=lasts, look_every=look_every)


class _Stream(Iterator[str]):
    """Gives its place back when it ends, however it ends: the server calls `close`."""

    def __init__(self, body: Callable[[], str], *, lasts: float, look_every: float) -> None:
        self._parts = _parts(body, lasts=lasts, look_every=look_every)
        self._holds_place = True

    def __next__(self) -> str:
        try:
            return next(self._parts)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._parts.close()
        if self._holds_place:
            self._holds_place = False
            _places.release()


def _parts(body: Callable[[], str], *, lasts: float, look_every: float) -> Generator[str]:
    ends = time.monotonic() + lasts
    yield f"retry: {COME_BACK_MILLISECONDS}\n\n"
    seen: object = None
    while True:
        with reading():
            now_at = dashboard_queries.pulse(clock.now())
            part = f"event: overview\ndata: {body()}\n\n" if now_at != seen else ": still here\n\n"
        seen = now_at
        yield part
        if time.monotonic() + look_every >= ends:
            return
        time.sleep(look_every)
