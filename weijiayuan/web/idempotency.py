"""One effect for one key: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).

The key is claimed by a unique row in the transaction of the effect itself. A second request with
the same key waits for the first to end and is then given its answer; if the first was refused or
died, its row is gone with it and the second one acts.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from flask import Response, g, request
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from weijiayuan.db import db, insert_new
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import Incomplete, Malformed, Refused
from weijiayuan.web import json
from weijiayuan.web.models import GivenAnswer

KEPT = timedelta(hours=24)
REPLAYED = "Idempotency-Replayed"


class KeyMissing(Incomplete):
    """The action needs a key and has none."""

    code = "web.idempotency_key_missing"


class KeyMalformed(Malformed):
    """The key is longer than 64 characters or has some that cannot be printed."""

    code = "web.idempotency_key_malformed"


class KeyReused(Malformed):
    """The key was used before, for something else."""

    code = "web.idempotency_key_reused"


class StillRunning(Refused):
    """The first request with this key has not ended yet."""

    code = "web.idempotency_still_running"


def once(act: Callable[[], Response]) -> Response:
    """Act for the caller and key of this request, or give the answer that was given before."""
    caller, key = g.caller_key, _key()
    digest = _request_hash()
    if not _claim(caller, key, digest):
        kept = db.session.scalars(
            select(GivenAnswer).filter_by(caller=caller, key=key)
        ).one_or_none()
        if kept is not None and kept.created_at > clock.now() - KEPT:
            return _again(kept, digest)
        db.session.execute(delete(GivenAnswer).filter_by(caller=caller, key=key))
        _claim(caller, key, digest)
    answer = act()
    _keep(caller, key, answer)
    return answer


def _key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise KeyMissing
    if len(key) > 64 or not all("!" <= letter <= "~" for letter in key):
        raise KeyMalformed
    return key


def _claim(caller: str, key: str, digest: str) -> bool:
    row = {"caller": caller, "key": key, "request_hash": digest, "status": 0, "content_type": ""}
    try:
        return insert_new(GivenAnswer, [row]) == 1
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == "55P03":  # lock_not_available
            raise StillRunning from error
        raise


def _keep(caller: str, key: str, answer: Response) -> None:
    db.session.flush()
    db.session.execute(
        update(GivenAnswer)
        .filter_by(caller=caller, key=key)
        .values(
            status=answer.status_code,
            content_type=answer.mimetype,
            body=answer.get_data(as_text=True),
        )
    )


def _again(kept: GivenAnswer, digest: str) -> Response:
    if kept.request_hash != digest:
        raise KeyReused
    answer = Response(kept.body, kept.status, mimetype=kept.content_type)
    answer.headers[REPLAYED] = "true"
    return answer


def _request_hash() -> str:
    """Return a digest of what was asked, whatever the order of its parts or the form's boundary."""
    parts = [request.method.encode(), request.path.encode()]
    if request.files or request.form:
        parts += [json.dump_bytes(sorted(request.form.items(multi=True)))]
        for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
            parts += [name.encode(), sha256(upload.stream.read()).digest()]
            upload.stream.seek(0)
    else:
        parts.append(_canonical(request.get_data(cache=True)))
    return sha256(b"\n".join(parts)).hexdigest()


def _canonical(raw: bytes) -> bytes:
    try:
        return json.dump_bytes(_sorted(json.load(raw)))
    except ValueError:
        return raw


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    return value
