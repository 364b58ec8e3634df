"""Turns refusals into answers: the only module that knows which status a refusal has.

Every error is a problem document (RFC 9457) with our stable `code`.
"""

import errno
import logging
from enum import StrEnum
from typing import Any

from flask import Flask, Response
from flask_smorest import Api as SmorestApi
from marshmallow import Schema, fields
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    PendingRollbackError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from weijiayuan.kernel.errors import (
    Busy,
    DomainError,
    Forbidden,
    Incomplete,
    Malformed,
    NotFound,
    NotSignedIn,
    Refused,
)
from weijiayuan.kernel.state_machine import IllegalMove
from weijiayuan.web import json, middleware
from weijiayuan.web.messages import catalogue, text

logger = logging.getLogger(__name__)

UNIQUE_VIOLATION = "23505"  # PostgreSQL's
STATUS: dict[type[DomainError], int] = {
    Incomplete: 400,
    NotFound: 404,
    NotSignedIn: 401,
    Forbidden: 403,
    Refused: 409,
    Malformed: 422,
    Busy: 503,
}
RETRY_AFTER = 2
HIDDEN = frozenset({"fields", "retry_after"})
"""Facts that stand in an answer and in no sentence."""
HTTP_CODES = {
    400: "web.unreadable",
    401: "web.not_signed_in",
    403: "web.forbidden",
    404: "web.not_found",
    405: "web.method_not_allowed",
    406: "web.not_acceptable",
    413: "web.too_large",
    415: "web.unsupported_media",
    422: "web.malformed",
    429: "web.too_many_requests",
    503: "web.busy",
}


class ProblemOut(Schema):
    """The shape of every error answer."""

    type = fields.String(metadata={"description": "错误类型的地址"})
    title = fields.String(metadata={"description": "状态的简称"})
    status = fields.Integer()
    detail = fields.String(metadata={"description": "给人看的一句话"})
    code = fields.String(metadata={"description": "稳定的错误码, 例如 venues.slot_taken"})
    request_id = fields.String()
    fields_ = fields.Dict(
        data_key="fields",
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "422 时: 字段路径 → 句子"},
    )


class Api(SmorestApi):  # type: ignore[misc]  # smorest ships no types
    """smorest's registry of endpoints, with our error answers."""

    ERROR_SCHEMA = ProblemOut

    def handle_http_exception(self, error: HTTPException) -> Response:
        return answer_http(error)


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, answer_refusal)
    app.register_error_handler(PoolTimeout, answer_busy)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(PendingRollbackError, answer_lost)
    app.register_error_handler(OSError, answer_os)
    app.register_error_handler(Exception, answer_unexpected)


def status_of(kind: type[DomainError]) -> int:
    """Return the HTTP status of a kind of refusal."""
    return next(status for base, status in STATUS.items() if issubclass(kind, base))


def problem(
    status: int,
    code: str,
    *,
    detail: str | None = None,
    retry_after: int | None = None,
    **more: Any,
) -> Response:
    """Write one problem document."""
    body = {
        "type": f"/problems/{code}",
        "title": text(f"web.title_{status}"),
        "status": status,
        "detail": detail or text(code),
        "code": code,
        "request_id": middleware.request_id(),
    } | more
    answer = Response(json.dump_bytes(body), status, mimetype="application/problem+json")
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def answer_refusal(error: DomainError) -> Response:
    status = status_of(type(error))
    facts = dict(error.facts)
    retry_after = facts.pop("retry_after", RETRY_AFTER if status == 503 else None)
    facts.pop("fields", None)
    more = {name: fact for name, fact in facts.items() if name in {"findings", "allowed"}}
    if isinstance(error.facts.get("fields"), dict):
        more["fields"] = field_sentences(error)
    return problem(
        status,
        error.code,
        detail=text(sentence_of(error), **facts),
        retry_after=retry_after if isinstance(retry_after, int) else None,
        **more,
    )


def sentence_of(error: DomainError) -> str:
    """Return the code of the sentence to answer with.

    Where a move is not allowed that is the sentence of the state that stands: it says what is
    going on, and who may do what next.
    """
    old = error.facts.get("old")
    if not isinstance(error, IllegalMove) or not isinstance(old, StrEnum):
        return error.code
    kind = type(old)
    state = f"states.{kind.__module__.split('.')[1]}_{kind.__name__}_{old.value}"
    return state if state in catalogue() else error.code


def field_sentences(error: DomainError) -> dict[str, list[str]]:
    """Return the sentences of the fields that a refusal names, by their paths."""
    facts = {name: fact for name, fact in error.facts.items() if name not in HIDDEN}
    named = error.facts.get("fields")
    return {
        path: [text(code, **facts) if code in catalogue() else code for code in codes]
        for path, codes in (named.items() if isinstance(named, dict) else ())
    }


def answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(status=status, headers=dict(error.get_headers()))
    messages = getattr(error, "data", {}).get("messages")
    more: dict[str, Any] = {"fields": flat(messages)} if status == 422 and messages else {}
    answer = problem(
        status if f"web.title_{status}" in catalogue() else 400,
        HTTP_CODES.get(status, "web.unreadable"),
        retry_after=RETRY_AFTER if status in {429, 503} else None,
        **more,
    )
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def flat(messages: Any, path: str = "") -> dict[str, list[str]]:
    """Turn nested validation messages into `path.to.field → sentences`.

    The first level names where the value was looked for (json, query, ...) and is left out.
    """
    if isinstance(messages, list):
        return {path or "body": list(dict.fromkeys(str(message) for message in messages))}
    if not isinstance(messages, dict):
        return {path or "body": [str(messages)]}
    found: dict[str, list[str]] = {}
    for name, below in messages.items():
        hidden = not path and name in {"json", "query", "form", "files", "headers", "path"}
        step = "" if hidden or name == "_schema" else str(name)
        found |= flat(below, ".".join(part for part in (path, step) if part))
    return found


def answer_busy(_error: PoolTimeout) -> Response:
    return problem(503, "web.busy", retry_after=RETRY_AFTER)


def answer_database(error: DBAPIError) -> Response:
    """Tell what the caller can do about it: wait, change the input, or neither."""
    if isinstance(error, OperationalError):
        logger.warning("database refused", extra={"reason": type(error.orig).__name__})
        full = "full" in str(error.orig).lower()
        code = "web.storage_full" if full else "web.database_busy"
        return problem(503, code, retry_after=RETRY_AFTER)
    if isinstance(error, IntegrityError):
        return answer_constraint(error)
    if isinstance(error, DataError):
        logger.warning("value refused", exc_info=error)
        return problem(422, "web.malformed")
    if error.connection_invalidated:
        return answer_lost(error)
    return answer_unexpected(error)


def answer_lost(error: Exception) -> Response:
    """Ask for another try: the connection was lost before, or while, this was done."""
    logger.warning("connection lost", exc_info=error)
    return problem(503, "web.database_busy", retry_after=RETRY_AFTER)


def answer_constraint(error: IntegrityError) -> Response:
    """Tell whether the same is there already, or something else stands in the way.

    The second is nobody's same deed: either what was used is gone, or we forgot to look.
    """
    is_twice = getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION
    if is_twice or "UNIQUE constraint" in str(error.orig):
        logger.warning("constraint refused", exc_info=error)
        return problem(409, "web.conflict")
    logger.error("constraint refused", exc_info=error)
    return problem(409, "web.changed_meanwhile")


def answer_os(error: OSError) -> Response:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return problem(503, "web.storage_full", retry_after=60)
    return answer_unexpected(error)


def answer_unexpected(error: Exception) -> Response:
    logger.error("unexpected", exc_info=error)
    return problem(500, "web.unexpected")
