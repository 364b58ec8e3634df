"""Citizens' identity numbers (GB 11643-1999): the check letter, and the day of birth in them."""

import re
from datetime import date

FORM = re.compile(r"[0-9]{17}[0-9X]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_LETTERS = "10X98765432"
OLDEST = 150
"""Years; nobody has lived as long, and the standard's own example, of 1880, is read still."""


def check_letter(first: str) -> str:
    """Return the check letter of the first seventeen digits.

    >>> check_letter("44030119900501001")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first[:17], WEIGHTS, strict=True))
    return CHECK_LETTERS[total % 11]


def birth_date(number: str, *, on: date) -> date | None:
    """Return the day of birth; None for a number that nobody can have on that day.

    Form, check letter, month, day and year must fit; the letter is a capital, without blanks.

    >>> birth_date("11010519491231002X", on=date(2026, 11, 1))
    datetime.date(1949, 12, 31)
    """
    if not FORM.fullmatch(number) or check_letter(number) != number[17]:
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born <= on and on.year - born.year <= OLDEST else None
