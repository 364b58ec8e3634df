"""Numbers in figures, in numerals and in both, against a reader that counts by itself."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.appeals.rules.agreement import money_amounts
from weijiayuan.language import chinese_numbers


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("3万5千", 35000),
        ("3万5", 35000),
        ("3.5万", 35000),
        ("1万2千3百", 12300),
        ("两千三", 2300),
        ("一百二", 120),
        ("一万零五十", 10050),
        ("一万零五", 10005),
        ("十二万八千", 128000),
        ("2千", 2000),
        ("2千5", 2500),
        ("3万5000", 35000),
        ("1亿2千万", 120000000),
        ("二十", 20),
        ("廿", None),
        ("9千", 9000),
        ("20,000", 20000),
        ("三四", 34),
        ("万一", None),
        ("3k", 3000),
        ("1.2w", 12000),
    ],
)
def test_a_number_is_read_as_people_mean_it(words, meant):
    assert chinese_numbers.value(words) == (None if meant is None else Decimal(meant))


@given(st.integers(min_value=1, max_value=10**11))
def test_capital_numerals_are_read_back(number):
    capitals = money_amounts.in_capitals(number * 100).removesuffix("元整")
    assert chinese_numbers.value(capitals) == number
