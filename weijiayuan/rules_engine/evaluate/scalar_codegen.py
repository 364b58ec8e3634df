"""The generated Python of one evaluator, stage by stage. See `scalar` for what it computes."""

from collections.abc import Iterator, Sequence

from weijiayuan.rules_engine.compile.compiler import Built, Rule
from weijiayuan.rules_engine.compile.expression_graph import Graph, Node, is_not_found
from weijiayuan.rules_engine.compile.form_limits import is_uncapped
from weijiayuan.rules_engine.evaluate.scalar_instructions import Steps
from weijiayuan.rules_engine.values.bit_mask import BitLayout


def kept_nodes(built: Built) -> set[int]:
    """Return the nodes whose values somebody reads: verdicts, amounts, conditions, their facts."""
    kept: set[int] = {*built.asked.values(), *built.guards.values()}
    for rule in built.rules.values():
        if not rule.in_force:
            continue
        kept |= {rule.verdict, *rule.conditions.values()}
        kept |= {rule.amount} if rule.amount is not None else set()
        kept |= set(rule.beside)
        kept |= {operand.node for operands in rule.operands.values() for operand in operands}
        kept |= {arg for test in rule.conditions.values() for arg in _compared(built.graph[test])}
    return kept


def _compared(node: Node) -> tuple[int, ...]:
    return node.args if node.op in {"less", "at_most"} else ()


class Source(Steps):
    """Writes the source of one evaluator."""

    def __init__(self, built: Built, bits: BitLayout) -> None:
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
        counted = built.pack.people_question
        self.people_bit = bits.of_household(counted) if counted else 0

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

    def text(self) -> str:
        lines = ["def evaluate(household, people, on, extra):"]
        lines += [f" {line}" for line in self._body()]
        return "\n".join(lines) + "\n"

    def _body(self) -> Iterator[str]:
        yield "onm = on // 10000 * 12 + on // 100 % 100; ond = on % 100; onday = day_number(on)"
        yield from self._taking("household", self.bits.household, of_household=True)
        for stage in range(self.last + 1):
            for index in self.by_stage.get((stage, True), []):
                yield from self.lines(index)
            yield from self._people_loop(stage)
        yield from self._opening()
        yield from self._returning()

    def _taking(self, row: str, questions: Sequence[str], *, of_household: bool) -> Iterator[str]:
        names = ", ".join(self._input_name(q, of_household=of_household) for q in questions)
        if names:
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
            yield from self.lines(index)
        out = [index for index in nodes if index in self.kept or index in self.handed]
        width = self._width(stage)
        for index in out:
            self.slots[index] = width
            width += len(self.names(index))
        values = "".join(f"{name}, " for index in out for name in self.names(index))
        yield f"S{stage}.append({'' if stage == 0 else 'p + '}({values}))"

    def _width(self, stage: int) -> int:
        before = [
            index
            for index in self.slots
            if not self.graph[index].of_household and self.graph[index].stage < stage
        ]
        return sum(len(self.names(index)) for index in before)

    def _fetching(self, stage: int, nodes: list[int]) -> Iterator[str]:
        """Read what earlier stages computed for this person."""
        wanted: dict[int, None] = {}
        for index in nodes:
            for arg in self.graph[index].args:
                child = self.graph[arg]
                if not child.is_constant and not child.of_household and child.stage < stage:
                    wanted[arg] = None
        for arg in wanted:
            for offset, name in enumerate(self.names(arg)):
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
        node = self.graph[amount]
        is_found = not is_not_found(node) and not is_uncapped(self.graph, amount)
        return is_found and not node.is_constant

    def _reads(self, verdict: Node, amount: int) -> bool:
        """A verdict that is the household's cannot be read beside an amount that is a person's."""
        return self.graph[amount].of_household or not verdict.of_household

    def _kept(self, index: int) -> tuple[str, ...]:
        if self.graph[index].of_household:
            return self.names(index)
        slot = self.slots[index]
        return tuple(f"s[{slot + offset}]" for offset in range(len(self.names(index))))

    def _returning(self) -> Iterator[str]:
        out = [i for i in sorted(self.used & self.kept) if self._is_household_value(i)]
        width = 0
        for index in out:
            self.slots[index] = width
            width += len(self.names(index))
        values = "".join(f"{name}, " for index in out for name in self.names(index))
        yield f"return ({values}), S{self.last}, open"

    def _is_household_value(self, index: int) -> bool:
        node = self.graph[index]
        return node.of_household and not node.is_constant
