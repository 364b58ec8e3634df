"""What a change of rules would do to a population: heads, money, who gains, who loses, cliffs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weijiayuan.engine.compile.compiler import build
from weijiayuan.engine.evaluate.engine import bit_layout
from weijiayuan.engine.evaluate.population_columns import Chunk, Subjects
from weijiayuan.engine.evaluate.vector_evaluator import CHUNK, Column, Vector
from weijiayuan.engine.pack import syntax
from weijiayuan.engine.pack.model import (
    Condition,
    Group,
    Pack,
    Parameter,
    Place,
    Policy,
    Value,
)
from weijiayuan.engine.pack.pack_problems import PackInvalid, Problem
from weijiayuan.engine.values.dates import number_of
from weijiayuan.welfare.benefits.benefit_schema import Period
from weijiayuan.welfare.simulation import charts
from weijiayuan.welfare.simulation.census import Census
from weijiayuan.welfare.simulation.synthetic_population import Synthetic

Array = NDArray[Any]
Progress = Callable[[float], None]

A_YEAR = {Period.MONTH: 12, Period.YEAR: 1, Period.TERM: 2, Period.MEAL: 250, Period.ONCE: 1}
RAISE = 10_000
NOT_KNOWN = "不详"
AGES = (0, 3, 6, 18, 35, 60, 70, 80, 200)
INCOMES = (0, 100_000, 200_000, 300_000, 500_000, 800_000, 1_500_000, 10**12)


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


@dataclass(slots=True)
class Tally:
    """Sums over a population under one set of rules. Money is fen a year, upper bounds apart."""

    heads: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)
    cost: dict[str, int] = field(default_factory=dict)
    cost_at_most: dict[str, int] = field(default_factory=dict)
    for_nothing: dict[str, int] = field(default_factory=dict)
    """Who is entitled and gets no money, though the policy pays some."""

    def add(self, columns: Mapping[str, Column]) -> None:
        for name, column in columns.items():
            self.heads[name] = self.heads.get(name, 0) + int(column.sure.sum())
            doubt = int((column.possible & ~column.sure).sum())
            self.doubtful[name] = self.doubtful.get(name, 0) + doubt
            if column.low is not None and column.high is not None:
                low, high = _yearly(column, "low"), _yearly(column, "high")
                poor = column.sure & (np.asarray(column.high) == 0)
                self.for_nothing[name] = self.for_nothing.get(name, 0) + int(poor.sum())
                self.cost[name] = self.cost.get(name, 0) + int(low.sum())
                self.cost_at_most[name] = self.cost_at_most.get(name, 0) + int(high.sum())


def _yearly(column: Column, bound: str) -> Array:
    """Return what people get a year, in fen; a sum nobody knows counts as nothing.

    At least: what the sure ones get. At most: what those get too whose case the office decides.
    What is paid for so many months counts for those, and not for twelve.
    """
    amount = column.rule.policy.amount
    if column.low is None or column.high is None or not amount.per:
        return np.zeros(len(column.sure))
    value = column.high if bound == "high" or amount.bound == "at_least" else column.low
    if bound == "low" and amount.bound == "at_most":
        value = np.zeros(len(column.sure))
    known = np.where(np.isfinite(value), value, 0.0)
    who = column.possible if bound == "high" else column.sure
    times = np.full(len(column.sure), float(A_YEAR[Period(amount.per)]))
    if column.lasts is not None:
        times = np.minimum(times, column.lasts)
    return np.asarray(np.where(who, known, 0.0) * times)


@dataclass(frozen=True, slots=True)
class Reform:
    """What to compare: the rules of a day under two overlays, on a drawn population.

    `people` and `seed` are of no account where people are given.
    """

    on: date
    before: Overlay
    after: Overlay
    people: int
    seed: int


def reform_of(asked: Mapping[str, Any]) -> Reform:
    """Return the reform as it was asked for over the wire."""
    return Reform(
        on=date.fromisoformat(asked["on"]),
        before=Overlay(**asked["baseline"]),
        after=Overlay(**asked["reform"]),
        people=asked.get("people") or 0,
        seed=asked.get("seed") or 0,
    )


def sides(pack: Pack, reform: Reform) -> list[Vector]:
    """Return the evaluators before and after, or raise `PackInvalid` for what makes no sense."""
    return _sides(pack, reform, is_exact=True)


def _sides(pack: Pack, reform: Reform, *, is_exact: bool) -> list[Vector]:
    overlays = (reform.before, reform.after)
    packs = [changed(pack, overlay) for overlay in overlays]
    return [Vector(build(one, reform.on), bit_layout(one), exact=is_exact) for one in packs]


def drawn(pack: Pack, reform: Reform, census: Census) -> Subjects:
    """Return the synthetic population that a reform asks for."""
    day = number_of(reform.on)
    return Synthetic(pack, census=census, people=reform.people, on=day, seed=reform.seed).subjects


def simulate(
    pack: Pack,
    reform: Reform,
    progress: Progress,
    *,
    census: Census,
    subjects: Subjects | None = None,
) -> dict[str, Any]:
    """Return the effects of a reform on given people, or else on those it asks to be drawn.

    `progress` is called with the share done, 0 to 1.
    """
    day = number_of(reform.on)
    subjects = subjects or drawn(pack, reform, census)
    people, count = subjects.population, subjects.population.people
    progress(0.1)
    both = _sides(pack, reform, is_exact=subjects.is_exact)
    totals, effects = [Tally(), Tally()], Effects(subjects, census)
    for chunk in people.chunks(CHUNK):
        results = [side.evaluate(chunk, on=day) for side in both]
        for total, columns in zip(totals, results, strict=True):
            total.add(columns)
        raised = [side.evaluate(_with_raise(chunk), on=day) for side in both]
        effects.add(chunk, results, raised)
        progress(0.1 + 0.9 * (chunk.first_person + len(chunk.home)) / count)
    result = {
        "population": subjects.method,
        "people": count,
        "households": len(people.sizes),
        "policies": list(_compared(pack, totals)),
        **effects.shown(),
    }
    result |= {"warnings": list(_warnings(result)), "summary": summary(result)}
    return result | {"charts": charts.of(result)}


def _warnings(result: dict[str, Any]) -> Iterator[str]:
    """Yield what looks like a slip: people who are newly entitled and get nothing."""
    for policy in result["policies"]:
        before, after = policy["for_nothing"]
        if after > before:
            yield (
                f"{policy['name']}：新增的人里有 {after - before} 人（户）一分钱也领不到，"
                "分档可能没有跟着改"
            )


def summary(result: dict[str, Any]) -> list[str]:
    """Say in two sentences what the reform does: money, and who gains and loses."""
    cost = [sum(p["cost_at_most_fen"][side] for p in result["policies"]) for side in (0, 1)]
    more = (cost[1] - cost[0]) / 1_000_000
    turn = "多支出" if more > 0 else "少支出" if more < 0 else "支出不变，相差"
    rows = result["deciles"]
    gain, lose = (sum(row[key] for row in rows) for key in ("gain", "lose"))
    gap = [fen / 1_000_000 for fen in result["poverty"]["gap_fen"]]
    return [
        f"按上限计，每年{turn} {abs(more):.2f} 万元（{cost[0] / 1e6:.2f} → {cost[1] / 1e6:.2f}）。",
        (
            f"{gain} 户多得、{lose} 户少得；"
            f"离相对贫困线还差的钱由每年 {gap[0]:.2f} 万元变为 {gap[1]:.2f} 万元。"
        ),
    ]


def _with_raise(chunk: Chunk) -> Chunk:
    """Return the chunk with 100 yuan a month more for everyone who has an income."""
    low, high = chunk.person["income"]
    more = np.where(low > 0, low + RAISE, low)
    raised = (more, more if low is high else np.where(high > 0, high + RAISE, high))
    return replace(chunk, person={**chunk.person, "income": raised})


def _compared(pack: Pack, totals: list[Tally]) -> Iterator[dict[str, Any]]:
    before, after = totals
    for name, policy in pack.policies.items():
        if name not in before.heads:
            continue
        yield {
            "id": name,
            "name": policy.name,
            "counts": "households" if policy.of_household else "people",
            "heads": [before.heads[name], after.heads[name]],
            "needs_office": [before.doubtful[name], after.doubtful[name]],
            "cost_fen": [total.cost.get(name, 0) for total in totals],
            "cost_at_most_fen": [total.cost_at_most.get(name, 0) for total in totals],
            "for_nothing": [total.for_nothing.get(name, 0) for total in totals],
        }


class Effects:
    """Who gains and loses, by age, street and income; and where earning more costs a benefit."""

    def __init__(self, subjects: Subjects, census: Census) -> None:
        self.subjects, self.census = subjects, census
        count = len(AGES) - 1, len(census.streets), len(INCOMES) - 1
        self.groups = {
            name: np.zeros((size + 1, 4))
            for name, size in zip(("age", "street", "income"), count, strict=True)
        }
        self.cliffs = np.zeros((2, len(INCOMES)))
        self.lost = np.zeros((2, len(INCOMES)))
        self.households: list[Array] = []
        """Of each household: income a head and year, people, what it gets before and after."""

    def add(
        self,
        chunk: Chunk,
        results: list[Mapping[str, Column]],
        raised: list[Mapping[str, Column]],
    ) -> None:
        before, after = (worth(chunk, columns) for columns in results)
        first, last = chunk.first_person, chunk.first_person + len(chunk.home)
        households = slice(chunk.first_household, chunk.first_household + len(chunk.begins))
        ages, bands = self.subjects.ages[first:last], _income_bands(chunk)
        own_change = own_worth(results[1]) - own_worth(results[0])
        by_age = np.where(ages < 0, len(AGES) - 1, np.digitize(ages, AGES[1:-1]))
        self._count("age", by_age, own_change)
        self._count("street", self.subjects.streets[households], after - before)
        self._count("income", bands, after - before)
        for side, (base, more) in enumerate(zip((before, after), raised, strict=True)):
            falls = base - worth(chunk, more)
            self.cliffs[side] += np.bincount(bands[falls > RAISE * 12], minlength=len(INCOMES))
            self.lost[side] += np.bincount(bands, weights=falls, minlength=len(INCOMES))
        self.households.append(_household_rows(chunk, before, after))

    def _count(self, name: str, groups: Array, change: Array) -> None:
        table = self.groups[name]
        rows = len(table)
        table[:, 0] += np.bincount(groups, minlength=rows)
        table[:, 1] += np.bincount(groups[change > 0], minlength=rows)
        table[:, 2] += np.bincount(groups[change < 0], minlength=rows)
        table[:, 3] += np.bincount(groups, weights=change, minlength=rows)

    def shown(self) -> dict[str, Any]:
        labels = {
            "age": _labels(AGES, 1, "岁"),
            "street": list(self.census.streets),
            "income": _labels(INCOMES, 100, "元"),
        }
        groups = {name: _rows(labels[name], table) for name, table in self.groups.items()}
        cliffs = [
            {"group": label, "households": [int(before), int(after)]}
            for label, before, after in zip(labels["income"], *self.cliffs[:, :-1], strict=True)
        ]
        counted = np.maximum(self.groups["income"][:, 0], 1)
        rates = self.lost / (counted * RAISE * 12)
        marginal = [
            {"group": label, "rate": [round(float(before), 4), round(float(after), 4)]}
            for label, before, after in zip(labels["income"], *rates[:, :-1], strict=True)
        ]
        rows = np.concatenate(self.households)
        return {
            "groups": groups,
            "cliffs": {"raise_fen": RAISE, "items": cliffs},
            "marginal": marginal,
            "deciles": _deciles(rows),
            "poverty": _poverty(rows),
        }


def _household_rows(chunk: Chunk, before: Array, after: Array) -> Array:
    low, _ = chunk.person["income"]
    sizes = np.bincount(chunk.home, minlength=len(chunk.begins))
    income = np.add.reduceat(low, chunk.begins) * 12 / sizes
    return np.column_stack([income, sizes, before, after])


def _deciles(rows: Array) -> list[dict[str, Any]]:
    """Return who gains and loses by tenths of households, the poorest a head first."""
    order = np.argsort(rows[:, 0], kind="stable")
    parts = np.array_split(rows[order], 10)
    return [
        {
            "group": f"第{number}个十分之一",
            "households": len(part),
            "gain": int((part[:, 3] > part[:, 2]).sum()),
            "lose": int((part[:, 3] < part[:, 2]).sum()),
            "change_fen": int((part[:, 3] - part[:, 2]).sum()),
        }
        for number, part in enumerate(parts, start=1)
    ]


def _poverty(rows: Array) -> dict[str, Any]:
    """Return how many live below half the median a head, and what they lack, before and after.

    The line is that of the incomes alone: it must not move with the reform.
    """
    line = float(np.median(np.repeat(rows[:, 0], rows[:, 1].astype(np.int64)))) / 2
    having = [rows[:, 0] + rows[:, side] / rows[:, 1] for side in (2, 3)]
    lacks = [np.maximum(0.0, line - each) * rows[:, 1] for each in having]
    return {
        "line_fen": int(line),
        "people": [int(rows[each < line, 1].sum()) for each in having],
        "gap_fen": [int(each.sum()) for each in lacks],
    }


def _rows(labels: list[str], table: Array) -> list[dict[str, Any]]:
    return [
        {
            "group": label,
            "counted": int(n),
            "gain": int(up),
            "lose": int(down),
            "change_fen": int(change),
        }
        for label, (n, up, down, change) in zip([*labels, NOT_KNOWN], table, strict=True)
        if n or label != NOT_KNOWN
    ]


def _income_bands(chunk: Chunk) -> Array:
    """Return each household's band of income; the last one where somebody's is not known."""
    low, high = chunk.person["income"]
    bands = np.digitize(np.add.reduceat(low, chunk.begins), INCOMES[1:-1])
    if low is high:
        return bands
    is_open = np.add.reduceat((low != high).astype(np.int64), chunk.begins) > 0
    return np.where(is_open, len(INCOMES) - 1, bands)


def _labels(edges: tuple[int, ...], scale: int, unit: str) -> list[str]:
    inner = [f"{low // scale}–{high // scale}{unit}" for low, high in pairwise(edges[:-1])]
    return [*inner, f"{edges[-2] // scale}{unit}以上"]


def own_worth(columns: Mapping[str, Column]) -> Array:
    """Return what each person's own benefits are worth a year, in fen."""
    parts = [_yearly(c, "high") for c in columns.values() if not c.rule.policy.of_household]
    return np.asarray(np.sum(parts, axis=0))


def worth(chunk: Chunk, columns: Mapping[str, Column]) -> Array:
    """Return what all benefits of a household are worth a year, in fen."""
    shared = [_yearly(c, "high") for c in columns.values() if c.rule.policy.of_household]
    return np.asarray(np.add.reduceat(own_worth(columns), chunk.begins) + np.sum(shared, axis=0))
