"""Whether those who are named may be what they are named as: numbers, papers and ages.

Nobody without full capacity is director, supervisor, manager or liaison (公司法 178, 民法典 18-20).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from weijiayuan.approvals.rules.company_facts import ADULT, OLDEST_USUAL, years_old
from weijiayuan.approvals.rules.identity_numbers import NumberReading, read_number
from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.people_in_application import others_named, roles_of

WORKING = 16
"""From here on somebody who lives on their own wages counts as adult (民法典 18)."""
OFFICES = frozenset(
    {"directors", "managers", "supervisors", "legal_representative", "liaison_name"}
)
PARTNERS = frozenset({"family_members", "beneficial_owners"})
WORST_FIRST = ("child", "minor", "old", "adult")
NOBODY = "nobody"


def capacity_facts(answers: Mapping[str, Any], on: date, script: Script) -> dict[str, Any]:
    """Return what the numbers of everybody beside the applicant say of them."""
    read = [
        (frozenset(roles_of(each, answers, script)), _reading(each.number, on))
        for each in others_named(answers, script)
        if each.number
    ]
    return {
        "others_sound": all(number.is_sound for _, number in read),
        "others_local": all(number.kind == "resident_id" for _, number in read),
        "officers_age": _worst(_ages(read, OFFICES, on)),
        "partners_age": _worst(_ages(read, PARTNERS, on)),
    }


def _reading(number: str, on: date) -> NumberReading:
    """Read a number: one that begins with a letter is of another paper."""
    return read_number(number, "resident_id" if number[0].isdigit() else "foreign", on=on)


def _ages(
    read: Iterable[tuple[frozenset[str], NumberReading]], wanted: frozenset[str], on: date
) -> list[str]:
    return [
        _class_of(years_old(number.birth_date, on))
        for roles, number in read
        if roles & wanted and number.birth_date
    ]


def _class_of(age: int) -> str:
    if age < ADULT:
        return "minor" if age >= WORKING else "child"
    return "adult" if age <= OLDEST_USUAL else "old"


def _worst(found: list[str]) -> str:
    return next((each for each in WORST_FIRST if each in found), NOBODY)
