"""The generated NumPy of one population evaluator. See `vector` for what it computes."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from weijiayuan.rules_engine.compile.compiler import Built, Rule
from weijiayuan.rules_engine.compile.expression_graph import FOLDS, Graph, Node, Type
from weijiayuan.rules_engine.values.bit_mask import BitLayout
from weijiayuan.rules_engine.values.interval import INFINITE


class Source:
    """Writes the source. A node is exact when its two arrays are one."""

    def __init__(
        self,
        built: Built,
        bits: BitLayout,
        rules: Sequence[Rule],
        amounts: Mapping[str, int],
        lasts: Mapping[str, int],
        *,
        exact: bool,
    ) -> None:
        self.graph: Graph = built.graph
        self.bits = bits
        self.rules = rules
        self.amounts = amounts
        self.lasts = lasts
        self.inputs_exact = exact
        roots = [*(rule.verdict for rule in rules), *amounts.values(), *lasts.values()]
        self.used = sorted(self.graph.feeding(roots))
        questions = built.pack.questions.values()
        self.choices = {asked.id: (1 << len(asked.choices)) - 1 for asked in questions}
        self.exact: set[int] = set()
        self.of_the_day = self._depending_on_the_day_alone()
        self.at_home = self._needed_by_people()

    def _depending_on_the_day_alone(self) -> set[int]:
        """Return the nodes that are one value for everybody: nobody's answer is in them."""
        alone: set[int] = set()
        for index in self.used:
            node = self.graph[index]
            if node.op != "ask" and all(arg in alone for arg in node.args):
                alone.add(index)
        return alone

    def _needed_by_people(self) -> set[int]:
        """Return the household values that some step of a person reads."""
        needed = set()
        for index in self.used:
            node = self.graph[index]
            if not node.of_household:
                needed |= {arg for arg in node.args if self._is_household_array(arg)}
        for rule in self.rules:
            if not rule.policy.of_household:
                wanted = {rule.verdict, self.amounts.get(rule.policy.id, rule.verdict)}
                needed |= {index for index in wanted if self._is_household_array(index)}
        return needed

    def _is_household_array(self, index: int) -> bool:
        node = self.graph[index]
        return node.of_household and index not in self.of_the_day

    def text(self) -> str:
        lines = ["def evaluate(household, person, begins, home, extra, on):"]
        lines += [f" {line}" for line in self._body()]
        return "\n".join(lines) + "\n"

    def _body(self) -> Iterator[str]:
        yield "on = np.int64(on)"
        yield "onm = on // 10000 * 12 + on // 100 % 100; ond = on % 100; onday = day_number(on)"
        for index in self.used:
            node = self.graph[index]
            if not node.is_constant:
                yield from self._lines(index, node)
                if index in self.at_home:
                    yield from self._sent_home(index)
        results = ", ".join(self._result(rule) for rule in self.rules)
        yield f"return [{results}]"

    def _result(self, rule: Rule) -> str:
        to_people = not rule.policy.of_household
        sure, possible = (self._name(rule.verdict, letter, to_people) for letter in "tp")
        amount = self.amounts.get(rule.policy.id)
        if amount is None:
            return f"({sure}, {possible}, None, None, None)"
        low, high = (self._name(amount, letter, to_people) for letter in "lh")
        lasts = self.lasts.get(rule.policy.id)
        most = "None" if lasts is None else self._name(lasts, "h", to_people)
        return f"({sure}, {possible}, {low}, {high}, {most})"

    def _sent_home(self, index: int) -> list[str]:
        """Copy a household's value to each of its people."""
        first, second = self._letters(index)
        lines = [f"{first}{index}p = np.take({first}{index}, home)"]
        if second:
            other = f"np.take({second}{index}, home)"
            lines.append(
                f"{second}{index}p = {f'{first}{index}p' if index in self.exact else other}"
            )
        return lines

    def _letters(self, index: int) -> tuple[str, str]:
        return {Type.TRUTH: ("t", "p"), Type.NUMBER: ("l", "h"), Type.CHOICE: ("e", "")}[
            self.graph[index].type
        ]

    def _name(self, index: int, letter: str, to_people: bool) -> str:  # noqa: FBT001
        node = self.graph[index]
        if node.op == "truth":
            return str(bool(node.range[0] == 2 or (letter == "p" and node.range[0])))
        if node.op == "number":
            return _literal(node.range[letter == "h"])
        if node.op == "on":
            return "on"
        is_copied = to_people and self._is_household_array(index)
        return f"{letter}{index}{'p' if is_copied else ''}"

    def _lines(self, index: int, node: Node) -> list[str]:
        if node.op == "on":
            self.exact.add(index)
            return []
        arguments_exact = all(self._is_exact(arg) for arg in node.args)
        takes_answers = node.op == "ask" or node.op in FOLDS
        if arguments_exact and (self.inputs_exact or not takes_answers):
            self.exact.add(index)
        write: Callable[[int, Node], list[str]] = getattr(self, f"_{node.op}")
        return write(index, node)

    def _is_exact(self, index: int) -> bool:
        node = self.graph[index]
        if node.op == "number":
            return node.range[0] == node.range[1]
        return (node.op == "truth" and node.range[0] != 1) or index in self.exact

    def _pair(self, i: int, first: str, second: str) -> list[str]:
        """Assign the two arrays of a node, or one array twice when it is exact."""
        a, b = self._letters(i)
        if i in self.exact:
            return [f"{a}{i} = {b}{i} = {first}"]
        return [f"{a}{i} = {first}", f"{b}{i} = {second}"]

    def _of(self, n: Node, letter: str) -> list[str]:
        return [self._name(arg, letter, not n.of_household) for arg in n.args]

    # -- one method per operation

    def _ask(self, i: int, n: Node) -> list[str]:
        row = "household" if n.of_household else "person"
        value = f"{row}[{str(n.data)!r}]"
        if n.type is Type.CHOICE:
            return [f"e{i} = {value}"]
        if i in self.exact:
            a, b = self._letters(i)
            return [f"{a}{i} = {b}{i} = {value}[0]"]
        a, b = self._letters(i)
        return [f"{a}{i}, {b}{i} = {value}"]

    def _put(self, i: int, n: Node) -> list[str]:
        """An answer counts; what was not answered is the usual where it is not asked at all."""
        guard, asked = n.args
        if n.type is Type.CHOICE:
            return self._put_choice(i, n)
        a, b = self._letters(i)
        first, second = (self._name(asked, letter, not n.of_household) for letter in (a, b))
        if i in self.exact or asked in self.exact:
            self.exact.add(i)
            return [f"{a}{i} = {b}{i} = {first}"]
        possible = self._name(guard, "p", not n.of_household)
        unsaid = f"{second} & ~{first}"
        if n.type is Type.NUMBER:
            low, high = (_literal(end) for end in self.graph[asked].range)
            unsaid = f"({first} == {low}) & ({second} == {high})"
        usual = bool(n.data) if n.type is Type.TRUTH else n.data
        apart = f"u{i} = ({unsaid}) & ~{possible}"
        return [
            apart,
            f"{a}{i} = np.where(u{i}, {usual}, {first})",
            f"{b}{i} = np.where(u{i}, {usual}, {second})",
        ]

    def _put_choice(self, i: int, n: Node) -> list[str]:
        guard, asked = n.args
        (bits,) = (self._name(asked, "e", not n.of_household),)
        if asked in self.exact:
            self.exact.add(i)
            return [f"e{i} = {bits}"]
        possible = self._name(guard, "p", not n.of_household)
        unsaid = f"(({bits} & ({bits} - 1)) != 0)"
        return [f"e{i} = np.where({unsaid} & ~{possible}, {n.data}, {bits}).astype({bits}.dtype)"]

    def _bounded(self, i: int, n: Node, form: str) -> list[str]:
        lows, highs = self._of(n, "l"), self._of(n, "h")
        return self._pair(i, form.format(*lows), form.format(*highs))

    def _plus(self, i: int, n: Node) -> list[str]:
        return self._bounded(i, n, "{0} + {1}")

    def _minus(self, i: int, n: Node) -> list[str]:
        (a, b), (c, d) = self._of(n, "l"), self._of(n, "h")
        return self._pair(i, f"{a} - {d}", f"{c} - {b}")

    def _times(self, i: int, n: Node) -> list[str]:
        (a, b), (c, d) = self._of(n, "l"), self._of(n, "h")
        high = f"{c} * {d}"
        if n.range[1] == INFINITE:
            high = (
                f"np.where(({c} == 0) | ({d} == 0), 0.0, np.maximum({c}, 1) * np.maximum({d}, 1))"
            )
            if all(self.graph[arg].range[1] == INFINITE for arg in n.args):
                high = f"np.where(({c} == 0) | ({d} == 0), 0.0, INF)"
        return self._pair(i, f"{a} * {b}", high)

    def _smaller(self, i: int, n: Node) -> list[str]:
        return self._bounded(i, n, "np.minimum({0}, {1})")

    def _larger(self, i: int, n: Node) -> list[str]:
        return self._bounded(i, n, "np.maximum({0}, {1})")

    def _divided_down(self, i: int, n: Node) -> list[str]:
        return self._division(i, n, "np.floor_divide({0}, {1})")

    def _divided_half_up(self, i: int, n: Node) -> list[str]:
        return self._division(i, n, "np.floor_divide(2 * {0} + {1}, 2 * {1})")

    def _division(self, i: int, n: Node, form: str) -> list[str]:
        (a, b), (c, d) = self._of(n, "l"), self._of(n, "h")
        if i in self.exact:
            return self._pair(i, form.format(a, b), "")
        low = form.format(a, d if b == d else f"np.where({a} >= 0, {d}, {b})")
        high = form.format(c, b if b == d else f"np.where({c} >= 0, {b}, {d})")
        if n.range[1] == INFINITE:
            high = f"np.where({c} == INF, INF, {form.format(f'np.minimum({c}, 1e15)', b)})"
        return self._pair(i, low, high)

    def _pick(self, i: int, n: Node) -> list[str]:
        c, a, b = n.args
        up = not n.of_household
        sure, possible = self._name(c, "t", up), self._name(c, "p", up)
        (_, la, lb), (_, ha, hb) = (
            ("", self._name(a, letter, up), self._name(b, letter, up)) for letter in "lh"
        )
        if self._is_exact(c):
            return self._pair(i, f"np.where({sure}, {la}, {lb})", f"np.where({sure}, {ha}, {hb})")
        low = f"np.where({possible}, np.minimum({la}, {lb}), {lb})"
        high = f"np.where({possible}, np.maximum({ha}, {hb}), {hb})"
        return [
            f"l{i} = np.where({sure}, {la}, {low})",
            f"h{i} = np.where({sure}, {ha}, {high})",
        ]

    def _years(self, i: int, n: Node) -> list[str]:
        return self._since(i, n, "(on - {0}) // 10000")

    def _months(self, i: int, n: Node) -> list[str]:
        return self._since(i, n, "onm - ({0} // 10000 * 12 + {0} // 100 % 100) - (ond < {0} % 100)")

    def _days(self, i: int, n: Node) -> list[str]:
        return self._since(i, n, "onday - day_number({0})")

    def _since(self, i: int, n: Node, form: str) -> list[str]:
        (low,), (high,) = self._of(n, "l"), self._of(n, "h")
        return self._pair(i, form.format(high), form.format(low))

    def _year(self, i: int, n: Node) -> list[str]:
        return self._bounded(i, n, "{0} // 10000")

    def _month(self, i: int, n: Node) -> list[str]:
        (low,), (high,) = self._of(n, "l"), self._of(n, "h")
        is_one_year = f"{low} // 10000 == {high} // 10000"
        ends = ((low, 1), (high, 12))
        return self._pair(
            i, *(f"np.where({is_one_year}, {end} // 100 % 100, {else_})" for end, else_ in ends)
        )

    def _less(self, i: int, n: Node) -> list[str]:
        return self._comparison(i, n, "<")

    def _at_most(self, i: int, n: Node) -> list[str]:
        return self._comparison(i, n, "<=")

    def _comparison(self, i: int, n: Node, sign: str) -> list[str]:
        (a, b), (c, d) = self._of(n, "l"), self._of(n, "h")
        return self._pair(i, f"{c} {sign} {b}", f"{a} {sign} {d}")

    def _equal(self, i: int, n: Node) -> list[str]:
        (a, b), (c, d) = self._of(n, "l"), self._of(n, "h")
        if i in self.exact:
            return self._pair(i, f"{a} == {b}", "")
        same = f"({a} == {c}) & ({b} == {d}) & ({a} == {b})"
        return self._pair(i, same, f"({c} >= {b}) & ({d} >= {a})")

    def _among(self, i: int, n: Node) -> list[str]:
        (bits,) = self._of(n, "e")
        assert isinstance(n.data, int)
        asked = self.graph[n.args[0]]
        name = self.graph[asked.args[1]].data if asked.op == "put" else asked.data
        others = self.choices[str(name)] ^ n.data
        return self._pair(i, f"({bits} & {others}) == 0", f"({bits} & {n.data}) != 0")

    def _negated(self, i: int, n: Node) -> list[str]:
        (sure,), (possible,) = self._of(n, "t"), self._of(n, "p")
        return self._pair(i, f"~{possible}", f"~{sure}")

    def _both(self, i: int, n: Node) -> list[str]:
        return self._pair(i, " & ".join(self._of(n, "t")), " & ".join(self._of(n, "p")))

    def _either(self, i: int, n: Node) -> list[str]:
        return self._pair(i, " | ".join(self._of(n, "t")), " | ".join(self._of(n, "p")))

    def _tally(self, i: int, n: Node) -> list[str]:
        sure, possible = (
            " + ".join(f"np.int32({name})" for name in self._of(n, letter)) for letter in "tp"
        )
        return self._pair(i, sure, possible)

    def _any_of(self, i: int, n: Node) -> list[str]:
        (sure,), (possible,) = self._raw(n, "t"), self._raw(n, "p")
        form = "np.bitwise_or.reduceat({0}, begins)"
        return self._pair(i, form.format(sure), f"{form.format(possible)} | (extra > 0)")

    def _all_of(self, i: int, n: Node) -> list[str]:
        (sure,), (possible,) = self._raw(n, "t"), self._raw(n, "p")
        form = "np.bitwise_and.reduceat({0}, begins)"
        closed = "" if i in self.exact else " & (extra == 0)"
        return self._pair(i, form.format(sure) + closed, form.format(possible))

    def _count_of(self, i: int, n: Node) -> list[str]:
        (sure,), (possible,) = self._raw(n, "t"), self._raw(n, "p")
        form = "np.add.reduceat({0}, begins, dtype=np.int32)"
        return self._pair(i, form.format(sure), f"{form.format(possible)} + extra")

    def _sum_of(self, i: int, n: Node) -> list[str]:
        (low,), (high,) = self._raw(n, "l"), self._raw(n, "h")
        least, most = self.graph[n.args[0]].range
        form = "np.add.reduceat({0}, begins)"
        below = f"{form.format(low)} + extra * {_literal(min(0, least))}"
        if i in self.exact:
            return self._pair(i, form.format(low), "")
        above = f"{form.format(high)} + extra * {_literal(max(0, most))}"
        return self._pair(i, below, above)

    def _raw(self, n: Node, letter: str) -> list[str]:
        return [self._name(arg, letter, to_people=False) for arg in n.args]


def _literal(value: float) -> str:
    if abs(value) == INFINITE:
        return "INF" if value > 0 else "-INF"
    return str(int(value))
