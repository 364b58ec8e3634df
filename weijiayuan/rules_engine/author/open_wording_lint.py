"""Sentences of the sources that do not say everything, and whether the rules leave that open.

A source that lists cases and ends with "and others", or that was not read in full, must not come
out as a plain no: some condition of such a sentence has to leave the verdict to the office.
"""

import re
from collections.abc import Iterator

from weijiayuan.rules_engine.author.condition_coverage import days_in_force
from weijiayuan.rules_engine.evaluate.engine import Engine
from weijiayuan.rules_engine.pack.model import Policy
from weijiayuan.rules_engine.pack.pack_problems import Problem
from weijiayuan.rules_engine.values.interval import TRUE

OPEN = re.compile(
    r"(?<![高中初同平上])等(?![级待同学于候])|其他|其余|细则|规定条件|未读到|未核实|未找到|为准|\(C\)"
)
"""Words by which a source says that there is more than it says, or that it was not verified."""


def closed_off(engine: Engine) -> Iterator[Problem]:
    """Yield the open sentences none of whose conditions leaves anything to the office."""
    for policy in engine.pack.policies.values():
        if policy.validity.never:
            continue
        left = _left_to_the_office(engine, policy)
        for number, sentence in enumerate(policy.says, start=1):
            mark = OPEN.search(sentence)
            if mark and number not in left | policy.closed.keys() | policy.unasked.keys():
                text = (
                    f"政策 {policy.id} 的来源第 {number} 句写了“{mark.group()}”，却没有一个条件"
                    "由窗口定（closed 写明为什么已经说全）"
                )
                yield Problem(policy.place.file, policy.place.line, text)


def _left_to_the_office(engine: Engine, policy: Policy) -> set[int]:
    """Return the sentences with a condition that no answer makes true, only a person can."""
    left = conditions_of_the_office(engine, policy)
    return {n for test in policy.when.conditions() if test.id in left for n in test.sentences}


def conditions_of_the_office(engine: Engine, policy: Policy) -> set[str]:
    """Return the conditions that on some day no answer makes true."""
    found: set[str] = set()
    for day in days_in_force(policy):
        rules = engine.rules_on(day)
        nodes = rules.built.rules[policy.id].conditions
        found |= {name for name, node in nodes.items() if rules.graph[node].reach[1] < TRUE}
    return found
