"""From a pack to the graph of one day: names resolved, types checked, dated figures filled in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from weijiayuan.rules_engine.compile.expression_compiler import Expressions, Mistake
from weijiayuan.rules_engine.compile.expression_graph import Graph, Type
from weijiayuan.rules_engine.compile.operands import Operand, mentioned
from weijiayuan.rules_engine.pack.model import (
    Condition,
    Expression,
    Group,
    Kind,
    Pack,
    Parameter,
    Policy,
    Question,
)
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.rules_engine.values.interval import FALSE, INFINITE, TRUE, UNKNOWN

TYPES = {Kind.YES_NO: Type.TRUTH, Kind.CHOICE: Type.CHOICE}
_CALLED = {Type.TRUTH: "是非判断", Type.NUMBER: "数", Type.CHOICE: "选择"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy on a day: the nodes of its verdict, its amount and each of its conditions."""

    policy: Policy
    in_force: bool
    verdict: int
    amount: int | None
    conditions: Mapping[str, int]
    operands: Mapping[str, tuple[Operand, ...]]
    """For each condition what it weighs: the facts of the reason."""
    change_ifs: Mapping[str, int]
    """For some conditions whether advice to change it could help."""
    lasts: int | None
    held: int | None

    @property
    def beside(self) -> Iterator[int]:
        """Yield the nodes that are read beside verdict, amount and conditions."""
        yield from self.change_ifs.values()
        yield from (node for node in (self.lasts, self.held) if node is not None)


@dataclass(slots=True)
class Built:
    """The graph of a pack on a day and where its rules stand in it."""

    pack: Pack
    day: date
    graph: Graph
    rules: dict[str, Rule] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    guards: dict[str, int] = field(default_factory=dict)
    """For some questions the node that tells whether they are put."""


def build(pack: Pack, day: date) -> Built:
    """Return the graph of the day, or raise `PackInvalid` naming every rule that makes no sense."""
    builder = _Builder(pack, day)
    for policy in pack.policies.values():
        builder.attempt(policy)
    for fact in pack.facts.values():
        builder.attempt_fact(fact.id)
    for question in pack.questions.values():
        builder.attempt_guard(question)
    if builder.problems:
        raise PackInvalid(builder.problems)
    builder.built.rules = {name: builder.built.rules[name] for name in pack.policies}
    return builder.built


class _Builder(Expressions):
    def __init__(self, pack: Pack, day: date) -> None:
        self.pack = pack
        self.day = day
        self.graph = Graph(pack.largest_household)
        self.built = Built(pack, day, self.graph)
        self.problems: list[Problem] = []
        self.underway: list[str] = []
        self.names: dict[str, int] = {}

    def attempt(self, policy: Policy) -> None:
        try:
            self.rule(policy.id)
        except PackInvalid as invalid:
            self.problems.extend(invalid.problems)

    def attempt_fact(self, name: str) -> None:
        try:
            self.named(name)
        except PackInvalid as invalid:
            self.problems.extend(invalid.problems)
        except Mistake as mistake:
            place = self.pack.facts[name].expression.place
            self.problems.append(Problem(place.file, place.line, str(mistake)))

    def attempt_guard(self, question: Question) -> None:
        try:
            self.guard(question)
        except PackInvalid as invalid:
            self.problems.extend(invalid.problems)
        except Mistake as mistake:
            self.problems.append(Problem(question.place.file, question.place.line, str(mistake)))

    def rule(self, name: str) -> Rule:
        """Return a policy's nodes, building them on first use."""
        if name not in self.built.rules:
            with self._entering(f"entitled({name})"):
                self.built.rules[name] = self._rule(self.pack.policies[name])
        return self.built.rules[name]

    def entitled(self, policy: str) -> int:
        """Return the node of a policy's verdict."""
        return self.rule(policy).verdict

    def _rule(self, policy: Policy) -> Rule:
        tests: dict[str, int] = {}
        operands: dict[str, tuple[Operand, ...]] = {}
        when = self._group(policy.when, policy, tests, operands)
        in_force = is_in_force(policy, self.day)
        verdict = when if in_force else self.graph.truth(_out_of_force(policy, self.day))
        return Rule(
            policy=policy,
            in_force=in_force,
            verdict=verdict,
            amount=self._maybe(policy.amount.expression, Type.NUMBER, policy),
            conditions=tests,
            operands=operands,
            change_ifs={
                test.id: self._typed(test.change_if, Type.TRUTH, policy.of_household)
                for test in policy.when.conditions()
                if test.change_if is not None
            },
            lasts=self._maybe(policy.amount.lasts, Type.NUMBER, policy),
            held=self._maybe(policy.held, Type.TRUTH, policy),
        )

    def _maybe(self, expression: Expression | None, wanted: Type, policy: Policy) -> int | None:
        if expression is None:
            return None
        return self._typed(expression, wanted, policy.of_household)

    def _group(
        self,
        group: Group,
        policy: Policy,
        tests: dict[str, int],
        operands: dict[str, tuple[Operand, ...]],
    ) -> int:
        parts = []
        for part in group.parts:
            if isinstance(part, Group):
                parts.append(self._group(part, policy, tests, operands))
                continue
            tests[part.id] = self._test(part, policy)
            operands[part.id] = tuple(self._operands(part.expression))
            parts.append(tests[part.id])
        return self._joined(group, parts)

    def _joined(self, group: Group, parts: list[int]) -> int:
        if group.kind == "all":
            return self.graph.both(parts)
        if group.kind == "any":
            return self.graph.either(parts)
        if group.kind == "none":
            return self.graph.negated(self.graph.either(parts))
        needed = self.graph.number(group.needed, group.needed)
        return self.graph.compare("at_most", needed, self.graph.tally(parts))

    def _test(self, test: Condition, policy: Policy) -> int:
        return self._typed(test.expression, Type.TRUTH, policy.of_household)

    def _operands(self, expression: Expression) -> Iterator[Operand]:
        """Yield the named things an expression weighs, in the order it mentions them."""
        for name, part, elapsed, is_folded in mentioned(expression.tree, self.pack):
            node = self.value(part)
            of_everyone = is_folded and not self.graph[node].of_household
            yield Operand(name, node, elapsed, of_everyone)

    def _typed(self, expression: Expression, wanted: Type, of_household: bool) -> int:  # noqa: FBT001
        place = expression.place
        try:
            return self._checked(expression, wanted, of_household=of_household)
        except Mistake as mistake:
            raise PackInvalid([Problem(place.file, place.line, str(mistake))]) from None

    def _checked(self, expression: Expression, wanted: Type, *, of_household: bool) -> int:
        index = self.value(expression.tree)
        node = self.graph[index]
        if node.type is not wanted:
            raise Mistake(f"“{expression.text}”应当得出{_CALLED[wanted]}")
        if of_household and not node.of_household:
            raise Mistake(f"“{expression.text}”引用了个人的问题,家庭的规则须用 any/count/sum")
        return index

    def named(self, name: str) -> int:
        """Return the node of a question, a fact, a parameter or `on`."""
        if name not in self.names:
            self.names[name] = self._named(name)
        return self.names[name]

    def _named(self, name: str) -> int:
        if name == "on":
            return self.graph.today()
        if name in self.pack.questions:
            return self._asked(self.pack.questions[name])
        if name in self.pack.parameters:
            return self._figure(self.pack.parameters[name])
        if name in self.pack.facts:
            return self._fact(name)
        raise Mistake(f"不认识“{name}”:既不是问题,也不是事实或参数{self._meant(name)}")

    def _meant(self, name: str) -> str:
        near = [
            known
            for known in [*self.pack.questions, *self.pack.facts, *self.pack.parameters]
            if known.startswith(name[:4]) or name.startswith(known[:4])
        ]
        return f"(是否想写 {'、'.join(near[:3])}?)" if near else ""

    def _asked(self, question: Question) -> int:
        kind = TYPES.get(question.kind, Type.NUMBER)
        bounds = (question.low, question.high) if kind is Type.NUMBER else (FALSE, TRUE)
        alone = question.subject.value in {"household", "applicant"}
        index = self.graph.ask(question.id, kind, bounds, of_household=alone)
        self.built.asked[question.id] = index
        guard = self.guard(question)
        if guard is None:
            return index
        names = [choice.id for choice in question.choices]
        usual = {Type.TRUTH: FALSE, Type.NUMBER: question.low}.get(kind)
        if usual is None:
            usual = 1 << names.index(question.otherwise)
        return self.graph.put(guard, index, usual)

    def guard(self, question: Question) -> int | None:
        """Return the node that tells whether a question is put; None where it always is."""
        if question.asked_if is None:
            return None
        if question.id not in self.built.guards:
            self.built.guards[question.id] = self._guard(question.asked_if, question)
        return self.built.guards[question.id]

    def _guard(self, asked_if: Expression, question: Question) -> int:
        with self._entering(f"asked_if({question.id})"):
            return self.truth(asked_if.tree)

    def _figure(self, parameter: Parameter) -> int:
        if parameter.unit == "bands":
            raise Mistake(f"“{parameter.id}”是分档参数,请用 banded(数, {parameter.id})")
        value = parameter.on(self.day)
        if value is None or value.figure is None:
            return self.graph.number(0, INFINITE)
        assert isinstance(value.figure, int)
        return self.graph.number(value.figure, value.figure)

    def _fact(self, name: str) -> int:
        fact = self.pack.facts[name]
        with self._entering(name):
            try:
                index = self.value(fact.expression.tree)
            except Mistake as mistake:
                place = fact.expression.place
                raise PackInvalid([Problem(place.file, place.line, str(mistake))]) from None
        if fact.of_household and not self.graph[index].of_household:
            raise Mistake(f"事实“{name}”属于家庭,却直接引用了个人的问题")
        return index

    @contextmanager
    def _entering(self, name: str) -> Iterator[None]:
        if name in self.underway:
            raise Mistake(f"循环引用:{' → '.join([*self.underway, name])}")
        self.underway.append(name)
        try:
            yield
        finally:
            self.underway.pop()


def _out_of_force(policy: Policy, day: date) -> int:
    """Return what is said on a day without the policy: no, or unknown under rules not read."""
    return UNKNOWN if policy.validity.is_unread(day) else FALSE


def is_in_force(policy: Policy, day: date) -> bool:
    """Tell whether the policy is in force on a day: drafts never are."""
    span = policy.validity
    started = span.since is None or span.since <= day
    return not span.never and started and (span.until is None or day <= span.until)
