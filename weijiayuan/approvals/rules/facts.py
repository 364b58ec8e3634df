"""From what an applicant wrote and what registers answered to the facts that the rulebook weighs.

A fact that is not known is absent: the rulebook then says unknown, and never yes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weijiayuan.approvals.rules.addresses import Gazetteer
from weijiayuan.approvals.rules.id_card_numbers import NumberReading, read_number
from weijiayuan.approvals.rules.name_characters import Script
from weijiayuan.approvals.rules.names import Lexicon, NameReading, read_name
from weijiayuan.approvals.rules.shipped_lists import Authority, Scope, person_names, trades
from weijiayuan.places.coordinates import Datum, Point
from weijiayuan.places.grid_finder import Boundary

Answers = Mapping[str, Any]
Facts = dict[str, Any]

LONG_TERM = "long_term"
MOST_YEARS = 1000
MOST_FEN = 10**11
ADULT = 18
OLDEST_USUAL = 100  # older people are asked about: a number may be mistyped, or another's
BANNED_MEANS = frozenset({"labour", "credit", "name", "goodwill", "franchise", "pledged"})
REGION = re.compile(
    r"^(?:中国)?(?:广东省?)?(?P<city>[\u4e00-\u9fff]{2,4}市)?(?P<district>[\u4e00-\u9fff]{2,6}?(?:新区|区|县))?"
)


@dataclass(frozen=True)
class Lookups:
    """What registers said. None: they did not answer, or were not asked."""

    identity: str | None = None  # passed, failed, mismatch
    identity_minutes: int | None = None
    barred: bool | None = None
    address_blocked: bool | None = None
    address_live: int | None = None
    name_taken: bool | None = None
    second_live: bool | None = None


@dataclass(frozen=True)
class Ground:
    """What does not change from one application to the next: lists and the district."""

    authority: Authority
    catalogue: Mapping[str, Scope]
    lexicon: Lexicon
    boundary: Boundary
    gazetteer: Gazetteer


@dataclass(frozen=True)
class Reading:
    """An application understood: its facts, and the name and number it was understood from."""

    facts: Facts
    name: NameReading | None
    number: NumberReading | None
    other_authority: str
    """Who registers at the address, where it lies elsewhere and that is known."""


def read(
    kind: str,
    answers: Answers,
    lookups: Lookups,
    ground: Ground,
    *,
    on: date,
    name: NameReading | None = None,
) -> Reading:
    """Return the facts of an application of a kind on a day; `name` if it was read before."""
    number = _number(answers, on)
    name = name or name_of(kind, answers, ground.lexicon)
    elsewhere = _elsewhere(answers.get("address") or "", ground.authority, ground.lexicon.divisions)
    facts: Facts = {
        **_person(answers, number, on),
        **_looked_up(lookups),
        **_named(kind, answers, name, lookups),
        "trade_in_scope": _is_in_scope(answers.get("scopes"), name, ground.catalogue),
        "people_named": _are_people(kind, answers),
        **_scope(answers, ground.catalogue, on),
        **_place(answers, ground, elsewhere),
        **(
            _company(answers, on, ground.lexicon.script)
            if kind == "company"
            else _individual(answers, ground.lexicon.script)
        ),
    }
    known = {key: value for key, value in facts.items() if value is not None}
    other = ground.authority.elsewhere.get(elsewhere, "") if elsewhere else ""
    return Reading(known, name, number, other or (elsewhere and f"{elsewhere}市场监督管理部门"))


def _number(answers: Answers, on: date) -> NumberReading | None:
    if not answers.get("id_number") or not answers.get("id_kind"):
        return None
    return read_number(answers["id_number"], answers["id_kind"], on=on)


def _person(answers: Answers, number: NumberReading | None, on: date) -> Facts:
    until = answers.get("id_valid_until")
    return {
        "id_kind": number.kind if number else answers.get("id_kind"),
        "birth_date": number.birth_date.isoformat() if number and number.birth_date else None,
        "number_sound": number.is_sound if number else None,
        "id_in_date": None if until is None else until == LONG_TERM or until >= on.isoformat(),
        "wants_human": bool(answers.get("wants_human", False)),
    }


def _looked_up(lookups: Lookups) -> Facts:
    return {
        "identity": lookups.identity,
        "identity_minutes": lookups.identity_minutes,
        "barred": lookups.barred,
        "blocked": lookups.address_blocked,
        "live_here": lookups.address_live,
        "second_live": lookups.second_live,
    }


def has_no_name(kind: str, answers: Answers) -> bool:
    """Tell whether an individual business does without a name (民法典 54)."""
    return kind == "individual" and bool(answers.get("no_name")) and not answers.get("name")


def name_of(kind: str, answers: Answers, lexicon: Lexicon) -> NameReading | None:
    """Return the name of an application as it is read; None where there is none."""
    if not answers.get("name"):
        return None
    company_type = answers.get("company_type") or "limited"
    return read_name(answers["name"], lexicon, kind=kind, company_type=company_type)


def _named(kind: str, answers: Answers, name: NameReading | None, lookups: Lookups) -> Facts:
    if kind == "company" and answers.get("no_name"):
        return {}
    if name is None:
        return {"has_name": False if has_no_name(kind, answers) else None}
    return {
        "has_name": True,
        "name_region": name.has_region,
        "name_letters": name.letters.value,
        "trade_letters": len(name.trade_name),
        "trade_meaning": name.meaning,
        "has_trade_word": name.has_trade_word,
        "name_form": "right" if name.has_right_form else "wrong",
        "forbidden": name.forbidden,
        "national_word": bool(name.national),
        "name_taken": lookups.name_taken,
    }


def _is_in_scope(
    codes: Sequence[str] | None, name: NameReading | None, catalogue: Mapping[str, Scope]
) -> bool | None:
    """Tell whether the scopes hold the trade that the name claims, and what that needs."""
    if name is None or codes is None:
        return None
    if any(not set(codes).intersection(one_of) for one_of in trades().needed(name.folded)):
        return False
    industries = {catalogue[code].industry for code in codes if code in catalogue}
    return not name.industry or trades().go_together(name.industry, industries)


def _are_people(kind: str, answers: Answers) -> bool | None:
    """Tell whether everybody who is named is called as people are; None where nobody is."""
    names = [answers["operator_name"]] if answers.get("operator_name") else []
    lists = ("directors", "managers", "supervisors") if kind == "company" else ("family_members",)
    names += [name for field in lists for name in answers.get(field) or []]
    if kind == "company":
        names += [each.get("name", "") for each in _natural(answers.get("shareholders"))]
        names += [answers["legal_representative"]] if answers.get("legal_representative") else []
    return all(person_names().is_one(name) for name in names) if names else None


def _natural(holders: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """Return the shareholders who are said to be people of here."""
    return [each for each in holders or [] if each.get("kind") in {"person", None}]


def _scope(answers: Answers, catalogue: Mapping[str, Scope], on: date) -> Facts:
    codes = answers.get("scopes")
    if codes is None:
        return {}
    needing = {c for c in codes if c in catalogue and catalogue[c].kind == "pre_permit"}
    return {
        "scopes": len(codes),
        "scopes_known": all(code in catalogue for code in codes),
        "pre_permit": bool(needing),
        **_papers(answers.get("pre_papers") or [], needing, on),
    }


def _papers(papers: Sequence[Mapping[str, Any]], needing: set[str], on: date) -> Facts:
    """Return what the worst of the papers for pre-permits says."""
    given = [paper for paper in papers if paper["scope"] in needing]
    if not given:
        return {"pre_papers": "no_paper"}
    dated = [paper["valid_until"] for paper in given if paper.get("valid_until")]
    if any(until < on.isoformat() for until in dated):
        return {"pre_papers": "dated", "paper_expired": True}
    ages = [_days(paper["issued_on"], on) for paper in given if not paper.get("valid_until")]
    if ages:
        return {"pre_papers": "undated", "paper_days": max(0, *ages)}
    return {"pre_papers": "dated", "paper_expired": False}


def _days(since: str, on: date) -> int:
    return (on - date.fromisoformat(since)).days


def _elsewhere(address: str, authority: Authority, divisions: frozenset[str]) -> str:
    """Return the district or city that an address names when it is not this one."""
    text = "".join(address.split())
    for place in authority.elsewhere:
        if place in text[:16]:
            return place
    found = REGION.match(text)
    city, district = (found["city"], found["district"]) if found else (None, None)
    if city and city != authority.city:
        return city
    return district if district in divisions and district != authority.district else ""


def _place(answers: Answers, ground: Ground, elsewhere: str) -> Facts:
    return {
        "in_district": _is_inside(answers.get("place"), ground.boundary, elsewhere),
        "address_use": answers.get("address_use"),
        **_told(answers.get("address"), ground.gazetteer),
    }


def _told(address: str | None, gazetteer: Gazetteer) -> Facts:
    """Return what the text of an address says of itself."""
    if not address:
        return {}
    return {
        "address_standard": gazetteer.is_standard(address),
        "dwelling_told": gazetteer.tells_of_a_dwelling(address),
    }


def _is_inside(place: Mapping[str, Any] | None, boundary: Boundary, elsewhere: str) -> bool | None:
    """Tell whether point and address are both here; a point outside or another name is enough."""
    if elsewhere:
        return False
    if place is None:
        return None
    return boundary.contains(Point(place["lng"], place["lat"], Datum(place["datum"])))


def _individual(answers: Answers, script: Script) -> Facts:
    organisation = answers.get("organisation")
    members = {script.folded(each) for each in answers.get("family_members") or []}
    return {
        "is_family": None if organisation is None else organisation == "family",
        "family_members": len(members - {"", script.folded(answers.get("operator_name") or "")}),
    }


def _company(answers: Answers, on: date, script: Script) -> Facts:
    holders = answers.get("shareholders")
    return {
        "company_type": answers.get("company_type"),
        "charter": answers.get("charter"),
        "capital": _fen(answers.get("capital_fen")),
        **(_shareholders(holders, on) if holders is not None else {}),
        **(_holders(answers, holders, on, script) if holders is not None else {}),
        **_officers(answers, script),
    }


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
        "subscribed": _fen(sum(sums)) if whole else None,  # type: ignore[arg-type]  # none is None
        "each_subscribes": all(amount > 0 for amount in sums) if whole else None,  # type: ignore[operator]
    }


def _holders(
    answers: Answers, holders: Sequence[Mapping[str, Any]], on: date, script: Script
) -> Facts:
    """Return what the names and numbers of the shareholders say of them."""
    numbers = [each["id_number"] for each in _natural(holders) if each.get("id_number")]
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
