"""Which conditions the worked cases have seen true, false and unknown, and which they have not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from weijiayuan.rules_engine.author.worked_cases import Result
from weijiayuan.rules_engine.compile.compiler import Rule
from weijiayuan.rules_engine.compile.expression_graph import Graph
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.model import Policy
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

WORDS = {TRUE: "成立", FALSE: "不成立", UNKNOWN: "不知道"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One condition: the values it can take on some day, and those that cases have shown."""

    policy: str
    test: str
    possible: frozenset[int]
    shown: frozenset[int]

    @property
    def missing(self) -> frozenset[int]:
        return self.possible - self.shown


def coverage(engine: Engine, results: Iterable[Result]) -> Iterator[Seen]:
    """Yield every condition of the pack with what the cases have shown of it."""
    shown: dict[tuple[str, str], set[int]] = {}
    for result in results:
        rule = result.outcome.rule
        if rule.in_force:
            _note(result, rule, shown)
    for policy in engine.pack.policies.values():
        for test in policy.when.conditions():
            possible = frozenset(_possible(engine, policy, test.id))
            key = policy.id, test.id
            yield Seen(*key, possible, frozenset(shown.get(key, set())))


def _note(result: Result, rule: Rule, shown: dict[tuple[str, str], set[int]]) -> None:
    scalar, trace = result.assessment.rules.scalar, result.assessment.trace
    for name, index in rule.conditions.items():
        value, _ = scalar.truth(trace, index, result.outcome.who or 0)
        shown.setdefault((rule.policy.id, name), set()).add(value)


def _possible(engine: Engine, policy: Policy, test: str) -> set[int]:
    """Return the values a condition can take on the days on which its policy is in force."""
    found: set[int] = set()
    for day in days_in_force(policy):
        rules = engine.rules_on(day)
        rule = rules.built.rules[policy.id]
        if rule.in_force:
            found |= reachable(rules.graph, rule.conditions[test])
    return found


def days_in_force(policy: Policy) -> list[date]:
    """Return a day at each end of a policy's time: today's rules and the day they began."""
    span = policy.validity
    last = span.until or max(policy.reviewed, span.since or policy.reviewed)
    return [last] if span.since is None else [span.since, last]


def reachable(graph: Graph, index: int) -> set[int]:
    """Return the values a condition can take: unknown is one where a question or figure is open."""
    low, high = (int(value) for value in graph[index].reach)
    is_asked = any(graph[part].op == "ask" for part in graph.feeding([index]))
    return {low, high} | ({UNKNOWN} if is_asked else set())
