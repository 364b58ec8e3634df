"""What the coming years will bring a household, if nothing changes but the date.

Verdicts can change only on certain days: when somebody reaches an age or a number of months that a
rule names, when a year begins (for rules that count calendar years), when a rule or figure begins
or ends. The household is evaluated on those days alone, which is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from weijiayuan.rules_engine.compile.expression_graph import COMPARISONS, Graph, Node
from weijiayuan.rules_engine.evaluate.answers import Household
from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules, Engine, Outcome
from weijiayuan.rules_engine.values.dates import (
    EARLIEST,
    LATEST,
    anniversary,
    date_of,
    months_after,
)
from weijiayuan.rules_engine.values.interval import FALSE, UNKNOWN

MOST_MOVED = 60
"""A bound that moves by more than so many is one that people answer, and no day can be named."""


class When(StrEnum):
    """What the day of a change is to somebody whose date of birth is known by its year only."""

    ON = "on"
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict or amount that is another from a day on."""

    on: date
    when: When
    assessment: Assessment
    before: Assessment
    outcome: Outcome
    earlier: Outcome


@dataclass(frozen=True, slots=True)
class ElapsedCounter:
    """Something that counts from a date: an age, months, days; and the counts that rules name."""

    question: str
    of_household: bool
    unit: str
    marks: frozenset[int]


class ElapsedCounters:
    """The clocks of one epoch's rules."""

    def __init__(self, rules: DayRules) -> None:
        self.rules = rules
        self.graph = rules.graph

    @cached_property
    def all(self) -> tuple[ElapsedCounter, ...]:
        found = []
        for index, node in enumerate(self.graph.nodes):
            if node.op in {"years", "months", "days"}:
                asked = self._asked(node.args[0])
                marks = frozenset(self._marks(index))
                found.append(ElapsedCounter(str(asked.data), asked.of_household, node.op, marks))
        return tuple(found)

    def _asked(self, date: int) -> Node:
        """Return the question that gives a date, also where it is put to some people only."""
        node = self.graph[date]
        return self.graph[node.args[1]] if node.op == "put" else node

    def _marks(self, index: int) -> Iterator[int]:
        """Yield the counts at which a comparison with this clock may turn.

        What it is compared with may move from day to day, such as a period that holidays prolong.
        """
        for node in self.graph.nodes:
            if node.op in COMPARISONS and index in node.args:
                for other in node.args:
                    low, high = self.graph[other].range
                    if other != index and high - low <= MOST_MOVED:
                        yield from range(int(low), int(high) + 2)

    @cached_property
    def days(self) -> frozenset[date]:
        """Return the days that rules name themselves, such as those of a calendar of holidays."""
        graph = self.graph
        named = [n.args for n in graph.nodes if n.op in COMPARISONS and _looks_at_today(graph, n)]
        ends = {graph[arg].range[0] for args in named for arg in args if graph[arg].op == "number"}
        return frozenset(date_of(int(end)) for end in ends if EARLIEST <= end <= LATEST)

    @cached_property
    def counts_years(self) -> bool:
        """Tell whether a rule looks at the year on the calendar."""
        return any(node.op == "year" for node in self.graph.nodes)


def _looks_at_today(graph: Graph, node: Node) -> bool:
    return any(graph[arg].op == "on" for arg in node.args)


class Forecaster:
    """Finds the days that matter and what changes on them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._clocks: dict[date, ElapsedCounters] = {}

    def changes(self, given: Household, on: date, until: date) -> list[Change]:
        """Return every change after `on` up to and including `until`, in order of days."""
        found: list[Change] = []
        before = self.engine.assess(given, on)
        for day in sorted(self.days(given, on, until)):
            after = self.engine.assess(given, day)
            for earlier, outcome in _compared(before, after):
                when = self._when(given, before, after, outcome)
                found.append(Change(day, when, after, before, outcome, earlier))
            before = after
        return found

    def _when(
        self, given: Household, before: Assessment, after: Assessment, outcome: Outcome
    ) -> When:
        """Tell whether the day is sure, or the first or last that a vague date allows."""
        if not _is_vague(given):
            return When.ON
        oldest, youngest = (
            self._turns(_narrowed(given, end), before.on, after.on, outcome) for end in (0, 1)
        )
        if oldest == youngest:
            return When.ON
        return When.NOT_BEFORE if oldest else When.NOT_AFTER

    def _turns(self, given: Household, before: date, after: date, outcome: Outcome) -> bool:
        was, now = (_same(self.engine.assess(given, day), outcome) for day in (before, after))
        return (was.verdict, was.amount) != (now.verdict, now.amount)

    def days(self, given: Household, on: date, until: date) -> set[date]:
        """Return the days on which a verdict may change."""
        days = {day for day in self.engine.changes if on < day <= until}
        epochs = {self.engine.rules_on(day).first_day for day in {on, *days}}
        for first in epochs:
            clocks = self._clocks.setdefault(first, ElapsedCounters(self.engine.rules_on(first)))
            days |= set(_ringing(clocks, given, until)) | clocks.days
            if clocks.counts_years:
                days |= {date(year, 1, 1) for year in range(on.year + 1, until.year + 1)}
        return {day for day in days if on < day <= until}


def _ringing(clocks: ElapsedCounters, given: Household, until: date) -> Iterator[date]:
    for clock in clocks.all:
        holders: list[Any] = [given.answers] if clock.of_household else list(given.people)
        for answers in holders:
            answer = answers.get(clock.question)
            for since in answer if isinstance(answer, tuple) else (answer,):
                if isinstance(since, date):
                    yield from (_reached(since, clock.unit, mark, until) for mark in clock.marks)


def _reached(since: date, unit: str, count: int, until: date) -> date:
    """Return the first day on which so much time has passed; `until` for what is out of sight."""
    if unit == "years":
        return anniversary(since, count) if since.year + count <= until.year else until
    if unit == "months":
        return months_after(since, count) if count < 12 * 200 else until
    return since + timedelta(days=min(count, 100_000))


def _compared(before: Assessment, after: Assessment) -> Iterator[tuple[Outcome, Outcome]]:
    """Yield what was and what is of every outcome that changed in a way that matters."""
    if before.rules is after.rules and before.said == after.said:
        return
    for was, now in zip(before.outcomes, after.outcomes, strict=True):
        if (now.verdict, now.amount) != (was.verdict, was.amount) and _matters(was, now):
            yield was, now


def _matters(was: Outcome, now: Outcome) -> bool:
    """A bound that moves while the verdict stays open tells nobody anything."""
    return was.verdict != now.verdict or now.verdict not in {FALSE, UNKNOWN}


# -- dates known by their year only


def _is_vague(given: Household) -> bool:
    return any(_is_span(v) for answers in (given.answers, *given.people) for v in answers.values())


def _is_span(value: object) -> bool:
    return isinstance(value, tuple) and isinstance(value[0], date)


def _narrowed(given: Household, end: int) -> Household:
    """Return the household with every span of days replaced by its first (0) or last (1) day."""
    household, *people = (
        {key: value[end] if _is_span(value) else value for key, value in answers.items()}
        for answers in (given.answers, *given.people)
    )
    return Household(household, tuple(people))


def _same(assessment: Assessment, outcome: Outcome) -> Outcome:
    """Return the outcome of the same policy for the same person."""
    name = outcome.rule.policy.id
    return next(
        one for one in assessment.outcomes if one.rule.policy.id == name and one.who == outcome.who
    )
