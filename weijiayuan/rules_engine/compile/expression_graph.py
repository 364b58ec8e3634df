"""The compiled form of a pack on one day: typed nodes, each stored once, constants folded.

A node belongs to the household or to each person. Stages order the work: household 0, persons 0,
household 1 (which may add up what persons 0 gave), persons 1, and so on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from weijiayuan.rules_engine.values import dates, interval
from weijiayuan.rules_engine.values.interval import FALSE, INFINITE, TRUE, UNKNOWN, Interval


class Type(StrEnum):
    """What a node's value is."""

    TRUTH = "truth"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Node:
    """One step of the calculation. `args` are earlier nodes; `data` what else the step needs."""

    op: str
    args: tuple[int, ...]
    data: object
    type: Type
    of_household: bool
    stage: int
    range: Interval
    """Bounds that hold whatever is answered; for truths (0, 2) or one repeated value."""
    reach: Interval
    """What full answers can lead to. Of a truth: its least and its greatest value.

    Of a number: the least upper bound and the greatest lower bound, which are those of `range`
    unless a figure was not found; such a figure is (infinite, 0)."""

    @property
    def is_constant(self) -> bool:
        return self.op in {"number", "truth"}


ARITHMETIC: dict[str, Callable[[Interval, Interval], Interval]] = {
    "plus": interval.plus,
    "minus": interval.minus,
    "times": interval.times,
    "smaller": interval.smaller,
    "larger": interval.larger,
    "divided_down": interval.divided_down,
    "divided_half_up": interval.divided_half_up,
}
COMPARISONS: dict[str, Callable[[Interval, Interval], int]] = {
    "less": interval.less,
    "at_most": interval.at_most,
    "equal": interval.equal,
}
FOLDS = ("any_of", "all_of", "count_of", "sum_of")
ON_RANGE = (dates.EARLIEST, dates.LATEST)
ELAPSED: dict[str, Interval] = {
    "years": (0, 300),
    "months": (0, 3600),
    "days": (0, 110_000),
    "year": (1900, 2200),
    "month": (1, 12),
}


class Graph:
    """Nodes in an order in which each stands after those it uses."""

    def __init__(self, largest_household: int) -> None:
        self.nodes: list[Node] = []
        self.largest_household = largest_household
        self._known: dict[object, int] = {}

    def __getitem__(self, index: int) -> Node:
        return self.nodes[index]

    def number(self, low: float, high: float) -> int:
        bounds, reach = (low, high), (high, low)
        return self._add("number", (), bounds, Type.NUMBER, bounds, reach, of_household=True)

    def truth(self, value: int) -> int:
        bounds = (value, value)
        return self._add("truth", (), value, Type.TRUTH, bounds, bounds, of_household=True)

    def today(self) -> int:
        """Return the node of the day the question is asked for."""
        return self._add("on", (), None, Type.NUMBER, ON_RANGE, ON_RANGE, of_household=True)

    def ask(self, question: str, kind: Type, bounds: Interval, *, of_household: bool) -> int:
        return self._add("ask", (), question, kind, bounds, bounds, of_household=of_household)

    def put(self, guard: int, asked: int, usual: int) -> int:
        """Take the answer; without one, and where the question is not put, what is usual there."""
        node = self[asked]
        return self._step_with("put", (guard, asked), usual, node)

    def _step_with(self, op: str, args: tuple[int, ...], data: object, like: Node) -> int:
        everywhere = all(self[arg].of_household for arg in args)
        return self._add(op, args, data, like.type, like.range, like.reach, of_household=everywhere)

    def arithmetic(self, op: str, a: int, b: int) -> int:
        bounds = ARITHMETIC[op](self[a].range, self[b].range)
        if self[a].is_constant and self[b].is_constant:
            return self.number(*bounds)
        reach = ARITHMETIC[op](self[a].reach, self[b].reach)
        return self._step(op, (a, b), Type.NUMBER, bounds, reach)

    def elapsed(self, op: str, since: int) -> int:
        """Return complete years, months or days since a date, or a date's year."""
        return self._step(op, (since,), Type.NUMBER, ELAPSED[op])

    def compare(self, op: str, a: int, b: int) -> int:
        left, right = self[a].range, self[b].range
        settled = COMPARISONS[op](left, right)
        if settled != UNKNOWN:
            return self.truth(settled)
        if a == b:
            return self.truth(FALSE if op == "less" else TRUE)
        reach = self._attainable(op, a, b)
        if reach == (UNKNOWN, UNKNOWN):
            return self.truth(UNKNOWN)
        return self._step(op, (a, b), Type.TRUTH, (FALSE, TRUE), reach)

    def _attainable(self, op: str, a: int, b: int) -> Interval:
        """Return the least and greatest truth that full answers can lead to.

        It stays unknown where a figure that nobody found keeps the comparison open.
        """
        (a_high, a_low), (b_high, b_low) = self[a].reach, self[b].reach
        if op == "less":
            is_possible, is_refutable = a_high < b_low, a_low >= b_high
        elif op == "at_most":
            is_possible, is_refutable = a_high <= b_low, a_low > b_high
        else:
            is_possible = not self._is_vague(a) and not self._is_vague(b)
            is_refutable = a_high < b_low or b_high < a_low
        return FALSE if is_refutable else UNKNOWN, TRUE if is_possible else UNKNOWN

    def _is_vague(self, index: int) -> bool:
        node = self[index]
        return node.is_constant and node.range[0] != node.range[1]

    def among(self, choice: int, wanted: int) -> int:
        """Tell whether a choice is one of a set of bits."""
        return self._add(
            "among",
            (choice,),
            wanted,
            Type.TRUTH,
            (FALSE, TRUE),
            (FALSE, TRUE),
            of_household=self[choice].of_household,
        )

    def negated(self, a: int) -> int:
        node = self[a]
        if node.op == "truth":
            return self.truth(2 - int(node.range[0]))
        if node.op == "negated":
            return node.args[0]
        reach = 2 - node.reach[1], 2 - node.reach[0]
        return self._step("negated", (a,), Type.TRUTH, (FALSE, TRUE), reach)

    def both(self, parts: list[int]) -> int:
        return self._junction("both", parts, absorbing=FALSE, neutral=TRUE)

    def either(self, parts: list[int]) -> int:
        return self._junction("either", parts, absorbing=TRUE, neutral=FALSE)

    def _junction(self, op: str, parts: list[int], *, absorbing: int, neutral: int) -> int:
        kept: dict[int, None] = {}
        for part in self._flattened(op, parts):
            value = self[part].range[0] if self[part].op == "truth" else None
            if value == absorbing:
                return self.truth(absorbing)
            if value != neutral:
                kept[part] = None
        kept = self._that_matter(kept, absorbing)
        if len(kept) < 2:
            return next(iter(kept), self.truth(neutral))
        join = min if absorbing == FALSE else max
        reaches = [self[part].reach for part in kept]
        reach = join(low for low, _ in reaches), join(high for _, high in reaches)
        return self._step(op, tuple(kept), Type.TRUTH, (FALSE, TRUE), reach)

    def _that_matter(self, parts: dict[int, None], absorbing: int) -> dict[int, None]:
        """Beside a part that stays unknown for good, only those matter that can absorb it."""
        if not any(self[part].op == "truth" for part in parts):
            return parts
        return {
            part: None
            for part in parts
            if self[part].op == "truth" or absorbing in self[part].reach
        }

    def _flattened(self, op: str, parts: list[int]) -> list[int]:
        flat: list[int] = []
        for part in parts:
            flat.extend(self[part].args if self[part].op == op else (part,))
        return flat

    def tally(self, parts: list[int]) -> int:
        """Count how many of some conditions hold."""
        return self._step("tally", tuple(parts), Type.NUMBER, (0, len(parts)))

    def pick(self, condition: int, then: int, otherwise: int) -> int:
        """Choose between two numbers by a condition."""
        node = self[condition]
        if node.op == "truth" and node.range[0] != UNKNOWN:
            return then if node.range[0] == TRUE else otherwise
        if then == otherwise:
            return then
        bounds = interval.hull(self[then].range, self[otherwise].range)
        reach = interval.hull(self[then].reach, self[otherwise].reach)
        return self._step("pick", (condition, then, otherwise), Type.NUMBER, bounds, reach)

    def fold(self, op: str, person: int) -> int:
        """Take something of each person together for the household."""
        node = self[person]
        truth: Interval = (FALSE, TRUE)
        if op in {"any_of", "all_of"}:
            return self._add(op, (person,), None, Type.TRUTH, truth, node.reach, of_household=True)
        bounds: Interval = (0, self.largest_household)
        reach = bounds
        if op == "sum_of":
            bounds, reach = self._summed(node.range), self._summed(node.reach)
        return self._add(op, (person,), None, Type.NUMBER, bounds, reach, of_household=True)

    def _summed(self, bounds: Interval) -> Interval:
        """Return the bounds of a sum over one person up to the largest household."""
        low, high = bounds
        return min(low, low * self.largest_household), max(high, high * self.largest_household)

    def _step(
        self,
        op: str,
        args: tuple[int, ...],
        kind: Type,
        bounds: Interval,
        reach: Interval | None = None,
    ) -> int:
        everywhere = all(self[arg].of_household for arg in args)
        return self._add(op, args, None, kind, bounds, reach or bounds, of_household=everywhere)

    def _add(  # noqa: PLR0917  # the fields of a node, in their order
        self,
        op: str,
        args: tuple[int, ...],
        data: object,
        kind: Type,
        bounds: Interval,
        reach: Interval,
        *,
        of_household: bool,
    ) -> int:
        key = (op, args, data, of_household)
        if key not in self._known:
            stage = max((self._ready(arg, of_household=of_household) for arg in args), default=0)
            self._known[key] = len(self.nodes)
            self.nodes.append(Node(op, args, data, kind, of_household, stage, bounds, reach))
        return self._known[key]

    def _ready(self, arg: int, *, of_household: bool) -> int:
        node = self[arg]
        return node.stage + (of_household and not node.of_household)

    def feeding(self, roots: list[int], *, guards: bool = True) -> set[int]:
        """Return the roots and all they are made of; without guards not what only opens them."""
        found: set[int] = set()
        waiting = list(roots)
        while waiting:
            index = waiting.pop()
            if index not in found:
                found.add(index)
                node = self[index]
                is_guarded = node.op == "put" and not guards
                waiting.extend(node.args[1:] if is_guarded else node.args)
        return found


def is_not_found(node: Node) -> bool:
    """Tell whether no answer can bound the number, because a figure in it was not found."""
    return node.reach[0] == INFINITE
