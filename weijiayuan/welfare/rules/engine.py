"""The engine: one pack, compiled once for each span of days in which its rules stay the same."""

import threading
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from weijiayuan.welfare.rules.answering import Encoder, Household
from weijiayuan.welfare.rules.building import Built, Rule, build
from weijiayuan.welfare.rules.dates import number_of
from weijiayuan.welfare.rules.graph import Graph, is_not_found
from weijiayuan.welfare.rules.interval import FALSE, INFINITE, TRUE, UNKNOWN
from weijiayuan.welfare.rules.pack import Pack, Subject
from weijiayuan.welfare.rules.scalar import Bits, Scalar, Trace

FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A policy's verdict for one person, or for the household (`who` is None).

    `open` is the mask of questions that can still change the verdict or, once it is yes, the
    amount. `amount` is what it is worth if the verdict is or becomes yes, as bounds in fen (the
    upper one None where it is not known); None where there is no sum or a figure was not found.
    """

    rule: Rule
    who: int | None
    verdict: int
    open: int
    amount: tuple[int, int | None] | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """All outcomes of a household on a day, with the trace that explains them."""

    rules: "DayRules"
    given: Household
    on: date
    trace: Trace
    outcomes: tuple[Outcome, ...]
    skipped: int

    @property
    def askable(self) -> int:
        """Return the mask of questions worth asking: unanswered, not declined, and able to help."""
        mask = 0
        for outcome in self.outcomes:
            mask |= outcome.open
        return mask & ~self.skipped


class DayRules:
    """A pack's rules of one epoch, compiled."""

    def __init__(self, pack: Pack, first_day: date) -> None:
        self.pack = pack
        self.first_day = first_day
        self.built: Built = build(pack, first_day)
        self.bits = bits_of(pack)
        self.encoder = Encoder(pack, self.bits)
        self.scalar = Scalar(self.built, self.bits)
        self.readers = [_Reader(self.scalar, rule) for rule in self.built.rules.values()]

    @property
    def graph(self) -> Graph:
        return self.built.graph

    def assess(self, given: Household, on: date) -> Assessment:
        """Return every policy's outcome for checked answers."""
        day = number_of(on)
        household, people, extra = self.encoder.rows(given, day)
        trace = self.scalar.evaluate(household, people, on=day, extra=extra)
        outcomes: list[Outcome] = []
        for reader in self.readers:
            reader.read(trace, outcomes)
        skipped = self.encoder.skipped(given)
        return Assessment(self, given, on, trace, tuple(outcomes), skipped)


class _Reader:
    """Reads one policy's outcomes out of a trace."""

    def __init__(self, scalar: Scalar, rule: Rule) -> None:
        graph = scalar.graph
        self.rule = rule
        self.scalar = scalar
        self.verdict = graph[rule.verdict]
        self.slot = scalar.slots.get(rule.verdict, -1)
        self.amount = None
        if rule.amount is not None and rule.in_force and not is_not_found(graph[rule.amount]):
            self.amount = rule.amount

    def read(self, trace: Trace, outcomes: list[Outcome]) -> None:
        if self.rule.policy.of_household:
            outcomes.append(self._outcome(trace, None))
        else:
            outcomes.extend(self._outcome(trace, who) for who in range(len(trace.people)))

    def _outcome(self, trace: Trace, who: int | None) -> Outcome:
        if self.slot < 0:
            value, mask = int(self.verdict.range[0]), 0
        else:
            at_home = who is None or self.verdict.of_household
            row = trace.household if at_home else trace.people[who or 0]
            value, mask = row[self.slot], row[self.slot + 1]
        if value == FALSE or self.amount is None:
            return Outcome(self.rule, who, value, mask, None)
        low, high, doubt = self.scalar.number(trace, self.amount, who or 0)
        mask = mask if value == UNKNOWN else doubt
        return Outcome(self.rule, who, value, mask, self._bounds(low, high))

    def _bounds(self, low: float, high: float) -> tuple[int, int | None] | None:
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
        """Return every policy's outcome for checked answers on a day."""
        return self.rules_on(on).assess(given, on)


def bits_of(pack: Pack) -> Bits:
    """Return the pack's questions in the order in which evaluators take them."""
    alone = {Subject.HOUSEHOLD, Subject.APPLICANT}
    household = [q.id for q in pack.questions.values() if q.subject in alone]
    person = [q.id for q in pack.questions.values() if q.subject not in alone]
    return Bits(tuple(household), tuple(person))


def _change_days(pack: Pack) -> Iterable[date]:
    for parameter in pack.parameters.values():
        yield from (value.since for value in parameter.values)
    for policy in pack.policies.values():
        if policy.validity.since:
            yield policy.validity.since
        if policy.validity.until:
            yield policy.validity.until + timedelta(days=1)


def combined(verdicts: Iterable[int]) -> int:
    """Return the verdict for a household some of whose people have these: any yes is a yes."""
    return max(verdicts, default=FALSE)


__all__ = ["FALSE", "TRUE", "UNKNOWN", "Assessment", "DayRules", "Engine", "Outcome"]
