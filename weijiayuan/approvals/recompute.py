"""Decide again from a proof and the published rulebook, and say whether the same comes out.

    python -m weijiayuan.approvals.recompute PROOF.json [RULEBOOK.json]

PROOF.json is `GET /approvals/applications/{id}/proof`, RULEBOOK.json what its `rulebook_files`
names; without it the rulebook that ships is taken. Exit code 0: equal, 1: not, 2: unreadable.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from weijiayuan.approvals import decision_views
from weijiayuan.approvals.rulebook_in_force import Decider, decider_of, shipped
from weijiayuan.approvals.rules.decision import outcome_of, rulings_of
from weijiayuan.approvals.sealing.signing_keys import SignatureWrong, canonical, octets, opened


def main(arguments: list[str]) -> int:
    """Compare a proof with its recomputation; print what differs."""
    try:
        given = json.loads(Path(arguments[0]).read_text("utf-8"))
        proof = opened(given["proof"], octets(given["keys"]["keys"][0]["x"]))
        book = _rulebook(arguments[1:])
    except (IndexError, KeyError, OSError, ValueError, SignatureWrong) as error:
        print(f"unreadable: {error!r}", file=sys.stderr)  # noqa: T201  # a command's answer
        return 2
    found = list(differences(proof, book))
    print("\n".join(found) or f"equal: {proof['application']} {proof['outcome']}")  # noqa: T201
    return 1 if found else 0


def _rulebook(arguments: list[str]) -> Decider:
    if not arguments:
        return shipped()
    return decider_of(json.loads(Path(arguments[0]).read_text("utf-8"))["files"])


def differences(proof: dict[str, Any], decider: Decider) -> list[str]:
    """Return what comes out otherwise than the proof says, rule by rule."""
    if decider.book.pack.digest != proof["rulebook"]["sha256"]:
        return [f"another rulebook: {decider.book.stamp}"]
    on = date.fromisoformat(proof["on"])
    rulings = rulings_of(decider.book, proof["policies"], proof["facts"], on=on)
    again = [decision_views.ruling_facts(each) for each in rulings]
    pairs = zip(again, proof["rulings"], strict=False)
    found = [f"{now['id']} differs" for now, was in pairs if canonical(now) != canonical(was)]
    if len(again) != len(proof["rulings"]):
        found.append("another number of rules")
    if outcome_of(rulings, proof["missing"]).value != proof["outcome"]:
        found.append("another outcome")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
