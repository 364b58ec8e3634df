"""What a tip may hold, what its sender is warned about, and how moments are rounded."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_PHOTOS = 9
RECEIPT_DIGITS = 16
POINTS_FOR_ACCEPTED = 5

MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
IDENTITY = re.compile(r"(?<![\dXx])\d{17}[\dXx](?![\dXx])")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_LETTERS = "10X98765432"


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
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], WEIGHTS, strict=True))
    return CHECK_LETTERS[total % 11] == text[17].upper()


def masked(text: str) -> str:
    """Return the text with such numbers starred out, all but two digits at each end.

    >>> masked("电话13800138000")
    '电话13*******00'
    """
    for part in reversed(private_parts(text)):
        inner = part.end - part.start - 4
        text = text[: part.start + 2] + "*" * inner + text[part.end - 2 :]
    return text


def hour_of(moment: datetime) -> datetime:
    """Return the beginning of the hour: all that is kept of when an anonymous tip came.

    >>> from datetime import UTC
    >>> hour_of(datetime(2026, 11, 23, 9, 59, 59, 7, tzinfo=UTC)).isoformat()
    '2026-11-23T09:00:00+00:00'
    """
    return moment.replace(minute=0, second=0, microsecond=0)


def receipt_ends(closed_at: datetime, *, kept_days: int) -> datetime:
    """Return when the receipt of a closed matter stops opening it, to the hour."""
    return hour_of(closed_at) + timedelta(days=kept_days)


def digits_of(receipt: str) -> str:
    """Return the digits of a receipt however it was grouped: `1234 5678-…`, full-width too.

    >>> digits_of("１２３４ 5678-9012 3456")
    '1234567890123456'
    """
    return "".join(str(int(each)) for each in receipt if each.isdecimal())


def in_groups(digits: str) -> str:
    """Return the receipt as it is shown: four groups of four."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
