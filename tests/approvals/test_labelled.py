"""550 applications decided by hand: before the rules were written, and as people write them."""

from datetime import date

import pytest

from tests.approvals.applications import cases
from tests.districts import GUANGMING
from weijiayuan.approvals.rulebook_in_force import ground_of, shipped
from weijiayuan.approvals.rules.application_decision import Outcome, RulingCache
from weijiayuan.approvals.rules.application_facts import Lookups

GROUND = ground_of(GUANGMING)
LABELLED = [
    (outcome, case)
    for folder in ("", "street/", "shopfronts/")
    for outcome in Outcome
    for case in cases(f"{folder}{outcome.value}")
]


@pytest.mark.parametrize(("expected", "case"), LABELLED, ids=[c["case"] for _, c in LABELLED])
def test_every_labelled_application_comes_out_as_worked_by_hand(expected, case, monkeypatch):
    monkeypatch.setattr(RulingCache, "overdue", lambda *_: ())  # some are of years to come
    on = case["on"] if isinstance(case["on"], date) else date.fromisoformat(case["on"])
    decision, _ = shipped().decide(
        case["kind"], case["answers"], Lookups(**case["lookups"]), by=GROUND, on=on
    )

    said = {each.rule for each in decision.rulings if each.outcome is expected}
    faults = {each.rule for each in decision.faults}
    assert (decision.outcome, decision.missing) == (expected, ())
    if expected is Outcome.CORRECT:
        assert faults == set(case["faults"])
    if expected is Outcome.HUMAN:
        assert set(case["rules"]) <= said
