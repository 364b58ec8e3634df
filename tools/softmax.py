"""Softmax regression over texts that are given as parts, for the tools that teach."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from weijiayuan.language.linear_text_classifier import PartWeights

STEP, BIAS_STEP, FORGETTING, SEEN = 0.1, 0.5, 1e-3, 2
KEEPING, KEEPING_SQUARES, TINY = 0.9, 0.999, 1e-8  # of steps: Adam's usual figures

Floats = NDArray[np.float64]


class Texts:
    """Many texts as the sizes of their parts; what most of them have is kept in full columns."""

    def __init__(self, texts: Sequence[Mapping[str, float]], places: Mapping[str, int]) -> None:
        seen = Counter(places[part] for text in texts for part in text if part in places)
        self.full = np.array(sorted(p for p in seen if seen[p] > len(texts) / 2), np.int64)
        full = dict(zip(self.full.tolist(), range(len(self.full)), strict=True))
        self.filled = np.zeros((len(texts), len(full)))
        found: list[list[tuple[int, float]]] = []
        for at, text in enumerate(texts):
            known = [(places[p], size) for p, size in sorted(text.items()) if p in places]
            found.append([each for each in known if each[0] not in full])
            for place, size in known:
                if place in full:
                    self.filled[at, full[place]] = size
        self.rows = np.repeat(np.arange(len(texts)), [len(each) for each in found])
        self.columns = np.array([at for each in found for at, _ in each], np.int64)
        self.sizes = np.array([size for each in found for _, size in each], np.float64)
        self.shape = (len(texts), len(places))

    def count_for(self, worth: Floats) -> None:
        """Let each part count for as much as it is worth."""
        self.sizes *= worth[self.columns]
        self.filled *= worth[self.full]

    def times(self, table: Floats) -> Floats:
        """Return the sum of the weights of each text, by label."""
        sums = [
            np.bincount(self.rows, self.sizes * column[self.columns], self.shape[0])
            for column in np.ascontiguousarray(table.T)
        ]
        return np.stack(sums, axis=1) + self.filled @ table[self.full]

    def against(self, errors: Floats) -> Floats:
        """Return how much each part has to do with the errors, by label."""
        sums = [
            np.bincount(self.columns, self.sizes * column[self.rows], self.shape[1])
            for column in np.ascontiguousarray(errors.T)
        ]
        told = np.stack(sums, axis=1).astype(np.float64)
        told[self.full] += self.filled.T @ errors
        return told


def fitted(
    texts: Sequence[Mapping[str, float]],
    meant: Sequence[str],
    *,
    labels: Sequence[str],
    rounds: int,
    forgetting: float = FORGETTING,
    even: bool = False,
    least_seen: int = SEEN,
    worth: Sequence[float] | None = None,
    rarity: bool = False,
) -> PartWeights:
    """Return the weights that tell the labels apart. `even`: rare labels count like others.

    A part that fewer than `least_seen` texts have is left out. `worth`: how much each text counts
    (otherwise all the same). `rarity`: what few texts have may weigh more than what many have.
    """
    seen = Counter(part for text in texts for part in text)
    places = {p: at for at, p in enumerate(sorted(p for p in seen if seen[p] >= least_seen))}
    answers = np.array([[label == each for label in labels] for each in meant], np.float64)
    counts = 1 / np.maximum(answers.sum(axis=0), 1) if even else np.ones(len(labels))
    counted = (answers @ counts)[:, None] * np.array(worth or [1.0] * len(texts))[:, None]
    rare = np.array([_rarity(seen[p], len(texts)) if rarity else 1.0 for p in places])
    weighed = Texts(texts, places)
    weighed.count_for(rare)
    table, bias = _descended(weighed, answers, counted / counted.mean(), rounds, forgetting)
    table *= rare[:, None]
    return PartWeights(tuple(labels), bias.astype(np.float32), places, table.astype(np.float32))


def _rarity(having: int, texts: int) -> float:
    """Return how much a part tells by being there; what every text has tells by its size."""
    return log(texts / having) if having < texts else 1.0


def _descended(
    texts: Texts, answers: Floats, counted: Floats, rounds: int, forgetting: float
) -> tuple[Floats, Floats]:
    table = np.zeros((texts.shape[1], answers.shape[1]))
    bias = np.zeros(answers.shape[1])
    pace, spread = np.zeros_like(table), np.zeros_like(table)
    for done in range(1, rounds + 1):
        logits = texts.times(table) + bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        errors = counted * (odds / odds.sum(axis=1, keepdims=True) - answers)
        slope = texts.against(errors) / len(answers) + forgetting * table
        pace = KEEPING * pace + (1 - KEEPING) * slope
        spread = KEEPING_SQUARES * spread + (1 - KEEPING_SQUARES) * slope**2
        stride = np.sqrt(spread / (1 - KEEPING_SQUARES**done)) + TINY
        table -= STEP * pace / (1 - KEEPING**done) / stride
        bias -= BIAS_STEP * errors.mean(axis=0)
    return table, bias
