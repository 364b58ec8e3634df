"""The engine: one pack, compiled once for each span of days in which its rules stay the same."""

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from weijiayuan.rules_engine.compile.compiler import Built, Rule, build
from weijiayuan.rules_engine.compile.expression_graph import Graph, is_not_found
from weijiayuan.rules_engine.compile.form_limits import is_uncapped, limited_by_form
from weijiayuan.rules_engine.evaluate.answers import Encoder, Household
from weijiayuan.rules_engine.evaluate.scalar_evaluator import UNLISTED, Row, Scalar, Trace
from weijiayuan.rules_engine.pack.model import Pack, Subject
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.rules_engine.values.interval import FALSE, INFINITE, UNKNOWN

FIRST_DAY = date(1900, 1, 1)
Bounds = tuple[int, int | None]


class Outcome(NamedTuple):
    """A policy's verdict for one person, or for the household (`who` is None).

    `open` is the mask of questions that can still change the verdict or, once it is yes, the
    amount. `amount` is what it is worth if the verdict is or becomes yes, as bounds in fen (the
    upper one None where it is not known); None where there is no sum or a figure was not found.
    """

    rule: Rule
    who: int | None
    verdict: int
    open: int
    amount: Bounds | None


@dataclass(frozen=True)
class Assessment:
    """A household on a day, evaluated. What is not asked for is not worked out."""

    rules: "DayRules"
    given: Household
    on: date
    trace: Trace

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return every policy's outcome, person by person, in the order of the pack."""
        return tuple(self._outcomes())

    def _outcomes(self) -> Iterator[Outcome]:
        people = range(len(self.trace.people))
        for reader in self.rules.readers:
            if reader.of_household:
                yield reader.outcome(self.trace, None)
            else:
                for who in people:
                    yield reader.outcome(self.trace, who)

    @cached_property
    def unlisted(self) -> dict[str, Outcome]:
        """Return, by policy, what is open about people who were not named yet."""
        found = ((r.rule.policy.id, r.of_unlisted(self.trace)) for r in self.rules.readers)
        return {name: outcome for name, outcome in found if outcome is not None}

    @cached_property
    def said(self) -> tuple[object, ...]:
        """Return every verdict and amount, to compare with another day of the same epoch."""
        return self.rules.said(self.trace)

    @cached_property
    def skipped(self) -> int:
        """Return the mask of the questions that were asked and will not be answered any better."""
        return self.rules.encoder.skipped(self.given)

    @property
    def askable(self) -> int:
        """Return the mask of questions worth asking: unanswered, not declined, and able to help."""
        return self.trace.open & ~self.skipped


class DayRules:
    """A pack's rules of one epoch, compiled."""

    def __init__(self, pack: Pack, first_day: date) -> None:
        self.pack = pack
        self.first_day = first_day
        self.built: Built = build(pack, first_day)
        self.bits = bit_layout(pack)
        self.encoder = Encoder(pack, self.bits)
        self.scalar = Scalar(self.built, self.bits)
        counted = pack.people_question
        self.people_bit = self.bits.of_household(counted) if counted else 0
        self.readers = [
            Reader(self.scalar, rule, self.people_bit) for rule in self.built.rules.values()
        ]
        self._said_at_home, self._said_of_people = self._results()

    def _results(self) -> tuple[Callable[[Row], object], Callable[[Row], object]]:
        """Return what picks verdicts and amounts out of a household's row, and a person's."""
        places: tuple[list[int], list[int]] = [0], [0]
        for reader in self.readers:
            if reader.slot >= 0:
                places[not reader.is_shared].append(reader.slot)
            if reader.amount is not None and not self.graph[reader.amount].is_constant:
                slot = self.scalar.slots[reader.amount]
                places[not self.graph[reader.amount].of_household].extend([slot, slot + 1])
        return itemgetter(*places[0], 0), itemgetter(*places[1], 0)

    def said(self, trace: Trace) -> tuple[object, ...]:
        """Return every verdict and amount in a form that two days of one epoch can compare."""
        of_people = (self._said_of_people(row) for row in trace.people)
        return self._said_at_home(trace.household), *of_people

    @property
    def graph(self) -> Graph:
        return self.built.graph

    def assess(self, given: Household, on: date) -> Assessment:
        """Evaluate checked answers on a day of this epoch."""
        day = number_of(on)
        household, people, extra = self.encoder.rows(given, day)
        trace = self.scalar.evaluate(household, people, on=day, extra=extra)
        if extra:
            trace = self._with_unlisted(trace, household, people, day, extra)
        return Assessment(self, given, on, trace)

    def _with_unlisted(
        self, trace: Trace, household: Row, people: list[list[Any]], day: int, extra: int
    ) -> Trace:
        """Add the row of one more person: a no to those who were named is not yet a no to all."""
        nobody = self.encoder.blank(day)
        whole = self.scalar.evaluate(household, [*people, nobody], on=day, extra=extra - 1)
        trace = replace(trace, unlisted=whole.people[-1])
        is_open = any(reader.of_unlisted(trace) for reader in self.readers)
        return replace(trace, open=trace.open | self.people_bit) if is_open else trace


class Reader:
    """Reads one policy's outcomes out of a trace."""

    def __init__(self, scalar: Scalar, rule: Rule, people_bit: int) -> None:
        graph = scalar.graph
        self.people_bit = people_bit
        node = graph[rule.verdict]
        self.rule = rule
        self.scalar = scalar
        self.of_household = rule.policy.of_household
        self.constant = int(node.range[0]) if node.is_constant else None
        self.is_shared = node.of_household
        self.slot = scalar.slots.get(rule.verdict, -1)
        self.amount = None
        if rule.amount is not None and rule.in_force and not is_not_found(graph[rule.amount]):
            self.amount = rule.amount
        self.limited_by: list[int] = []
        """The asked numbers without which the amount's upper bound tells nothing."""
        if self.amount is not None and is_uncapped(graph, self.amount):
            self.amount = None
        if self.amount is not None:
            self.limited_by = sorted(limited_by_form(graph, self.amount))

    def outcome(self, trace: Trace, who: int | None) -> Outcome:
        """Return the verdict and amount for a person or the household."""
        value, mask = self._verdict(trace, who)
        if value == FALSE or self.amount is None:
            return Outcome(self.rule, who, value, mask, None)
        low, high, doubt = self.scalar.number(trace, self.amount, who or 0)
        mask = mask if value == UNKNOWN else doubt
        return Outcome(self.rule, who, value, mask, self._bounds(low, high))

    def of_unlisted(self, trace: Trace) -> Outcome | None:
        """Return what is open about people who were not named yet; None where nothing is.

        Whoever they are, only the number of people can tell whether there is anybody to ask.
        """
        if trace.unlisted is None or self.is_shared or self.slot < 0:
            return None
        if trace.unlisted[self.slot] == FALSE:
            return None
        return Outcome(self.rule, UNLISTED, UNKNOWN, self.people_bit, None)

    def _verdict(self, trace: Trace, who: int | None) -> tuple[int, int]:
        if self.constant is not None:
            return self.constant, 0
        row = trace.household if self.is_shared else trace.people[who or 0]
        return row[self.slot], row[self.slot + 1]

    def _bounds(self, low: float, high: float) -> Bounds | None:
        bound = self.rule.policy.amount.bound
        if high == INFINITE:
            return None
        if bound == "at_most":
            return 0, int(high)
        return int(low), None if bound == "at_least" else int(high)


class Engine:
    """A pack that answers for any day. Compiles the rules of a day when first asked for them."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._compiled: dict[date, DayRules] = {}
        self._lock = threading.Lock()

    @cached_property
    def changes(self) -> tuple[date, ...]:
        """Return every day on which some rule or figure changes, in order."""
        return tuple(sorted({FIRST_DAY, *_change_days(self.pack)}))

    def rules_on(self, day: date) -> DayRules:
        """Return the compiled rules of a day."""
        first = self.changes[max(0, bisect_right(self.changes, day) - 1)]
        rules = self._compiled.get(first)
        if rules is None:
            with self._lock:
                rules = self._compiled.get(first) or DayRules(self.pack, first)
                self._compiled[first] = rules
        return rules

    def assess(self, given: Household, on: date) -> Assessment:
        """Evaluate checked answers by the rules of a day."""
        return self.rules_on(on).assess(given, on)


def bit_layout(pack: Pack) -> BitLayout:
    """Return the pack's questions in the order in which evaluators take them."""
    alone = {Subject.HOUSEHOLD, Subject.APPLICANT}
    household = [q.id for q in pack.questions.values() if q.subject in alone]
    person = [q.id for q in pack.questions.values() if q.subject not in alone]
    return BitLayout(tuple(household), tuple(person))


def _change_days(pack: Pack) -> Iterable[date]:
    for parameter in pack.parameters.values():
        yield from (value.since for value in parameter.values)
        yield parameter.review_by + timedelta(days=1)
    for source in pack.sources.values():
        yield from source.laws.values()
    for policy in pack.policies.values():
        yield policy.review_by + timedelta(days=1)
        if policy.validity.earlier:
            yield policy.validity.earlier
        if policy.validity.since:
            yield policy.validity.since
        if policy.validity.until:
            yield policy.validity.until + timedelta(days=1)
