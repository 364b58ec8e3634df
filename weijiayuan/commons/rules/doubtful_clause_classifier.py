"""A second reader of clauses: doubts a sentence for its weight, where no rule knows its words.

A sentence is weighed by the concepts it touches (who, what, what is done to whom) and by its
characters and their pairs. What it doubts, a person looks at before a vote. Taught by
`python -m tools.teach_clauses`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.language import linear_text_classifier, text_features
from weijiayuan.language.linear_text_classifier import PartWeights

FOLDER = files("weijiayuan").joinpath("data", "commons")
WEIGHTS = "clause_weights.tsv"
LAWFUL = "ok"
DOUBTED = 0.6
"""Below this share of lawfulness a sentence is doubted. Chosen on clauses held back."""
ALSO = 0.2
"""A kind with this part of what is not lawful is named beside the likeliest."""
SHORTEST, LONGEST = 6, 200
LETTERS, CONCEPT = 8.0, 1.0
LONGEST_GRAM = 2
FIGURES = re.compile(r"[\d一二两三四五六七八九十百千万]+(?=元|块|天|次|户|日|个)")
DENIES = re.compile(
    r"(?:不得|不能|不可|不准|不许|不应|不会|不再|不必|不用|不需|无须|无需|无权|禁止|严禁|谢绝|没有|并非|不是|从不"
    r"|不|未|没|免|别|勿)[^，,。；;：:]{0,7}$"
)
"""What stands before what is denied, forbidden or not needed."""
MARKS = re.compile(r"[，,、：:（）()“”\"]")


def doubts(sentence: str) -> list[str]:
    """Return the kinds of unlawful clause that a sentence looks like, the likeliest first.

    >>> doubts("欠着管理费的人家，客梯不给刷"), doubts("欠费的人家照样可以投票")
    (['lock_out'], [])
    """
    if not SHORTEST <= len(sentence) <= LONGEST:
        return []
    shares = dict(weights().shares(parts(sentence)))
    if shares.pop(LAWFUL) >= DOUBTED:
        return []
    ranked = sorted(shares, key=lambda kind: shares[kind], reverse=True)
    least = ALSO * sum(shares.values())
    return [ranked[0], *(kind for kind in ranked[1:] if shares[kind] >= least)]


def parts(sentence: str) -> Mapping[str, float]:
    """Return what a sentence is weighed by, and how much each part counts."""
    plain = MARKS.sub("|", FIGURES.sub("0", sentence))
    letters = text_features.grams(f"^{plain}$", LONGEST_GRAM)
    share = LETTERS / sqrt(len(letters))
    return dict.fromkeys(letters, share) | dict.fromkeys(_said(sentence), CONCEPT)


def _said(sentence: str) -> Iterator[str]:
    """Yield the concepts of a sentence, those it denies or forbids (-) apart from the rest (+)."""
    for name, pattern in concepts().items():
        places = [found.start() for found in pattern.finditer(sentence)]
        denied = {DENIES.search(sentence[:at]) is not None for at in places}
        yield from (f"{'-' if each else '+'}{name}" for each in sorted(denied))


@cache
def concepts() -> text_features.Concepts:
    """Return the concepts that ship."""
    raw = FOLDER.joinpath("clause_concepts.toml").read_text("utf-8")
    return text_features.concepts(tomllib.loads(raw))


@cache
def weights() -> PartWeights:
    """Return the weights in force."""
    return linear_text_classifier.read(FOLDER.joinpath(WEIGHTS))
