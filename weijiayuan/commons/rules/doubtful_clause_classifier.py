"""A second reader of clauses: doubts a sentence for its weight, where no rule knows its words.

A sentence is weighed by the concepts it touches (who, what, what is done to whom) and by its
characters and their pairs. What it doubts, a person looks at before a vote. Taught by
`python -m tools.teach_clauses`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.commons.rules.clause_structure import Reading, spares_all
from weijiayuan.language import linear_text_classifier, text_features
from weijiayuan.language.linear_text_classifier import PartWeights

FOLDER = files("weijiayuan").joinpath("data", "commons")
WEIGHTS = "clause_weights.tsv"
LAWFUL = "ok"
DOUBTED = 0.65
"""Below this share of lawfulness a sentence is doubted. Chosen on clauses held back."""
ALSO = 0.2
"""A kind with this part of what is not lawful is named beside the likeliest."""
UNMADE = 0.2
"""How likely a kind is at least where nothing that it is made of stands in the sentence."""
SHORTEST, LONGEST = 4, 200
LETTERS, CONCEPT = 8.0, 1.0
LONGEST_GRAM = 2
FIGURES = re.compile(r"[\d一二两三四五六七八九十百千万]+(?=元|块|天|次|户|日|个)")
DENIES = re.compile(
    r"(?:不得|不能|不可|不准|不许|不应|不会|不再|不必|不用|不需|无须|无需|无权|禁止|严禁|谢绝|没有|并非|不是|从不"
    r"|不|未|没|免|别|勿)[^，,。；;：:]{0,7}$"
)
"""What stands before what is denied, forbidden or not needed."""
MARKS = re.compile(r"[，,、：:（）()“”\"]")


def doubts(reading: Reading) -> list[str]:
    """Return the kinds of unlawful clause that a sentence looks like, the likeliest first.

    >>> doubts(Reading("欠着管理费的人家，客梯不给刷", ()))
    ['lock_out']
    """
    if not SHORTEST <= len(reading.rest) <= LONGEST or spares_all(reading):
        return []
    shares = dict(weights().shares(parts(reading)))
    if shares.pop(LAWFUL) >= DOUBTED:
        return []
    least = ALSO * sum(shares.values())
    likely = [kind for kind in shares if shares[kind] >= max(least, needed(kind, reading.rest))]
    return sorted(likely, key=lambda kind: shares[kind], reverse=True)


def needed(kind: str, rest: str) -> float:
    """Return how likely a kind must be: more where nothing that it is made of stands there."""
    known = concepts()
    groups = (each.split("+") for each in made_of()[kind])
    is_there = any(all(known[name].search(rest) for name in group) for group in groups)
    return 0.0 if is_there else UNMADE


def parts(reading: Reading) -> Mapping[str, float]:
    """Return what a sentence is weighed by, and how much each part counts."""
    plain = MARKS.sub("|", FIGURES.sub("0", reading.rest))
    letters = text_features.grams(f"^{plain}$", LONGEST_GRAM)
    share = LETTERS / sqrt(len(letters))
    aside = (f"!{why}" for why in reading.aside)
    said = dict.fromkeys([*_said(reading.rest), *aside], CONCEPT)
    return dict.fromkeys(letters, share) | said


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
def made_of() -> Mapping[str, Sequence[str]]:
    """Return of which concepts each kind is made: one group of them is enough."""
    raw = FOLDER.joinpath("clauses.toml").read_text("utf-8")
    return {each["id"]: each["doubted_with"] for each in tomllib.loads(raw)["clauses"]}


@cache
def weights() -> PartWeights:
    """Return the weights in force."""
    return linear_text_classifier.read(FOLDER.joinpath(WEIGHTS))
