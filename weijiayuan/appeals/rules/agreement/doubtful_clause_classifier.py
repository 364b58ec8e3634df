"""A second reader of terms: doubts a sentence for its weight, where no check knows its words.

What the checks find is certain enough to be put right; this is a hint for a person. Each sentence
is weighed by itself, whatever stands beside it: by its characters, by what its words are about, by
the concepts it touches (`term_concepts.toml`) and by what it says at all (a day, a sum, a way of
payment). Whether these are complete is what the checks are sure of, so only
doubts about what is agreed count here. Taught by `python -m tools.teach_terms`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.appeals.rules.agreement import party_names
from weijiayuan.appeals.rules.agreement.agreement_text import Written
from weijiayuan.appeals.rules.agreement.finding_catalogue import KINDS, Finding
from weijiayuan.language import linear_text_classifier, text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights
from weijiayuan.language.text_features import Concepts

WEIGHTS = "term_weights.tsv"
SOUND = "sound"
FORM = frozenset({"date", "dates", "amount", "amount_words", "sum", "account"})
"""Kinds that the checks settle: a doubt about them is none."""
NUMERALS = "一二三四五六七八九十"
LABEL = re.compile(
    rf"^(?:[{NUMERALS}]{{1,3}}、|\d{{1,2}}[.、]|第[{NUMERALS}]{{1,3}}[条项]|\([{NUMERALS}\d]{{1,2}}\))"
)
DOUBTED = 0.36
"""Below this share of soundness a sentence is doubted. Chosen on terms held back."""
SHORTEST, LONGEST = 6, 120
LETTERS, SAID, CONCEPT, MEANING = 12.0, 1.0, 2.0, 3.0
LONGEST_GRAM = 3
TO_COURT = re.compile(
    r"(?:可以?|有权)[^,。;]{0,10}(?:法院|仲裁)[^,。;]{0,6}(?:起诉|申请|解决|立案)?$|申请强制执行$"
)
NOT_TO = re.compile(r"不(?:得|准|许|能|可)|放弃|永远|无权")
FIGURES = re.compile(r"\d+(?:\.\d+)?")
SIGNS = {
    "day": re.compile(r"\d+年\d+月\d+[日号]|每[月日天周年季]|签字|签订|当[场日]|即日"),
    "sum": re.compile(r"\d(?:万元|万|元|块)"),
    "how": re.compile(r"现金|转|汇|账户|账号|微信|支付宝|银行|原路|打[入到]|卡"),
    "done": re.compile(r"已(?!拿|有)"),
    "party": re.compile(r"[甲乙丙丁]方"),
}


def doubtful(written: Written) -> Iterator[Finding]:
    """Find sentences that look like one with a fault."""
    for sentence in written.sentences:
        if SHORTEST <= len(sentence) <= LONGEST and not _is_right_to_sue(sentence):
            shares = weights().shares(parts(sentence, written.parties))
            if soundness(shares) < DOUBTED:
                likeliest = max(shares.keys() - FORM - {SOUND}, key=lambda kind: shares[kind])
                yield Finding("doubtful", sentence[:40], f"看起来像是“{KINDS[likeliest][0]}”")


def _is_right_to_sue(sentence: str) -> bool:
    """Tell whether a sentence only keeps the road to the court open, which is everybody's right."""
    return TO_COURT.search(sentence) is not None and NOT_TO.search(sentence) is None


def soundness(shares: Mapping[str, float]) -> float:
    """Return how much of what is agreed is sound, however complete its form may be.

    >>> soundness({"sound": 0.3, "unlawful": 0.1, "date": 0.6})
    0.75
    """
    agreed = sum(share for kind, share in shares.items() if kind not in FORM)
    return round(shares[SOUND] / agreed, 6)


def parts(sentence: str, parties: Sequence[str]) -> Mapping[str, float]:
    """Return what a sentence is weighed by."""
    named = party_names.by_sides(LABEL.sub("", sentence), parties)
    letters = text_features.grams(f"^{FIGURES.sub('0', named)}$", LONGEST_GRAM)
    said = {f"+{name}" if sign.search(named) else f"-{name}" for name, sign in SIGNS.items()}
    share = LETTERS / sqrt(max(1, len(letters)))
    touched, _ = text_features.singly_and_in_pairs(text_features.met(concepts(), named))
    return (
        dict.fromkeys(letters, share)
        | dict.fromkeys(said, SAID)
        | dict.fromkeys((f"c{name}" for name in touched), CONCEPT)
        | word_vectors.shipped().parts(named, size=MEANING)
    )


@cache
def concepts() -> Concepts:
    """Return what terms speak of."""
    path = files("weijiayuan").joinpath("data", "appeals", "term_concepts.toml")
    return text_features.concepts(tomllib.loads(path.read_text("utf-8")))


@cache
def weights() -> PartWeights:
    """Return the weights in force."""
    return linear_text_classifier.read(files("weijiayuan").joinpath("data", "appeals", WEIGHTS))
