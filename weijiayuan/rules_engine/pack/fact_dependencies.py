"""What expressions rest on, through the facts that they share."""

from collections.abc import Iterable, Iterator

from weijiayuan.rules_engine.pack.model import Expression, Pack, Parameter, Policy
from weijiayuan.rules_engine.pack.syntax import names_in


def expressions_of(policy: Policy) -> Iterator[Expression]:
    """Yield every expression of a policy."""
    for test in policy.when.conditions():
        yield test.expression
        yield from (test.change_if,) if test.change_if else ()
    others = (policy.amount.expression, policy.amount.lasts, policy.held)
    yield from (each for each in others if each is not None)


def parameters_in(pack: Pack, expressions: Iterable[Expression]) -> Iterator[Parameter]:
    """Yield the parameters that expressions rest on, each once, nearest first."""
    waiting = [name for expression in expressions for name in sorted(names_in(expression))]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in pack.facts:
            waiting += sorted(names_in(pack.facts[name].expression))
        elif name in pack.parameters:
            yield pack.parameters[name]
