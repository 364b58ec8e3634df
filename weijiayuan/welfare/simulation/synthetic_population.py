"""A synthetic district: as many invented people as are asked for, drawn by a stated method.

No record of a real person is used. Published totals are met but for a household: the share with
the local household register, and the streets by the populations that are published. Everything
else, ages, household sizes, work, incomes, is drawn from the shares that the pack declares for its
questions, made consistent with age: a child does not work, a pupil is of school age, a pensioner is
old. Results therefore show how rules act, not how many people there are.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weijiayuan.rules_engine.evaluate.population_columns import Population, Subjects, bits_type
from weijiayuan.rules_engine.pack.model import Kind, Pack, Question
from weijiayuan.welfare.simulation.census import Census

Array = NDArray[Any]

METHOD = "合成人口：总数与户籍数按公开统计，其余按政策包声明的比例抽取，不含任何真实个人"


class Synthetic:
    """A drawn population with the groups by which results are shown."""

    def __init__(self, pack: Pack, *, census: Census, people: int, on: int, seed: int) -> None:
        self.pack = pack
        self.census = census
        self.on = on
        self.random = np.random.default_rng(seed)
        self.sizes = self._sizes(people)
        self.count = int(self.sizes.sum())
        self.home = np.repeat(np.arange(len(self.sizes)), self.sizes)
        self.place = np.arange(self.count) - np.repeat(
            np.cumsum(self.sizes) - self.sizes, self.sizes
        )
        self.ages = self._ages()
        self.streets = self._quotas(np.array(census.street_people) / sum(census.street_people))
        self.population = self._population()

    @property
    def subjects(self) -> Subjects:
        return Subjects(self.population, self.ages, self.streets, METHOD, is_exact=True)

    def _quotas(self, shares: Array) -> Array:
        """Give every household a group so that the groups' people are as many as their shares.

        Drawn in a random order, so the error is less than one household a group.
        """
        order = self.random.permutation(len(self.sizes))
        reached = np.cumsum(self.sizes[order]) / self.count
        groups = np.empty(len(order), dtype=np.int64)
        groups[order] = np.minimum(np.searchsorted(np.cumsum(shares), reached), len(shares) - 1)
        return groups

    def _sizes(self, people: int) -> Array:
        question = self.pack.questions[self.pack.people_question]
        edges = np.array([value for value, _ in question.spread])
        shares = np.diff([share for _, share in question.spread])
        spans = [(low, high - 1) for low, high in pairwise(edges)]
        values = np.concatenate([np.arange(low, high + 1) for low, high in spans])
        weights = np.concatenate(
            [
                np.full(high - low + 1, share / (high - low + 1))
                for (low, high), share in zip(spans, shares, strict=True)
            ]
        )
        mean = (values * weights).sum() / weights.sum()
        sizes = self.random.choice(values, int(people / mean * 1.02) + 8, p=weights / weights.sum())
        enough = max(1, int(np.searchsorted(np.cumsum(sizes), people)))
        return np.asarray(sizes[:enough], dtype=np.int64)

    def _ages(self) -> Array:
        """Draw ages from the declared prior, with an adult as the first of every household."""
        question = self.pack.questions["birth_date"]
        years = np.array([value for value, _ in question.spread], dtype=float)
        shares = np.array([share for _, share in question.spread])
        ages = np.interp(self.random.random(self.count), shares, years)
        heads = self.place == 0
        ages[heads] = np.maximum(ages[heads], 18 + 20 * self.random.random(int(heads.sum())))
        return np.asarray(ages)

    def _population(self) -> Population:
        questions = self.pack.questions.values()
        person = {q.id: self._drawn(q, self.count) for q in questions if _is_of_person(q)}
        household = {
            q.id: self._drawn(q, len(self.sizes)) for q in questions if not _is_of_person(q)
        }
        household[self.pack.people_question] = _same(self.sizes.astype(np.float64))
        self._make_consistent(person)
        self._leave_children(person, household)
        none = np.zeros(len(self.sizes), dtype=np.int64)
        return Population(household, person, self.sizes, none)

    def _drawn(self, question: Question, count: int) -> Any:
        if question.kind is Kind.YES_NO:
            return _same(self.random.random(count) < question.spread[0][1])
        if question.kind is Kind.CHOICE:
            shares = np.array([choice.share for choice in question.choices])
            drawn = self.random.choice(len(shares), count, p=shares / shares.sum())
            return (1 << drawn).astype(bits_type(question))
        values = np.array([value for value, _ in question.spread], dtype=float)
        shares = np.array([share for _, share in question.spread])
        if question.kind is Kind.DATE:
            return _same(self._days_ago(np.interp(self.random.random(count), shares, values)))
        drawn = np.interp(self.random.random(count), shares, values)
        return _same(np.floor(np.clip(drawn, question.low, question.high)))

    def _days_ago(self, years: Array) -> Array:
        """Return dates (yyyymmdd) so many years before the day."""
        day = np.datetime64(f"{self.on // 10000}-{self.on // 100 % 100:02}-{self.on % 100:02}")
        days = day - (years * 365.2425).astype("timedelta64[D]")
        months = days.astype("datetime64[M]")
        of_month = (days - months).astype(np.int64) + 1
        number = months.astype(np.int64)
        numbers = (1970 + number // 12) * 10000 + (number % 12 + 1) * 100 + of_month
        return np.asarray(numbers, dtype=np.int32)

    def _make_consistent(self, person: dict[str, Any]) -> None:
        ages = self.ages
        person["birth_date"] = _same(self._days_ago(ages))
        self._make_local(person)
        self._set(person, "work", ages < 16, "none")
        self._set(person, "work", (ages >= 16) & (ages < 20), "student")
        self._set(person, "work", ages >= 62, "retired")
        self._schools(person)
        if {"work", "drawing_ui"} <= person.keys():
            jobless = person["work"] == 1 << self._choices("work").index("unemployed")
            person["drawing_ui"] = _same(person["drawing_ui"][0] & jobless)
        if "income" in person:
            person["income"] = _same(np.where(ages < 18, 0.0, person["income"][0]))
        for name in ("pension", "lost_child"):
            self._set(person, name, ages < 50)
        for name in ("orphan", "care_need"):
            self._set(person, name, (ages < 60) == (name == "care_need"))
        self._set(person, "relation", self.place == 0, "self")
        self._set(person, "relation", (self.place > 0) & (ages < 18), "child")

    def _leave_children(self, person: dict[str, Any], household: dict[str, Any]) -> None:
        """Give children elsewhere to adults alone, of the homes that said so."""
        if "children_away" in household:
            said = household["children_away"][0][self.home]
            self._set(person, "away_child", (self.ages < 16) | ~said, "none")

    def _choices(self, name: str) -> list[str]:
        return [choice.id for choice in self.pack.questions[name].choices]

    def _make_local(self, person: dict[str, Any]) -> None:
        """Give whole households the local register, as many as there are by the census."""
        share = self.census.local_share
        local = np.repeat(self._quotas(np.array([share, 1 - share])) == 0, self.sizes)
        self._set(person, "hukou", local, self.census.local_choice)
        if "hukou" in person:
            self._set(person, "hukou", ~local & (person["hukou"] == 1), "mainland")

    def _schools(self, person: dict[str, Any]) -> None:
        for name, since, until in (
            ("none", 0, 3),
            ("kindergarten", 3, 5),
            ("kindergarten_last", 5, 6),
            ("primary", 6, 12),
            ("junior", 12, 15),
            ("senior", 15, 18),
            ("none", 23, 200),
        ):
            self._set(person, "school", (self.ages >= since) & (self.ages < until), name)

    def _set(self, person: dict[str, Any], question: str, where: Array, choice: str = "") -> None:
        """Write a choice, by default the first, for some; a pack need not ask everything."""
        order = self._choices(question) if question in person else []
        choice = choice or next(iter(order), "")
        if choice not in order:
            return
        column = person[question]
        person[question] = np.where(where, 1 << order.index(choice), column).astype(column.dtype)


def _is_of_person(question: Question) -> bool:
    return question.subject.value in {"person", "member"}


def _same(column: Array) -> tuple[Array, Array]:
    return column, column
