"""Whether a question fills a seat: somebody comes into the owners' committee, stays, or goes.

There are more words for an election than anybody can list (换血, 接棒, 边个入, 勾五个), and the
committee is named in most questions that elect nobody. So a question that names it is weighed as
it was taught by `python -m tools.teach_elections`: by its letters with their neighbours, and by
what its words are about. Pure.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import sqrt

from weijiayuan.language import linear_text_classifier, text_features, word_vectors
from weijiayuan.language.linear_text_classifier import PartWeights

WEIGHTS = "election_weights.tsv"
ELECTS, LAWFUL = "elects", "lawful"
SEAT = re.compile(
    r"业委|业主委员|监委|监督委员|居务监督|委员|业主代表|楼栋?长|监督员|监事|班子|召集人|主席"
    r"|主任|会长|理事|秘书长"
)
LONGEST_GRAM = 2
LETTERS, MEANING = 4.0, 3.0


def likelihood(question: str) -> float:
    """Return how likely a question fills a seat, from 0 to 1; 0 where no seat is named.

    >>> likelihood("北门的路灯什么时候修")
    0.0
    """
    if not SEAT.search(question):
        return 0.0
    return weights().shares(parts(question))[ELECTS]


def parts(question: str) -> Mapping[str, float]:
    """Return what a question is weighed by, and how much each part counts."""
    letters = text_features.grams(f"^{question}$", LONGEST_GRAM)
    share = LETTERS / sqrt(len(letters))
    about = word_vectors.shipped().parts(question, size=MEANING)
    return dict.fromkeys(letters, share) | about


@cache
def weights() -> PartWeights:
    """Return the weights in force."""
    path = files("weijiayuan").joinpath("data", "commons", WEIGHTS)
    return linear_text_classifier.read(path)
