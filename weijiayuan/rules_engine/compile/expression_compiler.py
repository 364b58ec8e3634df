"""Expressions of the pack as nodes of a graph: one method per kind of expression, types checked."""

import ast
from abc import ABC, abstractmethod
from datetime import date

from weijiayuan.rules_engine.compile.expression_graph import Graph, Type
from weijiayuan.rules_engine.compile.kinship_folds import KinFold
from weijiayuan.rules_engine.pack.model import Kind, Pack
from weijiayuan.rules_engine.values.interval import INFINITE

COMPARED = {ast.Lt: "less", ast.LtE: "at_most", ast.Gt: "less", ast.GtE: "at_most"}
SWAPPED = (ast.Gt, ast.GtE)
COMBINED = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times"}
FOLDED = {"count": "count_of", "sum": "sum_of", "any": "any_of", "all": "all_of"}
ELAPSED = ("years", "months", "days", "year", "month")
PAIRED = {
    "min": "smaller",
    "max": "larger",
    "whole": "divided_down",
    "rounded": "divided_half_up",
}


class Mistake(Exception):  # becomes a Problem with its place at the next level
    """An expression that does not make sense, before its place is known."""


class Expressions(ABC):
    """Adds expressions to a graph. Who inherits says what names and policies stand for."""

    pack: Pack
    day: date
    graph: Graph

    @abstractmethod
    def named(self, name: str) -> int:
        """Return the node of a question, a fact, a parameter or `on`."""

    @abstractmethod
    def entitled(self, policy: str) -> int:
        """Return the node of a policy's verdict."""

    def value(self, tree: ast.expr) -> int:  # noqa: PLR0911  # one case per kind of expression
        match tree:
            case ast.Constant(value=int() as value):
                return self.graph.number(value, value)
            case ast.Name(id=name):
                return self.named(name)
            case ast.BoolOp(op=op, values=values):
                parts = [self.truth(value) for value in values]
                return (
                    self.graph.both(parts) if isinstance(op, ast.And) else self.graph.either(parts)
                )
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.graph.negated(self.truth(operand))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                zero = self.graph.number(0, 0)
                return self.graph.arithmetic("minus", zero, self.number(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return self._combined(COMBINED[type(op)], left, right)
            case ast.Compare():
                return self._compared(tree)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                condition = self.truth(test)
                return self.graph.pick(condition, self.number(body), self.number(orelse))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._called(name, args)
        raise Mistake(f"这里不能写“{ast.unparse(tree)}”")

    def _combined(self, op: str, left: ast.expr, right: ast.expr) -> int:
        a, b = self.number(left), self.number(right)
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
        a, b = self.number(left), self.number(right)
        if isinstance(op, SWAPPED):
            a, b = b, a
        return self.graph.compare(COMPARED[type(op)], a, b)

    def _equal(self, left: ast.expr, right: ast.expr) -> int:
        if isinstance(left, ast.Name) and self._is_choice(left.id):
            return self._among(left, ast.List(elts=[right]))
        return self.graph.compare("equal", self.number(left), self.number(right))

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
        if name == "any" and len(args) == 2:
            return self._any_of_kin(args[0], args[1])
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
        return self.graph.elapsed(name, self.value(arg))

    def _folded(self, name: str, arg: ast.expr) -> int:
        inner = self.number(arg) if name == "sum" else self.truth(arg)
        node = self.graph[inner]
        if node.is_constant:
            return self._folded_constant(name, inner)
        if node.of_household:
            raise Mistake(f"{name}(…) 里应当是每个人各自的情况")
        return self.graph.fold(FOLDED[name], inner)

    def _any_of_kin(self, arg: ast.expr, whose: ast.expr) -> int:
        kin = self.pack.kinship
        name = whose.id if isinstance(whose, ast.Name) else ast.unparse(whose)
        if kin is None or name not in {kin.parents, kin.children}:
            known = f"，可用：{kin.parents}、{kin.children}" if kin else "：没有 kinship.yaml"
            raise Mistake(f"不认识亲属“{name}”{known}")
        holds = self.truth(arg)
        relation, child, parent = (self.named(question) for question in kin.questions)
        choices = self.pack.questions[kin.relation].choices
        bits = {choice.id: 1 << place for place, choice in enumerate(choices)}
        return KinFold(self.graph, kin, bits, relation, child, parent).any(name, holds)

    def _folded_constant(self, name: str, inner: int) -> int:
        """Fold what is the same for everybody, such as a test on a figure not found."""
        if name in {"any", "all"}:
            return inner
        people = self.named(self.pack.people_question)
        if name == "sum":
            return self.graph.arithmetic("times", inner, people)
        return self.graph.pick(inner, people, self.graph.number(0, 0))

    def _paired(self, name: str, args: list[ast.expr]) -> int:
        a, b = self.number(args[0]), self.number(args[1])
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
        return self._steps(self.number(arg), value.figure)

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
        return self.entitled(name)

    def truth(self, tree: ast.expr) -> int:
        index = self.value(tree)
        if self.graph[index].type is not Type.TRUTH:
            raise Mistake(f"“{ast.unparse(tree)}”应当是是非判断")
        return index

    def number(self, tree: ast.expr) -> int:
        index = self.value(tree)
        if self.graph[index].type is not Type.NUMBER:
            raise Mistake(f"“{ast.unparse(tree)}”应当是数")
        return index
