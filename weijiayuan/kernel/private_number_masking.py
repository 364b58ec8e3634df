"""Telephone and identity numbers in what people write: found, and starred out.

However they are written: with blanks, dots, dashes, a country code, in full width or in words.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from weijiayuan.kernel.identity_numbers import check_letter

BETWEEN = r"[\s.·\-]?"
GROUPED = rf"1[3-9]\d{BETWEEN}\d{{4}}{BETWEEN}\d{{4}}"
ONE_BY_ONE = "|".join(rf"1{mark}[3-9](?:{mark}\d){{9}}" for mark in (" ", r"\.", "-", "·"))
MOBILE = re.compile(rf"(?<!\d)(?:\+?86{BETWEEN})?(?:{GROUPED}|{ONE_BY_ONE})(?!\d)")
IDENTITY = re.compile(rf"(?<![\dXx])\d(?:{BETWEEN}\d){{16}}{BETWEEN}[\dXx](?![\dXx])")
BORN = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)")


AS_DIGITS = str.maketrans(
    "０１２３４５６７８９〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺ＸｘＯ",
    "0123456789001234567891234567891XxO",
)
"""Digits as people write them, place for place."""


class PrivateKind(StrEnum):
    PHONE = "phone"
    IDENTITY_NUMBER = "identity_number"


@dataclass(frozen=True, slots=True)
class Private:
    """A stretch of a text that tells who somebody is."""

    kind: PrivateKind
    start: int
    end: int


def private_parts(text: str) -> list[Private]:
    """Return the telephone and identity numbers in a text, in their order.

    >>> [part.kind.value for part in private_parts("联系13800138000，证件11010519491231002X")]
    ['phone', 'identity_number']
    """
    plain = text.translate(AS_DIGITS)
    found = [
        Private(PrivateKind.IDENTITY_NUMBER, match.start(), match.end())
        for match in IDENTITY.finditer(plain)
        if _is_of_a_person(match.group())
    ]
    within = {at for each in found for at in range(each.start, each.end)}
    found += [
        Private(PrivateKind.PHONE, match.start(), match.end())
        for pattern in (MOBILE, LANDLINE)
        for match in pattern.finditer(plain)
        if match.start() not in within
    ]
    return sorted(found, key=lambda part: part.start)


def _is_of_a_person(written: str) -> bool:
    """Tell whether the check letter fits, or a day of birth stands in it: people mistype one."""
    number = re.sub(BETWEEN, "", written)
    return check_letter(number) == number[17].upper() or BORN.match(number) is not None


def masked(text: str) -> str:
    """Return the text with such numbers starred out, all but two digits at each end.

    >>> masked("电话13800138000")
    '电话13*******00'
    """
    for part in reversed(private_parts(text)):
        inner = part.end - part.start - 4
        text = text[: part.start + 2] + "*" * inner + text[part.end - 2 :]
    return text
