"""Comparing two servers in turn, and telling what came of it."""

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.load import Result, drive, request
from benchmarks.servers import Running

ROUNDS = 5
SECONDS = 1.5
CONSTANT = [request("GET", "/")]


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    reach: str = ""
    reached: bool | None = None

    def cells(self) -> list[str]:
        mark = {None: "", True: "yes", False: "NO"}[self.reached]
        return [self.what, self.figure, self.reach, mark]


def say(sentence: str) -> None:
    """Tell what is being measured, on the terminal only."""
    sys.stderr.write(f"  … {sentence}\n")
    sys.stderr.flush()


def against_bare(
    what: str,
    product: Running,
    bare: Running,
    requests: Sequence[bytes] | Callable[[], Sequence[bytes]],
    *,
    reach: float | None = None,
    expect: frozenset[int] = frozenset({200}),
    connections: int = 16,
) -> Row:
    """Drive both in turn and give the ratio of answers a second, with its spread.

    Beside it stands the ratio of processor time per answer, which does not depend on what the
    load itself costs. Answers other than `expect` fail the run: a fast error is no result.
    """
    say(what)
    ratios, costs, rates = [], [], []
    for _ in range(ROUNDS):
        usual, usual_cpu = _costed(bare, CONSTANT, connections)
        prepared = requests() if callable(requests) else requests
        ours, cpu = _costed(product, prepared, connections)
        wrong = {status: n for status, n in ours.statuses.items() if status not in expect}
        if wrong:
            raise AssertionError(f"{what}: unexpected answers {wrong}")
        ratios.append(ours.per_second / usual.per_second)
        costs.append(usual_cpu / cpu)
        rates.append(ours.per_second)
    middle = statistics.median(ratios)
    figure = (
        f"{middle:.2f} of bare ({min(ratios):.2f}-{max(ratios):.2f}); "
        f"{statistics.median(rates):.0f}/s; "
        f"by processor time {statistics.median(costs):.2f}"
    )
    if reach is None:
        return Row(what, figure)
    return Row(what, figure, f"≥ {reach:.2f} of bare", middle >= reach)


def _costed(server: Running, requests: Sequence[bytes], connections: int) -> tuple[Result, float]:
    before = server.cpu_seconds()
    result = drive(server.port, requests, connections=connections, seconds=SECONDS)
    answered = max(1, sum(result.statuses.values()))
    return result, (server.cpu_seconds() - before) / answered


def table(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | figure | reach | reached |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row.cells())} |" for row in rows]
    return "\n".join(lines)
