"""What the coming years will bring a household, if nothing changes but the date.

Verdicts can change only on certain days: when somebody reaches an age or a number of months that a
rule names, when a year begins (for rules that count calendar years), when a rule or figure begins
or ends. The household is evaluated on those days alone, which is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from weijiayuan.welfare.rules.answering import Household
from weijiayuan.welfare.rules.dates import anniversary, months_after
from weijiayuan.welfare.rules.engine import Assessment, DayRules, Engine, Outcome
from weijiayuan.welfare.rules.graph import COMPARISONS
from weijiayuan.welfare.rules.interval import FALSE, UNKNOWN

Key = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict or amount that is another from a day on. `before` is None for a new policy."""

    on: date
    assessment: Assessment
    before: Assessment
    outcome: Outcome
    earlier: Outcome


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that counts from a date: an age, months, days; and the counts that rules name."""

    question: str
    of_household: bool
    unit: str
    marks: frozenset[int]


class Clocks:
    """The clocks of one epoch's rules."""

    def __init__(self, rules: DayRules) -> None:
        self.rules = rules
        self.graph = rules.graph

    @cached_property
    def all(self) -> tuple[Clock, ...]:
        found = []
        for index, node in enumerate(self.graph.nodes):
            if node.op in {"years", "months", "days"}:
                asked = self.graph[node.args[0]]
                marks = frozenset(self._marks(index))
                found.append(Clock(str(asked.data), asked.of_household, node.op, marks))
        return tuple(found)

    def _marks(self, index: int) -> Iterator[int]:
        """Yield the counts at which a comparison with this clock may turn."""
        for node in self.graph.nodes:
            if node.op in COMPARISONS and index in node.args:
                for other in node.args:
                    low, high = self.graph[other].range
                    if self.graph[other].op == "number" and low == high:
                        yield from (int(low), int(low) + 1)

    @cached_property
    def counts_years(self) -> bool:
        """Tell whether a rule looks at the year on the calendar."""
        return any(node.op == "year" for node in self.graph.nodes)


class Forecaster:
    """Finds the days that matter and what changes on them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._clocks: dict[date, Clocks] = {}

    def changes(self, given: Household, on: date, until: date) -> list[Change]:
        """Return every change after `on` up to and including `until`, in order of days."""
        found: list[Change] = []
        before = self.engine.assess(given, on)
        for day in sorted(self.days(given, on, until)):
            after = self.engine.assess(given, day)
            found += _compared(before, after)
            before = after
        return found

    def days(self, given: Household, on: date, until: date) -> set[date]:
        """Return the days on which a verdict may change."""
        days = {day for day in self.engine.changes if on < day <= until}
        epochs = {self.engine.rules_on(day).first_day for day in {on, *days}}
        for first in epochs:
            clocks = self._clocks.setdefault(first, Clocks(self.engine.rules_on(first)))
            days |= set(_ringing(clocks, given, until))
            if clocks.counts_years:
                days |= {date(year, 1, 1) for year in range(on.year + 1, until.year + 1)}
        return {day for day in days if on < day <= until}


def _ringing(clocks: Clocks, given: Household, until: date) -> Iterator[date]:
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


def _compared(before: Assessment, after: Assessment) -> Iterator[Change]:
    if before.rules is after.rules and before.said == after.said:
        return
    earlier = {(o.rule.policy.id, o.who): o for o in before.outcomes}
    for outcome in after.outcomes:
        was = earlier[outcome.rule.policy.id, outcome.who]
        if (outcome.verdict, outcome.amount) != (was.verdict, was.amount) and _matters(
            was, outcome
        ):
            yield Change(after.on, after, before, outcome, was)


def _matters(was: Outcome, now: Outcome) -> bool:
    """A bound that moves while the verdict stays open tells nobody anything."""
    return was.verdict != now.verdict or now.verdict not in {FALSE, UNKNOWN}
