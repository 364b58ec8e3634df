"""The decision on an application: every rule's verdict, and the outcome that follows from them.

`auto` only where every rule holds, so that nothing unknown could change it. What the applicant can
mend comes before what a person must look at: all of it is said at once (条例 19). Whoever asks for
a person gets one, whatever else there is. A machine never refuses.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from weijiayuan.approvals.rules.floor import Floor, broken_floors
from weijiayuan.engine.rulebook import Rulebook, Verdict

NUMBER = re.compile(r"^([a-z])([0-9]+)_")
ASKED_FOR = "X1"


class Outcome(StrEnum):
    """What becomes of an application: approved at once, given back, or looked at by a person."""

    AUTO = "auto"
    CORRECT = "correct"
    HUMAN = "human"


OTHERWISE = {
    Outcome.AUTO: "",
    Outcome.CORRECT: "这一项自己改不了的，可以选人工办理",
    Outcome.HUMAN: "由登记人员审看，您不用再做什么",
}
VERDICTS = {Outcome.AUTO: "approve", Outcome.CORRECT: "correct", Outcome.HUMAN: "human"}


@dataclass(frozen=True)
class Ruling:
    """What one condition of the rulebook said: true, false or unknown, and what then follows."""

    id: str
    rule: str
    verdict: bool | None
    outcome: Outcome
    sentence: str
    remedy: str
    law: str
    article: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Decision:
    """Every ruling, what is missing, and the outcome."""

    outcome: Outcome
    rulings: tuple[Ruling, ...]
    missing: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Say the outcome as a verdict."""
        return VERDICTS[self.outcome]

    @property
    def faults(self) -> tuple[Ruling, ...]:
        """Return what the applicant can mend."""
        return tuple(each for each in self.rulings if each.outcome is Outcome.CORRECT)

    @property
    def undecided(self) -> tuple[Ruling, ...]:
        """Return what a person has to look at."""
        return tuple(each for each in self.rulings if each.outcome is Outcome.HUMAN)


@dataclass(frozen=True)
class Case:
    """What is decided: an application of a kind by some policies, with its facts, on a day.

    `missing` are the questions that had to be answered and were not.
    """

    kind: str
    policies: Sequence[str]
    facts: Mapping[str, Any]
    missing: Sequence[str]
    on: date


def decide(book: Rulebook, case: Case) -> Decision:
    """Decide by a rulebook. What it would approve below the floor of the law goes to a person."""
    asked = {name: fact for name, fact in case.facts.items() if name in book.pack.questions}
    rulings = rulings_of(book, case.policies, asked, on=case.on)
    if outcome_of(rulings, case.missing) is Outcome.AUTO:
        below = broken_floors(case.kind, case.facts, case.on)
        rulings = (*rulings, *(_below_the_floor(each) for each in below))
    return Decision(outcome_of(rulings, case.missing), rulings, tuple(case.missing))


def _below_the_floor(floor: Floor) -> Ruling:
    """Return the ruling of what no rulebook may let a machine approve."""
    sentence = f"规则包没有看“{floor.why}”，系统不能当场办理，要由人看"
    return Ruling(
        *(f"floor_{floor.fact}", "FLOOR", None, Outcome.HUMAN, sentence),
        *(OTHERWISE[Outcome.HUMAN], floor.law, floor.article, {}),
    )


def rulings_of(
    book: Rulebook, policies: Sequence[str], facts: Mapping[str, Any], *, on: date
) -> tuple[Ruling, ...]:
    """Return what every condition says, in the order of the policies."""
    said = [each for each in book.verdicts(facts, on=on) if each.policy in policies]
    in_force = {each.policy for each in said}
    silent = [_not_in_force(book, name) for name in policies if name not in in_force]
    ordered = sorted(said, key=lambda each: policies.index(each.policy))
    return (*(_ruling(each) for each in ordered), *silent)


def _not_in_force(book: Rulebook, policy: str) -> Ruling:
    """Return the ruling of rules that were not in force that day: a person looks."""
    found = book.pack.policies[policy]
    sentence = found.validity.otherwise or found.name
    return Ruling(policy, policy.upper(), None, Outcome.HUMAN, sentence, "", found.basis, "", {})


def _ruling(said: Verdict) -> Ruling:
    return Ruling(
        id=said.condition,
        rule=rule_of(said.condition),
        verdict=said.holds,
        outcome=_follows(said),
        sentence=said.text if said.holds is not False else said.why_not,
        remedy="" if said.holds else said.change or OTHERWISE[_follows(said)],
        law=said.source["title"],
        article=said.source["article"] or "",
        facts=said.facts,
    )


def _follows(said: Verdict) -> Outcome:
    if said.holds is None:
        return Outcome.HUMAN
    return Outcome.AUTO if said.holds else Outcome(said.leads_to)


def rule_of(condition: str) -> str:
    """Return the number under which people know a rule.

    >>> rule_of("n3_length")
    'N3'
    """
    found = NUMBER.match(condition)
    return f"{found[1].upper()}{found[2]}" if found else condition.upper()


def outcome_of(rulings: Iterable[Ruling], missing: Sequence[str]) -> Outcome:
    """Return the outcome of all rulings together."""
    said = {each.outcome for each in rulings}
    asked = any(each.rule == ASKED_FOR and each.verdict is False for each in rulings)
    if asked:
        return Outcome.HUMAN
    if missing or Outcome.CORRECT in said:
        return Outcome.CORRECT
    return Outcome.HUMAN if Outcome.HUMAN in said else Outcome.AUTO
