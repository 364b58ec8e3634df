"""The evaluator of one household: the graph as straight Python, written once, then run.

The generated source is made of node numbers and figures alone; no text of the pack gets into it.
Each truth has a value `v` (0, 1, 2), each number bounds `l`, `h`, each choice its open options as
bits `e`; each of them a mask `m` of the questions that can still change it (0 once it is known).
Question q of the household is bit q; question q of person i is bit q shifted by a whole row of
person questions per person, see `BitLayout`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from weijiayuan.rules_engine.compile.compiler import Built
from weijiayuan.rules_engine.evaluate.scalar_codegen import Source
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.dates import day_number
from weijiayuan.rules_engine.values.interval import INFINITE, quotient, rounded

Row = Sequence[Any]
UNLISTED = -1
"""The place of somebody who may live there and was not named yet."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Every kept value of one evaluation. Rows are read through `Scalar.slots`.

    `open` is the mask of the questions that can still change a verdict, or the amount of a yes.
    `unlisted` is the row of one more person, of whom nothing is known; None if there is none.
    """

    household: Row
    people: Sequence[Row]
    open: int
    unlisted: Row | None = None

    def row(self, who: int) -> Row:
        """Return a person's row; that of somebody not named yet for `UNLISTED`."""
        return self.people[who] if who != UNLISTED or self.unlisted is None else self.unlisted


class Scalar:
    """The compiled evaluator of a pack on one day's rules."""

    def __init__(self, built: Built, bits: BitLayout) -> None:
        self.graph = built.graph
        self.bits = bits
        self.slots: dict[int, int] = {}
        writer = Source(built, bits)
        self.source = writer.text()
        self.slots = writer.slots
        space: dict[str, Any] = {
            "INF": INFINITE,
            "quotient": quotient,
            "rounded": rounded,
            "day_number": day_number,
        }
        exec(compile(self.source, "<rules>", "exec"), space)  # noqa: S102
        self._evaluate: Callable[..., tuple[Row, list[Row], int]] = space["evaluate"]

    def evaluate(self, household: Row, people: Sequence[Row], *, on: int, extra: int) -> Trace:
        """Evaluate encoded answers on a day (yyyymmdd).

        `extra` is how many more people the household may have than are listed.
        """
        return Trace(*self._evaluate(household, people, on, extra))

    def truth(self, trace: Trace, index: int, who: int = 0) -> tuple[int, int]:
        """Return value and mask of a truth, for a person where it is one's."""
        node = self.graph[index]
        if node.op == "truth":
            return int(node.range[0]), 0
        row = trace.household if node.of_household else trace.row(who)
        slot = self.slots[index]
        return row[slot], row[slot + 1]

    def number(self, trace: Trace, index: int, who: int = 0) -> tuple[float, float, int]:
        """Return bounds and mask of a number."""
        node = self.graph[index]
        if node.op == "number":
            return (*node.range, 0)
        row = trace.household if node.of_household else trace.row(who)
        slot = self.slots[index]
        return row[slot], row[slot + 1], row[slot + 2]

    def choice(self, trace: Trace, index: int, who: int = 0) -> tuple[int, int]:
        """Return the open options as bits, and the mask."""
        node = self.graph[index]
        row = trace.household if node.of_household else trace.row(who)
        slot = self.slots[index]
        return row[slot], row[slot + 1]
