"""A check before anything is submitted: it needs no sign-in and keeps nothing.

The registers about a person are not asked, or anybody could learn by a number who is barred. A
check says what it assumes instead; who passes `lookups` says what is to be assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from weijiayuan.approvals.queries import address_occupancy, business_names
from weijiayuan.approvals.rulebook_in_force import Decider, ground
from weijiayuan.approvals.rules.addresses import is_blocked
from weijiayuan.approvals.rules.application_decision import Decision
from weijiayuan.approvals.rules.application_facts import Lookups, Reading, name_of
from weijiayuan.approvals.rules.business_names import NameReading

CLEAN: Mapping[str, Any] = {
    "identity": "passed",
    "identity_minutes": 0,
    "barred": False,
    "second_live": False,
    "retold": False,
    "agreed": True,
}
"""What is assumed of the registers about a person: to be looked up when it is submitted."""
OF_PEOPLE = ("agreed",)
"""What no register says: assumed as well where a check supposes what the registers say."""
GIVEN = tuple(each.name for each in fields(Lookups))


@dataclass(frozen=True)
class Check:
    """A decision that binds nobody, with the names beside the one that was written."""

    decision: Decision
    reading: Reading
    neighbours: business_names.Neighbours
    assumed: tuple[str, ...]


def check(
    decider: Decider,
    kind: str,
    answers: Mapping[str, Any],
    given: Mapping[str, Any] | None,
    *,
    on: date,
) -> Check:
    """Return what would become of an application with these answers."""
    name = name_of(kind, answers, decider.ground(ground()).lexicon)
    beside = _neighbours(name, on)
    said = CLEAN if given is None else {name: CLEAN[name] for name in OF_PEOPLE} | dict(given)
    supposed: dict[str, Any] = {key: said[key] for key in GIVEN if key in said}
    lookups = replace(
        public_lookups(answers, beside),
        **supposed,
    )
    decision, reading = decider.decide(kind, answers, lookups, by=ground(), on=on)
    told = frozenset(given if given is not None else ())
    assumed = CLEAN if given is None else OF_PEOPLE
    return Check(decision, reading, beside, tuple(each for each in assumed if each not in told))


def public_lookups(answers: Mapping[str, Any], beside: business_names.Neighbours) -> Lookups:
    """Return what the registers of names and addresses say; nobody's person is asked about."""
    said = Lookups(name_taken=bool(beside.same), name_alike=bool(beside.alike))
    address = answers.get("address")
    if not address:
        return said
    here = ground()
    return replace(
        said,
        address_blocked=is_blocked(address, here.authority, here.lexicon.script),
        address_live=address_occupancy.live_at(here.places.key(address)),
    )


def _neighbours(name: NameReading | None, on: date) -> business_names.Neighbours:
    if name is None:
        return business_names.Neighbours((), ())
    here = ground().authority.division
    return business_names.neighbours(name.trade_name, name.industry or "", here, on=on)
