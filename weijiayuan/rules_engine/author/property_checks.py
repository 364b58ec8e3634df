"""Proofs by trial: properties that must hold for every pack, checked on random households.

- Forgetting answers never makes a verdict or a bound wrong, only wider.
- An answer outside the mask of open questions changes nothing, so that asking may stop.
- The evaluator of one household and that of a population agree to the fen.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from weijiayuan.rules_engine.evaluate.answers import Household, without_answers
from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules, Engine, Outcome
from weijiayuan.rules_engine.evaluate.population_columns import from_households
from weijiayuan.rules_engine.evaluate.vector_evaluator import Column, Vector
from weijiayuan.rules_engine.pack.model import Kind, Pack, Question, Subject
from weijiayuan.rules_engine.values.dates import date_of, number_of
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

AGES = (0, 1, 2, 3, 5, 6, 13, 14, 15, 16, 17, 18, 30, 54, 55, 59, 60, 69, 70, 79, 80, 90, 99, 100)
LARGEST = 5
GUARDS_DEEP = 2
"""A guard may rest on a question that has one itself."""


@dataclass(slots=True)
class Findings:
    """How many checks were made, and every violation in words."""

    checks: int = 0
    violations: list[str] = field(default_factory=list)

    def check(self, *, holds: bool, otherwise: str) -> None:
        self.checks += 1
        if not holds:
            self.violations.append(otherwise)


class RandomHouseholds:
    """Draws households that sit on the edges of rules: birthdays, thresholds, zero."""

    def __init__(self, pack: Pack, seed: int) -> None:
        self.pack = pack
        self.random = random.Random(seed)  # noqa: S311  # trial, not secrecy
        self.thresholds = _thresholds(pack)
        self.engine = Engine(pack)

    def complete(self, on: date) -> Household:
        """Return a household with an answer to every question."""
        size = self.random.randint(1, min(LARGEST, self.pack.largest_household))
        household = {q.id: self._answer(q, on) for q in self.pack.questions.values() if _alone(q)}
        if self.pack.people_question:
            household[self.pack.people_question] = size
        people = tuple(
            {
                q.id: self._answer(q, on)
                for q in self.pack.questions.values()
                if q.subject is Subject.PERSON or (who and q.subject is Subject.MEMBER)
            }
            for who in range(size)
        )
        return self._consistent(Household(household, people), on)

    def _consistent(self, given: Household, on: date) -> Household:
        """Give the usual answer to what is not asked of somebody: no infant serves as a soldier."""
        rules = self.engine.rules_on(on)
        people = [dict(answers) for answers in given.people]
        for _ in range(GUARDS_DEEP):
            trace = rules.assess(Household(given.answers, tuple(people)), on).trace
            for name, guard in rules.built.guards.items():
                question = self.pack.questions[name]
                for who, answers in enumerate(people):
                    if name in answers and rules.scalar.truth(trace, guard, who)[0] == FALSE:
                        answers[name] = _usual(question)
        return Household(given.answers, tuple(people))

    def forgetful(self, given: Household, share: float) -> Household:
        """Return the household with a random share of its answers forgotten or only bracketed.

        Where the number of people is forgotten, so are some of the people.
        """
        gone: list[tuple[str, int | None]] = [
            (name, None) for name in given.answers if self.random.random() < share
        ]
        for who, answers in enumerate(given.people):
            gone += [(name, who) for name in answers if self.random.random() < share]
        kept = without_answers(given, gone)
        people = kept.people
        if self.pack.people_question and self.pack.people_question not in kept.answers:
            people = people[: self.random.randint(1, len(people))]
        return Household(self._blurred(kept.answers), tuple(map(self._blurred, people)))

    def _blurred(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._maybe_span(name, value) for name, value in answers.items()}

    def _maybe_span(self, name: str, value: Any) -> Any:
        question = self.pack.questions[name]
        is_number = question.kind in {Kind.NUMBER, Kind.MONEY}
        if not is_number or name == self.pack.people_question or self.random.random() > 0.15:
            return value
        reach = self.random.choice([1, 10, 50_000])
        return max(question.low, value - reach), min(question.high, value + reach)

    def _answer(self, question: Question, on: date) -> Any:
        if question.kind is Kind.YES_NO:
            return self.random.random() < 0.5
        if question.kind is Kind.CHOICE:
            first = question.subject is Subject.MEMBER
            return self.random.choice(question.choices[first:]).id
        if question.kind is Kind.DATE:
            return self._date(on)
        return self._number(question)

    def _date(self, on: date) -> date:
        """Return a day so many years ago, give or take a few days."""
        years = self.random.choice(AGES)
        near = timedelta(days=self.random.choice([-1, 0, 1, self.random.randint(-200, 200)]))
        return min(on, on.replace(year=on.year - years, day=min(on.day, 28)) + near)

    def _number(self, question: Question) -> int:
        near = self.random.choice(self.thresholds) + self.random.choice([-1, 0, 1])
        spread = self.random.choice([near, near, self.random.randint(question.low, question.high)])
        return min(question.high, max(question.low, spread))


def _usual(question: Question) -> Any:
    if question.kind is Kind.CHOICE:
        return question.otherwise
    if question.kind is Kind.DATE:
        return date_of(question.low)
    return False if question.kind is Kind.YES_NO else question.low


def _alone(question: Question) -> bool:
    return question.subject in {Subject.HOUSEHOLD, Subject.APPLICANT}


def _thresholds(pack: Pack) -> list[int]:
    figures = {0, 1, 2}
    for parameter in pack.parameters.values():
        for value in parameter.values:
            if isinstance(value.figure, int):
                figures |= {value.figure, value.figure // 12}
    return sorted(figures)


def soundness(engine: Engine, days: tuple[date, ...], checks: int, seed: int) -> Iterator[Findings]:
    """Yield the findings so far, now and then, until so many checks are made."""
    drawn, findings = RandomHouseholds(engine.pack, seed), Findings()
    while findings.checks < checks:
        for _ in range(50):
            on = drawn.random.choice(days)
            _check_household(engine.rules_on(on), drawn, on, findings)
        yield findings


def _check_household(
    rules: DayRules, drawn: RandomHouseholds, on: date, findings: Findings
) -> None:
    whole = drawn.complete(on)
    truth = rules.assess(whole, on)
    partial = drawn.forgetful(whole, drawn.random.choice([0.05, 0.2, 0.5, 0.9]))
    assessed = rules.assess(partial, on)
    true_ones = {(o.rule.policy.id, o.who): o for o in truth.outcomes}
    for outcome in assessed.outcomes:
        name = outcome.rule.policy.id, outcome.who
        findings.check(
            holds=_contains(outcome, true_ones[name]),
            otherwise=f"{on} {name}: {outcome[2:]} 不含 {true_ones[name][2:]}",
        )
    together = _together(truth)
    for policy, verdict in _together(assessed).items():
        findings.check(
            holds=verdict in {UNKNOWN, together[policy]},
            otherwise=f"{on} {policy}: 全家 {verdict} 不含 {together[policy]}",
        )
    _check_irrelevance(assessed, whole, findings)


def _together(assessed: Assessment) -> dict[str, int]:
    """Return each policy's verdict on the whole household, those not named yet among them."""
    found = dict.fromkeys(assessed.unlisted, UNKNOWN)
    for outcome in assessed.outcomes:
        name = outcome.rule.policy.id
        found[name] = max(found.get(name, FALSE), outcome.verdict)
    return found


def _contains(partial: Outcome, whole: Outcome) -> bool:
    """Tell whether what was said on part of the answers allows what all of them say."""
    if partial.verdict not in {UNKNOWN, whole.verdict}:
        return False
    if partial.verdict == UNKNOWN and not partial.open and whole.verdict != UNKNOWN:
        return False
    if whole.verdict == FALSE or partial.amount is None:
        return True
    if whole.amount is None:
        return False
    (low, high), (true_low, true_high) = partial.amount, whole.amount
    is_below = high is None or (true_high is not None and true_high <= high)
    return low <= true_low and is_below


def _check_irrelevance(assessed: Assessment, whole: Household, findings: Findings) -> None:
    """Answer everything that was not worth asking: no verdict may move."""
    bits, mask = assessed.rules.bits, assessed.trace.open
    worth_asking = set(bits.named(mask))
    given = assessed.given
    household = {k: v for k, v in whole.answers.items() if (k, None) not in worth_asking}
    people = tuple(
        {k: v for k, v in whole.people[who].items() if (k, who) not in worth_asking} | dict(answers)
        for who, answers in enumerate(given.people)
    )
    counted = assessed.rules.pack.people_question
    if counted and bits.of_household(counted) & mask:
        people = people[: len(given.people)]
    filled = assessed.rules.assess(Household(household | dict(given.answers), people), assessed.on)
    for before, after in zip(assessed.outcomes, filled.outcomes, strict=True):
        findings.check(
            holds=before.verdict == after.verdict,
            otherwise=f"{assessed.on} {before.rule.policy.id}: 不问的问题改变了结论",
        )


def agreement(
    engine: Engine, days: tuple[date, ...], households: int, seed: int
) -> Iterator[Findings]:
    """Yield the findings so far while both evaluators answer for the same random households."""
    drawn, findings, done = RandomHouseholds(engine.pack, seed), Findings(), 0
    while done < households:
        on = days[(done // 500) % len(days)]
        share = drawn.random.choice([0.0, 0.0, 0.1, 0.5])
        given = [drawn.forgetful(drawn.complete(on), share) for _ in range(500)]
        _compare(engine.rules_on(on), given, on, findings)
        done += len(given)
        yield findings


def _compare(rules: DayRules, given: list[Household], on: date, findings: Findings) -> None:
    people = from_households(rules.pack, rules.bits, given, on)
    vector = Vector(rules.built, rules.bits, exact=False)
    for chunk, columns in vector.chunks(people, on=number_of(on)):
        for place, begin in enumerate(chunk.begins):
            assessment = rules.assess(given[chunk.first_household + place], on)
            for outcome in assessment.outcomes:
                if outcome.rule.in_force:
                    column = columns[outcome.rule.policy.id]
                    row = place if outcome.who is None else int(begin) + outcome.who
                    findings.check(
                        holds=_agrees(assessment, outcome, column, row),
                        otherwise=f"{on} {outcome.rule.policy.id}: 两种求值不一致",
                    )


def _agrees(assessment: Assessment, outcome: Outcome, column: Column, row: int) -> bool:
    verdict = TRUE if column.sure[row] else UNKNOWN if column.possible[row] else FALSE
    if verdict != outcome.verdict:
        return False
    if verdict == FALSE or column.low is None or column.high is None:
        return True
    assert outcome.rule.amount is not None
    scalar = assessment.rules.scalar
    low, high, _ = scalar.number(assessment.trace, outcome.rule.amount, outcome.who or 0)
    return bool(np.array_equal([low, high], [column.low[row], column.high[row]]))
