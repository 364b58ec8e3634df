"""Money as agreements write it: figures, and capital numerals that must say the same."""

import re
from decimal import Decimal, InvalidOperation

from weijiayuan.language import chinese_numbers

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
WORDS = chinese_numbers.NUMERALS


def read_fen(words: str) -> int | None:
    """Return the fen that capital numerals mean; None if they cannot be read.

    >>> [read_fen(words) for words in ("伍仟元整", "叁万陆仟伍佰元伍角", "十元五分")]
    [500000, 3650050, 1005]
    """
    words = words.removeprefix("人民币").rstrip("整正")
    whole, yuan_sign, rest = words.replace("圆", "元").partition("元")
    if not yuan_sign and re.search("[角分]", whole):
        whole, rest = "", whole
    yuan = chinese_numbers.value(whole) if whole else 0
    if yuan is None:
        return None
    fen = 0
    for unit, worth in (("角", 10), ("分", 1)):
        found = re.search(rf"([{WORDS}]){unit}", rest)
        if found:
            fen += chinese_numbers.DIGITS.get(found[1], 0) * worth
    return int(yuan * 100) + fen


def fen_of(figures: str, unit: str = "元") -> int | None:
    """Return the fen that figures mean: `"5,000"`, `"1.2"` with `"万元"`.

    >>> fen_of("36,500.50"), fen_of("1.2", "万元")
    (3650050, 1200000)
    """
    try:
        amount = Decimal(figures.replace(",", ""))
    except InvalidOperation:
        return None
    return int(amount * (1_000_000 if unit.startswith("万") else 100))


def in_capitals(fen: int) -> str:
    """Write an amount in capital numerals, as cheques do.

    >>> [in_capitals(fen) for fen in (500000, 1503000, 3650050, 5, 1000000000000)]
    ['伍仟元整', '壹万伍仟零叁拾元整', '叁万陆仟伍佰元伍角', '伍分', '壹佰亿元整']
    """
    yuan, cents = divmod(fen, 100)
    jiao, last = divmod(cents, 10)
    words = f"{_capitals(yuan)}元" if yuan else ""
    if not cents:
        return f"{words or '零元'}整"
    if jiao:
        words += f"{CAPITALS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{CAPITALS[last]}分" if last else "")


def _capitals(number: int) -> str:
    for worth, name in ((100_000_000, "亿"), (10_000, "万")):
        if number >= worth:
            high, low = divmod(number, worth)
            zero = "零" if low and low < worth // 10 else ""
            return _capitals(high) + name + zero + (_capitals(low) if low else "")
    words, skipped = "", False
    for worth, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, worth)
        if digit:
            words += ("零" if skipped and words else "") + CAPITALS[digit] + name
        skipped = not digit
    return words
