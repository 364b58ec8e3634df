"""Money as agreements write it: figures, and capital numerals that must say the same."""

import re
from decimal import Decimal, InvalidOperation

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
COMMON = "〇一二三四五六七八九"
DIGITS = {letter: at for at, letter in enumerate(CAPITALS)}
DIGITS |= {letter: at for at, letter in enumerate(COMMON)} | {"两": 2, "弍": 2, "参": 3}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIAD = 10_000
LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
WORDS = "零壹贰叁肆伍陆柒捌玖〇一二三四五六七八九两弍参十拾百佰千仟万萬亿"


def read_fen(words: str) -> int | None:
    """Return the fen that capital numerals mean; None if they cannot be read.

    >>> [read_fen(words) for words in ("伍仟元整", "叁万陆仟伍佰元伍角", "十元五分")]
    [500000, 3650050, 1005]
    """
    words = words.removeprefix("人民币").rstrip("整正")
    whole, yuan_sign, rest = words.replace("圆", "元").partition("元")
    if not yuan_sign and re.search("[角分]", whole):
        whole, rest = "", whole
    yuan = _whole(whole) if whole else 0
    if yuan is None:
        return None
    fen = 0
    for unit, worth in (("角", 10), ("分", 1)):
        found = re.search(rf"([{WORDS}]){unit}", rest)
        if found:
            fen += DIGITS.get(found[1], 0) * worth
    return yuan * 100 + fen


def _whole(words: str) -> int | None:
    total = section = digit = 0
    for letter in words:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in UNITS:
            section += (digit or 1) * UNITS[letter]
            digit = 0
        elif letter in LARGE:
            worth, part = LARGE[letter], section + digit
            total = (total + part) * worth if worth > MYRIAD else total + part * worth
            section = digit = 0
        else:
            return None
    return total + section + digit


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
