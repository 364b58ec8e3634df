"""Numbers as they are written in Chinese: figures, numerals, and both together.

One reader for agreements, posts and whatever else tells a sum: `3万5千`, `1.5万`, `两万三`,
`叁万伍仟`, `二〇二六` each mean one number, whoever reads them.
"""

import re
from decimal import Decimal

DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇零", "一壹", "二两贰弍", "三叁参", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
LARGE = {"万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8}
NUMERALS = "".join(DIGITS) + "".join(unit for unit in (*UNITS, *LARGE) if not unit.isascii())
TOKEN = re.compile(rf"\d+(?:\.\d+)?|[{NUMERALS}kw]")
LONGEST = 40
"""Longer than any number that is meant."""


CAPITALS = str.maketrans("壹贰弍叁肆伍陆柒捌玖拾佰仟圆", "一二二三四五六七八九十百千元")
IN_CAPITALS = re.compile(
    r"[零壹贰弍叁肆伍陆柒捌玖拾佰仟万]+(?=圆|元|块|天|日|个|次|户|人|倍|月|年|季|只|件)圆?"
)


def without_capitals(text: str) -> str:
    """Return the text with sums in the numerals of every day.

    >>> without_capitals("处以人民币壹仟贰佰元整，陆先生作证")
    '处以人民币一千二百元整，陆先生作证'
    """
    return IN_CAPITALS.sub(lambda found: found[0].translate(CAPITALS), text)


def value(words: str) -> Decimal | None:
    """Return the number that words mean; None if they are none.

    A last digit counts for the next lower unit: 两万三 is 23,000 and 一百零五 is 105.

    >>> [int(value(words)) for words in ("3万5千", "3万5", "1.5万", "两万三", "一百零五", "十二")]
    [35000, 35000, 15000, 23000, 105, 12]
    >>> [int(value(words)) for words in ("二〇二六", "叁万伍仟", "1亿2千万", "3万5000")]
    [2026, 35000, 120000000, 35000]
    >>> value("万一") is None
    True
    """
    words = words.replace(",", "")[:LONGEST]
    tokens = TOKEN.findall(words)
    if not tokens or "".join(tokens) != words or tokens[0] in LARGE:
        return None
    if all(token in DIGITS for token in tokens):
        return Decimal("".join(str(DIGITS[token]) for token in tokens))
    return _summed(tokens)


def _summed(tokens: list[str]) -> Decimal | None:
    total = section = Decimal(0)
    digit: Decimal | None = None
    unit = 1
    for each in tokens:
        if each in LARGE:
            unit, part = LARGE[each], section + (digit or 0)
            total = (total + part) * unit if unit > total else total + part * unit
            section, digit = Decimal(0), None
        elif each in UNITS:
            unit = UNITS[each]
            section, digit = section + (1 if digit is None else digit) * unit, None
        elif each in "〇零":
            digit, unit = None, 1
        elif digit is not None:
            return None
        else:
            digit = Decimal(DIGITS[each]) if each in DIGITS else Decimal(each)
    if digit is None:
        return total + section
    is_short = unit > UNITS["十"] and len(tokens[-1]) == 1
    return total + section + digit * (unit // 10 if is_short else 1)
