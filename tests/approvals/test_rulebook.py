"""The rulebook: no wrong case, no lint, no overlap, no gap; boundaries, and what is left out."""

import random
from datetime import date
from itertools import combinations, product

import pytest

from tests.approvals.applications import application, cases, id_number
from tests.districts import GUANGMING
from weijiayuan.approvals.rulebook_in_force import FOLDER, ground_of, shipped
from weijiayuan.approvals.rules.application_decision import Outcome, outcome_of, rule_of, rulings_of
from weijiayuan.approvals.rules.application_facts import Lookups
from weijiayuan.places.district_files import outline
from weijiayuan.rules_engine.author.mutation_testing import mutants
from weijiayuan.rules_engine.pack import syntax
from weijiayuan.rules_engine.pack.model import Kind
from weijiayuan.rules_engine.rulebook import Rulebook

TODAY = date(2026, 11, 28)
BOOK = Rulebook.load(FOLDER)
GROUND = ground_of(GUANGMING)
GATES = {"has_name"}


def decided(case):
    on = case["on"] if isinstance(case["on"], date) else date.fromisoformat(case["on"])
    given = Lookups(**case["lookups"])
    return shipped().decide(case["kind"], case["answers"], given, by=GROUND, on=on)[0]


def outcome(kind="individual", on=TODAY, look=None, **given):
    case = {"case": "", "kind": kind, "day": on, "set": given, "look": look or {}}
    return decided(application(case)).outcome


def test_its_worked_cases_its_lint_and_its_days_of_review_are_in_order():
    trial = BOOK.trial(TODAY)

    assert [str(each) for each in (*trial.wrong, *trial.lint)] == []


def test_a_day_of_review_that_is_past_fails():
    stale = BOOK.trial(date(2029, 1, 1)).lint

    assert any("复核日" in str(each) for each in stale)


def test_every_small_change_of_a_rule_is_noticed_by_one_of_its_cases():
    worked = [result.case for result in BOOK.trial(TODAY).results]

    assert [str(each) for each in mutants(BOOK.pack, worked) if not each.is_noticed] == []


def test_every_rule_has_an_article_and_what_fails_has_a_remedy():
    for policy in BOOK.pack.policies.values():
        for test in policy.when.conditions():
            assert test.article, test.id
            assert test.source, test.id
    for case in cases("correct"):
        assert all(fault.remedy for fault in decided(case).faults)


def conditions():
    return [test for policy in BOOK.pack.policies.values() for test in policy.when.conditions()]


def named(test):
    return syntax.names_in(test.expression) & BOOK.pack.questions.keys()


def overlapping():
    """Pairs of rows of one rule that weigh the same question: the table that could overlap."""
    for one, other in combinations(conditions(), 2):
        shared = named(one) & named(other) - GATES
        if shared and rule_of(one.id) == rule_of(other.id):
            yield one, other


@pytest.mark.parametrize("pair", list(overlapping()), ids=lambda pair: f"{pair[0].id}/{pair[1].id}")
def test_two_rows_of_a_rule_are_disjoint_or_lead_to_the_same(pair):
    one, other = pair
    for facts in product(*[values(name) for name in sorted(named(one) | named(other))]):
        known = dict(zip(sorted(named(one) | named(other)), facts, strict=True))
        said = {r.id: r for r in rulings_of(BOOK, list(BOOK.pack.policies), known, on=TODAY)}
        both = said[one.id], said[other.id]
        if all(each.verdict is False for each in both):
            assert both[0].outcome is both[1].outcome, known


def values(name):
    """Values of a question on every side of every figure that is compared with it."""
    question = BOOK.pack.questions[name]
    if question.kind is Kind.YES_NO:
        return [True, False]
    if question.kind is Kind.CHOICE:
        return [choice.id for choice in question.choices]
    if question.kind is Kind.DATE:
        return ["1990-05-01", "2008-11-28", "2008-11-29", "2010-11-28", "2010-11-29", "2020-01-01"]
    figures = [p.on(TODAY).figure for p in BOOK.pack.parameters.values()]
    near = {f + d for f in (*figures, 0) for d in (-1, 0, 1)}
    return sorted(f for f in near if question.low <= f <= question.high)


def test_there_is_no_gap_whatever_is_true_false_or_unknown_has_one_outcome():
    drawn = random.Random(17)
    for _ in range(400):
        facts = {n: drawn.choice(values(n)) for n in BOOK.pack.questions if drawn.random() < 0.8}
        rulings = rulings_of(BOOK, list(BOOK.pack.policies), facts, on=TODAY)
        found = outcome_of(rulings, ())
        is_auto = all(each.verdict is True for each in rulings)
        assert (found is Outcome.AUTO) == is_auto


@pytest.mark.parametrize(
    ("due", "expected"),
    [("2031-11-27", "auto"), ("2031-11-28", "auto"), ("2031-11-29", "correct")],
)
def test_contributions_end_five_years_after_the_founding(due, expected):
    given = {"shareholders.0.due_on": due, "shareholders.1.due_on": due}
    assert outcome("company", **given).value == expected


@pytest.mark.parametrize(
    ("issued", "fault"), [("2026-08-30", False), ("2026-08-29", True), ("2026-11-28", False)]
)
def test_a_paper_without_a_term_is_good_for_ninety_days(issued, fault):
    paper = {"scope": "P5201", "number": "1", "issued_on": issued, "valid_until": None}
    given = {"scopes": ["P5201"], "pre_papers": [paper], "name": "深圳市光明区喜庆百货商店"}
    said = decided(application({"case": "", "kind": "individual", "set": given}))
    assert ("S4" in {each.rule for each in said.faults}) is fault


@pytest.mark.parametrize(("metres", "expected"), [(-1, "auto"), (1, "correct")])
def test_the_border_of_the_district_is_sharp_to_a_metre(metres, expected):
    ring = outline(GUANGMING).exterior.coords
    east = max(ring, key=lambda corner: corner[0])
    degrees = metres / 102_700
    place = {"lng": east[0] + degrees, "lat": east[1], "datum": "gcj02"}
    assert outcome(place=place, address="深圳市光明区光明大街18号").value == expected


def test_whatever_is_left_out_never_turns_into_an_approval():
    drawn, whole = random.Random(5), [*cases("auto"), *cases("correct"), *cases("human")]
    for _ in range(500):
        case = drawn.choice(whole)
        kept = {k: v for k, v in case["answers"].items() if drawn.random() < 0.7}
        less = {k: v for k, v in case["lookups"].items() if drawn.random() < 0.7}
        if decided(case | {"answers": kept, "lookups": less}).outcome is Outcome.AUTO:
            assert decided(case).outcome is Outcome.AUTO, (case["case"], kept)


def test_numbers_of_real_people_from_anywhere_are_read():
    for number in (id_number("1985-03-12"), "810000199408230021", "830000199201300022"):
        said = decided(
            application({"case": "", "kind": "individual", "set": {"id_number": number}})
        )
        assert "P5" not in {each.rule for each in said.faults}, number
