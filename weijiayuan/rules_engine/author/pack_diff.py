"""What two versions of a rulebook differ in: what is written, and whose verdict moves."""

from collections.abc import Iterator
from datetime import date

from weijiayuan.rules_engine.author.property_checks import RandomHouseholds
from weijiayuan.rules_engine.evaluate.engine import DayRules, Engine
from weijiayuan.rules_engine.pack.double_entry import figure_written
from weijiayuan.rules_engine.pack.model import Pack, Parameter


def differences(old: Pack, new: Pack) -> Iterator[str]:
    """Yield what was written differently: policies, conditions, figures, questions."""
    for kind, before, after in (
        ("问题", old.questions, new.questions),
        ("参数", old.parameters, new.parameters),
        ("事实", old.facts, new.facts),
        ("政策", old.policies, new.policies),
    ):
        for name in sorted({*before, *after}):
            if name not in after:
                yield f"- {kind} {name} 删除"
            elif name not in before:
                yield f"+ {kind} {name} 新增"
            elif _said(before[name]) != _said(after[name]):
                yield f"~ {kind} {name} 改动"
    yield from _figures(old, new)


def _said(entry: object) -> str:
    """Return an entry as text, without the places and parsed trees that move with the file."""
    parts = []
    for name in getattr(entry, "__dataclass_fields__", {}):
        value = getattr(entry, name)
        if name not in {"place", "tree"}:
            is_many = isinstance(value, tuple)
            parts.append("|".join(map(_said, value)) if is_many else f"{name}={_said(value)}")
    return ";".join(parts) or repr(entry)


def _figures(old: Pack, new: Pack) -> Iterator[str]:
    for name in sorted({*old.parameters} & {*new.parameters}):
        before, after = (_dated(pack.parameters[name]) for pack in (old, new))
        for since in sorted({*before, *after}):
            was, now = before.get(since, "无"), after.get(since, "无")
            if was != now:
                yield f"  {new.parameters[name].label}（{name}）自 {since}：{was} → {now}"


def _dated(parameter: Parameter) -> dict[date, str]:
    return {value.since: figure_written(parameter, value.figure) for value in parameter.values}


def verdict_changes(
    old: Engine, new: Engine, on: date, *, households: int, seed: int
) -> dict[str, int]:
    """Count, per policy of both packs, the random people whose verdict or amount differs."""
    drawn, counts = RandomHouseholds(old.pack, seed), dict[str, int]()
    before, after = old.rules_on(on), new.rules_on(on)
    for _ in range(households):
        given = drawn.complete(on)
        was, now = (_results(rules, given, on) for rules in (before, after))
        for name in was.keys() & now.keys():
            if was[name] != now[name]:
                counts[name[0]] = counts.get(name[0], 0) + 1
    return counts


def _results(rules: DayRules, given: object, on: date) -> dict[tuple[str, int | None], object]:
    assessed = rules.assess(given, on)  # type: ignore[arg-type]  # a Household of the older pack
    return {(o.rule.policy.id, o.who): (o.verdict, o.amount) for o in assessed.outcomes}
