"""Decide again from a proof and the published rulebook, and say whether the same comes out.

    python -m weijiayuan.approvals.decision_recomputation PROOF.json [RULEBOOK.json] [KEYS.json]

PROOF.json is `GET /approvals/applications/{id}/proof`, RULEBOOK.json what its `rulebook_files`
names (without it the rulebook that ships), KEYS.json `GET /licences/keys`. Without KEYS.json the
keys are fetched where the proof says that they are published; the answer names that place, and
the keys that lie in the proof itself prove nothing. Exit code 0: equal, 1: not, 2: unreadable.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import requests

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
        given, *others = [json.loads(Path(each).read_text("utf-8")) for each in arguments]
        book = next((decider_of(each["files"]) for each in others if "files" in each), shipped())
        keys, place = _keys(given, [each for each in others if "keys" in each])
        found = list(differences(given, book, keys))
        said = given["payload"]
    except (KeyError, TypeError, AttributeError, OSError, ValueError) as error:
        print(f"not equal: unreadable: {error!r}", file=sys.stderr)  # noqa: T201  # a command's answer
        return 2
    equal = f"equal: {said.get('application')} {said.get('outcome')}, {_ended(said)}keys of {place}"
    print("\n".join(found) or equal)  # noqa: T201
    return 1 if found else 0


def _ended(proof: Json) -> str:
    """Say who decided in the end, where that was a person; older proofs do not tell."""
    ended = proof.get("decided") or {}
    if "capacity" not in ended:
        return ""
    return f"{ended['what']} by a {ended['capacity']} ({ended['reason']}), "


def _keys(given: Json, files: list[Json]) -> tuple[list[dict[str, str]], str]:
    """Return the published keys and whence they come: never the ones in the proof."""
    if files:
        return files[0]["keys"], "the file given"
    answer = requests.get(given["keys_at"], timeout=10)
    answer.raise_for_status()
    return answer.json()["keys"], given["keys_at"]


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
