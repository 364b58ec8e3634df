"""Who applies: the face check, whose account it is, and who is barred, told to whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from weijiayuan.approvals.models import Application
from weijiayuan.approvals.queries import applications as queries
from weijiayuan.approvals.queries import barred_persons, consents
from weijiayuan.approvals.rulebook_in_force import ground
from weijiayuan.approvals.rules.people_in_application import others_named, plain_number
from weijiayuan.approvals.service.blind_indexes import identity_mark

Answers = Mapping[str, Any]
PASSED = "passed"


@dataclass(frozen=True)
class BarAnswer:
    """Which of the numbers asked about the registers call barred; None: they did not answer.

    `is_kept`: nobody was asked now, what was found at the submission counts, and is told whole.
    """

    numbers: frozenset[str] | None
    is_kept: bool = False
    is_for_applicant: bool = False


KEPT = BarAnswer(None, is_kept=True)
"""For the desk."""
KEPT_TO_TELL = BarAnswer(None, is_kept=True, is_for_applicant=True)
"""For the proof of what the desk decided: of others it says what they let be told."""


def identity_of(application: Application, answers: Answers, now: datetime) -> dict[str, Any]:
    """Return the newest face check of the applicant by the account that applies."""
    at = application.submitted_at or now
    name, number = answers.get("operator_name"), answers.get("id_number")
    if not name or not number:
        return {"identity": None, "identity_minutes": None}
    found = queries.newest_check(application.resident_id, identity_mark(name, number))
    if found is None:
        other = queries.newest_check_of_any(application.resident_id)
        return {"identity": "mismatch" if other else None, "identity_minutes": None}
    minutes = -(-(at - found.checked_at) // timedelta(minutes=1))
    return {"identity": found.result, "identity_minutes": max(0, minutes)}


def is_by_self(application: Application, answers: Answers) -> bool:
    """Tell whether the account is the operator's: of who passed the face check in it first.

    Another person's is an agent's (细则 14). Before any check it is nobody's yet.
    """
    first = consents.first_mark(application.resident_id)
    name, number = answers.get("operator_name") or "", plain_number(answers)
    return first is None or first == identity_mark(name, number)


def named_barred(
    application: Application, answers: Answers, barred: BarAnswer, *, on: date
) -> bool | None:
    """Tell whether anybody named is barred: by our own list, or by what the registers said.

    None where somebody is named without a number: nobody could be asked about them.
    """
    others = others_named(answers, ground().lexicon.script)
    numbers = {plain_number(answers), *(each.number for each in others)} - {""}
    if barred.numbers or any(barred_persons.is_listed(number, on=on) for number in numbers):
        return True
    if barred.is_kept:
        return application.named_barred
    if barred.numbers is None or not all(each.number for each in others):
        return None
    return False


def shown_barred(
    answers: Answers,
    barred: BarAnswer,
    truth: bool | None,  # noqa: FBT001  # what is hidden from some
    *,
    on: date,
    identity: str | None,
    agreed: bool | None,
) -> bool | None:
    """Return what the rules are told: of others only once they agreed, of oneself once checked.

    Otherwise anybody could learn who is barred by naming them.
    """
    if barred.is_kept and not barred.is_for_applicant:
        return truth
    if identity != PASSED:
        return None
    if agreed is True or (truth is False and not others_named(answers, ground().lexicon.script)):
        return truth
    number = plain_number(answers)
    is_own = number in (barred.numbers or ()) or barred_persons.is_listed(number, on=on)
    others = others_named(answers, ground().lexicon.script)
    return True if is_own else (None if others else truth)
