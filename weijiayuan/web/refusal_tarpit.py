"""Lets those wait who were just refused, and ask again at once.

A refusal is quick, so a crowd of connections that does nothing but ask again would have thousands
a second and the processor to itself. Who was told that they ask too often, or who was refused at
what they tried to send without being known to us, waits before the same is looked at again,
longer each time, and not all alike, so that those who wait do not come in waves. That costs a
thread and nothing else: no permit, no transaction, no processor, and no body is read. Nobody is
shut out by it: whoever is right is right after the wait, and which names exist is not told.

Who is known is told by a token that opened something before (`note_known_caller`); a made-up one
is worth nothing, and a real one that we see for the first time at most waits once with its network.

A provider's network is one address for a thousand residents. So strangers who send where there is
no room (503) wait the same moment each time, and nobody whom we know waits for that at all: at nine
o'clock all are told so, and none of them floods.
"""

import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from flask import Flask, request

from weijiayuan.web.admission import READING
from weijiayuan.web.errors import problem
from weijiayuan.web.ip_prefixes import source_of
from weijiayuan.web.middleware import Environ, Headers, StartResponse, WsgiApp
from weijiayuan.web.route_matching import endpoint_of

REMEMBERED_SECONDS = 10.0
WAIT_SECONDS = 0.4
LONGEST_SECONDS = 4.0
UNEVEN = (0.75, 1.25)
MOST_WAITING = 96
MOST_REMEMBERED = 20_000
MOST_KNOWN = 50_000
KNOWN = "weijiayuan.caller_is_known"
TOO_OFTEN = frozenset({"429"})
NO_ROOM = frozenset({"503"})
NOT_LET_IN = frozenset({"401", "403", "404", "409"})
"""What a stranger is told who tries passwords, receipts, codes or tokens, or is barred from it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """How often somebody was refused the same without a pause, and until when it is remembered."""

    times: int
    until: float

    def wait(self) -> float:
        """Return for how many seconds they wait this time."""
        uneven = random.uniform(*UNEVEN)  # noqa: S311  # no secret depends on it
        return min(self.times * WAIT_SECONDS, LONGEST_SECONDS) * uneven


@dataclass
class Refusals:
    """Who was refused where a moment ago."""

    _of: dict[str, dict[str, Refused]] = field(default_factory=dict)

    def at(self, who: str, endpoint: Callable[[], str]) -> Refused | None:
        """Return how often they were refused there; `endpoint` is asked only if they were."""
        doors = self._of.get(who)
        before = doors.get(endpoint()) if doors else None
        return before if before is not None and before.until > time.monotonic() else None

    def add(self, who: str, endpoint: str, *, longer: bool) -> None:
        """Count a refusal; `longer` if they are to wait longer than the last time."""
        if len(self._of) >= MOST_REMEMBERED:
            self._of.clear()
        before = self.at(who, lambda: endpoint)
        times = before.times + longer if before is not None else 1
        doors = self._of.setdefault(who, {})
        doors[endpoint] = Refused(times, time.monotonic() + REMEMBERED_SECONDS)


class SlowRefusals:
    """WSGI middleware in front of everything that works."""

    pause: Callable[[float], None] = staticmethod(time.sleep)

    def __init__(self, app: Flask, inner: WsgiApp) -> None:
        self._app, self._inner = app, inner
        self._refusals = Refusals()
        self._known: dict[str, None] = {}
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        token, source = _mark_of_token(environ), source_of(environ.get("REMOTE_ADDR", ""))
        who = token if token in self._known else source
        before = self._refusals.at(who, lambda: endpoint_of(self._app, environ))
        if before is not None and not self._waited(before):
            with self._app.request_context(environ):
                answer = problem(429, "web.too_many_requests", retry_after=10)
            return answer(environ, start_response)

        def start(status: str, headers: Headers, *more: object) -> Callable[[bytes], object]:
            is_known = self._is_known(token, environ, status[:3])
            if _is_refusal(status[:3], environ, is_stranger=not is_known):
                longer = not is_known and status[:3] not in NO_ROOM
                endpoint = endpoint_of(self._app, environ)
                self._refusals.add(token if is_known else source, endpoint, longer=longer)
            return start_response(status, headers, *more)

        return self._inner(environ, start)

    def _waited(self, before: Refused) -> bool:
        """Wait; False if too many do already."""
        if not self._places.acquire(blocking=False):
            return False
        try:
            self.pause(before.wait())
        finally:
            self._places.release()
        return True

    def _is_known(self, token: str, environ: Environ, status: str) -> bool:
        """Tell whether we know who asked, and remember it until their token opens nothing."""
        if status == "401":
            self._known.pop(token, None)
        elif KNOWN in environ and token not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[token] = None
        return token in self._known


def note_known_caller() -> None:
    """Say that the token of this request opened something."""
    request.environ[KNOWN] = True


def _mark_of_token(environ: Environ) -> str:
    header = environ.get("HTTP_AUTHORIZATION", "")
    return sha256(header.encode("utf-8", "replace")).hexdigest() if header else ""


def _is_refusal(status: str, environ: Environ, *, is_stranger: bool) -> bool:
    if status in TOO_OFTEN:
        return True
    sends = environ["REQUEST_METHOD"] not in READING
    return is_stranger and sends and status in NO_ROOM | NOT_LET_IN


def init_app(app: Flask) -> None:
    """Put it in front of the bodies: call it after `request_body_buffering.init_app`."""
    app.wsgi_app = SlowRefusals(app, app.wsgi_app)  # type: ignore[method-assign]
