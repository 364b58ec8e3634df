"""Numbers of identity papers: what a citizen's number says of itself (GB 11643-1999)."""

import re
from dataclasses import dataclass
from datetime import date

from weijiayuan.kernel.identity_numbers import birth_date

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
CARD_LETTERS = 18
MOST_DIGITS_OF_A_PERMIT = 10
OTHER_PAPER = re.compile(r"^[A-Z0-9]{6,20}$")


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
    born = birth_date(text, on=on)
    if born is None:
        return NumberReading(is_sound=False, kind=kind, birth_date=None)
    holder = FOREIGN if text[0] == "9" else RESIDENCE_PERMITS.get(text[:2], kind)
    return NumberReading(_has_origin(text), holder, born)


def can_be_a_paper(number: str, *, on: date) -> bool:
    """Tell whether a text can be the number of any paper at all: a card's 18 letters, or another's.

    >>> [can_be_a_paper(each, on=date(2026, 11, 30)) for each in ("x", "H12345678")]
    [False, True]
    """
    text = "".join(number.split()).upper()
    if len(text) == CARD_LETTERS:
        return birth_date(text, on=on) is not None
    is_of_digits = text.isdigit()
    is_short = len(text) <= MOST_DIGITS_OF_A_PERMIT
    return bool(OTHER_PAPER.fullmatch(text)) and (not is_of_digits or is_short) and _has_digit(text)


def _has_digit(text: str) -> bool:
    return any(each.isdigit() for each in text)


def _has_origin(number: str) -> bool:
    """Tell whether it begins as one does: a province, a permit, or 9 and a province (2023 card)."""
    is_permit = number[:2] in RESIDENCE_PERMITS or (number[0] == "9" and number[1:3] in PROVINCES)
    return is_permit or number[:2] in PROVINCES
