"""The evaluator of a population: the same graph as NumPy on columns, chunk by chunk.

A truth is two arrays, `t` (surely) and `p` (possibly); a number two bounds `l` and `h`; a choice
the bits `e` of its open options. Where all answers are known both of a pair are one array, so that
being honest about the unknown costs nothing when nothing is unknown. People stand household by
household; what is added up over a household uses `reduceat` on the places where each begins.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weijiayuan.rules_engine.compile.compiler import Built, Rule
from weijiayuan.rules_engine.compile.expression_graph import is_not_found
from weijiayuan.rules_engine.evaluate.population_columns import Chunk, Population
from weijiayuan.rules_engine.evaluate.vector_codegen import Source
from weijiayuan.rules_engine.values import dates
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.interval import INFINITE

Array = NDArray[Any]
CHUNK = 16_384


@dataclass(frozen=True, slots=True)
class Column:
    """A policy's result for everybody, or for every household of a household's policy.

    `sure` and `possible` are the verdict; `low` and `high` bound the amount in fen if granted
    (None: no sum, or not found). `high` is infinite where nobody knows.
    """

    rule: Rule
    sure: Array
    possible: Array
    low: Array | None
    high: Array | None
    lasts: Array | None = None
    """For how many periods it is paid, at most; None where no end is written or known."""


class Vector:
    """The compiled evaluator of populations, for the rules of one epoch.

    `exact` promises that every answer of the population is known; it is three times as fast.
    """

    def __init__(self, built: Built, bits: BitLayout, *, exact: bool) -> None:
        self.built = built
        self.exact = exact
        self.rules = [rule for rule in built.rules.values() if rule.in_force]
        self.amounts = {
            rule.policy.id: rule.amount
            for rule in self.rules
            if rule.amount is not None and not is_not_found(built.graph[rule.amount])
        }
        lasts = {rule.policy.id: rule.lasts for rule in self.rules if rule.lasts is not None}
        writer = Source(built, bits, self.rules, self.amounts, lasts, exact=exact)
        self.source = writer.text()
        space: dict[str, Any] = {"np": np, "INF": INFINITE, "day_number": dates.day_number}
        exec(compile(self.source, "<rules, columns>", "exec"), space)  # noqa: S102
        self._evaluate: Callable[..., list[tuple[Any, ...]]] = space["evaluate"]

    def chunks(
        self, people: Population, *, on: int, size: int = CHUNK
    ) -> Iterator[tuple[Chunk, Mapping[str, Column]]]:
        """Yield the results of whole households, about `size` people at a time."""
        for chunk in people.chunks(size):
            yield chunk, self.evaluate(chunk, on=on)

    def evaluate(self, chunk: Chunk, *, on: int) -> Mapping[str, Column]:
        """Return every policy in force for one chunk."""
        found = self._evaluate(
            chunk.household, chunk.person, chunk.begins, chunk.home, chunk.extra, on
        )
        return {
            rule.policy.id: self._column(rule, chunk, result)
            for rule, result in zip(self.rules, found, strict=True)
        }

    def _column(self, rule: Rule, chunk: Chunk, result: tuple[Any, ...]) -> Column:
        """Give a policy's result its full length: what is the same for all comes as one value."""
        length = len(chunk.begins) if rule.policy.of_household else len(chunk.home)
        sure, possible, low, high, lasts = (
            value if value is None or np.ndim(value) else np.full(length, value) for value in result
        )
        return Column(rule, sure, possible, low, high, lasts)
