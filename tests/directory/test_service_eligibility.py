"""For whom a service is: worked cases, small changes, and that not knowing never turns into a no."""

from datetime import date

from weijiayuan.directory.rules.service_eligibility import rulebook
from weijiayuan.rules_engine.author.mutation_testing import mutants
from weijiayuan.rules_engine.author.property_checks import agreement, soundness

TODAY = date(2026, 11, 29)


def test_its_worked_cases_and_its_lint_are_in_order():
    trial = rulebook().trial(TODAY)

    assert [str(each) for each in (*trial.wrong, *trial.lint)] == []


def test_every_small_change_of_a_rule_is_noticed_by_one_of_its_cases():
    worked = [result.case for result in rulebook().trial(TODAY).results]

    assert [str(each) for each in mutants(rulebook().pack, worked) if not each.is_noticed] == []


def test_forgetting_an_answer_never_turns_may_be_into_a_no():
    for findings in soundness(rulebook().engine, (TODAY,), 400, 19):
        assert findings.violations == []
        assert findings.checks > 0


def test_one_person_and_a_population_are_judged_alike():
    for findings in agreement(rulebook().engine, (TODAY,), 400, 19):
        assert findings.violations == []
        assert findings.checks > 0
