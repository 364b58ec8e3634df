"""Counting against the law's own vectors, and against a counter that tries every way out."""

import random
from fractions import Fraction
from itertools import product

import pytest

from weijiayuan.commons.rules import decision_rules, vote_counting
from weijiayuan.commons.rules.decision_rules import BadRule, Measure
from weijiayuan.commons.rules.owner_counting import Part, owners_of
from weijiayuan.commons.rules.vote_counting import Choice, State, Votes, Weight, total

ORDINARY = decision_rules.shipped()["owners_ordinary"]
GRAVE = decision_rules.shipped()["owners_grave"]
FLAT = 100_00
ESTATE = [
    *(Part(f"1-{n}", FLAT) for n in range(80)),
    *(Part(f"2-{n}", FLAT, buyer="investor") for n in range(10)),
    *(Part(f"3-{n}", FLAT, is_unsold=True) for n in range(10)),
]


def estate_votes(singles, *, investor, yes_singles, yes_investor):
    """Votes of so many single owners and perhaps the investor."""
    singles_yes = Weight(yes_singles, yes_singles * FLAT)
    whale = Weight(1, 10 * FLAT)
    yes = total([singles_yes, *([whale] if yes_investor else [])])
    all_voted = total([Weight(singles, singles * FLAT), *([whale] if investor else [])])
    everybody = total(each.weight for each in owners_of(ESTATE))
    return Votes(everybody=everybody, yes=yes, no=all_voted - yes)


def test_an_investor_and_a_developer_are_one_owner_each():
    found = owners_of(ESTATE)
    assert (len(found), sum(each.area for each in found)) == (82, 10_000_00)
    assert [len(each.units) for each in found[-2:]] == [10, 10]


@pytest.mark.parametrize(
    ("rule", "singles", "yes", "outcome"),
    [
        (ORDINARY, 55, (55, True), (False, False)),
        (ORDINARY, 56, (56, True), (False, False)),
        (ORDINARY, 57, (29, True), (True, True)),
        (ORDINARY, 57, (29, False), (True, False)),
        (GRAVE, 57, (43, True), (True, True)),
        (GRAVE, 57, (44, False), (True, False)),
        (GRAVE, 57, (42, True), (True, False)),
    ],
)
def test_the_vectors_of_the_civil_code(rule, singles, yes, outcome):
    votes = estate_votes(singles, investor=True, yes_singles=yes[0], yes_investor=yes[1])
    result = vote_counting.count(rule, votes)
    assert (result.is_valid, result.passes) == outcome


@pytest.mark.parametrize(
    ("rule", "there", "meets"),
    [
        ("delegates_meeting", 40, True),
        ("delegates_meeting", 39, False),
        ("election_by_delegates", 40, False),
        ("election_by_delegates", 41, True),
        ("residents_meeting", 30, False),
        ("residents_meeting", 31, True),
    ],
)
def test_forty_of_sixty_may_meet_and_may_not_elect(rule, there, meets):
    votes = Votes(everybody=Weight(60), present=Weight(there), yes=Weight(there))
    assert vote_counting.count(decision_rules.shipped()[rule], votes).is_valid is meets


def test_a_question_passes_by_more_than_half_of_those_present():
    rule = decision_rules.shipped()["delegates_meeting"]
    for yes, passes in ((20, False), (21, True)):
        votes = Votes(everybody=Weight(60), present=Weight(40), yes=Weight(yes), no=Weight(3))
        assert vote_counting.count(rule, votes).passes is passes


def test_one_hundredth_of_a_square_metre_decides():
    everybody = Weight(3, 300_00)
    for area, valid in ((199_99, False), (200_00, True)):
        votes = Votes(everybody=everybody, yes=Weight(2, area))
        assert vote_counting.count(ORDINARY, votes).is_valid is valid


def brute(rule, people, choices, present):
    """Count one finished vote the slow way: lists of people, fractions, no sums kept."""

    def weigh(group, measure):
        return sum((Fraction(a, 100) if measure is Measure.AREA else 1 for a in group), Fraction(0))

    groups = {
        "all": people,
        "participating": [a for a, choice in zip(people, choices, strict=True) if choice],
        "yes": [a for a, choice in zip(people, choices, strict=True) if choice == "yes"],
    }
    groups["present"] = groups["participating"] if present is None else present
    verdicts = []
    for part in (rule.meet, rule.passes):
        fine = True
        for each in part:
            of = weigh(groups[each.of.value], each.measure)
            share = weigh(groups[each.count.value], each.measure) / of if of else Fraction(-1)
            fine &= share > each.fraction if each.is_strict else share >= each.fraction
        verdicts.append(fine)
    return verdicts[0], all(verdicts)


def votes_of(people, choices, present):
    sums = {
        each.value: total(
            Weight(1, a) for a, said in zip(people, choices, strict=True) if said == each.value
        )
        for each in Choice
    }
    there = None if present is None else total(Weight(1, a) for a in present)
    return Votes(everybody=total(Weight(1, a) for a in people), present=there, **sums)


def test_two_hundred_estates_count_as_by_hand():
    draw, differences = random.Random(278), 0
    for _ in range(200):
        people = [draw.randint(1, 300_00) for _ in range(draw.randint(1, 300))]
        weights = [draw.random() for _ in range(3)]
        choices = draw.choices([None, "yes", "no", "abstain"], [0.4, *weights], k=len(people))
        present = [
            a for a, said in zip(people, choices, strict=True) if said or draw.random() < 0.3
        ]
        for rule in decision_rules.shipped().values():
            here = present if rule.counts_present else None
            result = vote_counting.count(rule, votes_of(people, choices, here))
            differences += (result.is_valid, result.passes) != brute(rule, people, choices, here)
    assert differences == 0


def outcomes(rule, people, choices):
    """Every way in which those who are silent so far may still vote, or not."""
    silent = [n for n, said in enumerate(choices) if said is None]
    for rest in product([None, "yes", "no"], repeat=len(silent)):
        done = list(choices)
        for n, said in zip(silent, rest, strict=True):
            done[n] = said
        yield brute(rule, people, done, None)[1]


@pytest.mark.parametrize("rule", [ORDINARY, GRAVE, decision_rules.shipped()["residents_meeting"]])
def test_what_is_certain_while_votes_are_open_is_certain_in_every_way_out(rule):
    draw, seen = random.Random(rule.id), set()
    for _ in range(60):
        people = [draw.choice([50_00, 90_00, 133_33, 400_00]) for _ in range(draw.randint(1, 9))]
        choices = draw.choices([None, "yes", "no", "abstain"], [3, 4, 2, 1], k=len(people))
        ways = set(outcomes(rule, people, choices))
        result = vote_counting.count_open(rule, votes_of(people, choices, None))
        certain = {
            frozenset({True}): State.CERTAIN,
            frozenset({False}): State.IMPOSSIBLE,
            frozenset({True, False}): State.UNDECIDED,
        }[frozenset(ways)]
        assert result.state is certain, (people, choices)
        seen.add(certain)
    assert seen == {State.CERTAIN, State.IMPOSSIBLE, State.UNDECIDED}


def test_what_is_still_needed_is_enough_and_less_is_not():
    draw = random.Random(3)
    for _ in range(300):
        people = [draw.randint(30_00, 200_00) for _ in range(draw.randint(4, 40))]
        choices = draw.choices([None, "yes", "no"], [3, 3, 2], k=len(people))
        votes = votes_of(people, choices, None)
        result = vote_counting.count_open(ORDINARY, votes)
        if result.needs is None:
            continue
        asked = {Measure.HEADS: result.needs.heads, Measure.AREA: result.needs.area}
        assert missing(votes, Weight(*asked.values())) == set()
        fewer = Weight(*(max(each - 1, 0) for each in asked.values()))
        assert missing(votes, fewer) == {each for each, needed in asked.items() if needed}


def missing(votes, more):
    """The measures that fall short although so much more says yes."""
    fuller = Votes(everybody=votes.everybody, yes=votes.yes + more, no=votes.no)
    found = vote_counting.findings(ORDINARY, fuller)
    return {each.threshold.measure for each in found if not each.holds}


@pytest.mark.parametrize(
    "broken",
    [
        {"at_least": "2/0"},
        {"at_least": "3/2"},
        {"at_least": "1/2", "more_than": "1/2"},
        {"at_least": "1/2", "count": "yes"},
        {},
    ],
)
def test_a_rule_that_says_nothing_is_refused(broken):
    meet = [{"count": "participating", "of": "all", "measure": "heads"} | broken]
    agreed = [{"count": "yes", "of": "all", "measure": "heads", "at_least": "1"}]
    with pytest.raises(BadRule):
        decision_rules.rule(
            {"id": "x", "name": "x", "basis": "owners", "meet": meet, "pass": agreed}
        )
