"""Telephone and identity numbers in what people write: found, and starred out.

However they are written: with blanks, dots, dashes, a country code, in full width or in words. A
digit next to a number makes it another number only in the same script: 张三 before one is a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from weijiayuan.kernel.identity_numbers import check_letter

BETWEEN = r"[\s.·\-]?"
APART = r"[\s.·\-—–_]{1,3}"
GROUPED = "|".join(
    [rf"1[3-9]\d{BETWEEN}\d{{4}}{BETWEEN}\d{{4}}"]
    + [
        rf"1[3-9]\d{{{first}}}" + "".join(rf"{APART}\d{{{length}}}" for length in rest)
        for first, *rest in ((1, 4, 4), (1, 3, 5), (2, 3, 4), (3, 6), (4, 5))
    ]
)
ONE_BY_ONE = "|".join(rf"1{mark}[3-9](?:{mark}\d){{9}}" for mark in (" ", r"\.", "-", "·"))
MOBILE = re.compile(rf"(?:(?:\+|00)?86{BETWEEN}|0{BETWEEN})?(?:{GROUPED}|{ONE_BY_ONE})")
IDENTITY = re.compile(rf"\d(?:{BETWEEN}\d){{16}}{BETWEEN}[\dXx]")
BORN = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
LANDLINE = re.compile(r"0(?:10|[2-9]\d{1,2})[-\s]?\d{7,8}")
ARABIC = re.compile(r"[0-9０-９]")


AS_DIGITS = str.maketrans(
    "０１２３４５６７８９〇零一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖幺①②③④⑤⑥⑦⑧⑨⓪ＸｘＯ",
    "01234567890012345678912233456678911234567890XxO",
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
    found: list[Private] = []
    for kind, pattern in (
        (PrivateKind.IDENTITY_NUMBER, IDENTITY),
        (PrivateKind.PHONE, MOBILE),
        (PrivateKind.PHONE, LANDLINE),
    ):
        for start, end in _spans(pattern, plain, text):
            is_another = kind is PrivateKind.IDENTITY_NUMBER and not _is_of_a_person(
                plain[start:end]
            )
            if not is_another and all(end <= each.start or each.end <= start for each in found):
                found.append(Private(kind, start, end))
    return sorted(found, key=lambda part: part.start)


def _spans(pattern: re.Pattern[str], plain: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers stand that are no part of a longer one, wherever they may begin."""
    at = 0
    while match := pattern.search(plain, at):
        start, end = match.span()
        is_part = _goes_on(text, start - 1) or _goes_on(text, end - 1)
        at = start + 1 if is_part else end
        if not is_part:
            yield start, end


def _goes_on(text: str, at: int) -> bool:
    """Tell whether the digits on both sides of a border are of one number."""
    return at >= 0 and all(map(ARABIC.match, text[at : at + 2])) and at + 1 < len(text)


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
