"""A buyer's number as one spelling, and whether what stands in its place is a number at all.

What stands there instead (无, 待补, 见附件, zeros, a masked number, one that a spreadsheet rounded)
is nobody's identity and joins nothing: whoever has it counts as one without a number.
"""

import re
import unicodedata
from itertools import groupby

JOINT = re.compile(r"[、,;/|\n]+")
MASKED = re.compile(r"[*●○◯•?_#×█■□某]|\.\.\.|X{2,}")
ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+|\d{15}000")
"""A spreadsheet writes 4.40301E+17, or keeps fifteen digits and makes the rest zeros."""
PLACEHOLDER = re.compile(r"[无無没沒未待附缺详詳见見同略空补補暂暫不否保查核另后後]")
HAN = re.compile(r"[\u3400-\u9fff]")
PHONE = re.compile(r"(86)?1[3-9]\d{9}")
OLD_CARD = re.compile(r"\d{8}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}")
LEAST_MARK, LEAST_DIGITS, LEAST_AFTER_WORDS = 3, 6, 8
LONGEST_RUN, LEAST_KINDS = 5, 4
COUNTING = "01234567890" * 2
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def buyer_key(written: str) -> str:
    """Return one spelling of a buyer's number, or of joint buyers', "" where there is none.

    >>> buyer_key("'4403 0119-800101 1239"), buyer_key("粤０１"), buyer_key("4403**************")
    ('440301198001011239', '粤01', '')
    >>> buyer_key("见附件1"), buyer_key("乙02，甲01") == buyer_key("甲01、乙02")
    ('', True)
    """
    plain = unicodedata.normalize("NFKC", written).upper()
    found = [_one(each) for each in JOINT.split(plain.replace("、", ",")) if each.strip()]
    return "、".join(sorted(found)) if all(found) else ""


def _one(plain: str) -> str:
    tight = "".join(plain.split())
    if MASKED.search(tight) or ROUNDED.fullmatch(tight.lstrip("'")) or PLACEHOLDER.search(tight):
        return ""
    joined = "".join(each for each in tight if each.isalnum())
    number = HAN.sub("", joined)
    if len(HAN.findall(joined)) > 1 and len(number) < LEAST_AFTER_WORDS:
        return ""
    if len(number) < LEAST_AFTER_WORDS:
        number = joined
    return _long_form(number) if _is_number(number) else ""


def _is_number(number: str) -> bool:
    """Tell whether it can be one person's: neither too short nor typed to fill the cell."""
    least = LEAST_DIGITS if number.isdecimal() else LEAST_MARK
    if len(number) < least or not any(map(str.isdecimal, number)) or PHONE.fullmatch(number):
        return False
    if len(number) < LEAST_DIGITS:
        return True
    runs = max(len(list(same)) for _, same in groupby(number))
    kinds = LEAST_KINDS if len(number) > LEAST_AFTER_WORDS else 2
    counts = number in COUNTING or number in COUNTING[::-1] or number[:9] == "123456789"
    return runs <= LONGEST_RUN and len(set(number)) >= kinds and not counts


def _long_form(number: str) -> str:
    """Return the number of an identity card of fifteen digits as the eighteen it became."""
    if not OLD_CARD.fullmatch(number):
        return number
    body = f"{number[:6]}19{number[6:]}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]
