"""The calculator: reads a roll and votes as somebody writes them down, and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weijiayuan.commons.errors import RollMalformed, RuleMalformed, RuleUnknown, VotesImpossible
from weijiayuan.commons.rules import decision_rules, owner_counting, vote_counting
from weijiayuan.commons.rules.buyer_number import buyer_key
from weijiayuan.commons.rules.decision_rules import BadRule, Rule
from weijiayuan.commons.rules.owner_counting import Owner, Part, name_key
from weijiayuan.commons.rules.unit_number_spelling import key_of
from weijiayuan.commons.rules.vote_counting import NOTHING, Choice, Result, Votes, Weight


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted by which rule, and whose units have one name and were counted apart."""

    rule: Rule
    votes: Votes
    result: Result
    namesakes: Sequence[tuple[str, ...]]


def checked(asked: Mapping[str, Any]) -> Counted:
    """Count what is asked.

    Raises `RuleUnknown`, `RuleMalformed`, `RollMalformed`, `VotesImpossible`.
    """
    rule = rule_meant(asked["rule"], asked["own_rule"])
    units = asked["roll"]["units"]
    found = _owners(units) if units is not None else None
    votes = _votes_of(asked["roll"], found, asked["votes"])
    if votes.everybody.heads == 0 or (rule.weighs_area and _lacks_area(votes, units or ())):
        raise RollMalformed
    if not votes.is_possible:
        raise VotesImpossible
    if asked["open"]:
        result = vote_counting.count_open(rule, votes, may_come=asked["may_come"])
    else:
        result = vote_counting.count(rule, votes)
    return Counted(rule, votes, result, owner_counting.namesakes(found or ()))


def _lacks_area(votes: Votes, units: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether there is no area, or somebody would count as a head without any."""
    return votes.everybody.area == 0 or any(each["area_m2"] == 0 for each in units)


def rule_meant(rule_id: str | None, own: Mapping[str, Any] | None = None) -> Rule:
    """Return a shipped rule, or the one that was written. Raises `RuleUnknown`, `RuleMalformed`."""
    if own is None:
        found = decision_rules.shipped().get(rule_id or "")
        if found is None:
            raise RuleUnknown
        return found
    try:
        written = {**own, "id": "own", "pass": own["passes"]}
        written.pop("passes")
        return decision_rules.rule(written)
    except BadRule as error:
        raise RuleMalformed from error


def _votes_of(
    roll: Mapping[str, Any], found: Sequence[Owner] | None, votes: Mapping[str, Any]
) -> Votes:
    """Return the sums of a roll and its votes. Raises `VotesImpossible`."""
    everybody = (
        Weight(roll["heads"], roll["area_m2"])
        if found is None
        else vote_counting.total(each.weight for each in found)
    )
    if votes["items"] is None:
        sums = {each: _weight(votes[each.value]) or NOTHING for each in Choice}
    elif found is None:
        raise VotesImpossible
    else:
        sums = _sums(found, votes["items"])
    named = {each.value: weight for each, weight in sums.items()}
    return Votes(everybody=everybody, present=_weight(votes["present"]), **named)


def _weight(given: Mapping[str, Any] | None) -> Weight | None:
    return None if given is None else Weight(given["heads"], given["area_m2"])


def _owners(units: Sequence[Mapping[str, Any]]) -> list[Owner]:
    names = [key_of(each["unit"]) for each in units]
    if len(set(names)) < len(names):
        raise RollMalformed
    parts = [
        Part(each["unit"], each["area_m2"], each["owner"], each["unsold"], buyer_key(each["buyer"]))
        for each in units
    ]
    if owner_counting.two_names(parts):
        raise RollMalformed
    return owner_counting.owners_of(parts)


def _known_by(found: Sequence[Owner]) -> dict[str, Owner]:
    """Return the owners by number, and by a name that nobody else has."""
    named: dict[str, list[Owner]] = {}
    for owner in found:
        named.setdefault(owner.name, []).append(owner)
    known = {name: same[0] for name, same in named.items() if len(same) == 1}
    return known | {owner.buyer: owner for owner in found if owner.buyer}


def _named(known: Mapping[str, Owner], written: str) -> Owner | None:
    return known.get(buyer_key(written)) or known.get(name_key(written))


def _sums(found: Sequence[Owner], items: Sequence[Mapping[str, Any]]) -> dict[Choice, Weight]:
    """Add up the votes: of one owner one, however many units say the same."""
    by_unit = {key_of(unit): owner for owner in found for unit in owner.units}
    known = _known_by(found)
    said: dict[str, tuple[Owner, Choice]] = {}
    for item in items:
        unit, name = item["unit"], item["owner"]
        owner = by_unit.get(key_of(unit)) if unit else _named(known, name)
        choice = Choice(item["choice"])
        if owner is None or said.setdefault(owner.units[0], (owner, choice))[1] is not choice:
            raise VotesImpossible
    sums = dict.fromkeys(Choice, NOTHING)
    for owner, choice in said.values():
        sums[choice] += owner.weight
    return sums
