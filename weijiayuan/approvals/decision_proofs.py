"""The proof of a decision: what the rules said of it, what a person decided, which licence came."""

import json
from datetime import datetime
from typing import Any

from weijiayuan.approvals.licence_documents import verifiable_credential
from weijiayuan.approvals.licence_documents.signing_keys import seal_key
from weijiayuan.approvals.models import Application, ApplicationMove, Attempt
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.service import licence_sealing

Json = dict[str, Any]
ENDS = frozenset({"approved", "returned", "refused"})
RULEBOOK = "rulebook"


def proof_facts(application: Application) -> Json:
    """Return the proof of the newest decision, signed."""
    attempt = queries.last_attempt(application.id)
    deed = queries.decided_by_person(application)
    digest = deed.book_digest if deed else attempt.book_digest if attempt else ""
    payload = _payload(application, attempt) if attempt and attempt.decision != "{}" else {}
    return {
        "proof": seal_key().sign(payload, kind=verifiable_credential.PROOF),
        "payload": payload,
        "keys": {"keys": [seal_key().jwk]},
        "keys_at": f"{licence_sealing.issuer()}/licences/keys",
        "rulebook_files": f"/api/v1/approvals/rulebooks/{digest}" if digest else "",
    }


def _payload(application: Application, attempt: Attempt) -> Json:
    """Return what the rules said in the moment of the decision, and what became of it since.

    `outcome` is that of the rules. `decided` is who ended it: the rulebook, or a person with
    capacity and reason; None while it is open. `submitted` is what the rules had said before a
    person decided, where that was kept.
    """
    kept: Json = json.loads(attempt.decision)
    after = {"decided": _decided(application, attempt), "licence": _licence(application)}
    deed = queries.decided_by_person(application)
    if deed is None or deed.decision is None:
        return kept | after
    before = {name: kept[name] for name in ("on", "at", "rulebook", "outcome")}
    now: Json = json.loads(deed.decision)
    return now | after | {"submitted": before}


def _decided(application: Application, attempt: Attempt) -> Json | None:
    if application.decided_by == RULEBOOK:
        return {"by": RULEBOOK, "what": "approved", "at": _time(application.decided_at)}
    moves = [each for each in queries.moves(application.id) if each.attempt == attempt.number]
    ended = next((each for each in reversed(moves) if each.what in ENDS), None)
    if ended is None:
        return None
    first = next((e for e in moves if e.what.endswith("_proposed") and e.by != ended.by), None)
    return _said(ended) | {"proposed": _said(first) if first else None}


def _said(move: ApplicationMove) -> Json:
    return {
        "by": move.by,
        "capacity": move.capacity,
        "what": move.what,
        "reason": move.reason,
        "article": move.article,
        "at": _time(move.created_at),
        "attempt": move.attempt,
        "rulebook": move.book_digest,
    }


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _licence(application: Application) -> Json | None:
    """Return the number of the licence that came of it, once it is sealed."""
    licence = queries.licence_of(application.id)
    if licence is None or licence.sealed_at is None:
        return None
    shown = {"uscc": licence.uscc, "version": licence.version, "sample": licence.is_sample}
    return shown | {"pdf_sha256": licence.pdf_sha256}
