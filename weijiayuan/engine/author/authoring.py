"""For those who write packs: a decision as a tree, what two packs differ in, new files."""

from collections.abc import Iterator
from datetime import date

from weijiayuan.engine.author.property_checks import RandomHouseholds
from weijiayuan.engine.evaluate.engine import Assessment, DayRules, Engine, Outcome
from weijiayuan.engine.explain.wording import Wording, subject_name
from weijiayuan.engine.pack.model import Condition, Group, Pack
from weijiayuan.engine.values.dates import anniversary
from weijiayuan.engine.values.interval import FALSE, TRUE, UNKNOWN

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
        yield f"  金额(分):{low}" + (
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
        before = {value.since: value.figure for value in old.parameters[name].values}
        after = {value.since: value.figure for value in new.parameters[name].values}
        for since in sorted({*before, *after}):
            if before.get(since, "无") != after.get(since, "无"):
                yield f"  {name} 自 {since}:{before.get(since, '无')} → {after.get(since, '无')}"


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


def new_policy(name: str, today: date) -> dict[str, str]:
    """Return the texts of a new policy's two files, ready to be filled in."""
    policy = POLICY.format(name=name, today=today, review=anniversary(today, 1))
    return {f"policies/{name}.yaml": policy, f"cases/{name}.yaml": CASES.format(today=today)}


POLICY = """\
name: 政策的正式名称
level: 深圳市
category: 社会救助
grade: B
of: person            # person: 每人各算;household: 全家算一次
summary: 一句话说给谁、给什么
basis: 文件名、文号、第几条
reviewed: {today}
review_by: {review}
when:
  all:
    - id: local
      text: 深圳户籍
      expr: is_local
      why_not: 需为深圳户籍
      source: unverified
    - id: age
      text: "年满 {{{name}_age}} 周岁"
      expr: age >= {name}_age
      why_not: "未满 {{{name}_age}} 周岁"
      source: unverified
amount:
  per: month
  text: 每人每月
  expr: {name}_monthly
papers:
  - 身份证
where: 在哪里办
apply: 怎样申请
sources: [unverified]
parameters:
  {name}_age:
    label: 起始年龄
    unit: years
    review_by: {review}
    values:
      - {{since: 2020-01-01, value: 60, grade: B, source: unverified}}
  {name}_monthly:
    label: 每人每月标准
    unit: yuan
    review_by: {review}
    values:
      - {{since: 2020-01-01, not_found: true, note: 没有找到来源}}
"""

CASES = """\
on: {today}
base:
  applicant: {{hukou: guangming, birth_date: 1950-01-01}}
cases:
  - {{name: 符合, expect: yes}}
  - {{name: 外地户籍, set: {{applicant.hukou: mainland}}, expect: no}}
  - {{name: 户籍不知道, drop: [applicant.hukou], expect: unknown}}
  - {{name: 出生日期不知道, drop: [applicant.birth_date], expect: unknown}}
  - name: 差一天满六十
    on: 2026-11-23
    set: {{applicant.birth_date: 1966-11-24}}
    expect: no
    edge: true
  - name: 六十岁生日
    on: 2026-11-23
    set: {{applicant.birth_date: 1966-11-23}}
    expect: yes
    edge: true
"""
