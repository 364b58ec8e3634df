"""Conditions on somebody's parents, children or spouse that anybody in the household would meet.

"A parent has a residence permit" is not "somebody in the household has one": a fold over everybody
under a sentence that names kin has to say whose kin, by the relation or by a question that asks it.
"""

import ast
import re
from collections.abc import Iterator

from weijiayuan.rules_engine.author.open_wording_lint import conditions_of_the_office
from weijiayuan.rules_engine.compile.expression_compiler import FOLDED
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.model import Condition, Expression, Pack, Policy
from weijiayuan.rules_engine.pack.pack_problems import Problem

KIN = re.compile(r"家长|父母|父亲|母亲|子女|配偶|夫妻|同户|三代|监护人")
"""Words by which a source says that it is about somebody's own family, not just anybody's."""


def anybody_as_kin(engine: Engine) -> Iterator[Problem]:
    """Yield the conditions that name kin and ask anybody; not those that only the office meets."""
    pack = engine.pack
    for policy in pack.policies.values():
        left = conditions_of_the_office(engine, policy)
        for test in policy.when.conditions():
            if test.id in left:
                continue
            word = KIN.search(_said(policy, test))
            if word and any(_is_of_anybody(pack, fold) for fold in _folds(test.expression)):
                text = (
                    f"政策 {policy.id} 的条件 {test.id} 说的是“{word.group()}”，"
                    "规则却算上家里任何人：请写 any(条件, parents) 一类，或写明 relation"
                )
                yield Problem(test.expression.place.file, test.expression.place.line, text)


def _said(policy: Policy, test: Condition) -> str:
    known = [policy.says[n - 1] for n in test.sentences if n <= len(policy.says)]
    return "；".join([test.text, *known])


def _folds(expression: Expression) -> Iterator[ast.Call]:
    """Yield the outermost folds over the whole household."""
    waiting: list[ast.AST] = [expression.tree]
    while waiting:
        part = waiting.pop()
        match part:
            case ast.Call(func=ast.Name(id=name), args=[_]) if name in FOLDED:
                yield part
            case _:
                waiting.extend(ast.iter_child_nodes(part))


def _is_of_anybody(pack: Pack, fold: ast.Call) -> bool:
    """Tell whether nothing in the fold says whose kin is meant."""
    kin = pack.kinship
    of_kin = {kin.parents, kin.children, kin.relation} if kin else set()
    names = set(_names(pack, fold))
    asked = (pack.questions[name] for name in names & pack.questions.keys())
    return not names & of_kin and not any(KIN.search(f"{q.label}{q.ask}") for q in asked)


def _names(pack: Pack, tree: ast.AST) -> Iterator[str]:
    """Yield what an expression rests on, through facts."""
    for part in ast.walk(tree):
        if isinstance(part, ast.Name):
            yield part.id
            if part.id in pack.facts:
                yield from _names(pack, pack.facts[part.id].expression.tree)
