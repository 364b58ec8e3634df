"""A rulebook that is not about benefits, with outcomes of its own, answers by the same engine."""

from datetime import date
from pathlib import Path

import pytest

from weijiayuan.rules_engine.author.mutation_testing import mutants
from weijiayuan.rules_engine.author.property_checks import agreement, soundness
from weijiayuan.rules_engine.pack.loader import read_files
from weijiayuan.rules_engine.rulebook import AnswersInvalid, PackInvalid, Rulebook

FOLDER = Path(__file__).parent / "stall_permit"
TODAY = date(2026, 11, 23)
FINE = {"area": 6, "food": False, "punished": False}


@pytest.fixture(scope="module")
def book():
    return Rulebook.load(FOLDER)


def permit(book, on=TODAY, **answers):
    return book.evaluate(answers, on=on)["permit"]


def test_a_yes_a_no_and_an_unknown_are_called_as_the_rulebook_calls_them(book):
    assert permit(book, **FINE).outcome == "granted"
    assert permit(book, **FINE | {"area": 10}).outcome == "amend"
    assert permit(book, area=6).outcome == "officer"


def test_a_condition_that_fails_may_lead_to_another_outcome_than_the_usual_no(book):
    punished = FINE | {"punished": True, "blocked_until": "2026-10-01"}

    assert permit(book, **punished).outcome == "refused"
    assert permit(book, **punished | {"area": 10}).outcome == "refused"


def test_a_decision_says_why_by_which_article_and_what_would_change_it(book):
    said = permit(book, **FINE | {"area": 10})

    assert [(one["text"], one["source"]["article"]) for one in said.because] == [
        ("面积超过 9 平方米", "第三条")
    ]
    assert said.nearest[0]["text"] == "只差一项：面积超过 9 平方米（相差1平方米），可以改小摊位"


def test_figures_are_those_of_the_day(book):
    assert permit(book, date(2026, 6, 30), **FINE | {"area": 7}).outcome == "amend"
    assert permit(book, date(2026, 7, 1), **FINE | {"area": 7}).outcome == "granted"
    before = permit(book, date(2024, 12, 31), **FINE)
    assert (before.outcome, before.because[0]["text"]) == ("amend", "办法 2025 年起施行")


def test_it_asks_what_still_matters_and_nothing_else(book):
    asked, answers = [], {}
    while (question := book.evaluate(answers, on=TODAY).next_question) is not None:
        asked.append(question["id"])
        answers[question["id"]] = {"area": 6, "food": False, "punished": False}[question["id"]]

    assert sorted(asked) == ["area", "food", "punished"]


def test_answers_that_cannot_be_meant_are_named(book):
    with pytest.raises(AnswersInvalid) as refused:
        book.evaluate({"area": -1, "colour": "red"}, on=TODAY)

    assert refused.value.fields.keys() == {"household.area", "applicant.colour"}


def test_its_cases_its_lint_and_its_mutations_are_those_of_any_rulebook(book):
    trial = book.trial(TODAY)

    assert [str(each) for each in (*trial.wrong, *trial.lint)] == []
    cases = [result.case for result in trial.results]
    assert [str(each) for each in mutants(book.pack, cases) if not each.is_noticed] == []


def test_forgotten_answers_make_it_wider_and_never_wrong(book):
    for findings in (
        *soundness(book.engine, (TODAY,), 2_000, 1),
        *agreement(book.engine, (TODAY,), 500, 1),
    ):
        assert findings.violations == []


def test_an_outcome_that_the_rulebook_does_not_name_is_a_mistake(book):
    file = "policies/permit.yaml"
    text = book.pack.files[file].replace("leads_to: refused", "leads_to: exiled")

    with pytest.raises(PackInvalid, match=r"policies/permit\.yaml:27: leads_to:没有结论“exiled”"):
        read_files(book.pack.files | {file: text})
