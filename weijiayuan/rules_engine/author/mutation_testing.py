"""What no worked case would notice: each rule is changed a little, and its cases run again.

A rule that can be changed without any of its cases coming out otherwise is not pinned down by them.
The changes are those that slip in by hand: a condition dropped, `<` for `<=`, a figure one higher,
an alternative or a choice forgotten.
Rules are compiled by themselves, so that hundreds of changes take a few seconds.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from weijiayuan.rules_engine.author.worked_cases import Case, run
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.model import (
    Condition,
    Expression,
    Group,
    Pack,
    Parameter,
    Place,
    Policy,
)
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid
from weijiayuan.rules_engine.pack.parameter_schema import BY_DAY
from weijiayuan.rules_engine.pack.syntax import names_in

LOOSENED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
ONE = {"yuan": 100}
"""One more, as authors write figures: yuan are kept as fen."""


class Change(NamedTuple):
    """A pack with one thing changed, where it stands and what was done to it."""

    pack: Pack
    place: Place
    text: str


class Mutant(NamedTuple):
    """A small change of a policy's rule, and whether one of its cases came out otherwise."""

    policy: str
    place: Place
    text: str
    is_noticed: bool

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: 政策 {self.policy} 的案例看不出:{self.text}"


def mutants(pack: Pack, cases: Iterable[Case]) -> Iterator[Mutant]:
    """Yield every small change of a rule, and whether its cases notice it."""
    by_policy: dict[str, list[Case]] = {}
    for case in cases:
        by_policy.setdefault(case.policy, []).append(case)
    for policy in pack.policies.values():
        if not policy.validity.never:
            own = by_policy.get(policy.id, [])
            for change in _changes(_alone(pack, policy), policy):
                is_noticed = _is_noticed(change.pack, own)
                yield Mutant(policy.id, change.place, change.text, is_noticed)


def _is_noticed(pack: Pack, cases: Iterable[Case]) -> bool:
    engine = Engine(pack)
    try:
        return any(not run(engine, case).is_right for case in cases)
    except PackInvalid:
        return True


def _alone(pack: Pack, policy: Policy) -> Pack:
    """Return the pack with one policy, and those whose verdict it asks for."""
    wanted = {policy.id: policy}
    waiting = [policy]
    while waiting:
        for expression in _expressions(waiting.pop()):
            for name in names_in(expression) & pack.policies.keys() - wanted.keys():
                wanted[name] = pack.policies[name]
                waiting.append(pack.policies[name])
    return replace(pack, policies=wanted)


def _expressions(policy: Policy) -> Iterator[Expression]:
    yield from (test.expression for test in policy.when.conditions())
    if policy.amount.expression is not None:
        yield policy.amount.expression


def _changes(pack: Pack, policy: Policy) -> Iterator[Change]:
    for test in policy.when.conditions():
        place = test.expression.place
        when = _without(policy.when, test.id)
        if when.parts:
            yield Change(_with(pack, replace(policy, when=when)), place, f"没有条件 {test.id}")
        for changed in (*_loosened(test.expression), *_narrowed(test.expression)):
            when = _replaced(policy.when, replace(test, expression=changed))
            text = f"条件 {test.id} 写成 {changed.text}"
            yield Change(_with(pack, replace(policy, when=when)), place, text)
    if (sum_of := policy.amount.expression) is not None:
        for changed in _loosened(sum_of):
            amount = replace(policy.amount, expression=changed)
            text = f"金额写成 {changed.text}"
            yield Change(_with(pack, replace(policy, amount=amount)), sum_of.place, text)
    for parameter in _figures(pack, policy):
        for text, raised in _raised(parameter):
            parameters = {**pack.parameters, parameter.id: raised}
            yield Change(replace(pack, parameters=parameters), parameter.place, text)


def _with(pack: Pack, policy: Policy) -> Pack:
    return replace(pack, policies={**pack.policies, policy.id: policy})


def _without(group: Group, name: str) -> Group:
    parts = [
        _without(part, name) if isinstance(part, Group) else part
        for part in group.parts
        if isinstance(part, Group) or part.id != name
    ]
    kept = tuple(part for part in parts if isinstance(part, Condition) or part.parts)
    return replace(group, parts=kept)


def _replaced(group: Group, test: Condition) -> Group:
    parts = (
        _replaced(part, test) if isinstance(part, Group) else test if part.id == test.id else part
        for part in group.parts
    )
    return replace(group, parts=tuple(parts))


def _loosened(expression: Expression) -> Iterator[Expression]:
    """Yield the expression with each of its comparisons in turn moved by the threshold itself."""
    count = sum(isinstance(node, ast.Compare) for node in ast.walk(expression.tree))
    for number in range(count):
        tree = deepcopy(expression.tree)
        compare = [node for node in ast.walk(tree) if isinstance(node, ast.Compare)][number]
        for place, op in enumerate(compare.ops):
            if type(op) in LOOSENED:
                compare.ops[place] = LOOSENED[type(op)]()
                yield replace(expression, tree=deepcopy(tree), text=ast.unparse(tree))
                compare.ops[place] = op


def _narrowed(expression: Expression) -> Iterator[Expression]:
    """Yield the expression without one operand of an `or`, or without one choice of a list.

    What can be left out unnoticed is a path that no case walks, perhaps one that nobody can.
    """
    for number, node in enumerate(ast.walk(expression.tree)):
        parts = _alternatives(node)
        for place in range(len(parts) if len(parts) > 1 else 0):
            tree = deepcopy(expression.tree)
            twin = list(ast.walk(tree))[number]
            del _alternatives(twin)[place]
            yield replace(expression, tree=tree, text=ast.unparse(tree))


def _alternatives(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return node.values
    return node.elts if isinstance(node, ast.List) else []


def _figures(pack: Pack, policy: Policy) -> Iterator[Parameter]:
    """Yield the figures that a policy's rules calculate with, those of shared facts too."""
    names, waiting = set[str](), list(_expressions(policy))
    while waiting:
        fresh = names_in(waiting.pop()) - names
        names |= fresh
        waiting += [pack.facts[name].expression for name in fresh if name in pack.facts]
    yield from (pack.parameters[name] for name in sorted(names & pack.parameters.keys()))


def _raised(parameter: Parameter) -> Iterator[tuple[str, Parameter]]:
    """Yield the parameter with all its figures one higher; of bands, each start and figure.

    A table by days is a calendar: no author writes a case a day, the second reading stands for it.
    """
    if parameter.band_of == BY_DAY:
        return
    figures = [value.figure for value in parameter.values]
    if any(isinstance(figure, int) for figure in figures):
        one = ONE.get(parameter.unit, 1)
        raised = [figure + one if isinstance(figure, int) else figure for figure in figures]
        yield f"{parameter.id} 多 1", _having(parameter, raised)
    for number, figure in enumerate(figures):
        for text, changed in _raised_bands(figure, ONE.get(parameter.band_unit, 1)):
            raised = [*figures[:number], changed, *figures[number + 1 :]]
            yield f"{parameter.id} 的 {text}", _having(parameter, raised)


def _raised_bands(bands: object, one: int) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    for place, (start, figure) in enumerate(bands if isinstance(bands, tuple) else ()):
        assert isinstance(bands, tuple)
        before, after = bands[:place], bands[place + 1 :]
        yield f"{start} 档起点多 1", (*before, (start + 1, figure), *after)
        yield f"{start} 档多 1", (*before, (start, figure + one), *after)


def _having(parameter: Parameter, figures: Iterable[Any]) -> Parameter:
    values = zip(parameter.values, figures, strict=True)
    return replace(parameter, values=tuple(replace(v, figure=figure) for v, figure in values))
