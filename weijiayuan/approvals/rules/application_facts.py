"""From what an applicant wrote and what registers answered to the facts that the rulebook weighs.

A fact that is not known is absent: the rulebook then says unknown, and never yes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weijiayuan.approvals.rules.address_normalization import AddressKeys
from weijiayuan.approvals.rules.address_regions import authority_of, named_elsewhere
from weijiayuan.approvals.rules.addresses import Gazetteer
from weijiayuan.approvals.rules.business_names import Lexicon, NameReading
from weijiayuan.approvals.rules.company_facts import (
    FOR_GOOD,
    company_facts,
    natural_people,
    years_old,
)
from weijiayuan.approvals.rules.id_number_consistency import numbers_agree
from weijiayuan.approvals.rules.identity_numbers import NumberReading, read_number
from weijiayuan.approvals.rules.name_characters import Script, is_han
from weijiayuan.approvals.rules.place_agreement import CommunityCentre, agrees
from weijiayuan.approvals.rules.reference_data import Authority, Scope, person_names, trades
from weijiayuan.approvals.rules.role_consents import asked_of
from weijiayuan.approvals.rules.role_eligibility import capacity_facts
from weijiayuan.places.coordinates import point_of
from weijiayuan.places.grid_finder import Boundary

Answers = Mapping[str, Any]
Facts = dict[str, Any]

LONG_TERM = FOR_GOOD
OF_OUR_OWN = (
    *("retold", "place_retold", "resolved", "by_self"),
    *("owners_kept", "capital_kept", "something_changed"),
)
"""What our own history says of an application, under the name of the fact."""
TELEPHONE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}|0[1-9][0-9]{8,14}|[2-9][0-9]{6,7}")
LEAST_HOME = 6
UPSTAIRS = 3
"""From this storey on a room in a house of which nothing more is said may be a flat."""


@dataclass(frozen=True)
class Lookups:
    """What registers said. None: they did not answer, or were not asked."""

    identity: str | None = None  # passed, failed, mismatch
    identity_minutes: int | None = None
    barred: bool | None = None
    address_blocked: bool | None = None
    address_live: int | None = None
    name_taken: bool | None = None
    name_alike: bool | None = None
    second_live: bool | None = None
    retold: bool = False  # our own history, which is never silent
    place_retold: bool = False
    agreed: bool | None = None  # everybody beside the applicant, each by an account of their own
    resolved: bool | None = True  # whose business it is, to what is changed of it
    by_self: bool | None = True  # the account is the operator's own
    owners_kept: bool = True
    capital_kept: bool = True
    something_changed: bool = True


@dataclass(frozen=True)
class Ground:
    """What does not change from one application to the next: lists and the district."""

    authority: Authority
    catalogue: Mapping[str, Scope]
    lexicon: Lexicon
    boundary: Boundary
    gazetteer: Gazetteer
    places: AddressKeys
    centres: tuple[CommunityCentre, ...] = ()


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
) -> Reading:
    """Return the facts of an application of a kind on a day."""
    number, script = _number(answers, on), ground.lexicon.script
    name = name_of(kind, answers, ground.lexicon)
    elsewhere = named_elsewhere(
        answers.get("address") or "", ground.authority, ground.lexicon.divisions
    )
    facts: Facts = {
        **_person(answers, number, on),
        **_looked_up(lookups),
        **_named(kind, answers, name, lookups),
        "trade_in_scope": _is_in_scope(answers.get("scopes"), name, ground.catalogue),
        "people_named": _are_people(kind, answers),
        "agreed": lookups.agreed if asked_of(kind, answers, None, script) else True,
        "numbers_agree": numbers_agree(answers, script),
        **capacity_facts(answers, on, script),
        **_scope(answers, ground.catalogue, on),
        **_place(answers, ground, elsewhere),
        **(
            company_facts(answers, on, script)
            if kind == "company"
            else _individual(answers, script)
        ),
    }
    known = {key: value for key, value in facts.items() if value is not None}
    return Reading(known, name, number, authority_of(elsewhere, ground.authority))


def _number(answers: Answers, on: date) -> NumberReading | None:
    if not answers.get("id_number") or not answers.get("id_kind"):
        return None
    return read_number(answers["id_number"], answers["id_kind"], on=on)


def _person(answers: Answers, number: NumberReading | None, on: date) -> Facts:
    until = answers.get("id_valid_until")
    return {
        "id_kind": number.kind if number else answers.get("id_kind"),
        "age": years_old(number.birth_date, on) if number and number.birth_date else None,
        "number_sound": number.is_sound if number else None,
        "id_in_date": None if until is None else until == LONG_TERM or until >= on.isoformat(),
        "wants_human": bool(answers.get("wants_human", False)),
        "liaison_sound": _is_telephone(answers.get("liaison_phone")),
    }


def _is_telephone(text: str | None) -> bool:
    """Tell whether a text can be a telephone number; without one that of the account is used."""
    plain = "".join(each for each in text or "" if each not in " -()（）转")
    return not plain or bool(TELEPHONE.fullmatch(plain))


def _looked_up(lookups: Lookups) -> Facts:
    return {
        "identity": lookups.identity,
        "identity_minutes": lookups.identity_minutes,
        "barred": lookups.barred,
        "blocked": lookups.address_blocked,
        "live_here": lookups.address_live,
        "second_live": lookups.second_live,
        **{name: getattr(lookups, name) for name in OF_OUR_OWN},
    }


def has_no_name(kind: str, answers: Answers) -> bool:
    """Tell whether an individual business does without a name (民法典 54)."""
    return kind == "individual" and bool(answers.get("no_name")) and not answers.get("name")


def name_of(kind: str, answers: Answers, lexicon: Lexicon) -> NameReading | None:
    """Return the name of an application as it is read; None where there is none."""
    if not answers.get("name"):
        return None
    company_type = answers.get("company_type") or "limited"
    return lexicon.reading(answers["name"], kind, company_type)


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
        "alike_promised": _is_promised(answers, lookups),
    }


def _is_promised(answers: Answers, lookups: Lookups) -> bool | None:
    """Tell whether no name is alike, or liability for that is promised (规定 16)."""
    if answers.get("name_promise"):
        return True
    return None if lookups.name_alike is None else not lookups.name_alike


def _is_in_scope(
    codes: Sequence[str] | None, name: NameReading | None, catalogue: Mapping[str, Scope]
) -> bool | None:
    """Tell whether the scopes hold the trade that the name claims, and what that needs."""
    if name is None or codes is None:
        return None
    if any(not set(codes).intersection(one_of) for one_of in trades().claimed(name)):
        return False
    chosen = [catalogue[code] for code in codes if code in catalogue]
    if trades().makes_nothing(name.folded, {scope.industry for scope in chosen}):
        return False
    if any(word in name.folded for scope in chosen for word in scope.words.split() if word[1:]):
        return True
    if trades().are_licensed(name.trade, codes):
        return True
    return not name.industry or trades().go_together(name.industry, {s.industry for s in chosen})


def _are_people(kind: str, answers: Answers) -> bool | None:
    """Tell whether everybody who is named is called as people are; None where nobody is."""
    names = [answers["operator_name"]] if answers.get("operator_name") else []
    officers = ("directors", "managers", "supervisors", "beneficial_owners")
    lists = officers if kind == "company" else ("family_members",)
    names += [answers["liaison_name"]] if answers.get("liaison_name") else []
    names += [name for field in lists for name in answers.get(field) or []]
    if kind == "company":
        names += [each.get("name", "") for each in natural_people(answers.get("shareholders"))]
        names += [answers["legal_representative"]] if answers.get("legal_representative") else []
    return all(person_names().is_one(name) for name in names) if names else None


def _scope(answers: Answers, catalogue: Mapping[str, Scope], on: date) -> Facts:
    codes = answers.get("scopes")
    if codes is None:
        return {}
    papers = answers.get("pre_papers") or []
    needing = {c for c in codes if c in catalogue and catalogue[c].kind == "pre_permit"}
    return {
        "scopes": len(codes),
        "scopes_known": all(code in catalogue for code in codes),
        "pre_permit": bool(needing),
        "papers_lacking": bool(needing - {each["scope"] for each in papers}),
        **_papers(papers, needing, on),
    }


def _papers(papers: Sequence[Mapping[str, Any]], needing: set[str], on: date) -> Facts:
    """Return what the worst of the papers for pre-permits says."""
    given = [paper for paper in papers if paper["scope"] in needing]
    if not given:
        return {"pre_papers": "no_paper"}
    said = _kinds_of_papers(given, on)
    return said | {"paper_too_new": any(_is_too_new(paper, on) for paper in given)}


def _is_too_new(paper: Mapping[str, Any], on: date) -> bool:
    """Tell whether a paper was issued after today, or after its own last day."""
    last: str = min(on.isoformat(), paper.get("valid_until") or on.isoformat())
    return bool(paper["issued_on"] > last)


def _kinds_of_papers(given: Sequence[Mapping[str, Any]], on: date) -> Facts:
    dated = [paper["valid_until"] for paper in given if paper.get("valid_until")]
    if any(until < on.isoformat() for until in dated):
        return {"pre_papers": "dated", "paper_expired": True}
    ages = [_days(paper["issued_on"], on) for paper in given if not paper.get("valid_until")]
    if ages:
        return {"pre_papers": "undated", "paper_days": max(0, *ages)}
    return {"pre_papers": "dated", "paper_expired": False}


def _days(since: str, on: date) -> int:
    return (on - date.fromisoformat(since)).days


def _place(answers: Answers, ground: Ground, elsewhere: str) -> Facts:
    return {
        "home_apart": _is_apart(answers, ground),
        "place_agrees": _agrees(answers, ground),
        "in_district": _is_inside(answers.get("place"), ground.boundary, elsewhere),
        "address_use": answers.get("address_use"),
        **_told(answers.get("address"), ground),
    }


def _agrees(answers: Answers, ground: Ground) -> bool | None:
    """Tell whether point and address can be one place; None while either is not said."""
    address, place = answers.get("address"), answers.get("place")
    if not address or place is None:
        return None
    return agrees(address, point_of(place), ground.centres)


def _is_apart(answers: Answers, ground: Ground) -> bool | None:
    """Tell whether the place is not the applicant's home; None while it is not said where it is.

    A home that is not asked for, of a company's representative, is not there.
    """
    address, home = answers.get("address"), answers.get("home")
    if not address:
        return None
    if not home:
        return True
    shop = ground.places.premises(address)
    is_called_shop = says_shop(address, ground.gazetteer)
    return not ground.places.premises(home).is_home_of(shop, is_called_shop=is_called_shop)


def says_shop(address: str, gazetteer: Gazetteer) -> bool:
    """Tell whether an address calls itself a shop or a stall."""
    return any(word in address for word in gazetteer.shops)


def _told(address: str | None, ground: Ground) -> Facts:
    """Return what the text of an address says of itself."""
    if not address:
        return {}
    is_standard, tells_of_a_dwelling = ground.gazetteer.reading(address)
    is_upstairs = ground.places.premises(address).reaches(UPSTAIRS)
    return {
        "address_standard": is_standard,
        "dwelling_told": tells_of_a_dwelling,
        "upper_room": is_upstairs and not ground.gazetteer.says_what_it_is(address),
    }


def _is_inside(place: Mapping[str, Any] | None, boundary: Boundary, elsewhere: str) -> bool | None:
    """Tell whether point and address are both here; a point outside or another name is enough."""
    if elsewhere:
        return False
    if place is None:
        return None
    return boundary.contains(point_of(place))


def is_home(text: str | None) -> bool | None:
    """Tell whether a home is written as one: Chinese letters and some of them; None without any."""
    if not text:
        return None
    written = [each for each in text if each.isalnum()]
    return len(written) >= LEAST_HOME and sum(map(is_han, written)) >= LEAST_HOME // 2


def _individual(answers: Answers, script: Script) -> Facts:
    organisation = answers.get("organisation")
    members = {script.folded(each) for each in answers.get("family_members") or []}
    return {
        "home_told": is_home(answers.get("home")),
        "is_family": None if organisation is None else organisation == "family",
        "family_members": len(members - {"", script.folded(answers.get("operator_name") or "")}),
    }
