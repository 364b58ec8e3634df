"""Which matter a text is most like: naive Bayes over pairs of characters of sentences like it."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

SMOOTHING = 0.25
QUIET = set(",。;!? 〇")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How often pairs of characters stand in the sentences of each matter."""

    pairs: Mapping[str, Mapping[str, float]]
    unseen: Mapping[str, float]
    known: frozenset[str]

    @classmethod
    def of(cls, said: Mapping[str, Iterable[str]]) -> "Likeness":
        """Learn from sentences by matter."""
        counted = {
            name: Counter(p for one in lines for p in pairs(one)) for name, lines in said.items()
        }
        known = frozenset(pair for each in counted.values() for pair in each)
        sizes = {
            name: sum(each.values()) + SMOOTHING * len(known) for name, each in counted.items()
        }
        weights = {
            name: {pair: log((n + SMOOTHING) / sizes[name]) for pair, n in each.items()}
            for name, each in counted.items()
        }
        return cls(weights, {name: log(SMOOTHING / size) for name, size in sizes.items()}, known)

    def scores(self, text: str) -> dict[str, float]:
        """Return by how much each matter is likelier than the mean of all."""
        seen = [pair for pair in pairs(text) if pair in self.known]
        if not seen:
            return {}
        sums = {
            name: sum(known.get(pair, self.unseen[name]) for pair in seen)
            for name, known in self.pairs.items()
        }
        mean = sum(sums.values()) / len(sums)
        return {name: value - mean for name, value in sums.items()}


def pairs(text: str) -> list[str]:
    """Return the characters of a text and its pairs of neighbours, without marks.

    >>> pairs("欠薪,走")
    ['欠薪', '欠', '薪', '走']
    """
    return [
        text[at : at + 2] for at in range(len(text) - 1) if not QUIET & set(text[at : at + 2])
    ] + [letter for letter in text if letter not in QUIET]


@cache
def shipped() -> Likeness:
    """Return what was learned from the sentences that ship as data."""
    path = files("weijiayuan").joinpath("data", "appeals", "said_like.toml")
    return Likeness.of(tomllib.loads(path.read_text("utf-8")))
