"""A circuit breaker before WeChat, so that its troubles stay its own.

Were all threads of a web process to wait for a WeChat that hangs, nobody could do anything at all.
So few may wait at one time, without a permit (`kernel.permit`); who finds them stuck is told at
once. After several calls without an answer nobody is let through for a while, then one to try.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from weijiayuan.gateways.wechat.errors import WeChatUnreachable
from weijiayuan.kernel.concurrency_permit import waiting_outside

SLOW_AFTER = 2.0  # seconds under way; then nobody queues up behind
PATIENCE = 2.0  # seconds in the queue while WeChat is quick
LOOK_AGAIN = 0.05  # seconds
TRIPS_AFTER = 5  # calls in a row without an answer
RESTS = 10.0  # seconds


class CircuitBreaker:
    """Lets at most `at_once` threads of this process through, and none while WeChat is down."""

    def __init__(self, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._clock = at_once, clock
        self._changed = Condition()
        self._under_way: dict[object, float] = {}
        self._failures = 0
        self._closed_until = 0.0

    @contextmanager
    def through(self, call: str) -> Iterator[None]:
        """Hold a place at WeChat during the block, and meanwhile no permit of the web server.

        Raises `WeChatUnreachable` without any call having been made.
        """
        with waiting_outside(), self._place(call):
            yield

    @contextmanager
    def _place(self, call: str) -> Iterator[None]:
        place = self._enter(call)
        try:
            yield
        except WeChatUnreachable:
            self._leave(place, answered=False)
            raise
        except BaseException:
            self._leave(place, answered=True)
            raise
        self._leave(place, answered=True)

    def _enter(self, call: str) -> object:
        with self._changed:
            self._refuse_while_down(call)
            deadline = self._clock() + PATIENCE
            while len(self._under_way) >= self._at_once:
                if self._is_slow() or self._clock() >= deadline:
                    raise WeChatUnreachable(call, "crowded", may_have_happened=False)
                self._changed.wait(LOOK_AGAIN)
            place = object()
            self._under_way[place] = self._clock()
            return place

    def _leave(self, place: object, *, answered: bool) -> None:
        with self._changed:
            del self._under_way[place]
            self._failures = 0 if answered else self._failures + 1
            if self._failures >= TRIPS_AFTER:
                self._closed_until = self._clock() + RESTS
            self._changed.notify_all()

    def _refuse_while_down(self, call: str) -> None:
        """Refuse everybody while WeChat rests, and let one through to try when that is over."""
        if self._failures < TRIPS_AFTER:
            return
        if self._clock() < self._closed_until:
            raise WeChatUnreachable(call, "resting", may_have_happened=False)
        self._closed_until = self._clock() + RESTS

    def _is_slow(self) -> bool:
        return min(self._under_way.values()) < self._clock() - SLOW_AFTER
