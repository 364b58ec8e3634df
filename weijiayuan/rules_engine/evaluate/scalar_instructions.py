"""The lines of generated Python for each operation of the graph."""

from collections.abc import Callable, Sequence

from weijiayuan.rules_engine.compile.expression_graph import FOLDS, Graph, Node, Type
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.interval import INFINITE


class Steps:
    """Writes single steps. `slots` tells where a person's kept values stand in their row."""

    graph: Graph
    bits: BitLayout
    slots: dict[int, int]
    people_bit: int

    def names(self, index: int) -> tuple[str, ...]:
        kind = self.graph[index].type
        if kind is Type.NUMBER:
            return f"l{index}", f"h{index}", f"m{index}"
        return f"{'v' if kind is Type.TRUTH else 'e'}{index}", f"m{index}"

    def lines(self, index: int) -> list[str]:
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

    def _put(self, i: int, n: Node) -> list[str]:
        """An answer counts; what was not answered is the usual where it is not asked at all."""
        guard, asked = n.args
        first, *more = self.names(i)
        taken = "; ".join(
            f"{ours} = {theirs}"
            for ours, theirs in zip(self.names(i), self.names(asked), strict=True)
        )
        values = [first] if len(more) == 1 else [first, more[0]]
        usual = "; ".join(f"{name} = {n.data}" for name in values)
        both = self._m(n.args)
        return [
            taken,
            f"if {self._is_unsaid(asked)}:",
            f" if {self._v(guard)} == 0: {usual}; m{i} = 0",
            f" elif {self._v(guard)} == 1: m{i} = {both}",
        ]

    def _is_unsaid(self, asked: int) -> str:
        """Tell whether nothing at all was said about a question, not even a range."""
        node = self.graph[asked]
        if node.type is Type.NUMBER:
            low, high = (_literal(end) for end in node.range)
            return f"l{asked} == {low} and h{asked} == {high}"
        return f"m{asked}"

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

    def _month(self, i: int, n: Node) -> list[str]:
        (a,) = n.args
        is_one_year = f"l{a} // 10000 == h{a} // 10000"
        low, high = (f"{end}{a} // 100 % 100" for end in "lh")
        return self._bounds(
            i, n, f"{low} if {is_one_year} else 1", f"{high} if {is_one_year} else 12"
        )

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
