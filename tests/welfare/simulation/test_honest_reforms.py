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
DIBAO = Overlay(parameters={"dibao_line": 150_000})


def pack():
    return shipped(GUANGMING.pack_folder).pack


def run(after, *, before=None, people=1_000, seed=1, on=ON):
    reform = Reform(on, before or Overlay(), after, people, seed)
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
    sentence = run(WAGE)["summary"][0]

    assert "最低生活保障" in sentence.partition("没有找到金额")[0]


def test_every_benefit_without_a_figure_that_somebody_may_have_is_listed():
    result = run(WAGE, people=5_000)
    (listed,) = result["uncounted"]
    unfigured = [
        policy["name"]
        for policy in result["policies"]
        if not policy["is_summed"][1] and policy["heads"][1] + policy["needs_office"][1]
    ]
    in_part = [p["name"] for p in result["policies"] if p["is_summed"][1] and p["unknown"][1]]

    assert f" {len(unfigured) + len(in_part)} 项" in result["summary"][0]
    assert all(name in listed for name in (*unfigured, *in_part))
    assert {"独生子女父母奖励与特别扶助", "生育津贴"} <= set(in_part)
    assert {"义务兵家庭优待金", "临时救助", "学前教育资助（困难儿童）"} <= set(unfigured)


def test_where_the_former_spending_was_not_found_nothing_is_compared():
    result = run(DIBAO)
    money, people = result["summary"]
    said = "".join([*result["summary"], *result["sampling"]["said"], *result["warnings"]])

    assert "改革前的支出没有找到" in money
    assert "改革后按上限计" in money
    assert "最低生活保障" in money.partition("改革前的支出没有找到")[0]
    assert not any(word in said for word in ("→", "多支出", "少支出", "变为", "±", "按0计"))
    assert "没有算" in people
    assert "改革前的标准没有找到" in "".join(result["warnings"])
    assert (result["poverty"], result["deciles"]) == (None, [])
    assert "change" not in result["sampling"]["drawn_fen"]


def test_a_former_figure_that_is_given_makes_the_reform_one_to_compare():
    result = run(DIBAO, before=Overlay(parameters={"dibao_line": 140_000}))

    assert "→" in result["summary"][0]
    assert "变为" in result["summary"][1]
    assert result["warnings"] == []


def test_a_figure_that_is_taken_away_leaves_the_later_spending_unknown():
    result = run(Overlay(), before=DIBAO)

    assert "改革后的支出没有找到" in result["summary"][0]
    assert "改革后的标准没有找到" in "".join(result["warnings"])
    known = {policy["id"]: policy["is_summed"] for policy in result["policies"]}
    assert known["dibao"] == [True, False]


def test_a_figure_that_only_some_of_a_benefit_lacked_is_not_compared_either():
    result = run(Overlay(parameters={"reward_unknown": 10_000}), people=5_000)

    assert "独生子女父母奖励与特别扶助改革前的支出没有找到" in result["summary"][0]


def test_what_else_a_reform_changes_is_told_beside_what_nobody_knows():
    both = Overlay(parameters={"dibao_line": 150_000, "minimum_wage": 300_000})

    assert "其余各项每年多支出" in run(both)["summary"][1]


def test_the_charts_draw_no_nought_where_nothing_was_found():
    both = Overlay(parameters={"dibao_line": 150_000, "minimum_wage": 300_000})
    drawn = {each["id"]: each["option"] for each in run(both)["charts"]}

    assert drawn["cost"]["xAxis"]["data"] == ["失业保险金"]
    assert "income" not in drawn
    assert "cost" not in {each["id"] for each in run(DIBAO)["charts"]}
    assert [each["name"] for each in drawn["cliffs"]["series"]] == ["改革后"]


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
