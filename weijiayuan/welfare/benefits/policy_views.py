"""The pack as the service lists it: policies with their conditions, dated figures and sources."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from weijiayuan.rules_engine.compile.compiler import is_in_force
from weijiayuan.rules_engine.explain import formatting
from weijiayuan.rules_engine.explain.explanation_generation import Wording
from weijiayuan.rules_engine.pack.fact_dependencies import parameters_in
from weijiayuan.rules_engine.pack.model import Condition, Group, Parameter, Policy, Validity, Value
from weijiayuan.welfare.benefits.benefit_schema import benefit, exclusions

Json = dict[str, Any]


def state(policy: Policy, on: date) -> str:
    """Tell whether a policy is in force, ended, only announced, or never came into force."""
    span = policy.validity
    if span.never:
        return "never"
    if is_in_force(policy, on):
        return "in_force"
    return "announced" if span.since and on < span.since else "ended"


def brief(wording: Wording, policy: Policy, on: date) -> Json:
    """Return what a list shows of a policy."""
    own = benefit(policy)
    return {
        "id": policy.id,
        "name": policy.name,
        "level": own.level,
        "category": own.category,
        "summary": policy.summary,
        "gives": wording.filled(policy.amount.text),
        "state": state(policy, on),
        "subject": "household" if policy.of_household else "person",
        "grade": policy.grade,
        "reviewed": policy.reviewed.isoformat(),
    }


def full(wording: Wording, policy: Policy, on: date) -> Json:
    """Return everything the pack says about a policy."""
    own = benefit(policy)
    return {
        **brief(wording, policy, on),
        "basis": policy.basis,
        "note": policy.note or None,
        "validity": _validity(policy.validity),
        "conditions": _group(wording, policy.when),
        "per": policy.amount.per or None,
        "bound": policy.amount.bound,
        "amounts": list(_figures(wording, policy)),
        "papers": list(own.papers),
        "where": own.where,
        "apply": own.apply,
        "starts": own.starts or None,
        "renew": own.renew or None,
        "excludes": _exclusions(wording, policy),
        "questions": [
            name for name, asked in wording.questions.items() if policy.id in asked["policies"]
        ],
        "sources": [wording.source(name) for name in policy.sources],
        "review_by": policy.review_by.isoformat(),
    }


def _validity(span: Validity) -> Json:
    return {
        "earlier": span.earlier.isoformat() if span.earlier else None,
        "since": span.since.isoformat() if span.since else None,
        "until": span.until.isoformat() if span.until else None,
        "never": span.never,
        "otherwise": span.otherwise or None,
    }


def _group(wording: Wording, group: Group) -> Json:
    parts = [
        _test(wording, part) if isinstance(part, Condition) else _group(wording, part)
        for part in group.parts
    ]
    return {group.kind: parts, **({"needed": group.needed} if group.needed else {})}


def _test(wording: Wording, test: Condition) -> Json:
    return {
        "id": test.id,
        "text": wording.filled(test.text),
        "why_not": wording.filled(test.why_not),
        "rule": test.expression.text,
        "source": wording.source(test.source, test.article),
    }


def _figures(wording: Wording, policy: Policy) -> Iterator[Json]:
    """Yield the dated figures that the policy's conditions and amount use."""
    expressions = [test.expression for test in policy.when.conditions()]
    expressions += [policy.amount.expression] if policy.amount.expression else []
    for parameter in parameters_in(wording.pack, expressions):
        if parameter.is_left_open:
            continue
        yield _parameter(wording, parameter)


def _parameter(wording: Wording, parameter: Parameter) -> Json:
    ends = [value.since.isoformat() for value in parameter.values[1:]]
    values = zip(parameter.values, [*ends, None], strict=True)
    return {
        "id": parameter.id,
        "label": parameter.label,
        "unit": parameter.unit,
        "band_unit": parameter.band_unit or None,
        "band_of": parameter.band_of or None,
        "review_by": parameter.review_by.isoformat(),
        "values": [_value(wording, parameter, value, end) for value, end in values],
    }


def _value(wording: Wording, parameter: Parameter, value: Value, end: str | None) -> Json:
    key = "fen" if "yuan" in {parameter.unit, parameter.band_unit} else "number"
    figure: Any = value.figure
    if isinstance(figure, tuple):
        figure = [{"from": start, key: amount} for start, amount in figure]
    return {
        "from": value.since.isoformat(),
        "before": end,
        "found": value.figure is not None,
        "value": figure,
        "text": formatting.value_text(parameter, value),
        "grade": value.grade,
        "source": wording.source(value.source) if value.source else None,
        "note": value.note or None,
    }


def _exclusions(wording: Wording, policy: Policy) -> list[Json]:
    return [
        {
            "text": group.text,
            "policies": [name for name in group.policies if name != policy.id],
            "source": wording.source(group.source),
        }
        for group in exclusions(wording.pack)
        if policy.id in group.policies
    ]
