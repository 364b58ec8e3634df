"""How like a text is to dangers that are known: the second reader, for words nobody listed.

A text is weighed by its characters, pairs and triples, by the ideas that stand in it and by which
of them stand together, against the texts of `tests/danger/`. The weights are taught by
`python -m tools.teach_danger`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import sqrt

from weijiayuan.danger import shipped_tables, text_normalization

FILE = "likeness.tsv"
LIKE = 0.25  # above it a text counts as danger whatever its words; chosen by five-fold trials
UNLIKE = -2.0  # below it what the signs see is only looked at by a person
SHORTEST = 4
UNSAID = -1.0
LONGEST_GRAM = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a text tells: above nought for danger, below for ordinary troubles."""

    bias: float
    parts: Mapping[str, float]

    def weigh(self, text: str) -> float:
        """Return the weight of a text; the more above nought, the more like danger."""
        found = [self.parts[part] for part in parts(text) if part in self.parts]
        return self.bias + sum(found) / sqrt(max(len(found), 1))


def parts(text: str) -> frozenset[str]:
    """Return what a text is weighed by: its character n-grams, its ideas, and their pairs."""
    plain = text_normalization.without_harmless(text_normalization.read(text))
    marked = f"^{plain}$"
    letters = (
        marked[start : start + size]
        for size in range(1, LONGEST_GRAM + 1)
        for start in range(len(marked) - size + 1)
    )
    met = sorted(idea for idea, pattern in shipped_tables.ideas().items() if pattern.search(plain))
    return frozenset([*letters, *(f"+{a}" for a in met), *map("+".join, combinations(met, 2))])


@cache
def weights() -> Weights:
    """Return the weights in force."""
    lines = shipped_tables.raw(FILE).splitlines()
    pairs = (line.rsplit("\t", 1) for line in lines if not line.startswith("# "))
    table = {part: int(weight) / 1000 for part, weight in pairs}
    return Weights(table.pop("bias"), table)


def written(taught: Weights) -> str:
    """Return the weights as the file keeps them, in thousandths."""
    head = "# What parts of texts weigh for danger; made by `python -m tools.teach_danger`."
    usable = sorted((p, w) for p, w in taught.parts.items() if "\n" not in p and "\t" not in p)
    rows = [("bias", taught.bias), *usable]
    return "\n".join([head, *(f"{part}\t{round(1000 * weight)}" for part, weight in rows)]) + "\n"


def weigh(text: str) -> float:
    """Return the weight of a text; one too short to tell anything weighs nothing."""
    return weights().weigh(text) if len(text.strip()) >= SHORTEST else UNSAID


def is_like_danger(weight: float) -> bool:
    """Tell whether a text of this weight is like danger whatever its words."""
    return weight > LIKE


def is_unlike_danger(weight: float) -> bool:
    """Tell whether a text of this weight is so like ordinary ones that a sign in it misleads."""
    return weight < UNLIKE
