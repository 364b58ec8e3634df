"""What an identity number says by itself: whether it can be one, and how old its holder is."""

import re
from datetime import date

from weijiayuan.kernel.private_numbers import is_identity_number

FORM = re.compile(r"[0-9]{17}[0-9X]")
OLDEST = 150
ALONE_FROM, SOMETIMES_FROM = 18, 8
RANKS = ("full", "limited", "none")


def birth_date(number: str, *, on: date) -> date | None:
    """Return the day of birth; None for a number that nobody can have on that day.

    The check letter, the month, the day and the year must fit (GB 11643-1999).

    >>> birth_date("11010519491231002X", on=date(2026, 11, 1))
    datetime.date(1949, 12, 31)
    """
    if not FORM.fullmatch(number) or not is_identity_number(number):
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born <= on and on.year - born.year <= OLDEST else None


def capacity_at_most(said: str, number: str | None, *, on: date) -> str:
    """Return the capacity that was said, or less where the number shows a minor (民法典 17–20).

    Below eight there is none, below eighteen it is limited. Old age takes nothing away.
    """
    born = birth_date(number, on=on) if number else None
    if born is None:
        return said
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    shown = "none" if age < SOMETIMES_FROM else "limited" if age < ALONE_FROM else "full"
    return max(said, shown, key=RANKS.index)
