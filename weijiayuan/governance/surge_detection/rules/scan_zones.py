"""The places in which a scan looks for more than usual: every grid with its nearest neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

MOST_GRIDS = 12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Zones:
    """Circular zones over numbered grids, each once however many circles make it."""

    grids: int
    members: tuple[tuple[int, ...], ...]

    @cached_property
    def matrix(self) -> Floats:
        """One row a zone, one column a grid: 1 where the grid belongs to the zone."""
        drawn = np.zeros((len(self.members), self.grids))
        for row, zone in enumerate(self.members):
            drawn[row, list(zone)] = 1.0
        return drawn

    def sums(self, columns: Floats) -> Floats:
        """Return the sums over each zone's grids of a few columns with a row a grid.

        As `matrix @ columns`, which is faster for many columns and keeps every core busy for few.
        """
        return np.add.reduceat(columns[self._ordered], self._begins, axis=0)

    @cached_property
    def _ordered(self) -> NDArray[np.intp]:
        """The grids of all zones one after the other."""
        return np.fromiter(chain.from_iterable(self.members), dtype=np.intp)

    @cached_property
    def _begins(self) -> NDArray[np.intp]:
        """Where each zone begins among them."""
        return np.cumsum([0, *map(len, self.members[:-1])], dtype=np.intp)


def zones_around(centres: Sequence[tuple[float, float]], *, most: int = MOST_GRIDS) -> Zones:
    """Return the zones of one to `most` grids around each grid. Centres are in metres.

    Of grids equally far the one that comes first in the list is nearer, so the zones are the same
    every time.

    >>> zones_around([(0, 0), (0, 10), (0, 30)], most=2).members
    ((0,), (0, 1), (1,), (2,), (1, 2))
    """
    where = np.asarray(centres, dtype=float).reshape(-1, 2)
    apart = np.sqrt(((where[:, None] - where[None]) ** 2).sum(axis=-1))
    nearest = np.argsort(apart, axis=1, kind="stable")
    found = dict.fromkeys(
        tuple(sorted(int(grid) for grid in row[:size]))
        for row in nearest
        for size in range(1, min(most, len(where)) + 1)
    )
    return Zones(len(where), tuple(found))
