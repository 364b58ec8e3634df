"""What a reform changes, in words; and what in it is likely a slip that would pass in silence."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from weijiayuan.rules_engine.compile.compiler import build
from weijiayuan.rules_engine.explain.formatting import value_text
from weijiayuan.rules_engine.pack.fact_dependencies import expressions_of, parameters_in
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.rules_engine.values.interval import FALSE, TRUE
from weijiayuan.welfare.simulation.rule_overlay import Overlay, changed

OLDEST = 120
"""Nobody is older: an age above it is a slip."""
FIXED = {TRUE: "永远成立", FALSE: "永远不成立"}


def described(pack: Pack, before: Overlay, after: Overlay, on: date) -> list[str]:
    """Return what is written otherwise after than before, a sentence a change."""
    was, now = changed(pack, before), changed(pack, after)
    said = [
        f"{parameter.label}：{value_text(was.parameters[name], was.parameters[name].on(on))}"
        f" → {value_text(parameter, parameter.on(on))}"
        for name, parameter in now.parameters.items()
        if _figure(was, name, on) != _figure(now, name, on)
    ]
    for name, policy in now.policies.items():
        old = {test.id: test.expression.text for test in was.policies[name].when.conditions()}
        said += [
            f"{policy.name}的条件“{test.text}”：{old[test.id]} → {test.expression.text}"
            for test in policy.when.conditions()
            if old[test.id] != test.expression.text
        ]
    return said


def slips(pack: Pack, before: Overlay, after: Overlay, on: date) -> Iterator[str]:
    """Yield a sentence for whatever changes nothing, or cannot be meant."""
    if not described(pack, before, after, on):
        yield "改革和用来比较的规则完全一样，什么也没有改"
    was, now = changed(pack, before), changed(pack, after)
    yield from _not_found(was, now, on)
    for name in (*after.parameters, *after.bands):
        if _figure(now, name, on) == _figure(was, name, on):
            yield f"{pack.parameters[name].label}：改革前后是同一个数"
    yield from _out_of_force(pack, before, after, on)
    yield from _settled(pack, after, on)
    yield from _odd_figures(pack, after)


def _not_found(was: Pack, now: Pack, on: date) -> Iterator[str]:
    """Yield the figures that only one side has, of policies in force."""
    in_force = {name for name, rule in build(now, on).rules.items() if rule.in_force}
    using = [policy for policy in now.policies.values() if policy.id in in_force]
    used = {p.id for policy in using for p in parameters_in(now, expressions_of(policy))}
    for name in sorted(used):
        found = [_figure(side, name, on) is not None for side in (was, now)]
        if found[0] != found[1]:
            side = "改革前" if found[1] else "改革后"
            label = now.parameters[name].label
            yield f"{label}：{side}的标准没有找到，{side}谁够条件、领多少不知道"


def _figure(pack: Pack, name: str, on: date) -> object:
    value = pack.parameters[name].on(on)
    return value.figure if value else None


def _out_of_force(pack: Pack, before: Overlay, after: Overlay, on: date) -> Iterator[str]:
    rules = build(pack, on).rules
    figures = {n for o in (before, after) for n in (*o.parameters, *o.bands)}
    written = {n for o in (before, after) for n in o.conditions}
    for name in sorted(figures):
        using = [
            policy
            for policy in pack.policies.values()
            if any(p.id == name for p in parameters_in(pack, expressions_of(policy)))
        ]
        if using and not any(rules[policy.id].in_force for policy in using):
            yield f"{pack.parameters[name].label}：用到它的政策在 {on} 没有施行，改了也没有影响"
    for name in sorted(written):
        if not rules[name].in_force:
            yield f"{pack.policies[name].name}：在 {on} 没有施行，改了也没有影响"


def _settled(pack: Pack, after: Overlay, on: date) -> Iterator[str]:
    """Yield the conditions that were rewritten so that nobody's answer matters any more."""
    built = build(changed(pack, after), on)
    for name, texts in after.conditions.items():
        for test in texts:
            node = built.graph[built.rules[name].conditions[test]]
            said = FIXED.get(int(node.range[0])) if node.op == "truth" else None
            if said:
                yield f"{pack.policies[name].name}的条件“{texts[test]}”：{said}，请核对"


def _odd_figures(pack: Pack, after: Overlay) -> Iterator[str]:
    for name, figure in after.parameters.items():
        if pack.parameters[name].unit == "years" and figure > OLDEST:
            yield f"{pack.parameters[name].label}：{figure} 岁以上没有人"
    for name, bands in after.bands.items():
        steps = [
            money for _, money in sorted((int(start), money) for start, money in bands.items())
        ]
        if any(later < earlier for earlier, later in pairwise(steps)):
            yield f"{pack.parameters[name].label}：后面的档比前面的少，请核对有没有写反"
