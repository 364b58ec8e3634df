"""Everybody an application names beside the applicant, in whatever role.

Real names are asked of all of them (细则 16), and who is barred is barred in every role (条例 40).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from weijiayuan.approvals.rules.name_characters import Script

Answers = Mapping[str, Any]

LISTS = ("family_members", "directors", "managers", "supervisors", "beneficial_owners")
NUMBERED = ("shareholders", "people")
ALONE = ("legal_representative", "liaison_name")
ROLES = {
    "shareholders": "股东",
    "directors": "董事",
    "managers": "经理",
    "supervisors": "监事",
    "legal_representative": "法定代表人",
    "beneficial_owners": "受益所有人",
    "family_members": "家庭成员",
    "liaison_name": "登记联络员",
}
"""As what somebody may be named: the field of the form, and what it is called."""


@dataclass(frozen=True)
class Person:
    """Somebody who is named. `number` is empty where none is given: nobody knows then who it is."""

    name: str
    number: str = ""


def others_named(answers: Answers, script: Script) -> tuple[Person, ...]:
    """Return everybody but the applicant, each once.

    A bare name is whoever has that name with a number, the applicant before all others.
    """
    own = script.folded(answers.get("operator_name") or ""), plain_number(answers)
    said = {(script.folded(each.name), each.number): each for each in _said(answers)}
    known = {name for name, number in said if number} | {own[0], ""}
    return tuple(
        person
        for (name, number), person in said.items()
        if (number and (name, number) != own) or (not number and name not in known)
    )


def roles_of(person: Person, answers: Answers, script: Script) -> tuple[str, ...]:
    """Return the fields in which somebody is named; a bare name is everybody's who bears it."""
    name = script.folded(person.name)
    held = [
        row
        for row in answers.get("shareholders") or []
        if script.folded(row.get("name") or "") == name and plain_number(row) in {person.number, ""}
    ]
    listed = [field for field in LISTS if name in map(script.folded, answers.get(field) or [])]
    alone = [field for field in ALONE if script.folded(answers.get(field) or "") == name]
    return (*(["shareholders"] if held else []), *listed, *alone)


def number_of(name: str, answers: Answers, script: Script) -> str:
    """Return the number that is given for a name, the applicant's before all others."""
    wanted = script.folded(name)
    if wanted == script.folded(answers.get("operator_name") or ""):
        return plain_number(answers)
    found = (each.number for each in _said(answers) if script.folded(each.name) == wanted)
    return next(filter(None, found), "")


def plain_number(row: Mapping[str, Any]) -> str:
    """Return the number of a paper as it is compared: without white space, in capitals."""
    return "".join((row.get("id_number") or "").split()).upper()


def _said(answers: Answers) -> Iterator[Person]:
    for field in NUMBERED:
        for row in answers.get(field) or []:
            yield Person(row.get("name") or "", plain_number(row))
    for field in LISTS:
        yield from (Person(each) for each in answers.get(field) or [])
    for field in ALONE:
        yield Person(answers.get(field) or "")
