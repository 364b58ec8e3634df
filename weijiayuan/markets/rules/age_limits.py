"""Whom a service is for, by age."""

from datetime import date

OLDEST = 200


def years(born: date, *, on: date) -> int:
    """Return an age in completed years.

    >>> years(date(1960, 5, 2), on=date(2026, 5, 1)), years(date(1960, 5, 2), on=date(2026, 5, 2))
    (65, 66)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def are_for(age: int, low: int | None, high: int | None) -> bool:
    """Tell whether a service between these ages is for somebody of this age."""
    return (low or 0) <= age <= (OLDEST if high is None else high)


def ages_in_words(low: int | None, high: int | None) -> str:
    """Write the ages a service is for.

    >>> ages_in_words(60, None), ages_in_words(6, 14), ages_in_words(None, 14)
    ('60岁以上', '6至14岁', '14岁以下')
    """
    if low is not None and high is not None and high < 120:
        return f"{low}至{high}岁"
    if low is not None:
        return f"{low}岁以上"
    return f"{high}岁以下" if high is not None else ""
