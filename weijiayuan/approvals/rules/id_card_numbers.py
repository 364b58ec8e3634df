"""Numbers of identity papers: what a citizen's number says of itself (GB 11643-1999)."""

import re
from dataclasses import dataclass
from datetime import date

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
PROVINCES = frozenset(
    f"{first}{second}"
    for first, seconds in {
        "1": "12345",
        "2": "123",
        "3": "1234567",
        "4": "123456",
        "5": "01234",
        "6": "12345",
    }.items()
    for second in seconds
)
RESIDENCE_PERMITS = {"81": "hk_macao_permit", "82": "hk_macao_permit", "83": "taiwan_permit"}
FOREIGN = "foreign"
OTHER_PAPER = re.compile(r"^[A-Z0-9]{6,20}$")
OLDEST = 130


@dataclass(frozen=True)
class NumberReading:
    """What a number says: whether it can be one, whose kind of paper it is, the birth date."""

    is_sound: bool
    kind: str
    birth_date: date | None


def read_number(number: str, kind: str, *, on: date) -> NumberReading:
    """Read the number of a paper of some kind, as of a day."""
    text = "".join(number.split()).upper()
    if kind != "resident_id":
        return NumberReading(bool(OTHER_PAPER.fullmatch(text)), kind, None)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text) or check_of(text) != text[-1]:
        return NumberReading(is_sound=False, kind=kind, birth_date=None)
    born = _birth_date(text, on)
    holder = FOREIGN if text[0] == "9" else RESIDENCE_PERMITS.get(text[:2], kind)
    return NumberReading(born is not None and _has_origin(text), holder, born)


def _has_origin(number: str) -> bool:
    """Tell whether it begins as one does: a province, a permit, or 9 and a province (2023 card)."""
    is_permit = number[:2] in RESIDENCE_PERMITS or (number[0] == "9" and number[1:3] in PROVINCES)
    return is_permit or number[:2] in PROVINCES


def check_of(number: str) -> str:
    """Return the check digit of the first seventeen.

    >>> check_of("44030119900501001")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECKS[total % 11]


def _birth_date(number: str, on: date) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born <= on and on.year - born.year <= OLDEST else None
