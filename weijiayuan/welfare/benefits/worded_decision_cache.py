"""What was said before about a policy, so that the same sentences are not written twice.

What is said of a policy is a function of a few values in the trace: truths, choices, ages, counts
of months. Those are the key. Nobody's sum of money and no date is ever kept: a policy that weighs
one that was answered is worded afresh, and what is kept cannot be put together to a household.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson

from weijiayuan.rules_engine.compile.compiler import Rule
from weijiayuan.rules_engine.compile.expression_graph import Type
from weijiayuan.rules_engine.evaluate.engine import DayRules, Outcome, Reader
from weijiayuan.rules_engine.evaluate.scalar_evaluator import Row, Trace
from weijiayuan.rules_engine.pack.model import Kind

MOST_KEPT = 150
"""How many different answers are kept of one policy."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class WordedDecision:
    """What was said of a policy, as a table and as JSON text."""

    decision: Json
    text: bytes
    is_settled: bool
    is_kept: bool

    @classmethod
    def of(cls, decision: Json, *, is_kept: bool) -> "WordedDecision":
        text = orjson.dumps(decision)
        return cls(decision, text, is_settled=not decision["missing"], is_kept=is_kept)


class TraceKey:
    """Picks some nodes' values out of a trace: the key of what depends on them alone."""

    def __init__(self, rules: DayRules, nodes: Iterable[int]) -> None:
        self.key: Callable[[Trace], object] = _picker(*_places(rules, nodes))
        self.kept: dict[object, WordedDecision] = {}

    def keep(self, key: object, said: WordedDecision) -> None:
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        self.kept[key] = said


class DecisionReader:
    """How to read one policy out of a trace: its verdict alone, or everything that explains it."""

    def __init__(self, rules: DayRules, reader: Reader) -> None:
        self.rules = rules
        self.reader = reader
        self.name = reader.rule.policy.id
        read = list(_read(reader.rule, rules)) if reader.rule.in_force else []
        self.whole = TraceKey(rules, [*read, *reader.limited_by])
        self.verdict = TraceKey(rules, self._decided(reader))
        self.shows_a_date = any(_is_asked(rules, index, Kind.DATE) for index in read)
        self._money = self._sums(read)
        self.weighs_money = bool(self._money)

    def outcomes(self, trace: Trace) -> list[Outcome]:
        """Return the policy's outcomes, person by person, then of those not named yet."""
        if self.reader.of_household:
            return [self.reader.outcome(trace, None)]
        named = [self.reader.outcome(trace, who) for who in range(len(trace.people))]
        other = self.reader.of_unlisted(trace)
        return named if other is None else [*named, other]

    def is_private(self, trace: Trace) -> bool:
        """Tell whether the policy weighs a sum of money that was answered, if only as a range."""
        for slot, is_shared, low, high in self._money:
            for row in [trace.household] if is_shared else trace.people:
                if row[slot] != low or row[slot + 1] != high:
                    return True
        return False

    def _decided(self, reader: Reader) -> list[int]:
        if not reader.rule.in_force:
            return []
        amount = [] if reader.amount is None else [reader.amount]
        return [reader.rule.verdict, *amount, *reader.limited_by, *reader.rule.beside]

    def _sums(self, read: list[int]) -> list[tuple[int, bool, int, int]]:
        """Return where the sums of money stand that the policy weighs, with their full range."""
        graph, slots = self.rules.graph, self.rules.scalar.slots
        found = []
        for index in graph.feeding(read):
            if _is_asked(self.rules, index, Kind.MONEY):
                low, high = (int(bound) for bound in graph[index].range)
                found.append((slots[index], graph[index].of_household, low, high))
        return found


def _picker(at_home: list[int], of_people: list[int]) -> Callable[[Trace], object]:
    """Return what picks the values at these places out of the household's row and each person's."""
    if not at_home and not of_people:
        return lambda trace: len(trace.people)
    if not of_people:
        shared = itemgetter(*at_home)
        return lambda trace: (len(trace.people), shared(trace.household))
    own = itemgetter(*of_people)
    if not at_home:
        return lambda trace: (_other(own, trace), *map(own, trace.people))
    shared = itemgetter(*at_home)
    return lambda trace: (shared(trace.household), _other(own, trace), *map(own, trace.people))


def _other(own: Callable[[Row], object], trace: Trace) -> object:
    """Return the values of somebody not named yet; None once everybody was."""
    return None if trace.unlisted is None else own(trace.unlisted)


def _is_asked(rules: DayRules, index: int, kind: Kind) -> bool:
    node = rules.graph[index]
    return node.op == "ask" and rules.pack.questions[str(node.data)].kind is kind


def _places(rules: DayRules, nodes: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return where the nodes' values stand in the household's row and in a person's."""
    places: tuple[set[int], set[int]] = set(), set()
    slots, graph = rules.scalar.slots, rules.graph
    for index in nodes:
        if index in slots:
            width = 3 if graph[index].type is Type.NUMBER else 2
            places[not graph[index].of_household].update(range(slots[index], slots[index] + width))
    return sorted(places[0]), sorted(places[1])


def _read(rule: Rule, rules: DayRules) -> Iterator[int]:
    """Yield the nodes that a decision is worded from."""
    yield rule.verdict
    if rule.amount is not None:
        yield rule.amount
    yield from rule.beside
    for index in rule.conditions.values():
        yield index
        if rules.graph[index].op in {"less", "at_most"}:
            yield from rules.graph[index].args
    for operands in rule.operands.values():
        yield from (operand.node for operand in operands)
