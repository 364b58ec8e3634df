"""Teach what a story is about: `python -m tools.teach_matters` writes the weights.

Softmax regression by full steps over what `story_classifier.parts` finds in the sentences of
`said_like.toml`: the same sentences give the same weights. `--measure` trains on three quarters by
turns instead, and prints how often the rest gets its matter first, and among the first three.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from weijiayuan.appeals.roads import story_classifier
from weijiayuan.appeals.roads.story_classifier import Weights
from weijiayuan.danger.text_normalization import read

FILE = Path(story_classifier.__file__).parents[2] / "data" / "appeals" / story_classifier.WEIGHTS
ROUNDS, STEP, FORGETTING, SEEN, FOLDS = 120, 0.1, 1e-3, 2, 4
KEEPING, KEEPING_SQUARES, TINY = 0.9, 0.999, 1e-8  # of steps: Adam's usual figures

Lesson = tuple[str, story_classifier.Parts]


def lessons() -> list[Lesson]:
    """Return the shipped sentences, as they are weighed."""
    return [(m, story_classifier.parts(read(text))) for m, text in story_classifier.said_like()]


def teach(taught: Sequence[Lesson]) -> Weights:
    """Return the weights that tell the matters apart."""
    matters = tuple(dict.fromkeys(matter for matter, _ in taught))
    seen = Counter(part for _, found in taught for part in found)
    places = {p: at for at, p in enumerate(sorted(p for p in seen if seen[p] >= SEEN))}
    texts = np.zeros((len(taught), len(places)), np.float64)
    meant = np.zeros((len(taught), len(matters)), np.float64)
    for row, (matter, found) in enumerate(taught):
        meant[row, matters.index(matter)] = 1
        for part in found.keys() & places.keys():
            texts[row, places[part]] = found[part]
    table, bias = _fitted(texts, meant)
    return Weights(matters, bias.astype(np.float32), places, table.astype(np.float32))


def _fitted(texts: np.ndarray, meant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    table = np.zeros((texts.shape[1], meant.shape[1]))
    bias = np.zeros(meant.shape[1])
    pace, spread = np.zeros_like(table), np.zeros_like(table)
    for done in range(1, ROUNDS + 1):
        logits = texts @ table + bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        error = odds / odds.sum(axis=1, keepdims=True) - meant
        slope = texts.T @ error / len(texts) + FORGETTING * table
        pace = KEEPING * pace + (1 - KEEPING) * slope
        spread = KEEPING_SQUARES * spread + (1 - KEEPING_SQUARES) * slope**2
        stride = np.sqrt(spread / (1 - KEEPING_SQUARES**done)) + TINY
        table -= STEP * pace / (1 - KEEPING**done) / stride
        bias -= 0.5 * error.mean(axis=0)
    return table, bias


def measure() -> None:
    everything = list(story_classifier.said_like())
    first = among = 0
    for fold in range(FOLDS):
        taught = [each for at, each in enumerate(lessons()) if at % FOLDS != fold]
        weights = teach(taught)
        for matter, text in everything[fold::FOLDS]:
            shares = weights.shares(read(text))
            ranked = sorted(shares, key=lambda name: shares[name], reverse=True)
            first += ranked[0] == matter
            among += matter in ranked[:3]
    print(f"{first / len(everything):.1%} first, {among / len(everything):.1%} in three")


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        FILE.write_text(story_classifier.written(teach(lessons())), "utf-8")
        print(f"{FILE.name}: {FILE.stat().st_size} bytes")
