"""`any(condition, parents)` and `any(condition, children)`: somebody's own parents or children.

Everybody is asked what they are to the applicant, so who is whose parent follows for most; where
it does not (a grandchild may be the child of any of the applicant's children) two questions tell.
All of it is made of the folds over the household that there are: what is unknown stays so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from weijiayuan.rules_engine.compile.expression_graph import Graph
from weijiayuan.rules_engine.pack.model import Kinship
from weijiayuan.rules_engine.values.interval import UNKNOWN


@dataclass(frozen=True, slots=True)
class KinFold:
    """Adds the folds over somebody's kin to a graph. Names are nodes of the questions."""

    graph: Graph
    kin: Kinship
    bits: Mapping[str, int]
    relation: int
    has_parent_here: int
    has_child_here: int

    def any(self, name: str, holds: int) -> int:
        """Return the node that tells of each person whether one of their kin is so."""
        ways = self._of_parents(holds) if name == self.kin.parents else self._of_children(holds)
        return self.graph.either(list(ways))

    def _of_parents(self, holds: int) -> Iterator[int]:
        graph = self.graph
        for child, parents in self.kin.sure.items():
            yield graph.both([self._is([child]), self._some([self._is(parents), holds])])
        for child, parents in self.kin.left_open.items():
            mine, those = [self._is([child]), self.has_parent_here], self._is(parents)
            everyone = [self._some([those, holds]), self._none([those, graph.negated(holds)])]
            told = self._told([those, self.has_child_here], holds, parents)
            yield graph.both([*mine, graph.either([graph.both(everyone), told])])

    def _of_children(self, holds: int) -> Iterator[int]:
        graph = self.graph
        for child, parents in self.kin.sure.items():
            yield graph.both([self._is(parents), self._some([self._is([child]), holds])])
        for child, parents in self.kin.left_open.items():
            told = self._told([self._is([child]), self.has_parent_here], holds, parents)
            yield graph.both([self._is(parents), self.has_child_here, told])

    def _told(self, those: list[int], holds: int, parents: Iterable[str]) -> int:
        """Tell whether one of those is so; where they differ and there are two families: open."""
        graph = self.graph
        alike = self._none([*those, graph.negated(holds)])
        one_of_them = graph.either([alike, self._is_one_family(parents), graph.truth(UNKNOWN)])
        return graph.both([self._some([*those, holds]), one_of_them])

    def _is_one_family(self, parents: Iterable[str]) -> int:
        """Tell whether those who have children here can only be the parents of the same ones."""
        names, couple = list(parents), self.kin.couple
        alone = self._is_at_most_one([self._is(names), self.has_child_here])
        if set(names) != set(couple):
            return alone
        pair = self.graph.both([self._is_at_most_one([self._is([name])]) for name in couple])
        return self.graph.either([alone, pair])

    def _is_at_most_one(self, parts: list[int]) -> int:
        one = self.graph.number(1, 1)
        found = self.graph.fold("count_of", self.graph.both(parts))
        return self.graph.compare("at_most", found, one)

    def _is(self, relations: Iterable[str]) -> int:
        return self.graph.among(self.relation, sum(self.bits[name] for name in relations))

    def _some(self, parts: list[int]) -> int:
        found = self.graph.both(parts)
        return found if self.graph[found].is_constant else self.graph.fold("any_of", found)

    def _none(self, parts: list[int]) -> int:
        return self.graph.negated(self._some(parts))
