"""Telephone and identity numbers in what people write: found, and starred out."""

import re
from dataclasses import dataclass
from enum import StrEnum

from weijiayuan.kernel.identity_numbers import check_letter

MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<![\dXx])\d{17}[\dXx](?![\dXx])")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)")


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
    found = [
        Private(PrivateKind.IDENTITY_NUMBER, match.start(), match.end())
        for match in IDENTITY.finditer(text)
        if is_identity_number(match.group())
    ]
    found += [
        Private(PrivateKind.PHONE, match.start(), match.end())
        for pattern in (MOBILE, LANDLINE)
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda part: part.start)


def is_identity_number(text: str) -> bool:
    """Tell whether the check letter of GB 11643-1999 fits."""
    return check_letter(text) == text[17].upper()


def masked(text: str) -> str:
    """Return the text with such numbers starred out, all but two digits at each end.

    >>> masked("电话13800138000")
    '电话13*******00'
    """
    for part in reversed(private_parts(text)):
        inner = part.end - part.start - 4
        text = text[: part.start + 2] + "*" * inner + text[part.end - 2 :]
    return text
