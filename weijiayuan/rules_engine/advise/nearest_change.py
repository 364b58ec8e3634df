"""What would turn a no into a yes: the fewest conditions, all of them within a person's power.

A condition can be changed when every answer it rests on can be (`changeable` in the pack: a
registration, a residence, an income), or when one can and the author says how (`change`). Nobody
is told to grow older, move their register or fall ill.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from weijiayuan.rules_engine.compile.compiler import Rule
from weijiayuan.rules_engine.compile.expression_graph import Type
from weijiayuan.rules_engine.evaluate.engine import Assessment, DayRules, Outcome
from weijiayuan.rules_engine.pack.model import Condition, Group
from weijiayuan.rules_engine.values.interval import FALSE, TRUE

MOST_CHANGES = 2
HOPELESS = -1


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One condition that fails and can be changed. `short_by` is the distance to its threshold.

    The distance is in the unit named, `fen` for money; None where there is no single number.
    """

    test: Condition
    questions: tuple[str, ...]
    short_by: int | None
    unit: str


class NearestChange:
    """Knows, for one epoch's rules, which conditions people can change and by how much."""

    def __init__(self, rules: DayRules) -> None:
        self.rules = rules
        self.graph = rules.graph
        self.questions = rules.pack.questions

    @cached_property
    def units(self) -> Mapping[int, str]:
        """Return the unit of every node that is itself a question or a fact."""
        pack, built = self.rules.pack, self.rules.built
        units = {index: pack.questions[name].unit for name, index in built.asked.items()}
        named = {
            operand.name: operand.node
            for rule in built.rules.values()
            for operands in rule.operands.values()
            for operand in operands
        }
        units |= {named[name]: fact.unit for name, fact in pack.facts.items() if name in named}
        return {index: unit for index, unit in units.items() if unit}

    def misses(self, assessment: Assessment, outcome: Outcome) -> tuple[Shortfall, ...]:
        """Return the one or two changes that would make this no a yes; none if there are none."""
        rule = outcome.rule
        if outcome.verdict != FALSE or not rule.in_force:
            return ()
        values = self.values(assessment, rule, outcome.who)
        for name, index in rule.change_ifs.items():
            if self.rules.scalar.truth(assessment.trace, index, outcome.who or 0)[0] == FALSE:
                values[name] = HOPELESS if values[name] == FALSE else values[name]
        flips = self._flips(rule, rule.policy.when, values)
        if flips is None or not 0 < len(flips) <= MOST_CHANGES:
            return ()
        return tuple(self._miss(assessment, rule, test, outcome.who) for test in flips)

    def values(self, assessment: Assessment, rule: Rule, who: int | None) -> dict[str, int]:
        """Return the value of each condition of a rule."""
        scalar, trace = self.rules.scalar, assessment.trace
        return {
            name: scalar.truth(trace, index, who or 0)[0] for name, index in rule.conditions.items()
        }

    def _flips(self, rule: Rule, group: Group, values: Mapping[str, int]) -> list[Condition] | None:
        """Return the fewest failing conditions that would have to hold; None: out of reach."""
        ways = [self._flips_of(rule, part, values) for part in group.parts]
        if group.kind == "all":
            return None if None in ways else [test for way in ways if way for test in way]
        possible = sorted((way for way in ways if way is not None), key=len)
        if group.kind == "none" or len(possible) < max(1, group.needed):
            return None
        return [test for way in possible[: max(1, group.needed)] for test in way]

    def _flips_of(
        self, rule: Rule, part: Condition | Group, values: Mapping[str, int]
    ) -> list[Condition] | None:
        if isinstance(part, Group):
            return self._flips(rule, part, values)
        if values[part.id] != FALSE:
            return [] if values[part.id] == TRUE else None
        return [part] if self.changeable(rule, part) else None

    def changeable(self, rule: Rule, test: Condition) -> tuple[str, ...]:
        """Return the questions that people can change to make a condition hold; none if none."""
        key = rule.policy.id, test.id
        if key not in self._changeable:
            names = tuple(self._asked_in(rule.conditions[test.id]))
            within = tuple(name for name in names if self.questions[name].changeable)
            is_enough = bool(test.change) or len(within) == len(names)
            self._changeable[key] = within if is_enough else ()
        return self._changeable[key]

    @cached_property
    def _changeable(self) -> dict[tuple[str, str], tuple[str, ...]]:
        return {}

    def _asked_in(self, index: int) -> Iterator[str]:
        for node in sorted(self.graph.feeding([index], guards=False)):
            if self.graph[node].op == "ask":
                name = str(self.graph[node].data)
                if name != self.rules.pack.people_question:
                    yield name

    def _miss(
        self, assessment: Assessment, rule: Rule, test: Condition, who: int | None
    ) -> Shortfall:
        short_by, unit = self._distance(assessment, rule.conditions[test.id], who or 0)
        return Shortfall(test, self.changeable(rule, test), short_by, unit)

    def _distance(self, assessment: Assessment, index: int, who: int) -> tuple[int | None, str]:
        node = self.graph[index]
        if node.op not in {"less", "at_most"}:
            return None, ""
        unit = next((self.units[arg] for arg in node.args if arg in self.units), "")
        if not unit or any(self.graph[arg].type is not Type.NUMBER for arg in node.args):
            return None, ""
        left, right = (self._low_high(assessment, arg, who) for arg in node.args)
        gap = left[0] - right[1] + (node.op == "less")
        return (int(gap), unit) if 0 < gap < float("inf") else (None, "")

    def _low_high(self, assessment: Assessment, index: int, who: int) -> tuple[float, float]:
        low, high, _ = self.rules.scalar.number(assessment.trace, index, who)
        return low, high
