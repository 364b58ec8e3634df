"""Calendar arithmetic on whole numbers `yyyymmdd`: exact, and the same for one or a million.

The legal convention of this pack: a person is N years old from the N-th birthday on; who was
born on 29 February has the birthday on 1 March in common years. A month is complete on the
same day of a later month; a 31st is complete on the 1st after a shorter month.
"""

from datetime import date, timedelta
from typing import Any

EARLIEST = 19000101
LATEST = 22001231


def number_of(day: date) -> int:
    """Write a date as yyyymmdd.

    >>> number_of(date(2026, 11, 23))
    20261123
    """
    return day.year * 10000 + day.month * 100 + day.day


def date_of(number: int) -> date:
    """Read yyyymmdd.

    >>> date_of(20261123)
    datetime.date(2026, 11, 23)
    """
    return date(number // 10000, number // 100 % 100, number % 100)


def years_between(since: Any, on: Any) -> Any:
    """Return complete years, the calendar's way.

    >>> years_between(20240229, 20270228), years_between(20240229, 20270301)
    (2, 3)
    """
    return (on - since) // 10000


def months_between(since: Any, on: Any) -> Any:
    """Return complete months.

    >>> months_between(20260131, 20260228), months_between(20260131, 20260301)
    (0, 1)
    """
    return month_number(on) - month_number(since) - (on % 100 < since % 100)


def month_number(day: Any) -> Any:
    return day // 10000 * 12 + day // 100 % 100


def day_number(day: Any) -> Any:
    """Count days from a fixed day in the past (proleptic Gregorian, whole-number arithmetic).

    >>> day_number(20240301) - day_number(20240228)
    2
    """
    year, month = day // 10000, day // 100 % 100
    late = month <= 2
    year, month = year - late, month + 12 * late
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day % 100


def anniversary(since: date, years: int) -> date:
    """Return the day somebody born `since` turns `years`.

    >>> anniversary(date(2024, 2, 29), 3)
    datetime.date(2027, 3, 1)
    """
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return date(since.year + years, 3, 1)


def months_after(since: date, months: int) -> date:
    """Return the first day on which so many months are complete.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 1, 15), 12)
    (datetime.date(2026, 3, 1), datetime.date(2027, 1, 15))
    """
    whole = month_number(number_of(since)) + months - 1
    year, month = divmod(whole, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    day = first + timedelta(days=since.day - 1)
    return min(day, following)
