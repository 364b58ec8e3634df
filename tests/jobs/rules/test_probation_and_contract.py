"""How long a probation is, where the length of the contract stands right before it."""

from datetime import date

import pytest

from weijiayuan.jobs.rules.minimum_wage import in_force
from weijiayuan.jobs.rules.post_text_check import check_text, verdict

WHEN = in_force(date(2026, 11, 30), region="shenzhen")


@pytest.mark.parametrize(
    "text",
    [
        "合同三年试用期两个月，交社保",
        "签三年试用三个月，包吃住",
        "劳动合同两年，试用期两个月",
    ],
)
def test_a_contract_before_its_probation_is_no_probation(text):
    assert verdict(check_text(text, when=WHEN)) is None


@pytest.mark.parametrize("text", ["合同一年试用期三个月", "一年试用，干得好再签合同", "头三年试用"])
def test_a_probation_that_is_too_long_is_found(text):
    assert verdict(check_text(text, when=WHEN)) is not None
