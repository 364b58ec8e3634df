"""Groups of opinion, shown only where they are there.

Clustering always finds groups, also in noise. What tells a real division from a drawn one is that
people fall into the same groups whichever half of the statements one looks at. So the statements
are halved twelve times; each half is grouped by itself, and the two groupings compared by the
adjusted Rand index (ARI). Groups are shown from `FEWEST` people on if the mean is at least `GATE`.

Everything random comes from `SEED`, people and statements are taken in a fixed order, and what is
given out is rounded: the same answers give the same picture, byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

SEED = 20260101
HALVINGS = 12
FEWEST = 40
GATE = 0.25
MOST_GROUPS = 5
STARTS = 4
ROUNDS = 25
LEAST_STATEMENTS = 6
MEASURED = 300
SAMPLED = 200
REMEMBERED = 64

Matrix = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Groups:
    """What was found: `agreement` is the mean ARI, `labels` one number a person if shown."""

    people: int
    agreement: float
    labels: tuple[int, ...] | None

    @property
    def are_shown(self) -> bool:
        """Tell whether there is something to show."""
        return self.labels is not None


def found_in(answers: Sequence[Sequence[float | None]]) -> Groups:
    """Group people by their answers (1 agree, -1 disagree, 0 pass, None nothing), one row each.

    Whether there are groups is asked of the first `SAMPLED` people at most, so their order must
    say nothing about them. What was worked out is remembered: anybody may ask for a picture.
    """
    return _found_in(tuple(tuple(row) for row in answers))


@lru_cache(maxsize=REMEMBERED)
def _found_in(answers: tuple[tuple[float | None, ...], ...]) -> Groups:
    if not answers:
        return Groups(0, 0.0, None)
    known = np.array(
        [[np.nan if each is None else each for each in row] for row in answers], dtype=np.float64
    ).reshape(len(answers), -1)
    people, statements = known.shape
    if people < FEWEST or statements < LEAST_STATEMENTS:
        return Groups(people, 0.0, None)
    agreement = round(mean_agreement(known[:SAMPLED]), 3)
    if agreement < GATE:
        return Groups(people, agreement, None)
    labels = grouped(known, np.random.default_rng(SEED))
    return Groups(people, agreement, tuple(int(each) for each in _renumbered(labels)))


def mean_agreement(known: Matrix) -> float:
    """Return the mean ARI of groupings by two halves of the statements, over all halvings."""
    random = np.random.default_rng(SEED)
    statements, total = known.shape[1], 0.0
    for _ in range(HALVINGS):
        order = random.permutation(statements)
        first, second = order[: statements // 2], order[statements // 2 :]
        total += adjusted_rand(
            grouped(known[:, np.sort(first)], random), grouped(known[:, np.sort(second)], random)
        )
    return total / HALVINGS


def grouped(known: Matrix, random: np.random.Generator) -> Labels:
    """Return a group for everybody: two principal components, k-means, k by silhouette."""
    points = projected(known)
    best, best_score = np.zeros(len(points), dtype=np.int64), -1.0
    for groups in range(2, MOST_GROUPS + 1):
        labels, centres = k_means(points, groups, random)
        score = silhouette(points, labels, centres)
        if score > best_score + 1e-9:
            best, best_score = labels, score
    return best


def projected(known: Matrix) -> Matrix:
    """Return people in the plane of most difference; what is not answered counts as the mean."""
    answered = ~np.isnan(known)
    count = np.maximum(answered.sum(axis=0), 1)
    means = np.nansum(known, axis=0) / count
    centred = np.where(answered, known - means, 0.0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    spread = np.sqrt(known.shape[1] / np.maximum(answered.sum(axis=1), 1))
    plane: Matrix = (centred @ axes[:2].T) * spread[:, None]
    return plane


def k_means(points: Matrix, groups: int, random: np.random.Generator) -> tuple[Labels, Matrix]:
    """Return the best of some starts: labels and centres."""
    best: tuple[float, Labels, Matrix] | None = None
    for _ in range(STARTS):
        labels, centres = _settled(points, _spread_out(points, groups, random))
        cost = float(((points - centres[labels]) ** 2).sum())
        if best is None or cost < best[0] - 1e-9:
            best = cost, labels, centres
    assert best is not None
    return best[1], best[2]


def _spread_out(points: Matrix, groups: int, random: np.random.Generator) -> Matrix:
    """Choose first centres far from each other (k-means++)."""
    chosen = [points[random.integers(len(points))]]
    while len(chosen) < groups:
        gaps = _squares(points, np.array(chosen)).min(axis=1)
        whole = gaps.sum()
        at = random.choice(len(points), p=gaps / whole) if whole > 0 else 0
        chosen.append(points[at])
    return np.array(chosen)


def _settled(points: Matrix, centres: Matrix) -> tuple[Labels, Matrix]:
    labels: Labels = _squares(points, centres).argmin(axis=1).astype(np.int64)
    for _ in range(ROUNDS):
        for group in range(len(centres)):
            if (labels == group).any():
                centres[group] = points[labels == group].mean(axis=0)
        moved = _squares(points, centres).argmin(axis=1).astype(np.int64)
        if (moved == labels).all():
            break
        labels = moved
    return labels, centres


def _squares(points: Matrix, centres: Matrix) -> Matrix:
    found: Matrix = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return found


def silhouette(points: Matrix, labels: Labels, centres: Matrix) -> float:
    """Return how much nearer people are to their own group than to the next, from -1 to 1.

    Beyond `MEASURED` people every so many are looked at.
    """
    some = np.arange(0, len(points), -(-len(points) // MEASURED))
    gaps = np.sqrt(_squares(points[some], points))
    sizes = np.bincount(labels, minlength=len(centres)).astype(np.float64)
    sums = np.stack([gaps[:, labels == group].sum(axis=1) for group in range(len(centres))], 1)
    at, own = np.arange(len(some)), labels[some]
    inner = sums[at, own] / np.maximum(sizes[own] - 1, 1)
    means = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    means[at, own] = np.inf
    outer = means.min(axis=1)
    score = np.where(
        sizes[own] > 1, (outer - inner) / np.maximum(np.maximum(outer, inner), 1e-12), 0
    )
    return float(score.mean())


def adjusted_rand(one: Labels, other: Labels) -> float:
    """Return how far two groupings agree beyond chance: 1 the same, about 0 by chance."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    pairs = _pairs(table).sum()
    rows, columns = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum()
    by_chance = rows * columns / _pairs(np.array(float(len(one))))
    most = (rows + columns) / 2
    return 0.0 if most == by_chance else float((pairs - by_chance) / (most - by_chance))


def _pairs(count: Any) -> Any:
    return count * (count - 1) / 2


def _renumbered(labels: Labels) -> list[int]:
    """Number the groups from 0 in the order of their size, the first member deciding ties."""
    groups = [int(each) for each in np.unique(labels)]
    order = sorted(
        groups, key=lambda group: (-int((labels == group).sum()), int((labels == group).argmax()))
    )
    return [order.index(int(each)) for each in labels]
