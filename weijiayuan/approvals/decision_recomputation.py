"""Decide again from a proof and the published rulebook, and say whether the same comes out.

    python -m weijiayuan.approvals.decision_recomputation PROOF.json KEYS.json [RULEBOOK.json]

PROOF.json is `GET /approvals/applications/{id}/proof`, KEYS.json `GET /licences/keys`, fetched from
the authority that is to be believed. RULEBOOK.json is what the proof's `rulebook_files` names
(without it the rulebook that ships). Nothing in a proof is believed: neither the keys that lie in
it nor the address at which it says that there are keys. Exit code 0: equal, 1: not, 2: unreadable.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from weijiayuan.approvals import decision_views
from weijiayuan.approvals.licence_documents.signing_keys import SignatureWrong, canonical, opened_by
from weijiayuan.approvals.licence_documents.verifiable_credential import PROOF
from weijiayuan.approvals.rulebook_in_force import Decider, decider_of, shipped
from weijiayuan.approvals.rules.application_decision import Case, decide

Json = dict[str, Any]
FIRST_EDITION = 1
"""The floor under proofs that do not say which one it was."""


def main(arguments: list[str]) -> int:
    """Compare a proof with its recomputation; print what differs."""
    try:
        given, keys, book = _read(arguments)
        found = list(differences(given, book, keys))
        answer = "\n".join(found) or _equal(given["payload"])
    except Exception as error:  # noqa: BLE001  # a forger hands in what breaks anywhere
        print(f"not equal: unreadable: {error!r}", file=sys.stderr)  # noqa: T201  # a command's answer
        return 2
    print(answer)  # noqa: T201
    return 1 if found else 0


def _read(arguments: list[str]) -> tuple[Json, list[dict[str, str]], Decider]:
    """Return the proof, the keys and the rulebook: of the files behind the first each says which.

    Raises `ValueError` without a file of keys, and for a file that is neither.
    """
    given, *others = [json.loads(Path(each).read_text("utf-8")) for each in arguments]
    keys, books = _holding("keys", others), _holding("files", others)
    if len(others) != len(keys) + len(books) or len(books) > 1:
        raise ValueError("a file is neither KEYS nor a RULEBOOK")
    if len(keys) != 1:
        raise ValueError("KEYS is needed, as the authority publishes it at /licences/keys")
    return given, keys[0]["keys"], decider_of(books[0]["files"]) if books else shipped()


def _holding(what: str, files: list[Any]) -> list[Json]:
    return [each for each in files if isinstance(each, dict) and what in each]


def _equal(said: Json) -> str:
    return f"equal: {said['application']} {said['outcome']}, {_ended(said)}by the keys given"


def _ended(proof: Json) -> str:
    """Say who decided in the end, where that was a person; older proofs do not tell."""
    ended = proof.get("decided") or {}
    if "capacity" not in ended:
        return ""
    return f"{ended['what']} by a {ended['capacity']} ({ended['reason']}), "


def differences(given: Json, decider: Decider, keys: list[dict[str, str]]) -> Iterator[str]:
    """Yield what is otherwise than the proof says: signature, rulebook, rules, outcome."""
    try:
        proof, _ = opened_by(given["proof"], keys, kind=PROOF)
    except SignatureWrong as wrong:
        yield f"not signed with a published key: {wrong}"
        return
    if canonical(proof) != canonical(given.get("payload")):
        yield "what is shown is not what was signed"
        return
    if decider.book.pack.digest != proof["rulebook"]["sha256"]:
        yield f"another rulebook: {decider.book.stamp}"
        return
    policies = decider.kinds[proof["kind"]].policies
    on = date.fromisoformat(proof["on"])
    edition = proof.get("floor", FIRST_EDITION)
    case = Case(proof["kind"], policies, proof["facts"], proof["missing"], on, edition)
    again = decide(decider.cache, case)
    now = {each.id: canonical(decision_views.ruling_facts(each)) for each in again.rulings}
    was = {each["id"]: canonical(each) for each in proof["rulings"]}
    yield from (f"{name} differs" for name in now | was if now.get(name) != was.get(name))
    if again.outcome.value != proof["outcome"]:
        yield f"another outcome: {again.outcome.value}"
    if (proof.get("decided") or {}).get("by") == "rulebook" and proof["outcome"] != "auto":
        yield "said to be decided by the rulebook, which left it to a person"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
