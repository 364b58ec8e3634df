"""The engine's front door: a rulebook loaded from a folder of data answers for a case on a day.

    book = Rulebook.load(folder)
    evaluation = book.evaluate({"stall_area": 6, "has_insurance": True}, on=today)
    evaluation["permit"].outcome        # a name from the rulebook's own `outcomes`
    evaluation["permit"].because        # reasons, with facts, source and article
    evaluation.next_question            # what to ask next, None when nothing more can change
    book.trial(today)                   # cases that come out wrong, and what the lint says

Answers that are missing stay unknown; nothing is guessed. See docs/engine.md for the files.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import groupby
from operator import attrgetter, or_
from pathlib import Path
from typing import Any

from weijiayuan.rules_engine.advise.next_question_choice import QuestionChooser
from weijiayuan.rules_engine.author.lint import lint
from weijiayuan.rules_engine.author.worked_cases import Result, read_cases, run
from weijiayuan.rules_engine.evaluate.answers import AnswersInvalid, Household, read_answers
from weijiayuan.rules_engine.evaluate.engine import Assessment, Engine, Outcome
from weijiayuan.rules_engine.explain.explanation_generation import (
    HOLDS,
    Verdict,
    Wording,
    subject_name,
    subject_name_of,
)
from weijiayuan.rules_engine.pack.loader import PLAIN, Form, read_pack
from weijiayuan.rules_engine.pack.model import Pack, Question, Subject
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.rules_engine.values.interval import FALSE, UNKNOWN

__all__ = [
    "AnswersInvalid",
    "Decision",
    "Evaluation",
    "PackInvalid",
    "Rulebook",
    "Trial",
    "Verdict",
]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What came out for one policy of the rulebook.

    `outcome` is the rulebook's word; `holds` the same as True, False or None (unknown).
    `is_open_for_good` says that no answer can settle it: a figure was not found. `because` are the
    conditions that decided, `nearest` the one or two changes that would turn a no.
    """

    policy: str
    name: str
    outcome: str
    holds: bool | None
    is_open_for_good: bool
    subjects: tuple[str, ...]
    amount: tuple[int, int | None] | None
    because: Sequence[Json]
    missing: tuple[str, ...]
    nearest: Sequence[Json]


@dataclass(frozen=True)
class Evaluation:
    """Every decision about one case on one day, and the question to ask next."""

    decisions: Mapping[str, Decision]
    next_question: Json | None
    stamp: Json
    on: date

    def __getitem__(self, policy: str) -> Decision:
        return self.decisions[policy]


@dataclass(frozen=True, slots=True)
class Trial:
    """A rulebook tried on its own worked cases. `lint` names what else is suspicious."""

    results: Sequence[Result]
    lint: Sequence[Problem]

    @property
    def wrong(self) -> list[Result]:
        return [result for result in self.results if not result.is_right]


class Rulebook:
    """A pack of rules that answers. Holds no answers; safe to share between threads."""

    def __init__(self, pack: Pack, folder: Path | None = None) -> None:
        self.pack = pack
        self.engine = Engine(pack)
        self._folder = folder
        self._prepared: dict[date, tuple[Wording, QuestionChooser]] = {}
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path, form: Form = PLAIN) -> "Rulebook":
        """Return the rulebook of a folder, or raise `PackInvalid` naming every file and line."""
        return cls(read_pack(folder, form), folder)

    @cached_property
    def stamp(self) -> Json:
        """Return name, version and digest: enough to find the rules of an old decision."""
        return {"id": self.pack.id, "version": self.pack.version, "sha256": self.pack.digest}

    def evaluate(
        self,
        answers: Mapping[str, Any],
        people: Sequence[Mapping[str, Any]] = (),
        *,
        on: date,
        only: frozenset[str] | None = None,
    ) -> Evaluation:
        """Decide a case. `answers` are about the case and who asks, `people` about the others.

        `only` names the policies for which a next question is worth asking; None for all.
        Raises `AnswersInvalid`, whose `fields` say what is wrong with which answer.
        """
        given = self.read(answers, people, on)
        wording, chooser = self._on(on)
        assessment = wording.rules.assess(given, on)
        asked = chooser.next_question(assessment, only)
        question = None
        if asked is not None:
            about = {"subject": subject_name_of(asked), "with": list(asked.page)}
            question = about | wording.questions[asked.question.id]
        decisions = dict(_decisions(wording, assessment))
        return Evaluation(decisions, question, self.stamp, on)

    def verdicts(
        self,
        answers: Mapping[str, Any],
        people: Sequence[Mapping[str, Any]] = (),
        *,
        on: date,
    ) -> list[Verdict]:
        """Return what every condition of every policy in force came to, not only what decided."""
        wording, _ = self._on(on)
        assessment = wording.rules.assess(self.read(answers, people, on), on)
        return [
            verdict
            for outcome in assessment.outcomes
            if outcome.rule.in_force
            for verdict in wording.each(assessment, outcome)
        ]

    def read(
        self, answers: Mapping[str, Any], people: Sequence[Mapping[str, Any]], on: date
    ) -> Household:
        """Return checked answers, each put where its question belongs."""
        at_home = {k: v for k, v in answers.items() if self._is_of_household(k)}
        rest = {k: v for k, v in answers.items() if k not in at_home}
        raw = {"household": at_home, "applicant": rest, "members": [dict(p) for p in people]}
        return read_answers(self.pack, raw, on)

    def questions(self, on: date) -> list[Json]:
        """Return every question of the rulebook, in its order."""
        return list(self._on(on)[0].questions.values())

    def question(self, name: str) -> Question:
        return self.pack.questions[name]

    def trial(self, today: date) -> Trial:
        """Run the worked cases beside the rules, and lint both."""
        if self._folder is None:
            raise ValueError("a rulebook without a folder has no cases")
        cases = read_cases(self.pack, self._folder / "cases")
        results = [run(self.engine, case) for case in cases]
        return Trial(results, lint(self.engine, results, today))

    def _is_of_household(self, name: str) -> bool:
        question = self.pack.questions.get(name)
        return question is not None and question.subject is Subject.HOUSEHOLD

    def _on(self, day: date) -> tuple[Wording, QuestionChooser]:
        rules = self.engine.rules_on(day)
        found = self._prepared.get(rules.first_day)
        if found is None:
            with self._lock:
                made = Wording(rules), QuestionChooser(rules, number_of(rules.first_day))
                found = self._prepared.setdefault(rules.first_day, made)
        return found


def _decisions(wording: Wording, assessment: Assessment) -> Iterator[tuple[str, Decision]]:
    outcomes = groupby(assessment.outcomes, key=attrgetter("rule.policy.id"))
    for name, found in outcomes:
        other = assessment.unlisted.get(name)
        yield name, _decision(wording, assessment, [*found, *([other] if other else [])])


def _decision(wording: Wording, assessment: Assessment, outcomes: list[Outcome]) -> Decision:
    policy, verdict = outcomes[0].rule.policy, max(outcome.verdict for outcome in outcomes)
    best = [outcome for outcome in outcomes if outcome.verdict == verdict]
    mask = reduce(or_, (outcome.open for outcome in outcomes))
    return Decision(
        policy=policy.id,
        name=policy.name,
        outcome=wording.outcome(assessment, best[0]),
        holds=HOLDS[verdict],
        is_open_for_good=verdict == UNKNOWN and not mask,
        subjects=tuple(subject_name(outcome.who) for outcome in best),
        amount=best[0].amount,
        because=wording.because(assessment, outcomes[0].rule, best),
        missing=tuple(wording.rules.bits.questions(mask)),
        nearest=wording.nearest(assessment, outcomes) if verdict == FALSE else [],
    )
