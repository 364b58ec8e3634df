"""Figures that can be published: cells under five hidden, so that no sum gives them back."""

from collections.abc import Mapping

LEAST = 5
FORMULA = "2026-11-1"
"""Version of the formula of the share settled in the community (docs/appeals.md)."""
HIDDEN = None

Cell = tuple[str, str]


def suppressed(cells: Mapping[Cell, int]) -> dict[Cell, int | None]:
    """Hide small cells of a table of rows and columns, and others so that sums tell nothing.

    Row and column totals are published beside it. A row or column with exactly one hidden cell
    would give it back, so the smallest other cell is hidden too, until none has exactly one.
    """
    hidden = {cell for cell, count in cells.items() if 0 < count < LEAST}
    while (more := _one_more(cells, hidden)) is not None:
        hidden.add(more)
    return {cell: HIDDEN if cell in hidden else count for cell, count in cells.items()}


def _one_more(cells: Mapping[Cell, int], hidden: set[Cell]) -> Cell | None:
    for axis in (0, 1):
        for name in sorted({cell[axis] for cell in cells}):
            line = [cell for cell in cells if cell[axis] == name]
            out = [cell for cell in line if cell in hidden]
            sum_of_hidden = sum(cells[cell] for cell in out)
            rest = [cell for cell in line if cell not in hidden]
            if rest and (len(out) == 1 or 0 < sum_of_hidden < LEAST):
                return min(rest, key=lambda cell: (cells[cell] == 0, cells[cell], cell))
    return None


def totals(cells: Mapping[Cell, int], axis: int) -> dict[str, int | None]:
    """Return the sums of rows or columns, small ones hidden."""
    sums: dict[str, int] = {}
    for cell, count in cells.items():
        sums[cell[axis]] = sums.get(cell[axis], 0) + count
    return {name: HIDDEN if 0 < count < LEAST else count for name, count in sums.items()}
