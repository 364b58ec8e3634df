"""What is known about a value: truth in three values, numbers as closed intervals.

False, unknown, true are 0, 1, 2, so that `and` is the smaller and `or` the larger (Kleene).
A number that is known has equal bounds. Dates are whole numbers `yyyymmdd`.
"""

from typing import TypeAlias

FALSE, UNKNOWN, TRUE = 0, 1, 2
INFINITE = float("inf")

Number: TypeAlias = "int | float"
Interval: TypeAlias = tuple[Number, Number]


def plus(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], a[1] + b[1]


def minus(a: Interval, b: Interval) -> Interval:
    return a[0] - b[1], a[1] - b[0]


def times(a: Interval, b: Interval) -> Interval:
    """Multiply two intervals that are nowhere negative (the builder makes sure)."""
    return _product(a[0], b[0]), _product(a[1], b[1])


def _product(a: Number, b: Number) -> Number:
    return a * b if a and b else 0


def smaller(a: Interval, b: Interval) -> Interval:
    return min(a[0], b[0]), min(a[1], b[1])


def larger(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), max(a[1], b[1])


def hull(a: Interval, b: Interval) -> Interval:
    """Return the least interval that holds both."""
    return min(a[0], b[0]), max(a[1], b[1])


def less(a: Interval, b: Interval) -> int:
    """Tell whether a < b.

    >>> less((1, 2), (3, 3)), less((1, 3), (3, 3)), less((3, 4), (3, 3))
    (2, 1, 0)
    """
    return TRUE if a[1] < b[0] else FALSE if a[0] >= b[1] else UNKNOWN


def at_most(a: Interval, b: Interval) -> int:
    return TRUE if a[1] <= b[0] else FALSE if a[0] > b[1] else UNKNOWN


def equal(a: Interval, b: Interval) -> int:
    if a[0] == a[1] == b[0] == b[1]:
        return TRUE
    return FALSE if a[1] < b[0] or b[1] < a[0] else UNKNOWN


def divided_down(a: Interval, b: Interval) -> Interval:
    """Divide by a positive interval and drop what is left over."""
    return quotient(a[0], b[1] if a[0] >= 0 else b[0]), quotient(a[1], b[0] if a[1] >= 0 else b[1])


def divided_half_up(a: Interval, b: Interval) -> Interval:
    """Divide by a positive number and round halves up."""
    return rounded(a[0], b[1] if a[0] >= 0 else b[0]), rounded(a[1], b[0] if a[1] >= 0 else b[1])


def quotient(a: Number, b: Number) -> Number:
    """Divide and round down, with the infinite kept apart.

    >>> quotient(7, 2), quotient(INFINITE, 2), quotient(7, INFINITE), quotient(7, 0)
    (3, inf, 0, inf)
    """
    if abs(a) == INFINITE:
        return a
    if b == 0:  # only the lower end of a divisor that was not found
        return INFINITE if a else 0
    return 0 if b == INFINITE else a // b


def rounded(a: Number, b: Number) -> Number:
    """Divide and round to the nearest whole, halves up.

    >>> rounded(5, 2), rounded(-5, 2), rounded(7, 3)
    (3, -2, 2)
    """
    return quotient(2 * a + b, 2 * b)
