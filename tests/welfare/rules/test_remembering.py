"""A decision that was worded before must read as if it were worded afresh, and betray nobody."""

from tests.welfare.rules.conftest import TODAY
from weijiayuan.welfare.rules.adviser import Adviser
from weijiayuan.welfare.rules.proving import Households


def afresh(wording, assessment):
    return {
        plan.name: wording.decision(assessment, plan.outcomes(assessment.trace))
        for plan in wording.plans
    }


def test_what_is_kept_reads_like_what_is_new(pack):
    desk, drawn = Adviser(pack).desk(TODAY), Households(pack, 21)
    kept = 0
    for share in (0.0, 0.3, 0.8, 0.95) * 20:
        given = drawn.forgetful(drawn.complete(TODAY), share)
        assessment = desk.rules.assess(given, TODAY)
        said = desk.wording.decisions(assessment)
        new = afresh(desk.wording, assessment)
        for decided in said:
            decision = dict(decided.decision)
            name = decision["policy"]["id"]
            assert decision | {"conflicts": []} == new[name]
        kept = len(desk.wording._kept)
    assert kept > 100


def test_no_sum_of_money_that_was_answered_is_kept(pack):
    desk, drawn = Adviser(pack).desk(TODAY), Households(pack, 22)
    secret = 7_654_321
    for _ in range(40):
        given = drawn.complete(TODAY)
        given.answers["assets"] = secret
        for person in given.people:
            person["income"] = person["tuition"] = secret
        desk.wording.decisions(desk.rules.assess(given, TODAY))

    assert desk.wording._kept
    kept = str([(key, value.decision) for key, value in desk.wording._kept.items()])
    assert "7654321" not in kept
    assert "76543.21" not in kept
