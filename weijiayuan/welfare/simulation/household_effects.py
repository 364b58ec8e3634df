"""Who gains and who loses by a change, household by household: tenths, poverty, ages, incomes."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weijiayuan.rules_engine.evaluate.population_columns import Chunk, Subjects
from weijiayuan.rules_engine.evaluate.vector_evaluator import Column
from weijiayuan.welfare.benefits.benefit_schema import Period
from weijiayuan.welfare.simulation.census import Census

Array = NDArray[Any]

A_YEAR = {Period.MONTH: 12, Period.YEAR: 1, Period.TERM: 2, Period.MEAL: 250, Period.ONCE: 1}
RAISE = 10_000
NOT_KNOWN = "不详"
AGES = (0, 3, 6, 18, 35, 60, 70, 80, 200)
INCOMES = (0, 100_000, 200_000, 300_000, 500_000, 800_000, 1_500_000, 10**12)


def yearly(column: Column, bound: str) -> Array:
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
        self.earning = np.zeros(len(INCOMES))
        """How many households have somebody who earns: the others get no raise."""
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
        before_own, after_own = (own_worth(columns, len(chunk.home)) for columns in results)
        by_age = np.where(ages < 0, len(AGES) - 1, np.digitize(ages, AGES[1:-1]))
        self._count("age", by_age, after_own - before_own)
        self._count("street", self.subjects.streets[households], after - before)
        self._count("income", bands, after - before)
        earning = np.bincount(chunk.home[_main_earners(chunk)], minlength=len(bands)) > 0
        self.earning += np.bincount(bands[earning], minlength=len(INCOMES))
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

    @property
    def rows(self) -> Array:
        """Return a row a household: income a head and year, people, money before and after."""
        return np.concatenate(self.households)

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
        rates = self.lost / (np.maximum(self.earning, 1) * RAISE * 12)
        marginal = [
            {"group": label, "rate": [round(float(before), 4), round(float(after), 4)]}
            for label, before, after in zip(labels["income"], *rates[:, :-1], strict=True)
        ]
        rows = self.rows
        return {
            "groups": groups,
            "cliffs": {"raise_fen": RAISE, "items": cliffs},
            "marginal": marginal,
            "deciles": _deciles(rows),
            "poverty": _poverty(rows),
        }


def with_raise(chunk: Chunk) -> Chunk:
    """Return the chunk with 100 yuan a month more for who earns most in each household.

    One person alone: what a household loses is then what it loses of one raise, however many earn.
    """
    low, high = chunk.person["income"]
    earners = _main_earners(chunk)
    more = low.copy()
    more[earners] += np.where(low[earners] > 0, RAISE, 0)
    most = more
    if low is not high:
        most = high.copy()
        most[earners] += RAISE
    return replace(chunk, person={**chunk.person, "income": (more, most)})


def _main_earners(chunk: Chunk) -> Array:
    """Return the place of who earns most in each household where somebody earns anything."""
    _, high = chunk.person["income"]
    tops = np.maximum.reduceat(high, chunk.begins)
    is_top = (high == tops[chunk.home]) & (high > 0)
    places = np.flatnonzero(is_top)
    _, first = np.unique(chunk.home[places], return_index=True)
    return np.asarray(places[first])


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


def own_worth(columns: Mapping[str, Column], people: int) -> Array:
    """Return what each person's own benefits are worth a year, in fen; nothing before the laws."""
    parts = [yearly(c, "high") for c in columns.values() if not c.rule.policy.of_household]
    return np.asarray(np.sum(parts, axis=0) if parts else np.zeros(people))


def worth(chunk: Chunk, columns: Mapping[str, Column]) -> Array:
    """Return what all benefits of a household are worth a year, in fen."""
    shared = [yearly(c, "high") for c in columns.values() if c.rule.policy.of_household]
    own = own_worth(columns, len(chunk.home))
    return np.asarray(np.add.reduceat(own, chunk.begins) + np.sum(shared, axis=0))
