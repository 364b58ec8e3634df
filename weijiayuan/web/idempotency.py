"""One effect for one key: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).

The answer is kept under its key as the last thing in the transaction of the effect. A second
request with the key cannot keep its own answer, so its work is rolled back and it is given the
first one's; if the first still runs, the second waits for it, and if the first was refused or
died, nothing of it is there and the second one acts. So a first request, the usual case, costs
one insert and no look-up.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import TypeVar

from flask import Response, g, request
from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import DBAPIError, InvalidRequestError, OperationalError
from werkzeug.exceptions import HTTPException

from weijiayuan.db import db, insert_new, reading, run, transaction
from weijiayuan.kernel import clock
from weijiayuan.kernel.errors import DomainError, Incomplete, Malformed, Refused
from weijiayuan.web import json
from weijiayuan.web.idempotency_records import StoredAnswer

Seen = TypeVar("Seen")

KEPT = timedelta(hours=24)
REPLAYED = "Idempotency-Replayed"
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: waited longer than lock_timeout


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


class GivenBefore(Exception):  # not an error: it ends the second transaction
    """The key has an answer already."""


GIVEN = select(
    StoredAnswer.request_hash,
    StoredAnswer.status,
    StoredAnswer.content_type,
    StoredAnswer.body,
    StoredAnswer.created_at,
).where(StoredAnswer.caller == bindparam("caller"), StoredAnswer.key == bindparam("key"))
REFUSALS = (GivenBefore, DomainError, HTTPException, DBAPIError, InvalidRequestError)
"""What a second request may end in, though the first one was answered."""


def once(act: Callable[[], Response]) -> Response:
    """Act in a transaction of its own, or give the answer that this caller's key has already.

    `act` must find out who is calling. Raises what `act` raises, `KeyMissing`, `KeyMalformed`,
    `KeyReused`, and `StillRunning` when the first request takes longer than the database waits.
    """
    return first_answer_or(lambda: _acted(act))


def once_seen(look: Callable[[], Seen], act: Callable[[Seen], Response]) -> Response:
    """Look while reading, then do as `once` with what was seen.

    Who is refused by the look never queues with those who write. Between the two anything may
    happen, so `act` must have the database say that what it was given still holds.
    """

    def looked_and_acted() -> Response:
        seen = look()
        return _acted(lambda: act(seen))

    return first_answer_or(looked_and_acted)


def once_known_or_seen(look: Callable[[], Seen], act: Callable[[Seen], Response]) -> Response:
    """Do as `once_seen`, but ask for the key's answer before a look that takes seconds.

    Raises `KeyReused` before the look too.
    """

    def known_or_acted() -> Response:
        with reading():
            known = _given_before()
        if known is not None:
            return known
        seen = look()
        return _acted(lambda: act(seen))

    return first_answer_or(known_or_acted)


def first_answer_or(attempt: Callable[[], Response]) -> Response:
    """Return the answer of the attempt; if it is refused, the first one's if the key has one.

    Whoever asks again because no answer came is not told that it is done already.
    """
    try:
        return attempt()
    except (KeyMissing, KeyMalformed, StillRunning):
        raise
    except REFUSALS as refusal:
        before = _given_before_in_spite_of(refusal)
        if before is not None:
            return before
        if isinstance(refusal, GivenBefore):  # it was swept away while we looked
            raise StillRunning from refusal
        raise


def _given_before_in_spite_of(refusal: Exception) -> Response | None:
    """Look whether the key has an answer; raise the refusal if the database cannot say.

    What refused may be the database itself. Asking it again must not tell another story.
    """
    db.session.rollback()
    try:
        with reading():
            return _given_before()
    except (DBAPIError, InvalidRequestError):
        raise refusal from None


def _acted(act: Callable[[], Response]) -> Response:
    with transaction():
        answer = act()
        _keep(answer)
    return answer


def _keep(answer: Response) -> None:
    """Write the answer down under its key. Raises `GivenBefore` when the key has one."""
    row = {
        "caller": g.caller_key,
        "key": require_key(),
        "request_hash": _request_hash(),
        "status": answer.status_code,
        "content_type": answer.mimetype,
        "body": _without_secrets(answer),
    }
    db.session.flush()
    try:
        if insert_new(StoredAnswer, [row]) or _replaced_stale(row):
            return
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise StillRunning from error
        raise
    raise GivenBefore


def shown_once(*fields: str) -> None:
    """Let the answer to this request be kept without these fields: a repeat finds them empty."""
    g.shown_once = fields


def _without_secrets(answer: Response) -> str:
    if "shown_once" not in g:
        return answer.get_data(as_text=True)
    body = json.load(answer.get_data())
    return json.dump_bytes({**body, **dict.fromkeys(g.shown_once)}).decode()


def _replaced_stale(row: dict[str, object]) -> bool:
    """Put the answer in place of one that was kept long enough."""
    db.session.execute(
        delete(StoredAnswer)
        .filter_by(caller=row["caller"], key=row["key"])
        .where(StoredAnswer.created_at <= clock.now() - KEPT)
    )
    return insert_new(StoredAnswer, [row]) == 1


def _given_before() -> Response | None:
    """Return the answer that the key has, if any. Raises `KeyReused`."""
    if "caller_key" not in g:
        return None
    names = {"caller": g.caller_key, "key": require_key()}
    kept = run(GIVEN, names).one_or_none()
    if kept is None or kept.created_at <= clock.now() - KEPT:
        return None
    if kept.request_hash != _request_hash():
        raise KeyReused
    answer = Response(kept.body, kept.status, mimetype=kept.content_type)
    answer.headers[REPLAYED] = "true"
    return answer


def require_key() -> str:
    """Return the key of this request. Raises `KeyMissing` or `KeyMalformed`."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise KeyMissing
    if len(key) > 64 or not all("!" <= letter <= "~" for letter in key):
        raise KeyMalformed
    return key


def _request_hash() -> str:
    """Return a digest of what was asked, whatever the order of its parts or the form's boundary."""
    parts = [request.method.encode(), request.path.encode()]
    if request.files or request.form:
        parts += [json.dump_bytes(sorted(request.form.items(multi=True)))]
        for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
            upload.stream.seek(0)
            parts += [name.encode(), sha256(upload.stream.read()).digest()]
    else:
        parts.append(_canonical(request.get_data(cache=True)))
    return sha256(b"\n".join(parts)).hexdigest()


def _canonical(raw: bytes) -> bytes:
    try:
        return json.dump_sorted(json.load(raw))
    except ValueError:
        return raw
