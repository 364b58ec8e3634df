"""One access token, shared by every thread and process, fetched by one of them at a time.

WeChat allows 10,000 fetches a minute, and 20 forced renewals a day at least 30 seconds apart.
Near its end the platform answers with the next token while the old one still works.
"""

import contextlib
import fcntl
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

from weijiayuan.kernel import clock

RENEW_BEFORE = 120  # seconds; WeChat has had the next token ready for three minutes by then
FORCE_APART = 40  # seconds; WeChat's own limit is 30


@dataclass(frozen=True, slots=True)
class Fetched:
    """A token as WeChat hands it out: `expires_in` is in seconds."""

    text: str = field(repr=False)
    expires_in: int


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its end, in seconds since the epoch, and when it was last renewed by force."""

    text: str = field(repr=False)
    expires_at: float
    forced_at: float = 0.0


class TokenStore(Protocol):
    """Where the processes of one deployment keep the token that they share."""

    def read(self) -> Token | None: ...

    def write(self, token: Token) -> None: ...

    def alone(self) -> AbstractContextManager[None]:
        """Keep every other process out while the block runs."""


class Fetch(Protocol):
    def __call__(self, *, force: bool) -> Fetched: ...


@dataclass(frozen=True, slots=True)
class Failure:
    """How the last fetch failed, and when on the monotonic clock."""

    at: float
    error: Exception


class SharedToken:
    """The current token. Many may ask at once; one fetches, and the others share what it got.

    They share its failure too: while WeChat is slow, they do not queue up to wait in turn.
    """

    def __init__(self, store: TokenStore, fetch: Fetch) -> None:
        self._store, self._fetch = store, fetch
        self._lock = threading.Lock()
        self._seen: Token | None = None
        self._failure: Failure | None = None

    def current(self) -> str:
        """Return a token that holds for two more minutes."""
        seen = self._seen
        return seen.text if seen and is_fresh(seen) else self._renewed(refused=None)

    def replacing(self, refused: str) -> str:
        """Return another token than the one WeChat has just refused, if there can be one."""
        return self._renewed(refused=refused)

    def _renewed(self, *, refused: str | None) -> str:
        asked_at = time.monotonic()
        with self._lock:
            if self._failure and self._failure.at >= asked_at:
                raise self._failure.error
            try:
                self._seen = self._kept_or_fetched(refused)
            except Exception as error:
                self._failure = Failure(time.monotonic(), error)
                raise
            return self._seen.text

    def _kept_or_fetched(self, refused: str | None) -> Token:
        """Fetch alone, unless somebody else did so while we waited for our turn."""
        kept = self._store.read()
        if kept and is_fresh(kept) and kept.text != refused:
            return kept
        with self._store.alone():
            kept = self._store.read()
            if kept and is_fresh(kept) and kept.text != refused:
                return kept
            token = self._fetched(refused, forced_at=kept.forced_at if kept else 0.0)
            self._store.write(token)
            return token

    def _fetched(self, refused: str | None, *, forced_at: float) -> Token:
        """Fetch in the ordinary way; use force only when WeChat repeats what it refuses."""
        now = clock.now().timestamp()
        fetched = self._fetch(force=False)
        if fetched.text == refused and now - forced_at >= FORCE_APART:
            fetched, forced_at = self._fetch(force=True), now
        return Token(fetched.text, now + fetched.expires_in, forced_at)


def is_fresh(token: Token) -> bool:
    return token.expires_at > clock.now().timestamp() + RENEW_BEFORE


class TokenInMemory:
    """For one process: tests and small commands."""

    def __init__(self) -> None:
        self._token: Token | None = None
        self._lock = threading.Lock()

    def read(self) -> Token | None:
        return self._token

    def write(self, token: Token) -> None:
        self._token = token

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        with self._lock:
            yield


class TokenInFile:
    """For all processes of one machine: a file that only its owner reads, and a lock beside it.

    The system gives the lock back when a process dies.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock_path = path.with_suffix(".lock")

    def read(self) -> Token | None:
        try:
            return Token(**json.loads(self._path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, token: Token) -> None:
        fresh = self._path.with_suffix(".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(token), file)
        fresh.replace(self._path)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        self._lock_path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock_path.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
