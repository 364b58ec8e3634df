"""A second reader of terms: doubts a sentence for its weight, where no check knows its words.

What the checks find is certain enough to be put right; this is a hint for a person. Each sentence
is weighed by its characters and by what the whole says at all (a day, a sum, a way of payment).
Taught by `python -m tools.teach_terms`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.appeals.rules.agreement.agreement_text import Written
from weijiayuan.appeals.rules.agreement.finding_catalogue import KINDS, Finding
from weijiayuan.language import linear_text_classifier, text_features
from weijiayuan.language.linear_text_classifier import PartWeights

WEIGHTS = "term_weights.tsv"
SOUND = "sound"
DOUBTED = 0.25
"""Below this share of soundness a sentence is doubted. Chosen on terms held back."""
SHORTEST, LONGEST = 6, 120
LETTERS, SAID = 12.0, 1.0
LONGEST_GRAM = 3
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
        if SHORTEST <= len(sentence) <= LONGEST:
            shares = weights().shares(parts(sentence, written))
            likeliest = max(shares, key=lambda kind: shares[kind])
            if shares[SOUND] < DOUBTED and likeliest != SOUND:
                detail = f"看起来像是“{KINDS[likeliest][0]}”"
                yield Finding("doubtful", sentence[:40], detail)


def parts(sentence: str, written: Written) -> Mapping[str, float]:
    """Return what a sentence is weighed by."""
    plain = written.plain
    named = sentence
    for side, name in zip("甲乙丙丁", written.parties, strict=False):
        named = named.replace(name, f"{side}方")
    letters = text_features.grams(f"^{FIGURES.sub('0', named)}$", LONGEST_GRAM)
    said = {f"+{name}" if sign.search(plain) else f"-{name}" for name, sign in SIGNS.items()}
    share = LETTERS / sqrt(max(1, len(letters)))
    return dict.fromkeys(letters, share) | dict.fromkeys(said, SAID)


@cache
def weights() -> PartWeights:
    """Return the weights in force."""
    return linear_text_classifier.read(files("weijiayuan").joinpath("data", "appeals", WEIGHTS))
