import pytest
from hypothesis import given
from hypothesis import strategies as st

from weijiayuan.jobs.rules.unified_social_credit_code import (
    ALPHABET,
    BadCode,
    Fault,
    organisation_check,
    parse,
)

REAL = ["91440300MA5FRF7Q55", "91440300687553882K", "91110000802100433B", "11320000MB151840XJ"]


@pytest.mark.parametrize("code", REAL)
def test_real_codes_pass(code):
    assert parse(code).text == code


def test_people_type_blanks_hyphens_and_small_letters():
    assert parse(" 9144 0300-ma5frf7q55 ").text == REAL[0]


def test_the_class_is_said_in_words():
    assert parse(REAL[0]).kind == "企业"
    assert parse(REAL[3]).kind == "机关"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91440300MA5FRF7Q5", Fault.SHAPE),
        ("91440300MA5FRF7QI5", Fault.SHAPE),
        ("94440300MA5FRF7Q55", Fault.DEPARTMENT),
        ("91990300MA5FRF7Q55", Fault.DIVISION),
        ("9144030AMA5FRF7Q55", Fault.DIVISION),
        ("91440300MA5FRF7Q45", Fault.ORGANISATION),
        ("91440300MA5FRF7Q5X", Fault.CHECK),
        ("", Fault.SHAPE),
        ("统一社会信用代码统一社会信用代码代码", Fault.SHAPE),
    ],
)
def test_each_fault_is_named(code, fault):
    with pytest.raises(BadCode) as refused:
        parse(code)
    assert refused.value.fault is fault


@pytest.mark.parametrize("code", REAL)
def test_every_single_mistyped_character_is_caught(code):
    survivors = [
        changed
        for place in range(18)
        for other in ALPHABET
        if other != code[place]
        for changed in [code[:place] + other + code[place + 1 :]]
        if passes(changed)
    ]
    assert survivors == []


def passes(code):
    try:
        parse(code)
    except BadCode:
        return False
    return True


@given(st.text(max_size=40))
def test_no_text_is_answered_with_anything_but_a_code_or_a_fault(text):
    passes(text)


def test_the_inner_check_is_the_standard_one():
    assert organisation_check("D2143569") == "X"  # the example of GB 11714-1997
