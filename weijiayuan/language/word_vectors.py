"""What a text is about: the mean of the vectors of its words.

Letters and their neighbours know only what they were taught; two sentences that say the same in
other words share hardly any. Words that stand in like places of an encyclopaedia have like vectors,
so a weight taught on 换届 counts for 改选 as well. 40,000 words, 100 numbers each, cut out of a
package by `tools/reduce_word_vectors.py` (docs/dependencies.md).
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

FILE = "word_vectors.npz"
LONGEST_WORD = 6
UNKNOWN_COST = 16.0
WORD_COST = 2.0
USUAL = 100.0
"""A word of this rank says half as much as a rare one of what a text is about."""


@dataclass(frozen=True, slots=True)
class WordVectors:
    """Words by how common they are, the commonest first, and a vector for each."""

    ranks: Mapping[str, int]
    table: NDArray[np.int8]

    def words(self, text: str) -> list[str]:
        """Return the likeliest cut of a text into words; what is no word is single letters.

        >>> shipped().words("楼上天天半夜吵架")
        ['楼上', '天天', '半夜', '吵架']
        """
        costs, begins = [0.0], [0]
        for end in range(1, len(text) + 1):
            found = ((costs[at] + self._cost(text[at:end]), at) for at in _starts(end))
            cost, begin = min(found)
            costs.append(cost)
            begins.append(begin)
        cut, end = [], len(text)
        while end:
            cut.append(text[begins[end] : end])
            end = begins[end]
        return cut[::-1]

    def _cost(self, word: str) -> float:
        rank = self.ranks.get(word)
        if rank is not None:
            return math.log(rank + 10) + WORD_COST
        return UNKNOWN_COST if len(word) == 1 else math.inf

    def mean(self, text: str) -> NDArray[np.float32]:
        """Return the direction of a text's words, of length one; nought where none is known."""
        ranks = [self.ranks[word] for word in self.words(text) if word in self.ranks]
        rows = self.table[ranks].astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        says = np.array([rank / (rank + USUAL) for rank in ranks], np.float32)
        total: NDArray[np.float32] = says @ (rows / lengths)
        length = float(np.linalg.norm(total))
        return total / length if length else total

    def parts(self, text: str, *, size: float) -> dict[str, float]:
        """Return the mean as parts that a classifier weighs beside letters and concepts."""
        return {f"~{at}": size * float(each) for at, each in enumerate(self.mean(text))}


def _starts(end: int) -> Iterator[int]:
    yield from range(max(0, end - LONGEST_WORD), end)


@cache
def shipped() -> WordVectors:
    """Return the vectors that ship."""
    with as_file(files("weijiayuan").joinpath("data", "language", FILE)) as path:
        kept = np.load(path)
        words = kept["words"].tobytes().decode("utf-8").split("\n")
        return WordVectors({word: rank for rank, word in enumerate(words)}, kept["vectors"])
