"""From a pack to the graph of one day: names resolved, types checked, dated figures filled in."""

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from weijiayuan.welfare.rules.graph import Graph, Type
from weijiayuan.welfare.rules.interval import FALSE, INFINITE, TRUE
from weijiayuan.welfare.rules.pack import (
    Expression,
    Group,
    Kind,
    Pack,
    Parameter,
    Policy,
    Question,
    Test,
)
from weijiayuan.welfare.rules.problems import PackInvalid, Problem

TYPES = {Kind.YES_NO: Type.TRUTH, Kind.CHOICE: Type.CHOICE}
COMPARED = {ast.Lt: "less", ast.LtE: "at_most", ast.Gt: "less", ast.GtE: "at_most"}
SWAPPED = (ast.Gt, ast.GtE)
COMBINED = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times"}
FOLDED = {"count": "count_of", "sum": "sum_of", "any": "any_of", "all": "all_of"}
ELAPSED = ("years", "months", "days", "year")
PAIRED = {
    "min": "smaller",
    "max": "larger",
    "whole": "divided_down",
    "rounded": "divided_half_up",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy on a day: the nodes of its verdict, its amount and each of its conditions."""

    policy: Policy
    in_force: bool
    verdict: int
    amount: int | None
    tests: Mapping[str, int]
    operands: Mapping[str, tuple[tuple[str, int], ...]]
    """For each condition the names in it and their nodes: the facts of the reason."""


@dataclass(slots=True)
class Built:
    """The graph of a pack on a day and where its rules stand in it."""

    pack: Pack
    day: date
    graph: Graph
    rules: dict[str, Rule] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)


class Mistake(Exception):  # becomes a Problem with its place at the next level
    """An expression that does not make sense, before its place is known."""


def build(pack: Pack, day: date) -> Built:
    """Return the graph of the day, or raise `PackInvalid` naming every rule that makes no sense."""
    builder = _Builder(pack, day)
    for policy in pack.policies.values():
        builder.attempt(policy)
    for fact in pack.facts.values():
        builder.attempt_fact(fact.id)
    if builder.problems:
        raise PackInvalid(builder.problems)
    return builder.built


class _Builder:
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

    def rule(self, name: str) -> Rule:
        """Return a policy's nodes, building them on first use."""
        if name not in self.built.rules:
            with self._entering(f"entitled({name})"):
                self.built.rules[name] = self._rule(self.pack.policies[name])
        return self.built.rules[name]

    def _rule(self, policy: Policy) -> Rule:
        tests: dict[str, int] = {}
        operands: dict[str, tuple[tuple[str, int], ...]] = {}
        when = self._group(policy.when, policy, tests, operands)
        in_force = is_in_force(policy, self.day)
        verdict = when if in_force else self.graph.truth(FALSE)
        amount = None
        if policy.amount.expression is not None:
            amount = self._typed(policy.amount.expression, Type.NUMBER, policy.of_household)
        return Rule(policy, in_force, verdict, amount, tests, operands)

    def _group(
        self,
        group: Group,
        policy: Policy,
        tests: dict[str, int],
        operands: dict[str, tuple[tuple[str, int], ...]],
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

    def _test(self, test: Test, policy: Policy) -> int:
        return self._typed(test.expression, Type.TRUTH, policy.of_household)

    def _operands(self, expression: Expression) -> Iterator[tuple[str, int]]:
        """Yield the named things an expression weighs, in the order it mentions them."""
        seen = set()
        for node in ast.walk(expression.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id in ELAPSED and self._is_asked(node.args[0]):
                    assert isinstance(node.args[0], ast.Name)
                    seen.add(node.args[0].id)
                    yield f"{node.func.id}:{node.args[0].id}", self._value(node)
            elif isinstance(node, ast.Name) and node.id not in seen and self._is_shown(node.id):
                seen.add(node.id)
                yield node.id, self.named(node.id)

    def _is_asked(self, arg: ast.expr) -> bool:
        return isinstance(arg, ast.Name) and arg.id in self.pack.questions

    def _is_shown(self, name: str) -> bool:
        pack = self.pack
        return name in pack.questions or name in pack.facts or self._is_plain_parameter(name)

    def _is_plain_parameter(self, name: str) -> bool:
        parameter = self.pack.parameters.get(name)
        return parameter is not None and parameter.unit != "bands"

    def _typed(self, expression: Expression, wanted: Type, of_household: bool) -> int:  # noqa: FBT001
        place = expression.place
        try:
            return self._checked(expression, wanted, of_household=of_household)
        except Mistake as mistake:
            raise PackInvalid([Problem(place.file, place.line, str(mistake))]) from None

    def _checked(self, expression: Expression, wanted: Type, *, of_household: bool) -> int:
        index = self._value(expression.tree)
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
        return index

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
                index = self._value(fact.expression.tree)
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

    def _value(self, tree: ast.expr) -> int:  # noqa: PLR0911  # one case per kind of expression
        match tree:
            case ast.Constant(value=int() as value):
                return self.graph.number(value, value)
            case ast.Name(id=name):
                return self.named(name)
            case ast.BoolOp(op=op, values=values):
                parts = [self._truth(value) for value in values]
                return (
                    self.graph.both(parts) if isinstance(op, ast.And) else self.graph.either(parts)
                )
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.graph.negated(self._truth(operand))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                zero = self.graph.number(0, 0)
                return self.graph.arithmetic("minus", zero, self._number(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return self._combined(COMBINED[type(op)], left, right)
            case ast.Compare():
                return self._compared(tree)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                condition = self._truth(test)
                return self.graph.pick(condition, self._number(body), self._number(orelse))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._called(name, args)
        raise Mistake(f"这里不能写“{ast.unparse(tree)}”")

    def _combined(self, op: str, left: ast.expr, right: ast.expr) -> int:
        a, b = self._number(left), self._number(right)
        if op == "times" and min(self.graph[a].range[0], self.graph[b].range[0]) < 0:
            raise Mistake("相乘的数不能是负数,请先用 max(0, …)")
        return self.graph.arithmetic(op, a, b)

    def _compared(self, tree: ast.Compare) -> int:
        sides = [tree.left, *tree.comparators]
        parts = [
            self._comparison(op, left, right)
            for op, left, right in zip(tree.ops, sides, sides[1:], strict=False)
        ]
        return self.graph.both(parts)

    def _comparison(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> int:
        if isinstance(op, ast.In | ast.NotIn):
            found = self._among(left, right)
            return self.graph.negated(found) if isinstance(op, ast.NotIn) else found
        if isinstance(op, ast.Eq | ast.NotEq):
            same = self._equal(left, right)
            return self.graph.negated(same) if isinstance(op, ast.NotEq) else same
        a, b = self._number(left), self._number(right)
        if isinstance(op, SWAPPED):
            a, b = b, a
        return self.graph.compare(COMPARED[type(op)], a, b)

    def _equal(self, left: ast.expr, right: ast.expr) -> int:
        if isinstance(left, ast.Name) and self._is_choice(left.id):
            return self._among(left, ast.List(elts=[right]))
        return self.graph.compare("equal", self._number(left), self._number(right))

    def _is_choice(self, name: str) -> bool:
        question = self.pack.questions.get(name)
        return question is not None and question.kind is Kind.CHOICE

    def _among(self, left: ast.expr, right: ast.expr) -> int:
        if not isinstance(left, ast.Name) or not self._is_choice(left.id):
            raise Mistake("“in”左边应当是一个选择题")
        if not isinstance(right, ast.List):
            raise Mistake("“in”右边应当是 [选项, …]")
        order = [choice.id for choice in self.pack.questions[left.id].choices]
        wanted = 0
        for item in right.elts:
            name = item.id if isinstance(item, ast.Name) else ast.unparse(item)
            if name not in order:
                raise Mistake(f"“{left.id}”没有选项“{name}”,可选:{'、'.join(order)}")
            wanted |= 1 << order.index(name)
        return self.graph.among(self.named(left.id), wanted)

    def _called(self, name: str, args: list[ast.expr]) -> int:
        wanted = 2 if name in PAIRED or name == "banded" else 1
        if len(args) != wanted:
            raise Mistake(f"{name} 需要 {wanted} 个参数")
        if name in ELAPSED:
            return self._elapsed(name, args[0])
        if name in FOLDED:
            return self._folded(name, args[0])
        if name in PAIRED:
            return self._paired(name, args)
        if name == "banded":
            return self._banded(args[0], args[1])
        return self._entitled(args[0])

    def _elapsed(self, name: str, arg: ast.expr) -> int:
        question = self.pack.questions.get(arg.id) if isinstance(arg, ast.Name) else None
        is_today = isinstance(arg, ast.Name) and arg.id == "on" and name == "year"
        if not is_today and (question is None or question.kind is not Kind.DATE):
            raise Mistake(f"{name}(…) 里应当是一个日期问题")
        return self.graph.elapsed(name, self._value(arg))

    def _folded(self, name: str, arg: ast.expr) -> int:
        inner = self._number(arg) if name == "sum" else self._truth(arg)
        node = self.graph[inner]
        if node.is_constant:
            return self._folded_constant(name, inner)
        if node.of_household:
            raise Mistake(f"{name}(…) 里应当是每个人各自的情况")
        return self.graph.fold(FOLDED[name], inner)

    def _folded_constant(self, name: str, inner: int) -> int:
        """Fold what is the same for everybody, such as a test on a figure not found."""
        if name in {"any", "all"}:
            return inner
        people = self.named(self.pack.people_question)
        if name == "sum":
            return self.graph.arithmetic("times", inner, people)
        return self.graph.pick(inner, people, self.graph.number(0, 0))

    def _paired(self, name: str, args: list[ast.expr]) -> int:
        a, b = self._number(args[0]), self._number(args[1])
        if name in {"whole", "rounded"} and self.graph[b].range[0] <= 0:
            low, high = self.graph[b].range
            if not self.graph[b].is_constant or high != INFINITE:
                raise Mistake(f"除数可能为 {low},请先用 max(1, …)")
        return self.graph.arithmetic(PAIRED[name], a, b)

    def _banded(self, arg: ast.expr, table: ast.expr) -> int:
        name = table.id if isinstance(table, ast.Name) else ""
        parameter = self.pack.parameters.get(name)
        if parameter is None or parameter.unit != "bands":
            raise Mistake("banded 的第二个参数应当是分档参数")
        value = parameter.on(self.day)
        if value is None or value.figure is None:
            return self.graph.number(0, INFINITE)
        assert isinstance(value.figure, tuple)
        return self._steps(self._number(arg), value.figure)

    def _steps(self, index: int, bands: tuple[tuple[int, int], ...]) -> int:
        result = self.graph.number(0, 0)
        for start, figure in bands:
            reached = self.graph.compare("at_most", self.graph.number(start, start), index)
            result = self.graph.pick(reached, self.graph.number(figure, figure), result)
        return result

    def _entitled(self, arg: ast.expr) -> int:
        name = arg.id if isinstance(arg, ast.Name) else ""
        if name not in self.pack.policies:
            raise Mistake(f"entitled(…) 里不认识政策“{name}”")
        return self.rule(name).verdict

    def _truth(self, tree: ast.expr) -> int:
        index = self._value(tree)
        if self.graph[index].type is not Type.TRUTH:
            raise Mistake(f"“{ast.unparse(tree)}”应当是是非判断")
        return index

    def _number(self, tree: ast.expr) -> int:
        index = self._value(tree)
        if self.graph[index].type is not Type.NUMBER:
            raise Mistake(f"“{ast.unparse(tree)}”应当是数")
        return index


def is_in_force(policy: Policy, day: date) -> bool:
    """Tell whether the policy is in force on a day: drafts never are."""
    span = policy.validity
    started = span.since is None or span.since <= day
    return not span.never and started and (span.until is None or day <= span.until)


_CALLED = {Type.TRUTH: "是非判断", Type.NUMBER: "数", Type.CHOICE: "选择"}
