"""Lets those wait who were just told to come back later, and ask again at once.

A refusal is quick, so a crowd of connections that does nothing but ask again would have thousands
a second and the processor to itself. Who was refused with 429 waits before the same is looked at
again, strangers longer each time, and not all alike, so that those who wait do not come in waves.
That costs a thread and nothing else: no permit, no transaction, no processor, and no body is read.

A provider's network is one address for a thousand residents. So strangers who send where there is
no room (503) wait the same moment each time, and nobody with a token waits for that at all: at nine
o'clock all are told so, and none of them floods.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask

from weijiayuan.web.admission import READING
from weijiayuan.web.errors import problem
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.middleware import Environ, Headers, StartResponse, WsgiApp

REMEMBERED_SECONDS = 10.0
WAIT_SECONDS = 0.4
LONGEST_SECONDS = 4.0
UNEVEN = (0.75, 1.25)
MOST_WAITING = 96
MOST_REMEMBERED = 20_000
Key = tuple[str, str, bool]
"""The network, the path, and whether it was asked without a token."""


@dataclass(frozen=True, slots=True)
class Refused:
    """How often somebody was refused the same without a pause, and until when it is remembered."""

    times: int
    until: float

    def wait(self) -> float:
        """Return for how many seconds they wait this time."""
        uneven = random.uniform(*UNEVEN)  # noqa: S311  # no secret depends on it
        return min(self.times * WAIT_SECONDS, LONGEST_SECONDS) * uneven


class SlowRefusals:
    """WSGI middleware in front of everything that works."""

    def __init__(self, app: Flask, inner: WsgiApp) -> None:
        self._app, self._inner = app, inner
        self._refused: dict[Key, Refused] = {}
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        is_stranger = "HTTP_AUTHORIZATION" not in environ
        source = source_of(environ.get("REMOTE_ADDR", ""))
        key = (source, environ.get("PATH_INFO", ""), is_stranger)
        before = self._refused.get(key)
        if before is not None and before.until > time.monotonic():
            if not self._places.acquire(blocking=False):
                with self._app.request_context(environ):
                    answer = problem(429, "web.too_many_requests", retry_after=10)
                return answer(environ, start_response)
            try:
                time.sleep(before.wait())
            finally:
                self._places.release()

        def start(status: str, headers: Headers, *more: object) -> Callable[[bytes], object]:
            sends = is_stranger and environ["REQUEST_METHOD"] not in READING
            if status.startswith("429"):
                self._remember(key, longer=is_stranger)
            elif sends and status.startswith("503"):
                self._remember(key, longer=False)
            return start_response(status, headers, *more)

        return self._inner(environ, start)

    def _remember(self, key: Key, *, longer: bool) -> None:
        if len(self._refused) >= MOST_REMEMBERED:
            self._refused.clear()
        now, before = time.monotonic(), self._refused.get(key)
        times = before.times + longer if before is not None and before.until > now else 1
        self._refused[key] = Refused(times, now + REMEMBERED_SECONDS)


def init_app(app: Flask) -> None:
    """Put it in front of the bodies: call it after `request_body_buffering.init_app`."""
    app.wsgi_app = SlowRefusals(app, app.wsgi_app)  # type: ignore[method-assign]
