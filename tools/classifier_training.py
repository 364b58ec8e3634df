"""Cross-validation and writing of weights, shared by the tools that teach a classifier."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from weijiayuan.language import linear_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

Lesson = tuple[dict[str, float], str]
"""The parts of a sentence, and its fault or the label of what has none."""
AnyLesson = TypeVar("AnyLesson")

FOLDS = 5
FALSE_SHARES = (0.01, 0.02, 0.03, 0.05, 0.1)


def held_back(
    lessons: Sequence[AnyLesson], teach: Callable[[list[AnyLesson]], PartWeights], folds: int
) -> Iterator[tuple[PartWeights, Sequence[AnyLesson]]]:
    """Yield the lessons of each fold with the weights that the other folds teach."""
    for fold in range(folds):
        others = [each for at, each in enumerate(lessons) if at % folds != fold]
        yield teach(others), lessons[fold::folds]


def measure_doubts(
    labelled: Sequence[Lesson],
    made: Sequence[Lesson],
    teach: Callable[[Sequence[Lesson]], PartWeights],
    *,
    soundness: Callable[[Mapping[str, float]], float],
    faultless: str,
) -> None:
    """Print how many faults are found at a share of false alarms; what is made only teaches."""
    shares = [
        (soundness(weights.shares(parts)), label)
        for weights, rest in held_back(labelled, lambda others: teach([*others, *made]), FOLDS)
        for parts, label in rest
    ]
    right = sorted(share for share, label in shares if label == faultless)
    faulty = [share for share, label in shares if label != faultless]
    for part in FALSE_SHARES:
        limit = right[int(part * len(right))]
        found = sum(share < limit for share in faulty) / len(faulty)
        print(f"below {limit:.2f}: {part:.0%} false, {found:.1%} found")


def measure_or_write(
    measure: Callable[[], None], taught: Callable[[], Mapping[Path, PartWeights]]
) -> None:
    """Do what a command line asks for: `--measure`, or write the weights that ship."""
    if "--measure" in sys.argv:
        measure()
        return
    for path, weights in taught().items():
        path.write_text(linear_text_classifier.written(weights), "utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")
