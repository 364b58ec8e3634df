"""The facts of a company: its shareholders, what they contribute, and who holds which office."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from weijiayuan.approvals.rules.identity_numbers import read_number
from weijiayuan.approvals.rules.name_characters import Script

Answers = Mapping[str, Any]
Facts = dict[str, Any]

FOR_GOOD = "long_term"
MOST_YEARS = 1000
MOST_FEN = 10**11
ADULT = 18
OLDEST_USUAL = 100  # older people are asked about: a number may be mistyped, or another's
BANNED_MEANS = frozenset({"labour", "credit", "name", "goodwill", "franchise", "pledged"})


def company_facts(answers: Answers, on: date, script: Script) -> Facts:
    """Return the facts that only a company has: capital, shareholders, officers."""
    holders = answers.get("shareholders")
    return {
        "company_type": answers.get("company_type"),
        "charter": answers.get("charter"),
        "capital": _fen(answers.get("capital_fen")),
        **(_shareholders(holders, on) if holders is not None else {}),
        **(_holders(answers, holders, on, script) if holders is not None else {}),
        **_officers(answers, script),
        **_filed(answers, on, script),
    }


def _filed(answers: Answers, on: date, script: Script) -> Facts:
    """Return what is filed beside: beneficial owners, and until when the company is to be."""
    owners = _folded(answers.get("beneficial_owners"), script) or []
    holders = {script.folded(each.get("name", "")) for each in answers.get("shareholders") or []}
    term = answers.get("term")
    return {
        "owners": len(set(owners)),
        "owners_promised": bool(answers.get("owners_promise")),
        "owners_inside": holders.issuperset(owners),
        "term_sound": None if term is None else term == FOR_GOOD or term > on.isoformat(),
    }


def natural_people(holders: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Return the shareholders who are said to be people of here."""
    return [each for each in holders or [] if each.get("kind") in {"person", None}]


def _fen(amount: int | None) -> int | None:
    return None if amount is None else min(amount, MOST_FEN)


def _shareholders(holders: Sequence[Mapping[str, Any]], on: date) -> Facts:
    sums = [each.get("contribution_fen") for each in holders]
    dues = [each.get("due_on") for each in holders]
    whole = None not in sums
    return {
        "shareholders": min(len(holders), MOST_YEARS),
        "means": _means([each.get("means") for each in holders]),
        "last_due_years": _last_due(dues, on) if holders else None,
        "due_in_past": any(due is not None and due < on.isoformat() for due in dues),
        "contributions_told": all(map(_is_told, holders)),
        "subscribed": _fen(sum(sums)) if whole else None,  # type: ignore[arg-type]  # none is None
        "each_subscribes": all(amount > 0 for amount in sums) if whole else None,  # type: ignore[operator]
    }


def _is_told(holder: Mapping[str, Any]) -> bool:
    """Tell whether sum, means and day of a contribution are there (公司法 46, 47)."""
    told = (holder.get(each) for each in ("contribution_fen", "means", "due_on"))
    return all(each is not None for each in told)


def _holders(
    answers: Answers, holders: Sequence[Mapping[str, Any]], on: date, script: Script
) -> Facts:
    """Return what the names and numbers of the shareholders say of them."""
    numbers = [each["id_number"] for each in natural_people(holders) if each.get("id_number")]
    read = [read_number(each, "resident_id", on=on) for each in numbers if each[:1].isdigit()]
    is_foreign = len(read) < len(numbers) or any(each.kind != "resident_id" for each in read)
    plain = _all_or_unknown([each.get("kind") for each in holders], "person")
    births = [each.birth_date for each in read if each.birth_date]
    return {
        "shareholders_plain": False if is_foreign else plain,
        "shareholders_distinct": _are_distinct(answers, holders, script),
        "holder_numbers_sound": all(each.is_sound for each in read),
        "holders_of_age": all(
            anniversary(born, ADULT) <= on < anniversary(born, OLDEST_USUAL + 1) for born in births
        ),
    }


def _are_distinct(answers: Answers, holders: Sequence[Mapping[str, Any]], script: Script) -> bool:
    """Tell whether nobody is written twice, and no number belongs to two people.

    The applicant counts as known: whoever bears that name or that number must bear both.
    """
    known = [(script.folded(h.get("name", "")), _plain_number(h.get("id_number"))) for h in holders]
    numbers = [number for _, number in known if number]
    unnumbered = {name for name, number in known if not number}
    names = [name for name, _ in known]
    if len(set(numbers)) < len(numbers) or any(names.count(each) > 1 for each in unnumbered):
        return False
    if not answers.get("operator_name") or not answers.get("id_number"):
        return True
    own = script.folded(answers["operator_name"]), _plain_number(answers["id_number"])
    return all(number != own[1] or name == own[0] for name, number in known)


def _plain_number(number: str | None) -> str:
    return "".join((number or "").split()).upper()


def _all_or_unknown(values: Sequence[str | None], wanted: str) -> bool | None:
    if any(value not in {wanted, None} for value in values):
        return False
    return None if None in values else True


def _means(values: Sequence[str | None]) -> str | None:
    """Return the means that decides: what is banned before what is not money."""
    if BANNED_MEANS.intersection(values):
        return "banned"
    if any(value not in {"cash", None} for value in values):
        return "in_kind"
    return None if None in values else "cash"


def _last_due(dues: Sequence[str | None], on: date) -> int | None:
    known = [date.fromisoformat(due) for due in dues if due is not None]
    years = max((years_until(on, due) for due in known), default=None)
    return years if len(known) == len(dues) else None


def years_until(start: date, due: date) -> int:
    """Return in which year after the start a day lies; the anniversary closes the year.

    >>> years_until(date(2026, 11, 28), date(2031, 11, 28))
    5
    >>> years_until(date(2026, 11, 28), date(2031, 11, 29))
    6
    >>> years_until(date(2028, 2, 29), date(2033, 2, 28))
    5
    >>> years_until(date(2028, 2, 29), date(2033, 3, 1))
    6
    """
    years = max(0, due.year - start.year)
    past = due > anniversary(start, years)
    return min(years + past, MOST_YEARS)


def years_old(born: date, on: date) -> int:
    """Return how many years somebody has completed on a day.

    >>> [years_old(date(2008, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))]
    [17, 18]
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def anniversary(start: date, years: int) -> date:
    """Return the day so many years on; without such a day, the last of its month (民法典 203)."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, start.month, 28)


def _officers(answers: Answers, script: Script) -> Facts:
    directors = _folded(answers.get("directors"), script)
    managers = _folded(answers.get("managers"), script) or []
    supervisors = _folded(answers.get("supervisors"), script) or []
    representative = script.folded(answers.get("legal_representative") or "")
    senior = {*(directors or []), *managers}
    applicant = script.folded(answers.get("operator_name") or "")
    return {
        "directors": None if directors is None else len(directors),
        "managers": len(managers),
        "representative": _role(representative, directors, managers),
        "applicant_is_representative": representative == applicant
        if representative and applicant
        else None,
        "supervisors": len(supervisors),
        "unanimous": bool(answers.get("no_supervisor_agreed")),
        "supervisor_apart": senior.isdisjoint(supervisors),
    }


def _folded(names: Sequence[str] | None, script: Script) -> list[str] | None:
    return None if names is None else [script.folded(each) for each in names]


def _role(name: str, directors: Sequence[str] | None, managers: Sequence[str]) -> str | None:
    if not name or directors is None:
        return None
    if name in directors:
        return "director"
    return "manager" if name in managers else "neither"
