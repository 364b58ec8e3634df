"""Decisions that were worded before, so that the same sentences are not written twice.

A decision is a function of a few values in the trace: truths, choices, ages, counts of months.
Those are the key. Nobody's sum of money and no date is ever kept: a policy that weighs one that was
answered is worded afresh, and what is kept cannot be put together to a household.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

import orjson

from weijiayuan.welfare.rules.building import Rule
from weijiayuan.welfare.rules.engine import DayRules, Outcome, Reader
from weijiayuan.welfare.rules.pack import Kind
from weijiayuan.welfare.rules.scalar import Trace

MOST_KEPT = 5_000
Json = dict[str, Any]


class Decided:
    """A decision, and the same as JSON text."""

    def __init__(self, decision: Json) -> None:
        self.decision = decision

    @cached_property
    def text(self) -> bytes:
        return orjson.dumps(self.decision)

    def with_conflicts(self, conflicts: Sequence[Json]) -> "Decided":
        """Return a copy that names the benefits it excludes."""
        return Decided({**self.decision, "conflicts": list(conflicts)})


class Plan:
    """How to read one policy out of a trace, and the key under which its decision is kept."""

    def __init__(self, rules: DayRules, reader: Reader) -> None:
        self.rules = rules
        self.reader = reader
        self.name = reader.rule.policy.id
        at_home, of_people = self._slots(reader.rule)
        self._at_home = itemgetter(0, *at_home) if at_home else None
        self._of_people = itemgetter(0, *of_people) if of_people else None
        self.money = self._money(reader.rule)
        self.shows_a_date = self._shows_a_date(reader.rule)

    def outcomes(self, trace: Trace) -> list[Outcome]:
        """Return the policy's outcomes, person by person."""
        if self.reader.of_household:
            return [self.reader.outcome(trace, None)]
        return [self.reader.outcome(trace, who) for who in range(len(trace.people))]

    def key(self, trace: Trace) -> object:
        """Return what the decision depends on, or None where it must not be kept."""
        if self.shows_a_date or self._is_private(trace):
            return None
        at_home = self._at_home(trace.household)[1:] if self._at_home else ()
        if self._of_people is None:
            return self.name, len(trace.people), at_home
        people = [self._of_people(row)[1:] for row in trace.people]
        return self.name, at_home, *people

    def _slots(self, rule: Rule) -> tuple[list[int], list[int]]:
        """Return the places of the policy's values in the household's row and in a person's."""
        places: tuple[set[int], set[int]] = set(), set()
        slots, graph = self.rules.scalar.slots, self.rules.graph
        for index in _read(rule, self.rules) if rule.in_force else ():
            if index in slots:
                width = 3 if graph[index].type.value == "number" else 2
                start = slots[index]
                places[not graph[index].of_household].update(range(start, start + width))
        return sorted(places[0]), sorted(places[1])

    def _money(self, rule: Rule) -> list[tuple[int, bool, int, int]]:
        """Return where the sums of money stand that the policy weighs, with their full range."""
        graph, questions = self.rules.graph, self.rules.pack.questions
        found = []
        for index in graph.feeding(list(_read(rule, self.rules)) if rule.in_force else []):
            node = graph[index]
            if node.op == "ask" and questions[str(node.data)].kind is Kind.MONEY:
                low, high = (int(bound) for bound in node.range)
                found.append((self.rules.scalar.slots[index], node.of_household, low, high))
        return found

    def _shows_a_date(self, rule: Rule) -> bool:
        graph, questions = self.rules.graph, self.rules.pack.questions
        asked = (graph[index] for index in _read(rule, self.rules) if graph[index].op == "ask")
        return any(questions[str(node.data)].kind is Kind.DATE for node in asked)

    def _is_private(self, trace: Trace) -> bool:
        """Tell whether a sum of money was answered, exactly or as a range."""
        for slot, is_shared, low, high in self.money:
            for row in [trace.household] if is_shared else trace.people:
                if row[slot] != low or row[slot + 1] != high:
                    return True
        return False


def _read(rule: Rule, rules: DayRules) -> Iterator[int]:
    """Yield the nodes that a decision is worded from."""
    yield rule.verdict
    if rule.amount is not None:
        yield rule.amount
    for index in rule.tests.values():
        yield index
        if rules.graph[index].op in {"less", "at_most"}:
            yield from rules.graph[index].args
    for pairs in rule.operands.values():
        yield from (index for _, index in pairs)
