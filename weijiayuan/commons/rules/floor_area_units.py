"""Areas as whole numbers of 0.01 m² (square decimetres): as a register writes them, unrounded."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

DM2_PER_M2 = 100
MOST_M2 = 10_000_000


def dm2_of(m2: Decimal) -> int:
    """Return square metres as whole square decimetres. Raises `ValueError` for finer ones.

    >>> dm2_of(Decimal("89.57"))
    8957
    """
    scaled = m2 * DM2_PER_M2
    if not scaled.is_finite() or scaled != int(scaled):
        raise ValueError(f"{m2} m² is finer than 0.01 m²")
    return int(scaled)


def read_m2(text: str) -> int:
    """Read an area as people write it. Raises `ValueError`.

    >>> read_m2("89.5")
    8950
    """
    try:
        return dm2_of(Decimal(text.strip().removesuffix("㎡").removesuffix("m²").strip()))
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no area") from error


def m2_text(dm2: int) -> str:
    """Write an area with two decimals.

    >>> m2_text(666667), m2_text(-5)
    ('6666.67', '-0.05')
    """
    sign = "-" if dm2 < 0 else ""
    return f"{sign}{abs(dm2) // DM2_PER_M2}.{abs(dm2) % DM2_PER_M2:02}"


def exact_text(value: Fraction) -> str:
    """Write a number that may have no end as a fraction.

    >>> exact_text(Fraction(20000, 3)), exact_text(Fraction(4))
    ('20000/3', '4')
    """
    return str(value)
