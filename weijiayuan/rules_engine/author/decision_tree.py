"""A decision as an indented tree, for those who write rules."""

from collections.abc import Iterator

from weijiayuan.rules_engine.evaluate.engine import Assessment, Outcome
from weijiayuan.rules_engine.explain.explanation_generation import Wording, subject_name
from weijiayuan.rules_engine.explain.formatting import UNITS
from weijiayuan.rules_engine.pack.model import Condition, Group
from weijiayuan.rules_engine.values.interval import FALSE, TRUE, UNKNOWN

MARKS = {TRUE: "✓", FALSE: "✗", UNKNOWN: "?"}
GROUPS = {"all": "全部", "any": "任一", "none": "都不", "at_least": "至少"}
VERDICTS = {TRUE: "能", FALSE: "不能", UNKNOWN: "不知道"}


def explained(wording: Wording, assessment: Assessment, outcome: Outcome) -> Iterator[str]:
    """Yield a policy's conditions as an indented tree with values, facts and what is missing."""
    rule = outcome.rule
    yield f"{rule.policy.name}({rule.policy.id})· {subject_name(outcome.who)}"
    if not rule.in_force:
        yield f"  ✗ {rule.policy.validity.otherwise}"
        return
    yield from _tree(wording, assessment, outcome, rule.policy.when, "  ")
    missing = [
        f"{subject_name(who)}.{name}" for name, who in wording.rules.bits.named(outcome.open)
    ]
    yield f"  结论:{VERDICTS[outcome.verdict]}" + (f",还缺 {'、'.join(missing)}" if missing else "")
    if outcome.amount is not None:
        low, high = outcome.amount
        yield f"  数额({UNITS[rule.policy.amount.unit]}):{low}" + (
            "" if high == low else f" 至 {'不限' if high is None else high}"
        )


def _tree(
    wording: Wording, assessment: Assessment, outcome: Outcome, group: Group, indent: str
) -> Iterator[str]:
    yield f"{indent}{GROUPS[group.kind]}{group.needed or ''}:"
    for part in group.parts:
        if isinstance(part, Condition):
            yield from _line(wording, assessment, outcome, part, indent + "  ")
        else:
            yield from _tree(wording, assessment, outcome, part, indent + "  ")


def _line(
    wording: Wording, assessment: Assessment, outcome: Outcome, test: Condition, indent: str
) -> Iterator[str]:
    value, facts = wording.condition(assessment, outcome, test.id)
    place = test.expression.place
    weighed = ",".join(f"{label} {text}" for label, text in facts.items())
    yield f"{indent}{MARKS[value]} {wording.filled(test.text)} [{test.expression.text}] {weighed}"
    yield f"{indent}  {place.file}:{place.line}"
