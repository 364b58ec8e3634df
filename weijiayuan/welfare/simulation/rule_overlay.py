"""A change of figures or conditions laid over a pack, without touching the pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from weijiayuan.rules_engine.pack import syntax
from weijiayuan.rules_engine.pack.model import (
    Condition,
    Group,
    Pack,
    Parameter,
    Place,
    Policy,
    Value,
)
from weijiayuan.rules_engine.pack.pack_problems import PackInvalid, Problem


@dataclass(frozen=True, slots=True)
class Overlay:
    """A change of the rules: figures by parameter id, condition texts by policy and condition id.

    Figures are in the parameter's own unit as the engine keeps it: fen for money.
    """

    parameters: Mapping[str, int] = field(default_factory=dict)
    bands: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    conditions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def changed(pack: Pack, overlay: Overlay) -> Pack:
    """Return the pack under an overlay, or raise `PackInvalid` naming what it does not have."""
    problems = [
        Problem("reform", 1, f"没有参数“{name}”")
        for name in overlay.parameters
        if name not in pack.parameters or pack.parameters[name].unit == "bands"
    ]
    problems += [
        Problem("reform", 1, f"“{pack.parameters[name].label}”由窗口认定，不是可以改的数字")
        for name in overlay.parameters
        if name in pack.parameters and pack.parameters[name].is_left_open
    ]
    problems += [
        Problem("reform", 1, f"没有政策“{name}”")
        for name in overlay.conditions
        if name not in pack.policies
    ]
    problems += [
        Problem("reform", 1, f"没有分档参数“{name}”")
        for name in overlay.bands
        if name not in pack.parameters or pack.parameters[name].unit != "bands"
    ]
    if problems:
        raise PackInvalid(problems)
    parameters = dict(pack.parameters)
    for name, figure in overlay.parameters.items():
        parameters[name] = _fixed(parameters[name], figure)
    for name, bands in overlay.bands.items():
        steps = tuple(sorted((int(start), figure) for start, figure in bands.items()))
        parameters[name] = _fixed(parameters[name], steps)
    policies = dict(pack.policies)
    for name, texts in overlay.conditions.items():
        policies[name] = _rewritten(policies[name], texts)
    return replace(pack, parameters=parameters, policies=policies)


def _fixed(parameter: Parameter, figure: int | tuple[tuple[int, int], ...]) -> Parameter:
    value = Value(date(1900, 1, 1), figure, "simulated", None, "模拟")
    return replace(parameter, values=(value,))


def _rewritten(policy: Policy, texts: Mapping[str, str]) -> Policy:
    known = {test.id for test in policy.when.conditions()}
    problems = [
        Problem("reform", 1, f"{policy.id} 没有条件“{name}”") for name in texts if name not in known
    ]
    if problems:
        raise PackInvalid(problems)
    return replace(policy, when=_regrouped(policy.when, texts))


def _regrouped(group: Group, texts: Mapping[str, str]) -> Group:
    parts = [
        _regrouped(part, texts) if isinstance(part, Group) else _retold(part, texts)
        for part in group.parts
    ]
    return replace(group, parts=tuple(parts))


def _retold(test: Condition, texts: Mapping[str, str]) -> Condition:
    if test.id not in texts:
        return test
    return replace(test, expression=syntax.parse(texts[test.id], Place("reform", 1)))
