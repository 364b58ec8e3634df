"""Whether a form gives one number to each person it names, and one person to each number."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.people_in_application import plain_number

Answers = Mapping[str, Any]


def numbers_agree(answers: Answers, script: Script) -> bool:
    """Tell whether the numbers that a form gives at several places say the same.

    Two shareholders may bear one name, each with a number of their own; whoever is listed beside
    with that name must be one of them.
    """
    owning, beside = _by_name(answers, script)
    if any(len(numbers) > 1 for name, numbers in beside.items() if name not in owning):
        return False
    if any(not beside[name] <= owning[name] for name in beside.keys() & owning.keys()):
        return False
    return all(len(names) == 1 for names in _by_number(owning, beside).values())


def _by_name(
    answers: Answers, script: Script
) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Return the numbers under each name: of applicant and shareholders, and of the list beside."""
    owning, beside = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    own = {"name": answers.get("operator_name"), "id_number": answers.get("id_number")}
    for kept, rows in (
        (owning, [own, *(answers.get("shareholders") or [])]),
        (beside, answers.get("people") or []),
    ):
        for row in rows:
            name, number = script.folded(row.get("name") or ""), plain_number(row)
            if name and number:
                kept[name].add(number)
    return owning, beside


def _by_number(*told: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    names = defaultdict[str, set[str]](set)
    for each in told:
        for name, numbers in each.items():
            for number in numbers:
                names[number].add(name)
    return names
