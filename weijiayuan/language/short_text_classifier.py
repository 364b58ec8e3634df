"""Which of two things a short text says, taught by a few hundred examples that a person labelled.

Weighed by its letters with their neighbours and by what its words are about: with so few examples
the second finds what is said in other words (docs/commons.md). `tools/short_text_teaching.py`
writes the weights.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.language import linear_text_classifier, text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights

LONGEST_GRAM = 2
LETTERS, MEANING = 4.0, 3.0


def likelihood(label: str, text: str, *, by: tuple[str, str]) -> float:
    """Return how likely a text is to have a label, from 0 to 1.

    `by`: the weights, by their folder and file under `weijiayuan/data`.
    """
    return weights(*by).shares(parts(text))[label]


def parts(text: str) -> Mapping[str, float]:
    """Return what a text is weighed by, and how much each part counts."""
    letters = text_features.grams(f"^{text}$", LONGEST_GRAM)
    about = word_vectors.shipped().parts(text, size=MEANING)
    return dict.fromkeys(letters, LETTERS / sqrt(len(letters))) | about


@cache
def weights(folder: str, name: str) -> PartWeights:
    """Return the weights in force."""
    return linear_text_classifier.read(files("weijiayuan").joinpath("data", folder, name))
