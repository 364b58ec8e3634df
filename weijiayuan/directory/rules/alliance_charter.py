"""When a version of the charter is in force, and when it cannot be any more. Pure.

The share is a fraction, as charters write it: 三分之二以上 is two of three, the number itself
included (Civil Code, article 1259). No whole number of per cent says that.
"""

import re
from fractions import Fraction

TWO_THIRDS = Fraction(2, 3)
WRITTEN = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")


def share_of(written: str) -> Fraction:
    """Return the share that is written as a fraction. ValueError unless a half is less.

    >>> share_of("2/3")
    Fraction(2, 3)
    """
    match = WRITTEN.fullmatch(written if "/" in written else f"{written}/1")
    share = Fraction(int(match[1]), int(match[2])) if match else Fraction(0)
    if not Fraction(1, 2) < share <= 1:
        raise ValueError("要写成大于一半的分数，如 2/3")
    return share


def in_words(share: Fraction) -> str:
    """Say a share as charters do.

    >>> in_words(Fraction(2, 3)), in_words(Fraction(67, 100)), in_words(Fraction(1))
    ('三分之二以上', '67%以上', '全体')
    """
    digits = "零一二三四五六七八九"
    if share == 1:
        return "全体"
    if share.denominator < len(digits):
        return f"{digits[share.denominator]}分之{digits[share.numerator]}以上"
    return f"{float(share * 100):g}%以上"


def is_in_force(agreed: int, members: int, *, share: Fraction) -> bool:
    """Say whether enough members agreed to a charter for it to be in force.

    >>> is_in_force(2, 3, share=TWO_THIRDS), is_in_force(3, 5, share=TWO_THIRDS)
    (True, False)
    """
    return members > 0 and agreed >= share * members


def is_out_of_reach(refused: int, members: int, *, share: Fraction) -> bool:
    """Say whether so many refused that all the others together are not enough.

    >>> is_out_of_reach(1, 3, share=TWO_THIRDS), is_out_of_reach(2, 3, share=TWO_THIRDS)
    (False, True)
    """
    return not is_in_force(members - refused, members, share=share)
