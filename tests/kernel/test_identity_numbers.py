"""An identity number says when its holder was born, if anybody can have it."""

from datetime import date

import pytest

from weijiayuan.kernel.identity_numbers import birth_date, check_letter

ON = date(2026, 11, 29)


def number(born, order="001"):
    """Return a number whose check letter fits."""
    first = f"440311{born}{order}"
    return first + check_letter(first)


@pytest.mark.parametrize(
    "wrong",
    [
        "110105194912310021",
        number("19901301"),
        number("19900230"),
        number("20990101"),
        number("18500101"),
        "１１010519491231002X",
        "",
        "11010519491231002x",
        "11010519491231002X ",
        number("18751231"),
    ],
)
def test_nobody_has_such_a_number(wrong):
    assert birth_date(wrong, on=ON) is None


@pytest.mark.parametrize(
    ("born", "day"),
    [
        ("18800101", date(1880, 1, 1)),
        ("20261129", ON),
        ("20240229", date(2024, 2, 29)),
    ],
)
def test_the_day_of_birth_is_read(born, day):
    assert birth_date(number(born), on=ON) == day


def test_every_single_wrong_digit_is_seen():
    right = "11010519491231002X"
    for place in range(17):
        for digit in "0123456789".replace(right[place], ""):
            assert birth_date(right[:place] + digit + right[place + 1 :], on=ON) is None
