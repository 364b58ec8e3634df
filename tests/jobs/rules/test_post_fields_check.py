from datetime import date, timedelta
from decimal import Decimal

import pytest

from weijiayuan.jobs.rules.minimum_wage import PayUnit, in_force
from weijiayuan.jobs.rules.post_fields_check import PostFacts, check_post
from weijiayuan.jobs.rules.stated_amounts import longest_probation
from weijiayuan.jobs.rules.states import JobKind

TODAY = in_force(date(2026, 11, 23), region="shenzhen")
LAWFUL = {
    "kind": JobKind.FULL_TIME,
    "texts": {"title": "保安", "duties": "小区巡逻", "requirements": "年满18周岁，能上夜班"},
    "pay_min_fen": 450000,
    "pay_max_fen": 550000,
    "pay_unit": PayUnit.MONTH,
    "hours_per_day": Decimal(8),
    "days_per_week": Decimal(5),
    "contract_months": 36,
    "probation_months": 3,
    "wanted": 5,
    "has_place": True,
    "valid_until": TODAY.on + timedelta(days=30),
}


def found(**changed):
    facts = PostFacts(**LAWFUL | changed)
    return {(each.rule, each.field, each.level.value) for each in check_post(facts, when=TODAY)}


def test_a_lawful_post_has_no_findings():
    assert found() == set()


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"pay_min_fen": 269999}, ("minimum_wage", "pay_min_fen", "refuse")),
        (
            {
                "kind": JobKind.HOURLY,
                "pay_unit": PayUnit.HOUR,
                "pay_min_fen": 2539,
                "pay_max_fen": None,
                "probation_months": 0,
                "hours_per_day": Decimal(4),
            },
            ("minimum_wage", "pay_min_fen", "refuse"),
        ),
        (
            {"pay_unit": PayUnit.DAY, "pay_min_fen": 12412},
            ("minimum_wage", "pay_min_fen", "refuse"),
        ),
        (
            {"kind": JobKind.INTERNSHIP, "pay_min_fen": 200000},
            ("minimum_wage", "pay_min_fen", "review"),
        ),
        ({"pay_unit": PayUnit.PIECE, "pay_min_fen": 50}, ("complete", "base_pay_fen", "refuse")),
        (
            {
                "pay_unit": PayUnit.PIECE,
                "pay_min_fen": 50,
                "pay_max_fen": None,
                "base_pay_fen": 250000,
            },
            ("minimum_wage", "pay_min_fen", "refuse"),
        ),
        ({"probation_months": 7}, ("probation", "probation_months", "refuse")),
        (
            {"contract_months": 12, "probation_months": 3},
            ("probation", "probation_months", "refuse"),
        ),
        ({"contract_months": None}, ("complete", "contract_months", "refuse")),
        ({"probation_pay_fen": 359999}, ("probation", "probation_pay_fen", "refuse")),
        ({"hours_per_day": Decimal(12)}, ("hours", "hours_per_day", "refuse")),
        ({"days_per_week": Decimal(7)}, ("hours", "days_per_week", "refuse")),
        (
            {"hours_per_day": Decimal(10), "days_per_week": Decimal(6)},
            ("hours", "hours_per_day", "warn"),
        ),
        ({"insured": False}, ("insurance", "insured", "refuse")),
        ({"wanted": None}, ("complete", "wanted", "refuse")),
        ({"has_place": False}, ("complete", "community_code", "refuse")),
        ({"pay_min_fen": None}, ("complete", "pay_min_fen", "refuse")),
        ({"valid_until": TODAY.on + timedelta(days=91)}, ("complete", "valid_until", "refuse")),
        ({"valid_until": TODAY.on - timedelta(days=1)}, ("complete", "valid_until", "refuse")),
        ({"pay_max_fen": 300000}, ("complete", "pay_max_fen", "refuse")),
        ({"texts": LAWFUL["texts"] | {"duties": ""}}, ("complete", "duties", "refuse")),
        (
            {"texts": LAWFUL["texts"] | {"requirements": "限男性"}},
            ("sex", "requirements", "refuse"),
        ),
    ],
)
def test_each_figure_is_measured(changed, finding):
    assert finding in found(**changed)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("转正6000，试用期给3500", "refuse"),
        ("试用期工资3000，转正5000", "refuse"),
        ("试用两个月只发底薪2700，转正8000", "review"),
        ("试用期4000-5000，转正后5500到7000", "review"),
    ],
)
def test_a_probations_pay_in_words_is_measured_by_the_pay_agreed(words, level):
    texts = LAWFUL["texts"] | {"benefits": words}

    assert ("probation", "benefits", level) in found(texts=texts, pay_min_fen=270000)


@pytest.mark.parametrize("words", ["试用期6000，转正7000", "试用期工资4800，转正6000"])
def test_four_fifths_in_words_are_lawful(words):
    assert found(texts=LAWFUL["texts"] | {"benefits": words}) == set()


def test_a_probations_pay_in_words_is_measured_by_the_pay_of_the_form():
    texts = LAWFUL["texts"] | {"benefits": "试用期工资3000元"}

    assert ("probation", "benefits", "review") in found(texts=texts)


def test_a_telephone_number_is_no_pay():
    texts = LAWFUL["texts"] | {"benefits": "来电1 3 8-0013 8000"}

    assert found(texts=texts) == {("contact", "benefits", "review")}


@pytest.mark.parametrize(
    "changed",
    [
        {"pay_min_fen": 270000},
        {"probation_pay_fen": 360000},
        {"probation_months": 6},
        {"contract_months": 0, "probation_months": 6},
        {
            "kind": JobKind.HOURLY,
            "pay_unit": PayUnit.HOUR,
            "pay_min_fen": 2540,
            "pay_max_fen": None,
            "hours_per_day": Decimal(4),
            "probation_months": 0,
            "insured": False,
        },
        {"pay_unit": PayUnit.DAY, "pay_min_fen": 12414, "pay_max_fen": None},
        {"valid_until": TODAY.on + timedelta(days=90)},
        {"valid_until": TODAY.on},
    ],
)
def test_the_limit_itself_is_lawful(changed):
    assert found(**changed) == set()


def test_hourly_work_has_no_probation():
    hourly = {
        "kind": JobKind.HOURLY,
        "pay_unit": PayUnit.HOUR,
        "pay_min_fen": 3000,
        "pay_max_fen": None,
        "hours_per_day": Decimal(4),
    }
    assert ("probation", "probation_months", "refuse") in found(**hourly, probation_months=1)


@pytest.mark.parametrize(
    ("contract", "months"), [(1, 0), (3, 1), (11, 1), (12, 2), (35, 2), (36, 6), (0, 6)]
)
def test_longest_probation_follows_the_contract(contract, months):
    assert longest_probation(contract) == months


@pytest.mark.parametrize(
    ("on", "monthly"),
    [(date(2026, 9, 1), 270000), (date(2026, 8, 31), 252000), (date(2025, 2, 28), 236000)],
)
def test_the_minimum_wage_is_dated(on, monthly):
    assert in_force(on, region="shenzhen").wage.monthly.fen == monthly
