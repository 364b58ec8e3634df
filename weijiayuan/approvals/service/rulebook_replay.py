"""Former applications decided again by another text: which would come out otherwise."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from weijiayuan.approvals import decision_views
from weijiayuan.approvals.licence_documents.signing_keys import canonical
from weijiayuan.approvals.models import Replay
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.rulebook_in_force import Decider, decider_of
from weijiayuan.approvals.rules.application_decision import Case, Outcome, decide
from weijiayuan.approvals.service.rulebook_checks import Files
from weijiayuan.db import db
from weijiayuan.kernel import clock

MOST_REPLAYED = 5_000
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """An attempt as it was decided: its day, what came out, and the proof."""

    on: date
    outcome: Outcome
    proof: str


def decided_between(since: date, until: date) -> list[Decided]:
    """Return the attempts of some days, the first 5,000 of them."""
    span = (clock.at_local(since, time()), clock.at_local(until + timedelta(days=1), time()))
    found = queries.attempts_between(*span, MOST_REPLAYED)
    return [Decided(each.on, each.outcome, each.decision) for each in found]


def replayed(files: Files, attempts: Sequence[Decided]) -> dict[str, Any]:
    """Return how attempts come out by a text. Slow, without the database."""
    decider = decider_of(files)
    turned = [each for attempt in attempts if (each := _turned(attempt, decider))]
    return {
        "decided": len(attempts),
        "otherwise": len(turned),
        "moves": dict(Counter(f"{each['was']} → {each['would']}" for each in turned)),
        "applications": turned[:MOST_SHOWN],
    }


def keep(version_id: UUID, result: dict[str, Any], *, since: date, until: date, by: str) -> Replay:
    """Keep what a replay found."""
    kept = Replay(version_id=version_id, since=since, until=until, by=by, result=result)
    db.session.add(kept)
    db.session.flush()
    return kept


def _turned(attempt: Decided, decider: Decider) -> dict[str, Any] | None:
    """Return how an attempt would come out otherwise; None if it would not."""
    proof = json.loads(attempt.proof)
    if not proof.get("facts"):
        return None
    kind = proof["kind"]
    policies = decider.kinds[kind].policies
    facts = decider.as_asked(proof["facts"], attempt.on)
    would = decide(decider.cache, Case(kind, policies, facts, proof["missing"], attempt.on))
    if would.outcome is attempt.outcome:
        return None
    before = {each["id"]: canonical(each) for each in proof["rulings"]}
    changed = [
        r.rule
        for r in would.rulings
        if canonical(decision_views.ruling_facts(r)) != before.get(r.id)
    ]
    return {
        "application": proof["application"],
        "was": attempt.outcome.value,
        "would": would.outcome.value,
        "rules": sorted(set(changed)),
    }
