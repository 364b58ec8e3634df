"""Which matter a story is about: the concepts that meet in it, weighed with its characters.

A story is weighed by the concepts it touches (who, what, what happened), by which of them stand
together, and by its characters and their pairs, with a logistic regression taught by
`python -m tools.teach_matters` from sentences that ship as data.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

FOLDER = files("weijiayuan").joinpath("data", "appeals")
WEIGHTS = "matter_weights.tsv"
CONCEPT, TOGETHER, LETTERS = 1.0, 0.5, 2.0
QUIET = set(",。;:、!? 〇\"'()")
SCALE = 100

Parts = Mapping[str, float]


@cache
def concepts() -> dict[str, re.Pattern[str]]:
    """Return the concepts with the pattern of the words for each."""
    table = tomllib.loads(FOLDER.joinpath("concepts.toml").read_text("utf-8"))
    return {
        name: re.compile("|".join(f"(?:{word})" for word in words)) for name, words in table.items()
    }


def parts(plain: str) -> Parts:
    """Return what a text is weighed by, and how much each part counts."""
    met = sorted(name for name, pattern in concepts().items() if pattern.search(plain))
    letters = _letters(plain)
    share = LETTERS / sqrt(max(1, len(letters)))
    return (
        dict.fromkeys(letters, share)
        | dict.fromkeys((f"+{name}" for name in met), CONCEPT)
        | dict.fromkeys(map("+".join, combinations(met, 2)), TOGETHER)
    )


def _letters(plain: str) -> set[str]:
    """Return the characters of a text and its pairs of neighbours, without marks."""
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    return {part for part in (*plain, *pairs) if not QUIET & set(part)}


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a story tells for each matter."""

    matters: tuple[str, ...]
    bias: NDArray[np.float32]
    parts: Mapping[str, int]
    table: NDArray[np.float32]

    def shares(self, plain: str) -> dict[str, float]:
        """Return how likely each matter is; the shares add up to one."""
        found = [(self.parts[part], size) for part, size in parts(plain).items() if part in self]
        logits = self.bias.copy()
        if found:
            rows, sizes = zip(*found, strict=True)
            logits += np.asarray(sizes, np.float32) @ self.table[list(rows)]
        odds = np.exp(logits - logits.max())
        return dict(zip(self.matters, (odds / odds.sum()).tolist(), strict=True))

    def __contains__(self, part: str) -> bool:
        return part in self.parts


@cache
def shipped() -> Weights:
    """Return the weights in force."""
    head, bias, *rows = FOLDER.joinpath(WEIGHTS).read_text("utf-8").splitlines()
    names = [row.split("\t", 1)[0] for row in rows]
    table = np.array([_numbers(row) for row in rows], np.float32) / np.float32(SCALE)
    return Weights(
        tuple(head.split("\t")[1:]),
        np.array(_numbers(bias), np.float32) / np.float32(SCALE),
        {name: at for at, name in enumerate(names)},
        table,
    )


def _numbers(row: str) -> list[int]:
    return [int(number or 0) for number in row.split("\t")[1:]]


def written(weights: Weights) -> str:
    """Return weights as the file keeps them, in hundredths, nought as nothing."""
    rows = [
        ("bias", weights.bias),
        *((part, weights.table[at]) for part, at in weights.parts.items()),
    ]
    lines = ["\t".join(["part", *weights.matters])]
    lines += ["\t".join([name, *(_written(number) for number in row)]) for name, row in rows]
    return "\n".join(lines) + "\n"


def _written(number: float) -> str:
    hundredths = round(float(number) * SCALE)
    return str(hundredths) if hundredths else ""


def said_like() -> Iterable[tuple[str, str]]:
    """Yield the matters with the sentences that speak of them: what the weights are taught by."""
    table = tomllib.loads(FOLDER.joinpath("said_like.toml").read_text("utf-8"))
    return ((name, text) for name, lines in table.items() for text in lines)
