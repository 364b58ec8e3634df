"""Which upper bounds say something, and which are only the largest answer a question accepts.

Tuition that nobody named is "at most 200,000 yuan", because the form takes no larger figure. A
bound on a benefit that rests on such an answer alone is true and tells nothing; nobody should have
to read it.
"""

from weijiayuan.rules_engine.compile.expression_graph import Graph, Type
from weijiayuan.rules_engine.values.interval import INFINITE


def limited_by_form(graph: Graph, index: int) -> frozenset[int]:
    """Return the asked numbers that alone bound a number from above; none if rules do."""
    node = graph[index]
    if node.op == "put":
        return limited_by_form(graph, node.args[1])
    if node.op == "ask":
        return frozenset({index})
    if node.op in {"years", "months", "days", "year", "month", "count_of", "tally"}:
        return frozenset()
    if node.op == "smaller":
        return _smallest(graph, node.args)
    args = node.args[:1] if node.op == "minus" else node.args
    numbers = (arg for arg in args if graph[arg].type is Type.NUMBER)
    return frozenset().union(*(limited_by_form(graph, arg) for arg in numbers))


def is_uncapped(graph: Graph, index: int) -> bool:
    """Tell whether a limit in the number was not found, so that an answer alone bounds it.

    "At most your own tuition" is no cap that anybody wrote; who reads it takes it for one.
    """
    node = graph[index]
    if node.op == "smaller" and any(graph[arg].range[1] == INFINITE for arg in node.args):
        return bool(limited_by_form(graph, index))
    return any(is_uncapped(graph, arg) for arg in node.args if graph[arg].type is Type.NUMBER)


def _smallest(graph: Graph, args: tuple[int, ...]) -> frozenset[int]:
    """A figure that was not found bounds nothing; one bound by rules is enough for all."""
    found = [limited_by_form(graph, arg) for arg in args if graph[arg].range[1] != INFINITE]
    return frozenset().union(*found) if all(found) else frozenset()
