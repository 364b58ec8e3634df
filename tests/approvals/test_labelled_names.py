"""Names labelled by hand from the articles before the words were listed: sets scored once.

As first scored the second and third came out so: 193 of 197 forbidden ones never automatic (98 %),
209 of 240 lawful ones automatic (87 %; the third alone 91 %), four refused, which were trade words.
Names in disguise, half of them unseen until sound and shape were compared: of 108 unseen ones 39 had
been automatic, then one; of 120 unseen street names 99, then 101 (three refused). A set written
after that came out 69 of 70 and 54 of 60, one refused. Names of all trades, labelled before a
thousand more letters counted as familiar: of the half that was not looked at 43 of 51 lawful ones
were automatic and 48 of 54 others were not. Names of a street in the Pearl River delta: of 395 lawful
ones 284 had been automatic; of 260 more, written when most letters had been let go, 208. Of 461 and
300 forbidden ones 7 and 11 were approved at first sight, and 21 of 146 allusions and slang written
after that; none now. Of 138 lawful ones written last 128 were automatic at first sight.
"""

from collections import Counter
from pathlib import Path

import pytest

from tests.approvals.test_never_approved import decided, rules, shop

FOLDER = Path(__file__).parent / "labelled" / "names"
LEAST_AUTOMATIC = 0.9
LEAST_OF_THE_STREET = 0.95


def labelled(name: str) -> list[tuple[str, str]]:
    lines = FOLDER.joinpath(name).read_text("utf-8").splitlines()
    kinds = [line.split(": ", 1)[1] for line in lines if not line.startswith("#")]
    written = [each.rsplit(" ", 1) for kind in kinds for each in kind.split("; ")]
    return [(name, scope) for name, scope in written]


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        each
        for file in (
            "forbidden.txt",
            "disguised.txt",
            "disguised_fresh.txt",
            "trades_forbidden.txt",
            "delta_forbidden.txt",
        )
        for each in labelled(file)
    ],
)
def test_no_forbidden_or_misleading_name_is_approved_by_the_machine(name, scope):
    assert shop(name, scope).outcome in {"human", "correct"}


def test_nearly_every_lawful_name_is_approved_at_once_and_none_is_refused():
    decisions = [shop(name, scope) for name, scope in labelled("lawful.txt")]
    automatic = sum(each.outcome == "auto" for each in decisions)

    assert "correct" not in {each.outcome for each in decisions}
    assert automatic / len(decisions) >= LEAST_AUTOMATIC


def test_ordinary_names_of_the_street_do_not_pay_for_the_disguised_ones():
    names = [
        *labelled("street.txt"),
        *labelled("street_fresh.txt"),
        *labelled("trades_lawful.txt"),
        *labelled("delta_lawful.txt"),
    ]
    outcomes = [shop(name, scope).outcome for name, scope in names]

    assert "correct" not in outcomes
    assert outcomes.count("auto") / len(outcomes) >= LEAST_OF_THE_STREET


@pytest.mark.parametrize("name", ["近平文具店", "老近平面馆", "东泽毛日用品店", "小平水果店"])
def test_the_name_of_a_leader_or_half_of_it_is_never_approved_by_the_machine(name):
    assert shop(name, "G5212", "G5205", "L6201").outcome == "human"


@pytest.mark.parametrize("name", ["李小平文具店", "金萍文具店", "紫砂茶具店", "大麻花小吃店"])
def test_somebodys_own_name_and_a_word_that_only_sounds_near_stay_with_the_machine(name):
    assert shop(name, "G5212", "G5216", "L6201").outcome == "auto"


@pytest.mark.parametrize("name", ["隆江猪脚饭店", "木桶饭店", "卤肉饭店"])
def test_a_dish_in_front_of_the_form_is_no_missing_trade_name(name):
    assert "n3_length" not in rules(shop(name, "L6201"))


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("康帅傅食品店", "G5201"),
        ("优衣酷服装店", "G5203"),
        ("萍果手机店", "G5211"),
        ("周六福礼品店", "G5215"),
        ("海底涝餐饮店", "L6201"),
    ],
)
def test_a_name_that_sounds_or_looks_like_a_known_mark_goes_to_a_person(name, scope):
    assert rules(shop(name, scope)) == {"n6_doubt"}


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("苹果园水果店", "G5205"),
        ("徐师傅汽车修理部", "G8107"),
        ("周大姐小吃店", "L6201"),
        ("永盛家具店", "G5219"),
        ("黑狗日用品店", "G5202"),
        ("晨光早餐店", "L6201"),
    ],
)
def test_a_mark_of_another_trade_or_somebodys_own_name_is_no_mark(name, scope):
    assert shop(name, scope).outcome == "auto"


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("蓝天眼镜店", "G5220"),
        ("王建军五金店", "G5209"),
        ("李兵修车行", "G8107"),
        ("阿才羊蹄汤店", "L6201"),
        ("漓江乳鸽店", "L6201"),
        ("未来城市便利店", "G5202"),
        ("烟雨江南茶具店", "G5216"),
        ("雨伞便利店", "G5202"),
        ("恒盛酒店用品店", "G5202"),
    ],
)
def test_letters_that_only_meet_and_names_of_people_are_no_forbidden_words(name, scope):
    assert shop(name, scope).outcome == "auto"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("顺风加油站", "n1_scope"),
        ("海军烧烤店", "n6_doubt"),
        ("步兵烧烤店", "n6_doubt"),
        ("苗族服装店", "n6_doubt"),
        ("禾顺宝安市便利店", "n3_meaning"),
    ],
)
def test_what_only_looks_like_an_innocent_name_is_kept(name, rule):
    assert rule in rules(shop(name, "G5202", "L6201", "G5203"))


def of_another_writer(file):
    """Return what the names of a writer who saw no code come to: for lawful ones, for others."""
    found = {True: Counter(), False: Counter()}
    for line in FOLDER.joinpath(f"{file}.tsv").read_text("utf-8").splitlines():
        label, name, scope = line.split("\t")
        kind = "company" if name.endswith("公司") else "individual"
        found[label == "ok"][decided(kind, name=name, scopes=[scope]).outcome.value] += 1
    return found[True], found[False]


def test_names_of_another_writer_that_were_looked_at_are_kept_or_let_through():
    lawful, others = of_another_writer("first_sight_taught")

    assert lawful["auto"] / lawful.total() >= 0.76
    assert others["auto"] / others.total() <= 0.07


def test_names_of_another_writer_that_nobody_looked_at_come_out_no_worse_than_before():
    lawful, others = of_another_writer("first_sight_held")

    assert lawful["auto"] / lawful.total() >= 0.76
    assert others["auto"] / others.total() <= 0.07


@pytest.mark.parametrize(
    ("name", "kind", "outcome"),
    [
        ("云梯（深圳）家具有限公司", "company", "auto"),
        ("云梯（深圳市光明区）家具店", "individual", "correct"),
        ("云梯(深圳市光明区)家具有限公司", "company", "auto"),
        ("云梯（广州）家具有限公司", "company", "correct"),
        ("深圳市光明区阿梅家具店", "individual", "auto"),
        ("深圳光明区阿梅家具店", "individual", "correct"),
        ("深圳市光名区阿梅家具店", "individual", "correct"),
        ("深圳市光明区傍富婆家具店", "individual", "human"),
        ("深圳市光明区周杰轮家具店", "individual", "human"),
        ("深圳市光明区零碎时间家具店", "individual", "auto"),
    ],
)
def test_a_district_stands_behind_its_whole_city_and_brackets_behind_the_trade_name(
    name, kind, outcome
):
    assert decided(kind, name=name, scopes=["G5219"]).outcome == outcome
