"""A simulation says what the reform changes, how sure its sums are, and what would pass in silence."""

from datetime import date

import pytest

from tests.districts import GUANGMING
from weijiayuan.welfare.builtin_pack import shipped
from weijiayuan.welfare.simulation.census import read_census
from weijiayuan.welfare.simulation.reform_simulation import Reform, simulate
from weijiayuan.welfare.simulation.reform_wording import described, slips
from weijiayuan.welfare.simulation.rule_overlay import Overlay

ON = date(2026, 11, 23)
WAGE = Overlay(parameters={"minimum_wage": 300_000})


def pack():
    return shipped(GUANGMING.pack_folder).pack


def run(after, *, people=1_000, seed=1, on=ON):
    reform = Reform(on, Overlay(), after, people, seed)
    census = read_census(GUANGMING.folder)
    return simulate(pack(), reform, lambda _: None, census=census)


def test_it_says_what_the_reform_changes():
    result = run(WAGE)

    assert result["reform"] == ["深圳市最低工资（月）：2700元 → 3000元"]


def test_the_sums_of_other_draws_lie_within_the_error_that_is_told():
    found = [run(WAGE, seed=seed)["sampling"]["drawn_fen"]["change"] for seed in range(1, 6)]

    middle = sum(change for change, _ in found) / len(found)
    assert all(error > 0 for _, error in found)
    assert all(abs(change - middle) <= error for change, error in found)


def test_the_district_is_told_with_its_error_and_the_people_with_their_seed():
    result = run(WAGE)

    said = "".join(result["sampling"]["said"])
    assert "（种子 1）" in said
    assert "±" in said
    assert "全区 1150000 人" in said
    assert f"要的是 1000 人；整户抽取，得到 {result['people']} 人" in said


@pytest.mark.parametrize(
    ("before", "after", "on", "told"),
    [
        ({}, {}, ON, "什么也没有改"),
        ({}, {"parameters": {"gaoling_age": 70}}, ON, "改革前后是同一个数"),
        ({"parameters": {"gaoling_age": 65}}, {"parameters": {"gaoling_age": 65}}, ON, "什么也没有改"),
        ({}, {"parameters": {"gaoling_age": 65}}, date(1995, 1, 1), "没有施行"),
        ({}, {"conditions": {"gaoling": {"local": "is_local or age < 3"}}}, date(1995, 1, 1), "没有施行"),
        ({}, {"conditions": {"gaoling": {"local": "age >= 0"}}}, ON, "永远成立"),
        ({}, {"conditions": {"gaoling": {"local": "age < 0"}}}, ON, "永远不成立"),
        ({}, {"parameters": {"gaoling_age": 300}}, ON, "没有人"),
        ({}, {"bands": {"gaoling_bands": {"70": 100_000, "80": 50_000}}}, ON, "比前面的少"),
        ({}, {"parameters": {"dibao_line": 150_000}}, ON, "改革前的标准没有找到"),
    ],
)  # fmt: skip
def test_what_would_pass_in_silence_is_warned_of(before, after, on, told):
    found = list(slips(pack(), Overlay(**before), Overlay(**after), on))

    assert any(told in each for each in found), found


def test_the_sums_name_the_benefits_that_they_leave_out():
    of_known = run(WAGE)["summary"][0]
    of_all = run(Overlay(parameters={"dibao_line": 150_000}))["summary"][0]

    assert "最低生活保障" in of_known.partition("没有找到金额")[0]
    assert "最低生活保障" not in of_all


def test_a_reform_that_does_something_is_not_warned_of():
    assert list(slips(pack(), Overlay(), WAGE, ON)) == []
    assert described(pack(), WAGE, Overlay(), ON) == ["深圳市最低工资（月）：3000元 → 2700元"]


def test_nobody_is_said_to_have_been_poor_on_the_incomes_of_today():
    result = run(WAGE, people=200, on=date(1995, 1, 1))

    assert result["poverty"] is None
    assert "那时的收入不知道" in result["summary"][1]
    assert run(WAGE, people=200)["poverty"]["people"]


def test_a_sum_that_nobody_found_is_not_nought():
    result = run(Overlay(parameters={"dibao_line": 150_000}), people=500)

    known = {policy["id"]: policy["is_summed"] for policy in result["policies"]}
    assert (known["dibao"], known["xueqian_zz"], known["ui"]) == (
        [False, True],
        [False, False],
        [True, True],
    )
