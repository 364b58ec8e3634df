"""Which matter a story is about: its characters and what its words are about, weighed.

A story is weighed by its characters and their pairs, and by the mean vector of its words, with a
logistic regression taught by `python -m tools.teach_matters` from stories that people labelled.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.language import linear_text_classifier, text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights

FOLDER = files("weijiayuan").joinpath("data", "appeals")
WEIGHTS = "matter_weights.tsv"
LETTERS, MEANING = 4.0, 3.0
LONGEST_GRAM = 2
QUIET = set(",。;:、!? 〇\"'()")

Parts = Mapping[str, float]


def parts(plain: str) -> Parts:
    """Return what a text is weighed by, and how much each part counts."""
    letters = [each for each in text_features.grams(plain, LONGEST_GRAM) if not QUIET & set(each)]
    share = LETTERS / sqrt(max(1, len(letters)))
    meaning = word_vectors.shipped().parts(plain, size=MEANING)
    return dict.fromkeys(letters, share) | meaning


@cache
def weights() -> PartWeights:
    """Return the weights in force."""
    return linear_text_classifier.read(FOLDER.joinpath(WEIGHTS))


def shares(plain: str) -> dict[str, float]:
    """Return how likely each matter is; the shares add up to one."""
    return weights().shares(parts(plain))


def said_like() -> Iterable[tuple[str, str]]:
    """Yield the matters with the sentences that speak of them: what the weights are taught by."""
    table = tomllib.loads(FOLDER.joinpath("said_like.toml").read_text("utf-8"))
    return ((name, text) for name, lines in table.items() for text in lines)
