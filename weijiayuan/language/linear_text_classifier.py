"""How likely each label of a text is: weights of its parts, taught beforehand and shipped.

A softmax regression. The tools that teach write the file; here it is only read and applied.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

SCALE = 100
"""Weights are kept in hundredths."""


@dataclass(frozen=True, slots=True)
class PartWeights:
    """What each part of a text tells for each label."""

    labels: tuple[str, ...]
    bias: NDArray[np.float32]
    places: Mapping[str, int]
    table: NDArray[np.float32]

    def shares(self, parts: Mapping[str, float]) -> dict[str, float]:
        """Return how likely each label is; the shares add up to one."""
        odds = self._logits(parts)
        odds = np.exp(odds - odds.max())
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))

    def log_odds(self, parts: Mapping[str, float]) -> float:
        """Return by how much the first of two labels outweighs the second."""
        first, second = self._logits(parts).tolist()
        return float(first - second)

    def _logits(self, parts: Mapping[str, float]) -> NDArray[np.float32]:
        known = [part for part in parts if part in self.places]
        sizes = np.array([parts[part] for part in known], np.float32)
        rows = [self.places[part] for part in known]
        return self.bias + (sizes @ self.table[rows] if known else np.float32(0))


def read(path: Traversable) -> PartWeights:
    """Return the weights of a file."""
    head, bias, *rows = path.read_text("utf-8").splitlines()
    table = np.array([_numbers(row) for row in rows], np.float32) / np.float32(SCALE)
    return PartWeights(
        tuple(head.split("\t")[1:]),
        np.array(_numbers(bias), np.float32) / np.float32(SCALE),
        {row.split("\t", 1)[0]: at for at, row in enumerate(rows)},
        table,
    )


def _numbers(row: str) -> list[int]:
    return [int(number or 0) for number in row.split("\t")[1:]]


def written(weights: PartWeights) -> str:
    """Return weights as a file keeps them; what weighs nothing for any label is left out."""
    rows = [("bias", _hundredths(weights.bias))]
    rows += [(part, _hundredths(weights.table[at])) for part, at in weights.places.items()]
    kept = [row for at, row in enumerate(rows) if at == 0 or any(row[1])]
    lines = ["\t".join(["part", *weights.labels])]
    lines += ["\t".join([name, *(str(n or "") for n in numbers)]) for name, numbers in kept]
    return "\n".join(lines) + "\n"


def _hundredths(row: NDArray[np.float32]) -> list[int]:
    return [round(float(number) * SCALE) for number in row]
