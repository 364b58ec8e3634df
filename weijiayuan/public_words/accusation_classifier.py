"""Whether a sentence speaks ill, or of the health, of somebody whom neighbours would know.

A flat, a post or a household is seen by rules; what is said of them has more words than anybody can
list (揣兜里, 顺走, 有乙肝, 搞在一起). So a sentence is weighed as it was taught by
`python -m tools.teach_accusations`. Pure.
"""

import re

from weijiayuan.language import short_text_classifier
from weijiayuan.public_words.named_persons import tight

ACCUSES, HARMLESS = "hold", "ok"
WEIGHTS = ("public_words", "accusation_weights.tsv")
LIKELY = 0.6
SENTENCE = re.compile(r"[^。！？!?；;\n]+")
SHORTEST = 5


def accuses(text: str) -> bool:
    """Tell whether any sentence of a text is likely to, so that a person has to read it first.

    >>> accuses("居委会小陈把慰问金揣自己兜里了"), accuses("北门的路灯坏了一个星期")
    (True, False)
    """
    sentences = (tight(each) for each in SENTENCE.findall(text))
    return any(likelihood(each) >= LIKELY for each in sentences if len(each) >= SHORTEST)


def likelihood(sentence: str) -> float:
    """Return how likely a sentence accuses somebody, from 0 to 1."""
    return short_text_classifier.likelihood(ACCUSES, sentence, by=WEIGHTS)
