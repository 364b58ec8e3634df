"""Who has to agree to an application, and to what (公司法 46, 84; 民法典 56; 细则 16, 50).

A face check says who somebody is, not that they want what is asked in their name. Whoever is named
in a role agrees to it in an account of their own; whose business is changed, to the change. What
was agreed to is the terms: when they change, the yes falls with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.people_in_application import (
    Person,
    others_named,
    plain_number,
    roles_of,
)
from weijiayuan.approvals.rules.registered_changes import (
    COMPANY_ITEMS,
    FAMILY_ITEMS,
    changed_items,
    partners_of,
)

Answers = Mapping[str, Any]
OWNING = frozenset({"shareholders", "family_members", "beneficial_owners"})
"""Roles whose holder answers for the business or gains by it: they agree to all of it."""


@dataclass(frozen=True)
class Asked:
    """Somebody who has to agree, and the `terms` that their yes is carried over by to a change.

    `is_partner` of who owned the business before this change; `is_named` of who has a role in it.
    What they read is `consent_lines.lines_of`.
    """

    person: Person
    is_named: bool
    is_partner: bool
    terms: Mapping[str, Any]


def asked_of(
    kind: str, answers: Answers, former: Answers | None, script: Script
) -> tuple[Asked, ...]:
    """Return everybody beside the applicant whose yes an application needs.

    Who is named in no role is asked nothing. Somebody without a number cannot be asked: their
    `person.number` is empty.
    """
    named = {
        _key(each, script): (each, roles)
        for each in others_named(answers, script)
        if (roles := roles_of(each, answers, script))
    }
    changed = changed_items(kind, former, answers) if former is not None else {}
    own = script.folded(answers.get("operator_name") or ""), plain_number(answers)
    before = {
        _key(each, script): each
        for each in (partners_of(kind, former) if former is not None and changed else ())
        if _key(each, script) != own
    }
    people = {key: person for key, (person, _) in named.items()} | before
    return tuple(
        _asked(
            person,
            named.get(key, (person, ()))[1],
            kind,
            answers,
            changed if key in before else {},
        )
        for key, person in people.items()
    )


def _key(person: Person, script: Script) -> tuple[str, str]:
    return script.folded(person.name), person.number


def _asked(
    person: Person,
    roles: Iterable[str],
    kind: str,
    answers: Answers,
    changed: Mapping[str, str],
) -> Asked:
    roles = tuple(roles)
    items = COMPANY_ITEMS if kind == "company" else FAMILY_ITEMS
    owns = bool(OWNING.intersection(roles) or changed)
    bound = (*items, "name", "address") if owns else ("name",)
    terms = {
        "kind": kind,
        "roles": sorted(roles),
        "operator": plain_number(answers),
        "of": {each: answers.get(each) for each in sorted({*bound})},
        "changed": sorted(changed),
    }
    return Asked(person, bool(roles), bool(changed), terms)
