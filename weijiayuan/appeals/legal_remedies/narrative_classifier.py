"""Which matter a story is about: the concepts that meet in it, weighed with its characters.

A story is weighed by the concepts it touches (who, what, what happened), by which of them stand
together, by its characters and their pairs, and by what its words are about, with a logistic
regression taught by `python -m tools.teach_matters` from sentences that people labelled.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.language import linear_text_classifier, text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights

FOLDER = files("weijiayuan").joinpath("data", "appeals")
WEIGHTS = "matter_weights.tsv"
CONCEPT, TOGETHER, LETTERS, MEANING = 1.0, 0.5, 4.0, 3.0
LONGEST_GRAM = 2
QUIET = set(",。;:、!? 〇\"'()")

Parts = Mapping[str, float]


@cache
def concepts() -> dict[str, re.Pattern[str]]:
    """Return the concepts with the pattern of the words for each."""
    table = tomllib.loads(FOLDER.joinpath("concepts.toml").read_text("utf-8"))
    return text_features.concepts(table)


def parts(plain: str) -> Parts:
    """Return what a text is weighed by, and how much each part counts."""
    met, together = text_features.singly_and_in_pairs(text_features.met(concepts(), plain))
    letters = [each for each in text_features.grams(plain, LONGEST_GRAM) if not QUIET & set(each)]
    share = LETTERS / sqrt(max(1, len(letters)))
    return (
        dict.fromkeys(letters, share)
        | dict.fromkeys(met, CONCEPT)
        | dict.fromkeys(together, TOGETHER)
        | word_vectors.shipped().parts(plain, size=MEANING)
    )


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
