"""What a change of rules would do to a population: heads, money, who gains, who loses, cliffs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from weijiayuan.rules_engine.compile.compiler import build
from weijiayuan.rules_engine.evaluate.engine import bit_layout
from weijiayuan.rules_engine.evaluate.population_columns import Subjects
from weijiayuan.rules_engine.evaluate.vector_evaluator import CHUNK, Column, Vector
from weijiayuan.rules_engine.pack.model import Pack
from weijiayuan.rules_engine.values.dates import number_of
from weijiayuan.welfare.simulation import charts
from weijiayuan.welfare.simulation.census import Census
from weijiayuan.welfare.simulation.figure_plausibility import implausible_figures
from weijiayuan.welfare.simulation.household_effects import Effects, with_raise, yearly
from weijiayuan.welfare.simulation.margins import margins
from weijiayuan.welfare.simulation.reform_wording import described, slips
from weijiayuan.welfare.simulation.rule_overlay import Overlay, changed
from weijiayuan.welfare.simulation.sampling_error import no_change, sampled, sentences
from weijiayuan.welfare.simulation.synthetic_population import Synthetic
from weijiayuan.welfare.simulation.unknown_sums import (
    in_brackets,
    leave_out_differences,
    listed,
    uncounted,
    unfounded,
    without_comparison,
)

Progress = Callable[[float], None]
SIDES = ("改革前", "改革后")
YEARS_ALIKE = 1
"""So many years off, what people earn today still says something of what they earned."""


@dataclass(slots=True)
class Tally:
    """Sums over a population under one set of rules. Money is fen a year, upper bounds apart."""

    heads: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)
    cost: dict[str, int] = field(default_factory=dict)
    cost_at_most: dict[str, int] = field(default_factory=dict)
    for_nothing: dict[str, int] = field(default_factory=dict)
    """Who is entitled and gets no money, though the policy pays some."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Who is or may be entitled to a sum that nobody knows, though others have one."""

    def add(self, columns: Mapping[str, Column]) -> None:
        for name, column in columns.items():
            self.heads[name] = self.heads.get(name, 0) + int(column.sure.sum())
            doubt = int((column.possible & ~column.sure).sum())
            self.doubtful[name] = self.doubtful.get(name, 0) + doubt
            if column.low is not None and column.high is not None:
                low, high = yearly(column, "low"), yearly(column, "high")
                poor = column.sure & (np.asarray(column.high) == 0)
                self.for_nothing[name] = self.for_nothing.get(name, 0) + int(poor.sum())
                open_sums = column.possible & ~np.isfinite(np.asarray(column.high, dtype=float))
                self.unknown[name] = self.unknown.get(name, 0) + int(open_sums.sum())
                self.cost[name] = self.cost.get(name, 0) + int(low.sum())
                self.cost_at_most[name] = self.cost_at_most.get(name, 0) + int(high.sum())


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
    given = subjects
    subjects = given or drawn(pack, reform, census)
    people, count = subjects.population, subjects.population.people
    progress(0.1)
    both = _sides(pack, reform, is_exact=subjects.is_exact)
    totals, effects = [Tally(), Tally()], Effects(subjects, census)
    for chunk in people.chunks(CHUNK):
        results = [side.evaluate(chunk, on=day) for side in both]
        for total, columns in zip(totals, results, strict=True):
            total.add(columns)
        raised = [side.evaluate(with_raise(chunk), on=day) for side in both]
        effects.add(chunk, results, raised)
        progress(0.1 + 0.9 * (chunk.first_person + len(chunk.home)) / count)
    result = {
        "population": subjects.method,
        "people": count,
        "households": len(people.sizes),
        "policies": list(_compared(pack, totals)),
        **effects.shown(),
        "margins": list(margins(pack, subjects, census)),
    }
    if given is None and not _knows_incomes(pack, reform.on):
        result["poverty"] = None
    overlays = (reform.before, reform.after)
    open_sides = unfounded(pack, *overlays, reform.on)
    apart = list(without_comparison(result["policies"], open_sides))
    result |= _in_words(pack, reform, result, apart)
    if given is None:
        result |= _sampling(result, effects, reform, census)
    if apart:
        leave_out_differences(result)
    return result | {"charts": charts.of(result)}


def _knows_incomes(pack: Pack, on: date) -> bool:
    """Tell whether the invented people earn what people earned then: their incomes are of today.

    Today is when the pack was read last, so that a simulation run again says the same.
    """
    read = max(policy.reviewed for policy in pack.policies.values())
    return abs(on.year - read.year) <= YEARS_ALIKE


def _in_words(
    pack: Pack, reform: Reform, result: dict[str, Any], apart: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return what the reform changes, what in it may be a slip, and what comes of it."""
    overlays = (reform.before, reform.after)
    slipped = [*slips(pack, *overlays, reform.on), *implausible(pack, reform)]
    left_out = uncounted(pack, result["policies"])
    said = incomparable(result, apart, left_out) if apart else summary(result, left_out)
    return {
        "reform": described(pack, *overlays, reform.on),
        "warnings": [*slipped, *_warnings(result)],
        "summary": said,
        "uncounted": listed(left_out),
        "is_compared": not apart,
    }


def _sampling(
    result: dict[str, Any], effects: Effects, reform: Reform, census: Census
) -> dict[str, Any]:
    """Return how sure the sums over drawn people are, and what they come to in the district."""
    count = result["people"]
    error = sampled(effects.rows[:, 2:4], count, census.residents)
    is_compared = result["is_compared"]
    said = sentences(error, count, reform.seed) if is_compared else no_change(count, reform.seed)
    if count != reform.people:
        said.append(f"要的是 {reform.people} 人；整户抽取，得到 {count} 人。")
    return {"sampling": error | {"seed": reform.seed, "said": said}}


def implausible(pack: Pack, reform: Reform) -> Iterator[str]:
    """Yield the figures of either side that are many times what is in force."""
    for overlay in (reform.before, reform.after):
        figures: dict[str, int | tuple[int, ...]] = dict(overlay.parameters)
        figures |= {name: tuple(bands.values()) for name, bands in overlay.bands.items()}
        yield from implausible_figures(pack, figures, reform.on)


def _warnings(result: dict[str, Any]) -> Iterator[str]:
    """Yield what looks like a slip: people who are entitled and, by the reform, get nothing."""
    for policy in result["policies"]:
        more = policy["for_nothing"][1] - policy["for_nothing"][0]
        joined = min(more, max(0, policy["heads"][1] - policy["heads"][0]))
        others = "原来领得到钱的人里" if policy["is_summed"][0] else "改革后"
        for count, who in ((joined, "新增的人里"), (more - joined, others)):
            if count > 0:
                name = policy["name"]
                yield f"{name}：{who}有 {count} 人（户）一分钱也领不到，分档可能没有跟着改"


def summary(result: dict[str, Any], left_out: Sequence[dict[str, Any]] = ()) -> list[str]:
    """Say in two sentences what the reform does: money, and who gains and loses.

    `left_out`: the benefits without a figure, which the sums leave out.
    """
    cost = [sum(p["cost_at_most_fen"][side] for p in result["policies"]) for side in (0, 1)]
    more = (cost[1] - cost[0]) / 1_000_000
    turn = "多支出" if more > 0 else "少支出" if more < 0 else "支出不变，相差"
    rows = result["deciles"]
    gain, lose = (sum(row[key] for row in rows) for key in ("gain", "lose"))
    return [
        (
            f"按上限计{in_brackets(left_out)}，每年{turn} {abs(more):.2f} 万元"
            f"（{cost[0] / 1e6:.2f} → {cost[1] / 1e6:.2f}）。"
        ),
        f"{gain} 户多得、{lose} 户少得；{_poverty_said(result['poverty'])}。",
    ]


def incomparable(
    result: dict[str, Any], apart: Sequence[dict[str, Any]], left_out: Sequence[dict[str, Any]]
) -> list[str]:
    """Say in two sentences what is known where the spending of one side was not found.

    `apart`: the benefits that pay, and whose sum only one side knows.
    """
    names = "、".join(policy["name"] for policy in apart)
    known = [side for side in (0, 1) if all(policy["is_summed"][side] for policy in apart)]
    missing = "和".join(SIDES[side] for side in (0, 1) if side not in known)
    cost = "".join(
        f"；{SIDES[side]}按上限计{in_brackets(left_out)}，这 {len(apart)} 项每年至多"
        f" {sum(policy['cost_at_most_fen'][side] for policy in apart) / 1e6:.2f} 万元"
        for side in known
    )
    told_apart = {policy["id"] for policy in apart}
    rest = [policy for policy in result["policies"] if policy["id"] not in told_apart]
    more = sum(each["cost_at_most_fen"][1] - each["cost_at_most_fen"][0] for each in rest) / 1e6
    others = f"其余各项每年{'多' if more > 0 else '少'}支出 {abs(more):.2f} 万元；" if more else ""
    return [
        f"{names}{missing}的支出没有找到，改革前后相差多少算不出{cost}。",
        f"{others}多少户多得、少得，离相对贫困线还差的钱怎么变，都没有算。",
    ]


def _poverty_said(poverty: Mapping[str, Any] | None) -> str:
    if poverty is None:
        return "那时的收入不知道，离相对贫困线差多少没有算"
    gap = [fen / 1_000_000 for fen in poverty["gap_fen"]]
    return f"离相对贫困线还差的钱由每年 {gap[0]:.2f} 万元变为 {gap[1]:.2f} 万元"


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
            "is_summed": [name in total.cost_at_most for total in totals],
            "for_nothing": [total.for_nothing.get(name, 0) for total in totals],
            "unknown": [total.unknown.get(name, 0) for total in totals],
        }
