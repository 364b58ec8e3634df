"""The evaluator of one household: the graph as straight Python, written once, then run.

The generated source is made of node numbers and figures alone; no text of the pack gets into it.
Each truth has a value `v` (0, 1, 2), each number bounds `l`, `h`, each choice its open options as
bits `e`; each of them a mask `m` of the questions that can still change it (0 once it is known).
Question q of the household is bit q; question q of person i is bit q shifted by a whole row of
person questions per person, see `Bits`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from weijiayuan.welfare.rules.building import Built, Rule
from weijiayuan.welfare.rules.dates import day_number
from weijiayuan.welfare.rules.graph import FOLDS, Graph, Node, Type, is_not_found
from weijiayuan.welfare.rules.interval import INFINITE, quotient, rounded

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Bits:
    """Which bit stands for which question of whom."""

    household: tuple[str, ...]
    person: tuple[str, ...]

    def of_household(self, question: str) -> int:
        return 1 << self.household.index(question)

    def of_person(self, question: str, who: int) -> int:
        return 1 << self.shift(who) + self.person.index(question)

    def shift(self, who: int) -> int:
        return len(self.household) + who * len(self.person)

    def named(self, mask: int) -> Iterator[tuple[str, int | None]]:
        """Yield the question and the person (None: the household) of each bit, lowest first."""
        while mask:
            low = mask & -mask
            yield self.at(low.bit_length() - 1)
            mask ^= low

    def at(self, position: int) -> tuple[str, int | None]:
        """Return the question and the person of one bit."""
        if position < len(self.household):
            return self.household[position], None
        who, question = divmod(position - len(self.household), len(self.person))
        return self.person[question], who


@dataclass(frozen=True, slots=True)
class Trace:
    """Every kept value of one evaluation. Rows are read through `Scalar.slots`.

    `open` is the mask of the questions that can still change a verdict, or the amount of a yes.
    """

    household: Row
    people: Sequence[Row]
    open: int


class Scalar:
    """The compiled evaluator of a pack on one day's rules."""

    def __init__(self, built: Built, bits: Bits) -> None:
        self.graph = built.graph
        self.bits = bits
        self.slots: dict[int, int] = {}
        writer = _Writer(built, bits)
        self.source = writer.source()
        self.slots = writer.slots
        space: dict[str, Any] = {
            "INF": INFINITE,
            "quotient": quotient,
            "rounded": rounded,
            "day_number": day_number,
        }
        exec(compile(self.source, "<welfare rules>", "exec"), space)  # noqa: S102
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
        row = trace.household if node.of_household else trace.people[who]
        slot = self.slots[index]
        return row[slot], row[slot + 1]

    def number(self, trace: Trace, index: int, who: int = 0) -> tuple[float, float, int]:
        """Return bounds and mask of a number."""
        node = self.graph[index]
        if node.op == "number":
            return (*node.range, 0)
        row = trace.household if node.of_household else trace.people[who]
        slot = self.slots[index]
        return row[slot], row[slot + 1], row[slot + 2]

    def choice(self, trace: Trace, index: int, who: int = 0) -> tuple[int, int]:
        """Return the open options as bits, and the mask."""
        node = self.graph[index]
        row = trace.household if node.of_household else trace.people[who]
        slot = self.slots[index]
        return row[slot], row[slot + 1]


def kept_nodes(built: Built) -> set[int]:
    """Return the nodes whose values somebody reads: verdicts, amounts, conditions, their facts."""
    kept: set[int] = set(built.asked.values())
    for rule in built.rules.values():
        if not rule.in_force:
            continue
        kept |= {rule.verdict, *rule.tests.values()}
        kept |= {rule.amount} if rule.amount is not None else set()
        kept |= {node for pairs in rule.operands.values() for _, node in pairs}
        kept |= {arg for test in rule.tests.values() for arg in _compared(built.graph[test])}
    return kept


def _compared(node: Node) -> tuple[int, ...]:
    return node.args if node.op in {"less", "at_most"} else ()


class _Writer:
    """Writes the source of one evaluator."""

    def __init__(self, built: Built, bits: Bits) -> None:
        self.graph: Graph = built.graph
        self.bits = bits
        self.rules = [rule for rule in built.rules.values() if rule.in_force]
        self.kept = kept_nodes(built)
        self.used = self.graph.feeding(sorted(self.kept))
        self.slots: dict[int, int] = {}
        self.by_stage: dict[tuple[int, bool], list[int]] = {}
        for index in sorted(self.used):
            node = self.graph[index]
            if not node.is_constant:
                self.by_stage.setdefault((node.stage, node.of_household), []).append(index)
        self.last = max((stage for stage, _ in self.by_stage), default=0)
        self.handed = self._handed_on()
        self.people_bit = 1 << bits.household.index(built.pack.people_question)

    def _handed_on(self) -> set[int]:
        """Return the person nodes that a later stage needs."""
        handed = set()
        for index in self.used:
            node = self.graph[index]
            for arg in node.args:
                child = self.graph[arg]
                if not child.of_household and not child.is_constant and child.stage < node.stage:
                    handed.add(arg)
        return handed

    def source(self) -> str:
        lines = ["def evaluate(household, people, on, extra):"]
        lines += [f" {line}" for line in self._body()]
        return "\n".join(lines) + "\n"

    def _body(self) -> Iterator[str]:
        yield "onm = on // 10000 * 12 + on // 100 % 100; ond = on % 100; onday = day_number(on)"
        yield from self._taking("household", self.bits.household, of_household=True)
        for stage in range(self.last + 1):
            for index in self.by_stage.get((stage, True), []):
                yield from self._lines(index)
            yield from self._people_loop(stage)
        yield from self._opening()
        yield from self._returning()

    def _taking(self, row: str, questions: Sequence[str], *, of_household: bool) -> Iterator[str]:
        names = ", ".join(self._input_name(q, of_household=of_household) for q in questions)
        yield f"{names}, = {row}"

    def _input_name(self, question: str, *, of_household: bool) -> str:
        index = self._asked(question, of_household=of_household)
        return "_" if index is None else f"a{index}"

    def _asked(self, question: str, *, of_household: bool) -> int | None:
        for index in self.by_stage.get((0, of_household), []):
            node = self.graph[index]
            if node.op == "ask" and node.data == question:
                return index
        return None

    def _people_loop(self, stage: int) -> Iterator[str]:
        nodes = self.by_stage.get((stage, False), [])
        if not nodes and stage:
            yield f"S{stage} = S{stage - 1}"
            return
        yield f"S{stage} = []"
        if stage == 0:
            yield f"shift = {self.bits.shift(0) - len(self.bits.person)}"
        yield f"for p in {'people' if stage == 0 else f'S{stage - 1}'}:"
        yield from (f" {line}" for line in self._person_body(stage, nodes))

    def _person_body(self, stage: int, nodes: list[int]) -> Iterator[str]:
        if stage == 0:
            yield f"shift += {len(self.bits.person)}"
            yield from self._taking("p", self.bits.person, of_household=False)
        yield from self._fetching(stage, nodes)
        for index in nodes:
            yield from self._lines(index)
        out = [index for index in nodes if index in self.kept or index in self.handed]
        width = self._width(stage)
        for index in out:
            self.slots[index] = width
            width += len(self._names(index))
        values = "".join(f"{name}, " for index in out for name in self._names(index))
        yield f"S{stage}.append({'' if stage == 0 else 'p + '}({values}))"

    def _width(self, stage: int) -> int:
        before = [
            index
            for index in self.slots
            if not self.graph[index].of_household and self.graph[index].stage < stage
        ]
        return sum(len(self._names(index)) for index in before)

    def _fetching(self, stage: int, nodes: list[int]) -> Iterator[str]:
        """Read what earlier stages computed for this person."""
        wanted: dict[int, None] = {}
        for index in nodes:
            for arg in self.graph[index].args:
                child = self.graph[arg]
                if not child.is_constant and not child.of_household and child.stage < stage:
                    wanted[arg] = None
        for arg in wanted:
            for offset, name in enumerate(self._names(arg)):
                yield f"{name} = p[{self.slots[arg] + offset}]"

    def _opening(self) -> Iterator[str]:
        """Collect what is still worth asking: masks of open verdicts and of amounts of a yes."""
        yield "open = 0"
        at_home: list[str] = []
        of_people: list[str] = []
        for rule in self.rules:
            here = at_home if self.graph[rule.verdict].of_household else of_people
            here += self._opening_of(rule)
        yield from at_home
        yield f"for s in S{self.last}:"
        yield from (f" {line}" for line in of_people or ["pass"])

    def _opening_of(self, rule: Rule) -> list[str]:
        node, amount = self.graph[rule.verdict], rule.amount
        if node.is_constant:
            return []
        value, mask = self._kept(rule.verdict)
        lines = [f"open |= {mask}"]
        if amount is not None and self._may_narrow(amount) and self._reads(node, amount):
            lines.append(f"if {value} == 2: open |= {self._kept(amount)[-1]}")
        return lines

    def _may_narrow(self, amount: int) -> bool:
        return not self.graph[amount].is_constant and not is_not_found(self.graph[amount])

    def _reads(self, verdict: Node, amount: int) -> bool:
        """A verdict that is the household's cannot be read beside an amount that is a person's."""
        return self.graph[amount].of_household or not verdict.of_household

    def _kept(self, index: int) -> tuple[str, ...]:
        if self.graph[index].of_household:
            return self._names(index)
        slot = self.slots[index]
        return tuple(f"s[{slot + offset}]" for offset in range(len(self._names(index))))

    def _returning(self) -> Iterator[str]:
        out = [i for i in sorted(self.used & self.kept) if self._is_household_value(i)]
        width = 0
        for index in out:
            self.slots[index] = width
            width += len(self._names(index))
        values = "".join(f"{name}, " for index in out for name in self._names(index))
        yield f"return ({values}), S{self.last}, open"

    def _is_household_value(self, index: int) -> bool:
        node = self.graph[index]
        return node.of_household and not node.is_constant

    def _names(self, index: int) -> tuple[str, ...]:
        kind = self.graph[index].type
        if kind is Type.NUMBER:
            return f"l{index}", f"h{index}", f"m{index}"
        return f"{'v' if kind is Type.TRUTH else 'e'}{index}", f"m{index}"

    def _lines(self, index: int) -> list[str]:
        node = self.graph[index]
        if node.op in FOLDS:
            return self._fold(index, node)
        write: Callable[[int, Node], list[str]] = getattr(self, f"_{node.op}")
        return write(index, node)

    # -- operands: a literal for constants, else the local that holds the value

    def _v(self, index: int) -> str:
        node = self.graph[index]
        return str(int(node.range[0])) if node.op == "truth" else f"v{index}"

    def _l(self, index: int) -> str:
        node = self.graph[index]
        return _literal(node.range[0]) if node.op == "number" else f"l{index}"

    def _h(self, index: int) -> str:
        node = self.graph[index]
        return _literal(node.range[1]) if node.op == "number" else f"h{index}"

    def _m(self, args: Sequence[int]) -> str:
        masks = [f"m{arg}" for arg in args if not self.graph[arg].is_constant]
        return " | ".join(masks) or "0"

    # -- one method per operation

    def _ask(self, i: int, node: Node) -> list[str]:
        bit = self._bit(str(node.data), of_household=node.of_household)
        if node.type is Type.NUMBER:
            return [f"l{i}, h{i} = a{i}", f"m{i} = 0 if l{i} == h{i} else {bit}"]
        if node.type is Type.CHOICE:
            return [f"e{i} = a{i}", f"m{i} = {bit} if e{i} & (e{i} - 1) else 0"]
        return [f"v{i} = a{i}", f"m{i} = {bit} if v{i} == 1 else 0"]

    def _bit(self, question: str, *, of_household: bool) -> str:
        if of_household:
            return str(self.bits.of_household(question))
        return f"{1 << self.bits.person.index(question)} << shift"

    def _on(self, i: int, _: Node) -> list[str]:
        return [f"l{i} = h{i} = on; m{i} = 0"]

    def _bounds(self, i: int, node: Node, low: str, high: str) -> list[str]:
        mask = self._m(node.args)
        return [f"l{i} = {low}; h{i} = {high}", f"m{i} = 0 if l{i} == h{i} else {mask}"]

    def _plus(self, i: int, n: Node) -> list[str]:
        a, b = n.args
        low, high = f"{self._l(a)} + {self._l(b)}", f"{self._h(a)} + {self._h(b)}"
        return self._bounds(i, n, low, high)

    def _minus(self, i: int, n: Node) -> list[str]:
        a, b = n.args
        low, high = f"{self._l(a)} - {self._h(b)}", f"{self._h(a)} - {self._l(b)}"
        return self._bounds(i, n, low, high)

    def _times(self, i: int, n: Node) -> list[str]:
        a, b = n.args
        low, high = f"{self._l(a)} * {self._l(b)}", f"{self._h(a)} * {self._h(b)}"
        if n.range[1] == INFINITE:
            high = f"{high} if {self._h(a)} and {self._h(b)} else 0"
        return self._bounds(i, n, low, high)

    def _smaller(self, i: int, n: Node) -> list[str]:
        return self._extreme(i, n, "<")

    def _larger(self, i: int, n: Node) -> list[str]:
        return self._extreme(i, n, ">")

    def _extreme(self, i: int, n: Node, sign: str) -> list[str]:
        a, b = n.args
        low = f"{self._l(a)} if {self._l(a)} {sign} {self._l(b)} else {self._l(b)}"
        high = f"{self._h(a)} if {self._h(a)} {sign} {self._h(b)} else {self._h(b)}"
        return self._bounds(i, n, low, high)

    def _divided_down(self, i: int, n: Node) -> list[str]:
        return self._division(i, n, "quotient")

    def _divided_half_up(self, i: int, n: Node) -> list[str]:
        return self._division(i, n, "rounded")

    def _division(self, i: int, n: Node, function: str) -> list[str]:
        a, b = n.args
        under_low = f"{self._h(b)} if {self._l(a)} >= 0 else {self._l(b)}"
        under_high = f"{self._l(b)} if {self._h(a)} >= 0 else {self._h(b)}"
        low = f"{function}({self._l(a)}, {under_low})"
        high = f"{function}({self._h(a)}, {under_high})"
        return self._bounds(i, n, low, high)

    def _pick(self, i: int, n: Node) -> list[str]:
        c, a, b = n.args
        condition = self._v(c)
        return [
            f"if {condition} == 2: {self._taken(i, a)}",
            f"elif {condition} == 0: {self._taken(i, b)}",
            "else:",
            f" l{i} = {self._l(a)} if {self._l(a)} < {self._l(b)} else {self._l(b)}",
            f" h{i} = {self._h(a)} if {self._h(a)} > {self._h(b)} else {self._h(b)}",
            f" m{i} = 0 if l{i} == h{i} else {self._m(n.args)}",
        ]

    def _taken(self, i: int, a: int) -> str:
        return f"l{i} = {self._l(a)}; h{i} = {self._h(a)}; m{i} = {self._m((a,))}"

    def _years(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        return self._bounds(i, n, f"(on - h{a}) // 10000", f"(on - l{a}) // 10000")

    def _months(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        return self._bounds(i, n, _months(f"h{a}"), _months(f"l{a}"))

    def _days(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        return self._bounds(i, n, f"onday - day_number(h{a})", f"onday - day_number(l{a})")

    def _year(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        return self._bounds(i, n, f"l{a} // 10000", f"h{a} // 10000")

    def _less(self, i: int, n: Node) -> list[str]:
        return self._comparison(i, n, "<", ">=")

    def _at_most(self, i: int, n: Node) -> list[str]:
        return self._comparison(i, n, "<=", ">")

    def _comparison(self, i: int, n: Node, yes: str, no: str) -> list[str]:
        a, b = n.args
        rest = f"0 if {self._l(a)} {no} {self._h(b)} else 1"
        return [
            f"v{i} = 2 if {self._h(a)} {yes} {self._l(b)} else {rest}",
            f"m{i} = {self._m(n.args)} if v{i} == 1 else 0",
        ]

    def _equal(self, i: int, n: Node) -> list[str]:
        a, b = n.args
        same = f"{self._l(a)} == {self._h(a)} == {self._l(b)} == {self._h(b)}"
        apart = f"{self._h(a)} < {self._l(b)} or {self._h(b)} < {self._l(a)}"
        return [
            f"v{i} = 2 if {same} else 0 if {apart} else 1",
            f"m{i} = {self._m(n.args)} if v{i} == 1 else 0",
        ]

    def _among(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        return [
            f"v{i} = (1 if e{a} & ~{n.data} else 2) if e{a} & {n.data} else 0",
            f"m{i} = m{a} if v{i} == 1 else 0",
        ]

    def _negated(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        return [f"v{i} = 2 - v{a}; m{i} = m{a}"]

    def _both(self, i: int, n: Node) -> list[str]:
        return self._junction(i, n, stop=0)

    def _either(self, i: int, n: Node) -> list[str]:
        return self._junction(i, n, stop=2)

    def _junction(self, i: int, n: Node, stop: int) -> list[str]:
        stops = " or ".join(f"v{a} == {stop}" for a in n.args if not self.graph[a].is_constant)
        is_certain = all(not self.graph[a].is_constant for a in n.args)
        rest = "1"
        if is_certain:
            passes = " and ".join(f"v{a} == {2 - stop}" for a in n.args)
            rest = f"{2 - stop} if {passes} else 1"
        return [
            f"v{i} = {stop} if {stops} else {rest}",
            f"m{i} = {self._m(n.args)} if v{i} == 1 else 0",
        ]

    def _tally(self, i: int, n: Node) -> list[str]:
        sure = " + ".join(f"({self._v(a)} == 2)" for a in n.args)
        possible = " + ".join(f"({self._v(a)} > 0)" for a in n.args)
        return self._bounds(i, n, sure, possible)

    def _fold(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        rows, slot = f"S{self.graph[a].stage}", self.slots[a]
        write = {
            "any_of": self._any_of,
            "all_of": self._all_of,
            "count_of": self._count_of,
            "sum_of": self._sum_of,
        }
        return write[n.op](i, a, rows, slot)

    def _any_of(self, i: int, _: int, rows: str, slot: int) -> list[str]:
        return self._quantified(i, rows, slot, stop=2)

    def _all_of(self, i: int, _: int, rows: str, slot: int) -> list[str]:
        return self._quantified(i, rows, slot, stop=0)

    def _quantified(self, i: int, rows: str, slot: int, stop: int) -> list[str]:
        return [
            f"v{i} = {2 - stop}; m{i} = 0",
            f"for s in {rows}:",
            f" x = s[{slot}]",
            f" if x == {stop}: v{i} = {stop}; m{i} = 0; break",
            f" if x == 1: v{i} = 1; m{i} |= s[{slot + 1}]",
            "else:",
            f" if extra: v{i} = 1; m{i} |= {self.people_bit}",
        ]

    def _count_of(self, i: int, _: int, rows: str, slot: int) -> list[str]:
        return [
            f"l{i} = h{i} = m{i} = 0",
            f"for s in {rows}:",
            f" x = s[{slot}]",
            f" if x == 2: l{i} += 1; h{i} += 1",
            f" elif x: h{i} += 1; m{i} |= s[{slot + 1}]",
            f"if extra: h{i} += extra; m{i} |= {self.people_bit}",
        ]

    def _sum_of(self, i: int, a: int, rows: str, slot: int) -> list[str]:
        low, high = self.graph[a].range
        lines = [
            f"l{i} = h{i} = m{i} = 0",
            f"for s in {rows}:",
            f" l{i} += s[{slot}]; h{i} += s[{slot + 1}]; m{i} |= s[{slot + 2}]",
            f"if extra: h{i} += extra * {_literal(max(high, 0))}; m{i} |= {self.people_bit}",
        ]
        if low < 0:
            lines.append(f"if extra: l{i} += extra * {_literal(low)}")
        return lines


def _months(since: str) -> str:
    return f"onm - ({since} // 10000 * 12 + {since} // 100 % 100) - (ond < {since} % 100)"


def _literal(value: float) -> str:
    if abs(value) == INFINITE:
        return "INF" if value > 0 else "-INF"
    return str(int(value))
