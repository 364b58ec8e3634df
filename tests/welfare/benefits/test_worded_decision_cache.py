"""A decision that was worded before must read as if it were worded afresh, and betray nobody."""

import orjson

from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.author.property_checks import RandomHouseholds
from weijiayuan.welfare.benefits.adviser import Adviser
from weijiayuan.welfare.benefits.eligibility_results import Decider


def afresh(desk, assessment, worded):
    plans = desk.decider.plans
    if desk.wording.outsiders(assessment):
        of = desk.decider._of_outsiders
        return {plan.name: of(plan, assessment, worded).decision for plan in plans}
    return {plan.name: worded(assessment, plan.outcomes(assessment.trace)) for plan in plans}


def test_what_is_kept_reads_like_what_is_new(pack):
    desk, drawn = Adviser(pack).desk(TODAY), RandomHouseholds(pack, 21)
    for share in (0.0, 0.3, 0.8, 0.95) * 10:
        given = drawn.forgetful(drawn.complete(TODAY), share)
        assessment = desk.rules.assess(given, TODAY)
        wholes = afresh(desk, assessment, desk.wording.decision)
        verdicts = afresh(desk, assessment, desk.wording.verdict)
        for said in desk.decider.decisions(assessment):
            assert said.decision | {"conflicts": []} == wholes[said.decision["policy"]["id"]]
            assert orjson.loads(said.text) == said.decision
        for said in desk.decider.verdicts(assessment):
            assert said.decision == verdicts[said.decision["policy"]["id"]]

    assert sum(len(plan.whole.kept) for plan in desk.decider.plans) > 100


def test_conflicts_that_were_worded_before_read_like_new_ones(pack):
    kept, drawn = Adviser(pack).desk(TODAY), RandomHouseholds(pack, 23)
    conflicts = 0
    for _ in range(30):
        given = drawn.forgetful(drawn.complete(TODAY), 0.4)
        assessment = kept.rules.assess(given, TODAY)
        first = [said.decision for said in kept.decider.decisions(assessment)]
        again = [said.decision for said in kept.decider.decisions(assessment)]
        new = [said.decision for said in Decider(kept.wording).decisions(assessment)]
        assert first == again == new
        conflicts += sum(len(decision["conflicts"]) for decision in new)

    assert conflicts > 10


def test_no_sum_of_money_that_was_answered_is_kept(pack):
    desk, drawn = Adviser(pack).desk(TODAY), RandomHouseholds(pack, 22)
    secret = 7_654_321
    for _ in range(40):
        given = drawn.complete(TODAY)
        given.answers["assets"] = secret
        for person in given.people:
            person["income"] = person["tuition"] = secret
        assessment = desk.rules.assess(given, TODAY)
        desk.decider.decisions(assessment)
        desk.decider.verdicts(assessment)

    everything = [*_kept(desk.decider)]
    assert everything
    assert "7654321" not in str(everything)
    assert "76543.21" not in str(everything)


def _kept(decider):
    for plan in decider.plans:
        for glance in (plan.whole, plan.verdict):
            yield from ((key, said.decision) for key, said in glance.kept.items())
    for marked in decider._marked:
        yield from ([each.decision for each in said] for said in marked.values())
