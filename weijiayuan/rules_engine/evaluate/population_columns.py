"""A population as columns: people in their households, each answer in a column.

Columns are what the evaluators take: yes/no as (surely, possibly), a choice as bits of the options
still open, numbers and dates (yyyymmdd) as (low, high). Where all is known the two of a pair are
the same array.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weijiayuan.rules_engine.evaluate.answers import Encoder, Household
from weijiayuan.rules_engine.pack.model import Kind, Pack, Question
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.dates import date_of, number_of

Array = NDArray[Any]
Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some whole households.

    `begins` is each one's first person, `home` each person's household, `extra` how many more
    people each may have than are listed.
    """

    household: Columns
    person: Columns
    begins: Array
    home: Array
    extra: Array
    first_household: int
    first_person: int


@dataclass(frozen=True)
class Population:
    """Households in a row. `sizes` counts the people of each; they stand one after another."""

    household: Columns
    person: Columns
    sizes: Array
    extra: Array

    @property
    def people(self) -> int:
        return int(self.sizes.sum())

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Cut into runs of whole households of about `size` people, without copying."""
        ends = np.cumsum(self.sizes)
        first, count = 0, len(self.sizes)
        while first < count:
            start = int(ends[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(ends, start + size, side="right")))
            yield self._chunk(first, last, start, int(ends[last - 1]))
            first = last

    def _chunk(self, first: int, last: int, start: int, stop: int) -> Chunk:
        sizes = self.sizes[first:last]
        begins = np.zeros(len(sizes), dtype=np.int64)
        np.cumsum(sizes[:-1], out=begins[1:])
        return Chunk(
            {name: _cut(column, first, last) for name, column in self.household.items()},
            {name: _cut(column, start, stop) for name, column in self.person.items()},
            begins,
            np.repeat(np.arange(len(sizes), dtype=np.int32), sizes),
            self.extra[first:last],
            first,
            start,
        )


@dataclass(frozen=True, slots=True)
class Subjects:
    """A population with the groups by which results are shown.

    `ages` are of people, -1 where not known; `streets` of households, by place in the list of
    streets, one beyond it where not known. `is_exact` promises that every answer is known.
    """

    population: Population
    ages: Array
    streets: Array
    method: str
    is_exact: bool


def _cut(column: Any, first: int, last: int) -> Any:
    if not isinstance(column, tuple):
        return column[first:last]
    low, high = column
    cut = low[first:last]
    return (cut, cut) if low is high else (cut, high[first:last])


def from_households(
    pack: Pack, bits: BitLayout, households: Sequence[Household], on: date
) -> Population:
    """Return the population of checked households: the columns hold what the rows would."""
    encoder, day = Encoder(pack, bits), number_of(on)
    rows = [encoder.rows(given, day) for given in households]
    at_home = [household for household, _, _ in rows]
    of_people = [person for _, people, _ in rows for person in people]
    return Population(
        _columns(pack, bits.household, at_home),
        _columns(pack, bits.person, of_people),
        np.array([len(people) for _, people, _ in rows], dtype=np.int64),
        np.array([extra for _, _, extra in rows], dtype=np.int64),
    )


def _columns(pack: Pack, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {
        name: column_of(pack.questions[name], [row[place] for row in rows])
        for place, name in enumerate(names)
    }


def column_of(question: Question, values: list[Any]) -> Any:
    """Return the column of encoded answers to one question."""
    if question.kind is Kind.CHOICE:
        return np.array(values, dtype=bits_type(question))
    if question.kind is Kind.YES_NO:
        codes = np.array(values, dtype=np.int8)
        return _paired(codes == 2, codes >= 1)
    kind = np.int32 if question.kind is Kind.DATE else np.float64
    bounds = np.array(values, dtype=kind).reshape(-1, 2)
    return _paired(np.ascontiguousarray(bounds[:, 0]), np.ascontiguousarray(bounds[:, 1]))


def bits_type(question: Question) -> type[np.unsignedinteger[Any]]:
    """Return the smallest type that has a bit for every choice."""
    return np.uint8 if len(question.choices) <= 8 else np.uint16


def _paired(low: Array, high: Array) -> tuple[Array, Array]:
    return (low, low) if np.array_equal(low, high) else (low, high)


def household_at(pack: Pack, people: Population, which: int) -> Household:
    """Return one household of a population in which every answer is known."""
    start = int(people.sizes[:which].sum())
    persons = tuple(
        {
            name: _answer(pack.questions[name], column, start + n)
            for name, column in people.person.items()
        }
        for n in range(int(people.sizes[which]))
    )
    answers = {
        name: _answer(pack.questions[name], column, which)
        for name, column in people.household.items()
    }
    return Household(answers, persons)


def _answer(question: Question, column: Any, place: int) -> Any:
    if question.kind is Kind.CHOICE:
        return question.choices[int(column[place]).bit_length() - 1].id
    value = column[0][place]
    if question.kind is Kind.YES_NO:
        return bool(value)
    return date_of(int(value)) if question.kind is Kind.DATE else int(value)
