"""The pack that ships: every case that policy staff wrote, and everything a lint can see."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.districts import GUANGMING
from tests.rules_engine.conftest import TODAY
from weijiayuan.rules_engine.author.condition_coverage import coverage
from weijiayuan.rules_engine.author.lint import faults, lint
from weijiayuan.rules_engine.author.mutation_testing import mutants
from weijiayuan.rules_engine.author.worked_cases import read_cases, run
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.double_entry import differences
from weijiayuan.welfare.benefits.benefit_pack_loader import read_files
from weijiayuan.welfare.benefits.benefit_schema import benefit
from weijiayuan.welfare.benefits.policy_views import state


@pytest.fixture(scope="module")
def results(engine):
    return [run(engine, case) for case in read_cases(engine.pack, GUANGMING.pack_folder / "cases")]


def test_every_worked_case_comes_out_as_its_author_says(results):
    assert len(results) > 500
    assert [str(result) for result in results if not result.is_right] == []


def test_every_condition_was_seen_true_false_and_unknown(engine, results):
    assert [(one.policy, one.test) for one in coverage(engine, results) if one.missing] == []


def test_every_small_change_of_a_rule_is_noticed_by_its_cases(pack, results):
    tried = list(mutants(pack, (result.case for result in results)))

    assert len(tried) > 300
    assert [str(change) for change in tried if not change.is_noticed] == []


def test_a_change_that_no_case_looks_at_is_told(pack, results):
    few = [r.case for r in results if r.case.policy == "gaoling" and not r.case.is_edge]

    tried = [change for change in mutants(pack, few) if change.policy == "gaoling"]

    missed = {change.text for change in tried if not change.is_noticed}
    assert "条件 age 写成 age > gaoling_age" in missed
    assert "没有条件 local" not in missed


def test_a_case_that_sees_a_condition_otherwise_is_wrong(engine, results):
    right = next(result.case for result in results if result.case.sees)
    name, value = next(iter(right.sees.items()))

    wrong = run(engine, replace(right, sees={name: "no" if value == "yes" else "yes"}))

    assert not wrong.is_right
    assert f"条件 {name} 应为" in str(wrong)


def test_nothing_in_the_pack_is_suspicious(engine, results):
    assert [str(problem) for problem in lint(engine, results, TODAY)] == []


def test_a_figure_past_its_review_day_is_suspicious(engine, results):
    later = lint(engine, results, date(2030, 1, 1))

    assert any("minimum_wage" in problem.text and "复核日" in problem.text for problem in later)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("policies/gaoling.yaml", "since: 2020-01-01, value: 70,", "since: 2020-01-02, value: 70,", "gaoling_age"),
        ("policies/rencai.yaml", "until: 2021-08-31", "until: 2021-08-30", "rencai"),
        ("parameters/shared.yaml", "since: 2015-03-01, value: 2030,", "since: 2015-03-01, value: 2031,", "minimum_wage"),
        ("policies/gaoling.yaml", "80: 300, 90", "80: 301, 90", "gaoling_bands"),
        ("second_reading.yaml", "  gaoling_age: {2020-01-01: 70}\n", "", "gaoling_age"),
        ("second_reading.yaml", "policies:\n", "policies:\n  nobody: [2020-01-01]\n", "nobody"),
    ],
)  # fmt: skip
def test_what_was_read_otherwise_the_second_time_is_suspicious(pack, file, old, new, told):
    assert old in pack.files[file]
    changed = read_files(pack.files | {file: pack.files[file].replace(old, new)})

    problems = list(differences(changed))

    assert len(problems) == 1
    assert told in problems[0].text


def test_a_policy_is_listed_as_in_force_through_its_last_day(pack):
    ended = [policy for policy in pack.policies.values() if policy.validity.until]
    assert ended
    for policy in ended:
        last = policy.validity.until
        assert state(policy, last) == "in_force"
        assert state(policy, last + timedelta(days=1)) == "ended"


def test_every_policy_of_the_facts_page_is_there(pack):
    assert len(pack.policies) == 54


def test_no_figure_was_made_up_where_none_was_found(pack):
    missing = [name for name, p in pack.parameters.items() if p.on(TODAY).figure is None]

    assert "dibao_line" in missing
    for name in missing:
        assert pack.parameters[name].on(TODAY).note


def test_generated_code_holds_no_text_of_the_pack(engine):
    source = engine.rules_on(TODAY).scalar.source
    words = set(engine.pack.questions) | set(engine.pack.parameters) | set(engine.pack.policies)

    ours = {"people", "household"}
    assert not [word for word in words - ours if len(word) > 4 and word in source]
    assert source.isascii()


def test_where_to_go_is_a_place_and_not_what_to_do_there(pack):
    """The page for the office says 去哪里问：… before it."""
    deed = re.compile("不用跑|出示|自动|免申即享|直接|统一申报|不再受理$|无需|；")
    told = {name: benefit(policy).where for name, policy in pack.policies.items()}

    assert {n: where for n, where in told.items() if deed.search(where)} == {}


@pytest.mark.parametrize("text", ["这位家人有没有不住在一起的子女？", "单位为她缴纳生育保险了吗？"])
def test_a_question_to_the_applicant_that_speaks_of_somebody_else_is_refused(pack, text):
    asked = replace(pack.questions["away_child"], ask=text)
    odd = replace(pack, questions=dict(pack.questions) | {"away_child": asked})

    said = [str(each) for each in faults(Engine(odd), [])]

    assert any("away_child 也问申请人自己" in each for each in said)
