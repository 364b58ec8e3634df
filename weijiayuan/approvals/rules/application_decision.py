"""The decision on an application: every rule's verdict, and the outcome that follows from them.

`auto` only where every rule holds, so that nothing unknown could change it. What the applicant can
mend comes before what a person must look at: all of it is said at once (条例 19). Whoever asks for
a person gets one, whatever else there is. A machine never refuses.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from weijiayuan.approvals.rules.automatic_approval_limits import EDITION, Floor, broken_floors
from weijiayuan.rules_engine.pack import syntax
from weijiayuan.rules_engine.rulebook import Rulebook, Verdict

MOST_KEPT = 4096
NUMBER = re.compile(r"^([a-z])([0-9]+)_")
ASKED_FOR = "X1"
REVIEWED_SINCE = 4  # the edition of the floor under which overdue rules decide nothing


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
    edition: int = EDITION
    """The edition of the floor that stands under the decision."""


class RulingCache:
    """The rulings of one rulebook, kept by policy and by the facts that the policy weighs.

    Forms are checked again at every answer, and most answers move one policy of seven. What is
    kept is what was computed: rulings depend on nothing but the facts and the day.
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._weighed = {name: _weighed_by(book, name) for name in book.pack.policies}
        self._kept: dict[tuple[Any, ...], tuple[Ruling, ...]] = {}

    def rulings(
        self, policies: Sequence[str], facts: Mapping[str, Any], *, on: date
    ) -> tuple[Ruling, ...]:
        """Return what `rulings_of` says, in the order of the policies."""
        keys = [(name, on, *map(facts.get, self._weighed[name])) for name in policies]
        if not all(key in self._kept for key in keys):
            self._keep(policies, keys, facts, on)
        return tuple(ruling for key in keys for ruling in self._kept[key])

    def overdue(self, on: date, policies: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return which policies, and which figures, had to be looked over again before a day."""
        pack = self.book.pack
        asked = pack.policies if policies is None else policies
        dated = {
            **{f"政策 {pack.policies[name].name}": pack.policies[name].review_by for name in asked},
            **{f"参数 {each.label}": each.review_by for each in pack.parameters.values()},
        }
        return tuple(name for name, day in dated.items() if day < on)

    def _keep(
        self, policies: Sequence[str], keys: Sequence[Any], facts: Mapping[str, Any], on: date
    ) -> None:
        said = dict(_by_policy(self.book, policies, facts, on))
        if len(self._kept) > MOST_KEPT:
            self._kept = {}
        self._kept |= {key: said[name] for name, key in zip(policies, keys, strict=True)}


def _weighed_by(book: Rulebook, policy: str) -> tuple[str, ...]:
    """Return the questions that the conditions of a policy ask."""
    conditions = book.pack.policies[policy].when.conditions()
    named = {name for test in conditions for name in syntax.names_in(test.expression)}
    return tuple(sorted(named & book.pack.questions.keys()))


def decide(cache: RulingCache, case: Case) -> Decision:
    """Decide by a rulebook. What it would approve below the floor of the law goes to a person."""
    questions = cache.book.pack.questions
    asked = {name: fact for name, fact in case.facts.items() if name in questions}
    rulings = cache.rulings(case.policies, asked, on=case.on)
    if outcome_of(rulings, case.missing) is Outcome.AUTO:
        below = broken_floors(case.kind, case.facts, case.on, edition=case.edition)
        rulings = (*rulings, *(_below_the_floor(each) for each in below))
        if case.edition >= REVIEWED_SINCE and (late := cache.overdue(case.on, case.policies)):
            rulings = (*rulings, _not_reviewed(late))
    return Decision(outcome_of(rulings, case.missing), rulings, tuple(case.missing))


def _below_the_floor(floor: Floor) -> Ruling:
    """Return the ruling of what no rulebook may let a machine approve."""
    sentence = f"规则包没有看“{floor.why}”，系统不能当场办理，要由人看"
    return Ruling(
        *(f"floor_{floor.fact}", "FLOOR", None, Outcome.HUMAN, sentence),
        *(OTHERWISE[Outcome.HUMAN], floor.law, floor.article, {}),
    )


def _not_reviewed(late: Sequence[str]) -> Ruling:
    """Return the ruling of rules that nobody looked over when it was due: a person decides."""
    sentence = f"规则包里这些内容到了复核日还没有复核，系统不当场办理：{'、'.join(late)}"
    return Ruling(
        *("floor_reviewed", "FLOOR", None, Outcome.HUMAN, sentence),
        *(OTHERWISE[Outcome.HUMAN], "本规则包的设定", "", {}),
    )


def rulings_of(
    book: Rulebook, policies: Sequence[str], facts: Mapping[str, Any], *, on: date
) -> tuple[Ruling, ...]:
    """Return what every condition says, in the order of the policies."""
    return tuple(ruling for _, said in _by_policy(book, policies, facts, on) for ruling in said)


def _by_policy(
    book: Rulebook, policies: Sequence[str], facts: Mapping[str, Any], on: date
) -> Iterator[tuple[str, tuple[Ruling, ...]]]:
    """Yield each policy with what its conditions say."""
    said: dict[str, list[Ruling]] = {name: [] for name in policies}
    for each in book.verdicts(facts, on=on):
        if each.policy in said:
            said[each.policy].append(_ruling(each))
    for name, rulings in said.items():
        yield name, tuple(rulings) or (_not_in_force(book, name),)


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
