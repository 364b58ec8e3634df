"""The named things that a condition weighs: what a reason shows as its facts."""

import ast
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from weijiayuan.rules_engine.compile.expression_compiler import ELAPSED, FOLDED
from weijiayuan.rules_engine.pack.model import Pack


class Operand(NamedTuple):
    """A question, fact or plain figure by name, and its node.

    `elapsed` is set where the time since a date is weighed, not the date. `of_everyone` is true
    inside `any`, `all`, `count` and `sum`: no single person's value tells why the condition holds.
    """

    name: str
    node: int
    elapsed: str
    of_everyone: bool


class Mention(NamedTuple):
    """Where an expression mentions an operand: the part to show, and the name it shows."""

    name: str
    part: ast.expr
    elapsed: str
    is_folded: bool


def mentioned(tree: ast.expr, pack: Pack) -> Iterator[Mention]:
    """Yield what an expression weighs, each name once, outer parts first."""
    seen: set[str] = set()
    for part, is_folded in _parts(tree):
        found = _mention(part, pack, is_folded=is_folded)
        if found is not None and found.name not in seen:
            seen.add(found.name)
            yield found


def _mention(part: ast.AST, pack: Pack, *, is_folded: bool) -> Mention | None:
    match part:
        case ast.Call(func=ast.Name(id=elapsed), args=[ast.Name(id=name)]):
            if elapsed in ELAPSED and name in pack.questions:
                return Mention(name, part, elapsed, is_folded)
        case ast.Name(id=name) if _is_shown(name, pack):
            return Mention(name, part, "", is_folded)
    return None


def _parts(tree: ast.expr) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the parts of an expression level by level, and whether each stands inside a fold."""
    waiting: deque[tuple[ast.AST, bool]] = deque([(tree, False)])
    while waiting:
        part, is_folded = waiting.popleft()
        yield part, is_folded
        inside = is_folded or _is_fold(part)
        waiting.extend((child, inside) for child in ast.iter_child_nodes(part))


def _is_fold(part: ast.AST) -> bool:
    return isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in FOLDED


def _is_shown(name: str, pack: Pack) -> bool:
    parameter = pack.parameters.get(name)
    is_plain_figure = parameter is not None and parameter.unit != "bands"
    return name in pack.questions or name in pack.facts or is_plain_figure
