"""Answers that are the same for all: an ETag by version, and their bytes kept by the process."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from threading import Lock
from typing import Any

from flask import Response, current_app, request

from weijiayuan.web import json
from weijiayuan.web.response_cache import mark_cacheable

MOST_BYTES = 32 * 1024 * 1024


class BodyCache:
    """The newest bodies by ETag, up to a number of bytes; the oldest go first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._bodies: OrderedDict[str, bytes] = OrderedDict()

    def get(self, etag: str) -> bytes | None:
        with self._lock:
            if (body := self._bodies.get(etag)) is not None:
                self._bodies.move_to_end(etag)
            return body

    def put(self, etag: str, body: bytes) -> None:
        with self._lock:
            self._size += len(body) - len(self._bodies.pop(etag, b""))
            self._bodies[etag] = body
            while self._size > self._most:
                _, dropped = self._bodies.popitem(last=False)
                self._size -= len(dropped)


bodies = BodyCache()


def conditional(
    version: str,
    build: Callable[[], object],
    *,
    max_age: int = 0,
    mimetype: str = "application/json",
) -> Response:
    """Answer 304 to who has this version, else the body, built once per version and process.

    `version` must change whenever the body would: a row's version number, a pack's hash. `build`
    returns bytes, or something that JSON can say. Only for what everyone may see alike.
    """
    mark_cacheable()
    etag = _etag(version)
    if etag in request.if_none_match:
        return _headed(Response(status=304), etag, max_age)
    body = bodies.get(etag)
    if body is None:
        built = build()
        body = built if isinstance(built, bytes) else json.dump_bytes(built)
        bodies.put(etag, body)
    return _headed(Response(body, mimetype=mimetype), etag, max_age)


def versioned_by_content(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view that says no version have its content for one; it runs for a 304 too."""

    @wraps(view)
    def versioned(*args: Any, **kwargs: Any) -> Response:
        answer = current_app.make_response(view(*args, **kwargs))
        if answer.status_code != 200:
            return answer
        mark_cacheable()
        answer.add_etag()
        answer.headers.setdefault("Cache-Control", "no-cache")
        answer.make_conditional(request)
        return answer

    return versioned


def _etag(version: str) -> str:
    """Name this address at this version."""
    where = f"{request.path}?{request.query_string.decode('latin-1')}#{version}"
    return blake2b(where.encode(), digest_size=12).hexdigest()


def _headed(answer: Response, etag: str, max_age: int) -> Response:
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = f"public, max-age={max_age}" if max_age else "no-cache"
    return answer
