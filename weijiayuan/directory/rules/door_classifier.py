"""Which doors of the app a few words mean: a tip, a benefit, a trouble, a market, a shop. Pure.

Somebody who searches for “路面塌了” names no page. The words are weighed by their letters and by
what they are about (`tools/teach_doors.py`), so that words nobody listed are understood too; where
no door is likely none is told, because a wrong one is worse than none.
"""

from collections.abc import Mapping

from weijiayuan.language import short_text_classifier
from weijiayuan.language.linear_text_classifier import PartWeights

DOORS = ("welfare", "tips", "appeals", "markets", "shop")
NONE = "none"
WEIGHTS = ("language", "door_weights.tsv")
LIKELY = 0.25
MOST = 2


def parts(words: str) -> Mapping[str, float]:
    """Return what words are weighed by."""
    return short_text_classifier.parts(words.strip().lower())


def doors_told(words: str, weights: PartWeights) -> list[str]:
    """Return the doors that the words mean, the likeliest first."""
    shares = weights.shares(parts(words))
    least = max(LIKELY, shares[NONE])
    return [
        door
        for door in sorted(DOORS, key=lambda door: -shares[door])[:MOST]
        if shares[door] >= least
    ]


def doors(words: str) -> list[str]:
    """Return the doors that the words mean, by the weights in force."""
    return doors_told(words, short_text_classifier.weights(*WEIGHTS)) if words.strip() else []
